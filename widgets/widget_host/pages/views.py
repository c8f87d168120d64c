"""Renders the pages: the frame, the home page, a notebook's page, and error pages.

Here: the values for the templates. Not here: the addresses (see `routes`), and reading notebooks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from forked_kernels.run import Model, Run, Shown
from widget_host.browsers import OLDEST_BROWSERS
from widget_host.common.external_links import told
from widget_host.extension import Extension
from widget_host.languages import ENGLISH, Language, translator
from widget_host.pages.assets import Assets
from widget_host.pages.failures import Failure
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.metadata import Page, PageIndex
from widget_host.pages.notebook import Notebook
from widget_host.pages.outputs import Drawing, as_json, host_of
from widget_host.pages.scripts import STATIC, PageScripts

__all__ = ["CODE", "PARTS", "PageParts", "Problem", "Views"]

Problem = Literal["missing", "host", "stopping", "rate", "size", "other", "language", "away", "error"]
"""The reasons that an error page can give: missing, wrong host name, server stopping, too many requests, too
big, not for the signed-in person, not in this language, no network, or an internal error.
"""

CODE = "code"
"""The URL segment of our own scripts and styles.

Below it they have the same layout as in the package, so that their relative imports work in both.
"""

PARTS = "parts"
"""The URL segment of published widget libraries: the contents of Jupyter's folder `nbextensions`."""

_HERE = Path(__file__).parent
_OUTPUTS = Markup("<!-- outputs -->")
# The words that the scripts in the browser use.
_SPOKEN_ON_PAGES = (
    "opened",
    "cell.broken",
    "cell.failed",
    "picture",
    "lost",
    "restarting",
    "back",
    "busy",
    "full.label",
    "full.none",
    "full.before",
    "ended",
    "resume",
    "elsewhere",
    "library",
    "hide",
    "hide.label",
    "updated",
    "updated.open",
    "large",
)


class _Compiled(jinja2.BytecodeCache):
    """The templates' compiled code, which the pages of all languages share."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page's HTML in two parts: its text and frame, which can be sent immediately; the end of the page."""

    before: str
    after: str


class Views:
    """The templates with everything that they need; one for each server and language."""

    is_served = True
    """Whether a server stands behind the pages: without one, they offer nothing that needs it."""

    home_page = ""
    """The home page's address, relative to the server's base path."""

    def __init__(
        self,
        page_index: PageIndex,
        base_url: str,
        code: Assets,
        generated: GeneratedAssets,
        *,
        extension: Extension | None = None,
        parts: str = "",
        message_bytes: int = 0,
        offered: tuple[Language, ...] = (),
        scripts: PageScripts | None = None,
        unsafe_eval: bool = False,
        worker: str = "",
    ) -> None:
        """Take the pages, the server's base path, our own scripts and styles, generated files.

        The pages' language is that of their page index. `widget_files` are the files that packages add to
        pages; `parts` is the base address of published widget libraries; `message_bytes` the most that the
        server accepts in one message, 0 for no limit; `offered` lists all languages in which pages are
        available; `scripts` are those of pages in another language; with `unsafe_eval`, pages may evaluate
        text as code if their notebook asks for it; `worker` is the address of the service worker that keeps
        pages for the time without a network, "" for none.
        """
        self.page_index = page_index
        self.language = Language(page_index.language)
        self.base_url = base_url
        self.home_url = self.home_in(self.language)
        self.parts = parts
        self._message_bytes = message_bytes
        self._extension = extension or Extension()
        self._offered = offered
        self._unsafe_eval = unsafe_eval
        self._worker = worker
        self.scripts = scripts or self.join(code, generated)
        self._words = self._extension.words(self.language)
        self._translate = translator(self._words, self.language, is_strict=True)
        self._drawing = Drawing(self.word, generated, self.scripts.own)
        self._env = self._environment()

    def _environment(self) -> jinja2.Environment:
        """Return the templates' environment, with the names that all of them may use."""
        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*self._extension.templates, _HERE / "templates"]),
            autoescape=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        made.globals.update(
            t=self.word,
            asset=self.asset,
            styles=self.scripts.styles,
            script=partial(self.scripts.script, language=self.language),
            widgets=f"{self.parts}jupyter-js-widgets/extension.js",
            json=as_json,
            base_url=self.base_url,
            home_url=self.home_url,
            namespace=self._extension.namespace,
            icon=self._extension.icon,
            static=STATIC,
            language=self.language,
            is_served=self.is_served,
            worker=self._worker,
            front=f"{self.home_url}{self.home_page}",
            linked=self.linked,
            too_old=self.word("serve.browser.old", **OLDEST_BROWSERS),
        )
        return made

    @property
    def namespace(self) -> str:
        """What all that pages keep in browsers is named after."""
        return self._extension.namespace

    def load(self) -> None:
        """Load now everything that pages may need later, so that all of it is from one version."""
        self.stamp()
        for name in self._env.list_templates():
            self._env.get_template(name)
        self.scripts.load(self.language)

    def linked(self, html: str) -> Markup:
        """Return a text cell's HTML with a sentence at each link to content that the page does not load."""
        return Markup(told(html, str(escape(self.word("serve.elsewhere")))))  # noqa: S704 - made safe

    def join(self, code: Assets, generated: GeneratedAssets) -> PageScripts:
        """Return our own scripts and styles, bundled for the pages."""
        address = f"{self.base_url}host/{CODE}/"
        return PageScripts(code, generated, address, self._extension.files, self._extension.css)

    def home_in(self, language: str) -> str:
        """Return the address of the home page in a language; the English one is at the base path."""
        return self.base_url if language == ENGLISH else f"{self.base_url}{language}/"

    def word(self, name: str, **values: object) -> str:
        """Return a text of the interface, with `{value}` filled in; raises KeyError if there is none."""
        return self._translate(name, **values)

    def asset(self, path: str) -> str:
        """Return the address of a file, by its path from the packages' folder; it changes with any file."""
        return self.scripts.address(path)

    def link(self, page: Page) -> str:
        """Return the address of a page for links."""
        return page.address(self.home_url)

    def home(self) -> str:
        """Return the home page."""
        values = self._extension.home_values(self.language, self.page_index.pages())
        return self._render("home.html", self._extension.files.home_words, keeps=True, **values)

    def problem(self, kind: Problem, failure: Failure | None = None) -> str:
        """Return the error page, which says what is wrong and where to go.

        With `failure`, it also says how a notebook fails: only for its editor.
        """
        return self._render("problem.html", (), kind=kind, failure=failure, is_from_before=False)

    def opening(
        self, path: str, notebook: Notebook, run: Run | None = None, failure: Failure | None = None
    ) -> PageParts:
        """Return a notebook's page in two parts, for a notebook whose cells have yet to run.

        Outputs of `run` are already in their places. Between the parts go `outputs` and `data`. With
        `failure`, the page says at its top how the notebook fails: only for its editor.
        """
        before = run is not None or (failure is not None and failure.kind == "unreadable")
        html = self._page(path, notebook, run or Run(), waiting=True, failure=failure, is_from_before=before)
        first, _, last = html.partition(_OUTPUTS)
        return PageParts(first, last)

    def whole(self, path: str, notebook: Notebook, run: Run, build: str) -> str:
        """Return a notebook's page with all its outputs; `build` identifies the run."""
        return self._whole(path, notebook, run, build, None)

    def whole_with(self, path: str, notebook: Notebook, run: Run, build: str, failure: Failure) -> str:
        """Return the same page with how the notebook fails since that run, only for its editor."""
        return self._whole(path, notebook, run, build, failure)

    def _whole(self, path: str, notebook: Notebook, run: Run, build: str, failure: Failure | None) -> str:
        html = self._page(path, notebook, run, waiting=False, failure=failure, is_from_before=True)
        first, _, last = html.partition(_OUTPUTS)
        data = self.data(path, run, build=build) if notebook.has_code else ""
        return "".join((first, data, last))

    def output(self, shown: Shown, models: Mapping[str, Model]) -> str:
        """Return one output of a cell, which `outputs.js` moves to its place."""
        cell, output = shown
        frame = Markup('<div data-cell="{}">{}</div>\n')
        return frame.format(cell, self._drawing.output(output, models))

    def data(self, path: str, run: Run, *, build: str = "", kernel: str | None = None, key: str = "") -> str:
        """Return the data for the page's scripts: widget models; the kernel and its key, or its build."""
        about = {
            "baseUrl": self.base_url,
            "homeUrl": self.home_url,
            "page": path,
            "build": build,
            "kernel": kernel,
            "key": key,
            "parts": self.parts,
            "mostBytes": self._message_bytes,
            **self._drawing.data(run),
        }
        return Markup('<script type="application/json" id="wb-page">{}</script>\n').format(as_json(about))

    def stamp(self) -> tuple[object, ...]:
        """Return everything that the look of every page depends on, apart from its own notebook."""
        return (
            self.page_index.pages(),
            self.scripts.styles(),
            self.asset(""),
            self._extension.namespace,
            self._extension.state(self.language),
        )

    def evaluates(self, notebook: Notebook) -> bool:
        """Return whether a page may evaluate text as code: it requests that, and the publisher allows it."""
        return notebook.unsafe_eval and self._unsafe_eval

    def full(self, path: str, notebook: Notebook, run: Run, ticket: str, before: int) -> str:
        """Return the readable part of the page, for a visitor who waits for a place."""
        waiting = {"baseUrl": self.base_url, "ticket": ticket, "before": before}
        return self._page(path, notebook, run, waiting=False, full=waiting)

    def failing(self, failure: Failure) -> str:
        """Return how a notebook that has never worked fails, to be moved to the top of its page."""
        return self._env.get_template("failure.html").render(failure=failure, is_from_before=False)

    def failed(self) -> str:
        """Return the notice on a page whose exercises could not be opened."""
        return self._env.get_template("failed.html").render()

    def _page(
        self,
        path: str,
        notebook: Notebook,
        run: Run,
        *,
        waiting: bool,
        full: dict[str, Any] | None = None,
        failure: Failure | None = None,
        is_from_before: bool = False,
    ) -> str:
        page = self.page_index.at(path)
        before, after = self.page_index.around(page) if page else (None, None)
        shown: dict[int, Markup] = {}
        for number, output in run.outputs:
            shown[number] = shown.get(number, Markup("")) + self._drawing.output(output, run.models)
        return self._render(
            "page.html",
            (*_SPOKEN_ON_PAGES, *self._extension.files.page_words),
            page=page,
            here=f"voila/render/{quote(path)}",
            spoken_here=Language(self.page_index.spoken(path)),
            notebook=notebook,
            lacks_eval=notebook.unsafe_eval and not self._unsafe_eval,
            previous=before,
            next=after,
            shown=shown,
            waiting=waiting,
            full=full,
            failure=failure,
            is_from_before=is_from_before,
            host=host_of(run),
            outputs=_OUTPUTS,
            keeps=self._keeps(page) and full is None,
        )

    def _render(self, template: str, spoken: tuple[str, ...], **values: object) -> str:
        pages, here = self.page_index.pages(), values.get("here", "")
        return self._env.get_template(template).render(
            parts=self.page_index.by_part(),
            has_parts=self.page_index.has_parts,
            pages=pages,
            address=self.link,
            tag=self._tag,
            languages=[(one, f"{self.home_in(one)}{here}") for one in self._offered],
            spoken=dict(chain.from_iterable(self._spoken(f"serve.{name}") for name in spoken)),
            name=self._extension.name(self.language),
            **{"keeps": False, **values},
            **self._extension.values(self.language),
        )

    def _keeps(self, page: Page | None) -> bool:
        """Return whether browsers may keep a page: not one that only trainers or publishers use."""
        return page is not None and page.part not in self._extension.listing.apart

    def _spoken(self, name: str) -> list[tuple[str, str]]:
        """Return a word for scripts: with all its plural forms if it depends on a number."""
        if name in self._words:
            return [(name, self._words[name])]
        return [(one, text) for one, text in self._words.items() if one.rpartition(".")[0] == name]

    def _tag(self, language: str) -> Markup:
        """Return the `lang` attribute for text in another language than the page's own."""
        tag = Language(language).tag
        return Markup(' lang="{}"').format(tag) if tag != self.language.tag else Markup("")
