"""Draws the pages: the frame, the home page, a notebook's page, and what stands where something is missing.

Here: what the templates are given. Not here: the addresses (see `handlers`), and reading notebooks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import jinja2
from markupsafe import Markup

from workbook.front import words
from workbook.serve.assets import Assets
from workbook.serve.drawing import Drawing, as_json, host_of
from workbook.serve.made import Made
from workbook.serve.modules import Modules
from workbook.serve.notebooks import Notebook
from workbook.serve.pages import Page, Shelf
from workbook.serve.runs import Model, Run, Shown

__all__ = ["CODE", "PARTS", "PageParts", "Problem", "Views"]

Problem = Literal["missing", "host", "error"]
"""What a page without content can say: not here, not under this name, or something went wrong."""

CODE = "code"
"""The name of our own scripts and styles in their address.

Below it they lie as in the package, so that what one imports from another is found in both.
"""

PARTS = "parts"
"""The name of published widget libraries in their address: what Jupyter's folder `nbextensions` holds."""

_HERE = Path(__file__).parent
_OUTPUTS = Markup("<!-- outputs -->")
# What the scripts in the browser say.
_SPOKEN_ON_PAGES = (
    "opened",
    "cell.failed",
    "picture",
    "lost",
    "back",
    "busy",
    "full.label",
    "full.none",
    "full.one",
    "full.many",
    "ended",
    "resume",
    "hide",
    "hide.label",
    "join.away",
)
_SPOKEN_AT_HOME = (
    "progress.none",
    "progress.some",
    "progress.all",
    "progress.blocked",
    "home.carry",
    "home.again",
    "join.away",
)


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page's HTML in two: its text and frame, which can be sent at once; what follows the outputs."""

    before: str
    after: str


class Views:
    """The templates with all that they need; one for each server."""

    def __init__(self, shelf: Shelf, base_url: str, code: Assets, made: Made, parts: str = "") -> None:
        """Take the pages, the path that the workbook lives below, our own scripts and styles, made files.

        `parts` is the address below which published widget libraries are found.
        """
        self.shelf = shelf
        self.base_url = base_url
        self.parts = parts
        self.modules = Modules(code, made, f"{base_url}workbook/{CODE}/")
        self._words = words("serve")
        self._drawing = Drawing(self.word, made, self.modules.own)
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._env.globals.update(
            t=self.word,
            asset=self.asset,
            styles=self.modules.styles,
            script=self.modules.script,
            widgets=f"{parts}jupyter-js-widgets/extension.js",
            json=as_json,
            base_url=base_url,
        )

    def word(self, name: str, **values: object) -> str:
        """Return a text of the interface, with `{value}` filled in; raises KeyError where there is none."""
        text = self._words[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    def asset(self, path: str) -> str:
        """Return the address of a file such as `front/kit.css`, which changes when any of them does."""
        return self.modules.address(path)

    def home(self) -> str:
        """Return the home page."""
        return self._render("home.html", _SPOKEN_AT_HOME)

    def problem(self, kind: Problem) -> str:
        """Return the page that says what is wrong and where to go."""
        return self._render("problem.html", (), kind=kind)

    def opening(self, path: str, notebook: Notebook, run: Run | None = None) -> PageParts:
        """Return a notebook's page in two parts, for one whose cells are still to be run.

        What `run` has shown already stands in its place. Between the parts go `outputs` and `data`.
        """
        html = self._page(path, notebook, run or Run(), waiting=True)
        first, _, last = html.partition(_OUTPUTS)
        return PageParts(first, last)

    def whole(self, path: str, notebook: Notebook, run: Run, build: str) -> str:
        """Return a notebook's page with all that its cells showed; `build` names the run."""
        html = self._page(path, notebook, run, waiting=False)
        first, _, last = html.partition(_OUTPUTS)
        data = self.data(path, run, build=build) if notebook.has_code else ""
        return "".join((first, data, last))

    def output(self, shown: Shown, models: Mapping[str, Model]) -> str:
        """Return one output of a cell, to be moved to its place by `outputs.js`."""
        cell, output = shown
        frame = Markup('<div data-cell="{}">{}</div>\n')
        return frame.format(cell, self._drawing.output(output, models))

    def data(self, path: str, run: Run, *, build: str = "", kernel: str | None = None) -> str:
        """Return what the page's scripts read: the widgets' models, and the kernel or its build."""
        about = {
            "baseUrl": self.base_url,
            "page": path,
            "build": build,
            "kernel": kernel,
            "parts": self.parts,
            **self._drawing.data(run),
        }
        return Markup('<script type="application/json" id="wb-page">{}</script>\n').format(as_json(about))

    def stamp(self) -> tuple[object, ...]:
        """Return what the look of every page depends on, beside its own notebook."""
        return (self.shelf.pages(), self.modules.styles(), self.asset(""))

    def full(self, path: str, notebook: Notebook, run: Run, ticket: str, before: int) -> str:
        """Return what can be read of the page, for somebody who waits until there is a place for the rest."""
        waiting = {"baseUrl": self.base_url, "ticket": ticket, "before": before}
        return self._page(path, notebook, run, waiting=False, full=waiting)

    def failed(self) -> str:
        """Return what stands on a page whose exercises could not be opened."""
        return self._env.get_template("failed.html").render()

    def _page(
        self, path: str, notebook: Notebook, run: Run, *, waiting: bool, full: dict[str, Any] | None = None
    ) -> str:
        page = self.shelf.at(path)
        before, after = self.shelf.around(page) if page else (None, None)
        shown: dict[int, Markup] = {}
        for number, output in run.outputs:
            shown[number] = shown.get(number, Markup("")) + self._drawing.output(output, run.models)
        return self._render(
            "page.html",
            _SPOKEN_ON_PAGES,
            page=page,
            notebook=notebook,
            previous=before,
            next=after,
            shown=shown,
            waiting=waiting,
            full=full,
            host=host_of(run),
            outputs=_OUTPUTS,
        )

    def _render(self, template: str, spoken: tuple[str, ...], **values: object) -> str:
        pages = self.shelf.pages()
        return self._env.get_template(template).render(
            parts=self.shelf.by_part(),
            record=next((page for page in pages if page.part == "record"), None),
            feedback=next((page for page in pages if page.feedback), None),
            address=partial(Page.address, base_url=self.base_url),
            spoken={f"serve.{name}": self._words[f"serve.{name}"] for name in spoken},
            **values,
        )
