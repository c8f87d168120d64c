"""Creates the workbook as a folder of pages that need no server, for any web host or a USB stick.

Here: the list of files. Not here: their contents (see `drawing`, `adapting`), single-file pages (see
`one_file`), and writing them to disk (see `writing`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from forked_kernels.run import Run
from widget_host.common.notebook_files import media_files
from widget_host.languages import PAGE_LANGUAGE
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.notebook import Notebook, NotebookError, read_notebook
from widget_host.pages.scripts import STATIC
from workbook.publish.errors import SiteError
from workbook.publish.running import run_all
from workbook.publish.site.adapting import adapted, needs_server
from workbook.publish.site.drawing import FILES, SitePageIndex, SiteViews, page_file
from workbook.publish.site.offline import offline_files
from workbook.publish.site.one_file import in_one
from workbook.server.branding import Branding
from workbook.server.widget_files import widget_files

__all__ = ["Site", "make_site"]

_PACKAGES = Path(__file__).parents[3]
_CODE = frozenset({".js", ".css", ".svg"})
_HOME = "index.html"


@dataclass(frozen=True, slots=True)
class Site:
    """The copy: `pages` has the pages by path, including `index.html`; `loaded` the files that they load.

    `order` has the listed pages' paths in learners' order, without the home page; `standards` are the names
    of those on a standard.
    """

    pages: dict[str, str]
    loaded: dict[str, bytes]
    order: tuple[str, ...]
    standards: tuple[str, ...]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield each file's path, relative with `/` between, and its bytes: the same for the same input."""
        for path, html in sorted(self.pages.items()):
            yield path, html.encode()
        yield from sorted(self.loaded.items())

    def single_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the same pages as one file each, which loads nothing."""
        for path, html in sorted(self.pages.items()):
            yield path, in_one(path, html, self.loaded).encode()


def make_site(
    notebooks: Path,
    data: Path,
    *,
    language: str = "en",
    branding: Branding | None = None,
    offline: bool | None = True,
) -> Site:
    """Return the static copy of the notebooks in a folder, with the tables in `data`.

    Each notebook's cells are run once, in `language`; `branding` is the publisher's own. With `offline`,
    browsers on a web host may keep pages and install the copy; with False, what does so from an earlier copy
    is ended, and with None nothing is added. Raises SiteError if a notebook can't be read or run, or there is
    none, and LanguageError for a language that the interface lacks.
    """
    folder = notebooks.absolute()
    page_index = SitePageIndex(folder, language)
    files = GeneratedAssets("")
    code = Assets((_PACKAGES,), _CODE, (STATIC, *widget_files().folders), settled=True)
    views: dict[str, SiteViews] = {}
    own = branding or Branding()

    def views_from(path: str) -> SiteViews:
        up = "../" * path.count("/")
        if up not in views:
            views[up] = SiteViews(page_index, code, files, up, own, offline=bool(offline))
        return views[up]

    runs = _runs(page_index, folder, data.absolute(), language)
    page_index.gone = frozenset(path for path, _, run in runs if needs_server(run))
    pages = {_HOME: views_from(_HOME).home(), **dict(_pages(page_index, runs, views_from))}
    order = tuple(page_file(page.path) for page in page_index.pages())
    loaded = {f"{FILES}{name}": asset.body for name, asset in files.items()}
    loaded |= _media(folder, pages)
    if offline is not None:
        loaded |= offline_files(own, pages, views_from, is_on=offline)
    standards = tuple(page.name for page in page_index.pages() if page.part == "standards")
    return Site(pages, loaded, order, standards)


def _pages(
    page_index: SitePageIndex,
    runs: Iterable[tuple[str, Notebook, Run]],
    views_from: Callable[[str], SiteViews],
) -> Iterator[tuple[str, str]]:
    """Yield the file of each page that is not left out, and its HTML."""
    for path, notebook, run in runs:
        if path not in page_index.gone:
            drawn = views_from(path)
            note = drawn.word("site.left_out")
            text, shown = adapted(notebook, run, page_index.at(path), page_index.gone, note)
            yield page_file(path), drawn.whole(path, text, shown, "")


def _media(folder: Path, pages: Mapping[str, str]) -> dict[str, bytes]:
    """Return the sounds and films in a folder that any page refers to, by path."""
    text = "\n".join(pages.values())
    paths = ((file.relative_to(folder).as_posix(), file) for file in media_files(folder))
    return {path: file.read_bytes() for path, file in paths if file.name in text or quote(file.name) in text}


def _runs(
    page_index: SitePageIndex, folder: Path, data: Path, language: str
) -> list[tuple[str, Notebook, Run]]:
    try:
        read = [
            (page.path, read_notebook(file))
            for page in page_index.pages()
            if (file := page_index.file(page.path))
        ]
    except (NotebookError, FileNotFoundError) as error:
        raise SiteError(str(error)) from None
    if not read:
        raise SiteError(f"There is no page in {folder}. Give the folder of the notebooks with --notebooks.")
    return list(run_all(folder, read, data, {PAGE_LANGUAGE: language, "WORKBOOK_COPY": "1"}))
