"""Renders the pages as the server does, with addresses and scripts that need no server.

Here: the differences from served pages. Not here: the templates (see `widget_host.pages.views`), the list
of pages and their contents (see `site`), single-file pages (see `one_file`).
"""

from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from forked_kernels.run import Run
from widget_host.languages import ENGLISH
from widget_host.link import classic
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.metadata import Page, PageIndex
from widget_host.pages.notebook import Notebook
from widget_host.pages.offline import WORKER
from widget_host.pages.outputs import as_json, host_of
from widget_host.pages.scripts import STATIC, PageScripts
from widget_host.pages.views import Views
from workbook.publish.site.adapting import linked
from workbook.server.branding import Branding, course_listing
from workbook.server.widget_files import widget_files

__all__ = ["EXERCISES", "FILES", "Scripts", "SitePageIndex", "SiteViews", "page_file"]

FILES = "files/"
"""The folder, beside the home page, of the files that pages load."""

EXERCISES = "workbookExercises"
"""The global by which the script of a page finds the exercises' modules (see `static/site.js`)."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        # In some browsers, local files have no common origin: `file:` allows only them.
        "script-src 'self' file: blob:",
        "style-src 'self' file: 'unsafe-inline'",
        "img-src 'self' file: data: blob:",
        "media-src 'self' file: data: blob:",
        "font-src 'self' file: data:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""The security policy: a page may load only its own files, and may not send requests to any server."""

_PACKAGES = Path(__file__).parents[3]
_SITE = Path(__file__).parent / "static" / "site.js"
_FULL = _PACKAGES / STATIC / "widgets" / "host_full.js"


class SitePageIndex(PageIndex):
    """The pages of a copy: those of the folder except some, by path."""

    def __init__(self, folder: Path, language: str = ENGLISH) -> None:
        """Scan `folder` for pages in a language; nothing is left out yet."""
        super().__init__(folder, language=language, listing=course_listing())
        self.gone: frozenset[str] = frozenset()

    def pages(self) -> tuple[Page, ...]:
        """Return the listed pages that the copy has."""
        return tuple(page for page in super().pages() if page.path not in self.gone)


class Scripts(PageScripts):
    """Our own scripts as classic scripts, which browsers also load from a local folder."""

    def joined(self, modules: list[Path]) -> dict[str, str]:
        """Bundle one script for all pages, with every exercise."""
        address = self.add(_script(modules), ".js")
        return {"page": address, "home": address}

    def add(self, text: str, suffix: str) -> str:
        """Store a generated file, and return its address relative to the page's folder."""
        return f"{self._address}{super().add(text, suffix)}"

    def address(self, path: str) -> str:
        """Add a file of the packages to the copy, and return its address."""
        file = _PACKAGES / path
        return self.add(file.read_text(encoding="utf-8"), file.suffix)


class SiteViews(Views):
    """The templates for the pages of one folder of the copy; `up` is the relative path to the home page."""

    is_served = False
    home_page = "index.html"

    def __init__(
        self,
        page_index: SitePageIndex,
        code: Assets,
        files: GeneratedAssets,
        up: str,
        branding: Branding,
        *,
        offline: bool = False,
    ) -> None:
        """Take the pages, the package's files, the store of made files, "" or "../" etc., the branding.

        With `offline`, browsers may keep the pages.
        """
        self._files = files
        self._known = page_index
        super().__init__(
            page_index, up, code, _Inline(), extension=branding, worker=f"{up}{WORKER}" if offline else ""
        )
        # Its quotation marks are single quotes, which are safe in an attribute.
        self._env.globals["policy"] = Markup(POLICY)  # noqa: S704 - a constant

    def join(self, code: Assets, generated: GeneratedAssets) -> Scripts:
        """Return the scripts and styles of the copy."""
        del generated
        return Scripts(
            code, self._files, f"{self.base_url}{FILES}", self._extension.files, self._extension.css
        )

    def home_in(self, language: str) -> str:
        """Return the address of the home page: a copy has only one language."""
        del language
        return self.base_url

    def link(self, page: Page) -> str:
        """Return the address of a page from this folder."""
        return f"{self.base_url}{quote(page_file(page.path))}"

    def whole(self, path: str, notebook: Notebook, run: Run, build: str) -> str:
        """Return a page, with links to other pages of the copy."""
        return linked(super().whole(path, notebook, run, build), self._known.gone, path)

    def home(self) -> str:
        """Return the home page, with the list of pages for its script."""
        return super().home().replace("</body>", f"{self._about({})}</body>")

    def data(self, path: str, run: Run, *, build: str = "", kernel: str | None = None, key: str = "") -> str:
        """Return the data for the page's script: the widgets' models."""
        del build, kernel, key
        return self._about({"page": path, **self._drawing.data(run), "host": host_of(run) and "light"})

    def _about(self, told: dict[str, object]) -> str:
        course = [page.name for page in self.page_index.pages() if page.part in ("standards", "practice")]
        standards = [page.name for page in self.page_index.pages() if page.part == "standards"]
        about = as_json({**told, "course": course, "standards": standards})
        return Markup('<script type="application/json" id="wb-page">{}</script>\n').format(about)


class _Inline(GeneratedAssets):
    """Stores nothing: third-party modules stay in the page as text, since local modules can't be imported."""

    def __init__(self) -> None:
        super().__init__("")

    def add(self, text: str, suffix: str) -> str:
        """Return the text itself instead of an address."""
        del suffix
        return text


def page_file(path: str) -> str:
    """Return the file name of the page of the notebook at `path`."""
    return str(PurePosixPath(path).with_suffix(".html"))


def script_for(models: Collection[str]) -> str:
    """Return the script of one page with only its own exercises, by the names of their files."""
    widgets = widget_files().widgets
    return _script(widgets[name] for name in sorted(models))


def _script(modules: Iterable[Path]) -> str:
    # The full host is never loaded: a page shows widgets that need it in readable form.
    return classic(_SITE, modules, EXERCISES, {_FULL: ""})
