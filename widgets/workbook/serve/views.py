"""Draws the pages: the frame, the home page, a notebook's page, and what stands where something is missing.

Here: what the templates are given. Not here: the addresses (see `handlers`), and reading notebooks.
"""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import jinja2
from markupsafe import Markup

from workbook.front import words
from workbook.serve.assets import Assets
from workbook.serve.notebooks import Notebook
from workbook.serve.pages import Page, Shelf

__all__ = ["CODE", "PageParts", "Problem", "Views"]

Problem = Literal["missing", "host", "error"]
"""What a page without content can say: not here, not under this name, or something went wrong."""

CODE = "code"
"""The name of our own scripts and styles in their address.

Below it they lie as in the package, so that what one imports from another is found in both.
"""

_HERE = Path(__file__).parent
_OUTPUTS = Markup("<!-- outputs -->")
# What the scripts in the browser say.
_SPOKEN_ON_PAGES = ("opened", "cell.failed", "lost", "back", "ended", "resume", "hide", "hide.label")
_SPOKEN_AT_HOME = (
    "progress.none",
    "progress.some",
    "progress.all",
    "progress.blocked",
    "home.carry",
    "home.again",
)


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page's HTML in two: its text and frame, which can be sent at once; what follows the outputs."""

    before: str
    after: str


class Views:
    """The templates with all that they need; one for each server."""

    def __init__(self, shelf: Shelf, base_url: str, code: Assets) -> None:
        """Take the pages, the path that the workbook lives below, and our own scripts and styles."""
        self.shelf = shelf
        self.base_url = base_url
        self._code = code
        self._words = words("serve")
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._env.globals.update(t=self.word, asset=self.asset, json=_json, base_url=base_url)

    def word(self, name: str, **values: object) -> str:
        """Return a text of the interface, with `{value}` filled in; raises KeyError where there is none."""
        text = self._words[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    def asset(self, path: str) -> str:
        """Return the address of a file such as `front/kit.css`, which changes when any of them does."""
        return f"{self.base_url}workbook/{CODE}/{self._code.fingerprint()}/{path}"

    def home(self) -> str:
        """Return the home page."""
        return self._render("home.html", _SPOKEN_AT_HOME)

    def problem(self, kind: Problem) -> str:
        """Return the page that says what is wrong and where to go."""
        return self._render("problem.html", (), kind=kind)

    def notebook(self, path: str, notebook: Notebook, kernel: dict[str, Any] | None) -> PageParts:
        """Return a notebook's page; `kernel` is what Voila's script reads, or None for a page without one."""
        page = self.shelf.at(path)
        before, after = self.shelf.around(page) if page else (None, None)
        html = self._render(
            "page.html",
            _SPOKEN_ON_PAGES,
            page=page,
            notebook=notebook,
            previous=before,
            next=after,
            waiting=any(cell.shows for cell in notebook.cells),
            kernel=kernel,
            outputs=_OUTPUTS,
        )
        first, _, last = html.partition(_OUTPUTS)
        return PageParts(first, last)

    def output(self, cell: int, output: dict[str, Any]) -> str:
        """Return one output of a cell, as HTML that `outputs.js` moves and Voila's script draws."""
        kind = output.get("output_type")
        if kind == "error":
            text = Markup('<p class="wb-cell-failed" data-cell="{}">{}</p>\n')
            return text.format(cell, self.word("serve.cell.failed"))
        if kind == "stream":
            return Markup('<pre class="wb-cell-text" data-cell="{}">{}</pre>\n').format(
                cell, output.get("text", "")
            )
        model = Markup('<script type="application/vnd.voila.cell-output+json" data-cell="{}">{}</script>\n')
        return model.format(cell, _json({**output, "trusted": True}))

    def failed(self) -> str:
        """Return what stands on a page whose exercises could not be opened."""
        return self._env.get_template("failed.html").render()

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


def _json(value: object) -> Markup:
    """Return JSON that can stand in a script element: no character in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - just made safe
