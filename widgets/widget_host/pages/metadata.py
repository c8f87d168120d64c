"""The pages of a folder as the notebooks' metadata describes them: title, part, order, minutes, summary.

Here: the list of pages and their order, the previous and next page of each, and the file of each page:
`notebooks/<language>/…` contains those that replace an English notebook. Not here: a page's content (see
`notebook`) and how it is rendered (see `views`).
"""

import asyncio
import logging
import posixpath
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from widget_host.common.notebook_files import (
    anchor_of,
    calls_in,
    content_of,
    first_heading,
    is_hidden,
    notebook_files,
    units_in,
)
from widget_host.common.plain_files import State, state_of
from widget_host.extension import PageListing
from widget_host.languages import ENGLISH

if TYPE_CHECKING:
    from widget_host.pages.notebook import Notebook
    from widget_host.pages.notebook_reader import NotebookReader

__all__ = ["Page", "PageIndex", "PageUnit", "about_in_worker"]

_LOG = logging.getLogger("widget_host")
# How long a request waits for a change to be read; the first time, there is nothing else to show.
_PATIENCE_S, _FIRST_S = 1.0, 30.0


@dataclass(frozen=True, slots=True)
class PageUnit:
    """A part of a page that a reader may do in one sitting: its heading, minutes, and the calls in its code.

    `minutes` is 0 if unknown.
    """

    title: str
    minutes: int = 0
    calls: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """The fragment of an address that leads to it."""
        return anchor_of(self.title)


@dataclass(frozen=True, slots=True)
class Page:
    """One notebook that is listed.

    `path` is relative to the notebooks' folder, with `/` between; `name` is the page's own name, by which the
    learner's device counts progress; `minutes` is the time that the page takes, 0 if unknown; `feedback` is
    the id of the heading under which a page accepts feedback on the server, "" on all others; `language` is
    that of its notebook; `calls` are those in its code that begin with a text or with nothing, such as
    ("scenario", "one-candle") and ("keeping", ""); `units` are its parts, if it is divided.
    """

    path: str
    name: str
    title: str
    part: str
    order: int
    minutes: int
    summary: str
    feedback: str = ""
    language: str = ENGLISH
    calls: tuple[tuple[str, str], ...] = ()
    units: tuple[PageUnit, ...] = ()

    def address(self, base_url: str) -> str:
        """Return the page's address below `base_url`, which begins and ends with a slash."""
        return f"{base_url}voila/render/{quote(self.path)}"


class PageIndex:
    """The notebooks of one folder, reread when one of them changes."""

    def __init__(
        self,
        folder: Path,
        rest_s: float = 0.0,
        language: str = ENGLISH,
        reader: "NotebookReader | None" = None,
        listing: PageListing | None = None,
    ) -> None:
        """Scan `folder` and everything below it, except hidden folders such as `.ipynb_checkpoints`.

        A change shows within `rest_s` seconds. Pages are shown in `language` if they exist in it. With
        `reader`, no notebook keeps anybody waiting: changes are read when `fresh` is awaited.
        """
        self.folder = folder
        self.language = language
        self._listing = listing or PageListing()
        self._others = self._listing.languages
        self._rest_s = rest_s
        self._reader = reader
        self._scanned = -float("inf")
        self._looking: asyncio.Task[None] | None = None
        self._stamp: tuple[tuple[str, State], ...] | None = None
        self._pages: tuple[Page, ...] = ()
        self._read: dict[Path, dict[str, Any]] = {}
        self._paths: tuple[str, ...] = ()
        self._no_files: dict[str, str] = {}

    def pages(self) -> tuple[Page, ...]:
        """Return the listed pages by part, order and path.

        A notebook whose metadata does not describe its page is listed only if all are, but it is served at
        its address. One that has become unreadable stays listed as it was.
        """
        if self._reader is None and self._is_due():
            self._scan()
        return self._pages

    async def fresh(self) -> None:
        """Read changes that are at least `rest_s` seconds old, without keeping anybody else waiting."""
        if self._looking is None and self._is_due():
            self._looking = asyncio.create_task(asyncio.to_thread(self._scan))
            self._looking.add_done_callback(self._has_looked)
        if self._looking is not None:
            await asyncio.wait([self._looking], timeout=_FIRST_S if self._stamp is None else _PATIENCE_S)

    async def read(self, path: str) -> "Notebook":
        """Return the notebook of the page at this path.

        Raises FileNotFoundError where there is none, and NotebookError where it can't be read.
        """
        file = self.file(path)
        if file is None:
            raise FileNotFoundError(path)
        if self._reader is not None:
            return await self._reader.notebook(file)
        # The modules that read a page's text take most of a second to import. The home page's first visitor,
        # who needs only metadata, read in a separate process, does not wait for them.
        from widget_host.pages.notebook import read_notebook  # noqa: PLC0415

        return read_notebook(file)

    def troubles(self) -> dict[str, str]:
        """Return the pages whose present notebooks can't be read, each with the reason."""
        found = self._reader.troubles() if self._reader else {}
        unread = {path: found[file] for path in self._paths if (file := self.folder / path) in found}
        return self._no_files | unread

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all notebooks that are served: first the listed ones, in their order."""
        listed = [page.path for page in self.pages()]
        return (*listed, *(path for path in self._paths if path not in listed))

    def at(self, path: str) -> Page | None:
        """Return the listed page at this path, or None."""
        return next((page for page in self.pages() if page.path == path), None)

    def file(self, path: str) -> Path | None:
        """Return the notebook file of the page at this path, in the page index's language if there is one.

        Returns None for a path that is not a page's: outside the folder, hidden, spelt differently, or in the
        folder of another language.
        """
        parts = path.split("/")
        # Each page has one address: any other spelling would be run, cached and counted as a separate page.
        if "\0" in path or posixpath.normpath(path) != path or is_hidden(PurePosixPath(path)):
            return None
        try:
            file = (self.folder / path).resolve()
            known = file.is_relative_to(self.folder) and file.suffix == ".ipynb" and file.is_file()
        except (OSError, ValueError):  # a name that no file can have: too long, or no text
            return None
        if not known or parts[0] in self._others:
            return None
        own = self._own(path)
        return own if own and own.resolve().is_relative_to(self.folder) else file

    def spoken(self, path: str) -> str:
        """Return the language of the notebook of the page at this path."""
        return self.language if self._own(path) else ENGLISH

    @property
    def has_parts(self) -> bool:
        """Whether the listing has more than one part, so that pages should name theirs."""
        return len(self._listing.parts) > 1

    def by_part(self) -> tuple[tuple[str, tuple[Page, ...]], ...]:
        """Return the parts that have pages, each with its pages."""
        pages = self.pages()
        groups = ((part, tuple(page for page in pages if page.part == part)) for part in self._listing.parts)
        return tuple((part, group) for part, group in groups if group)

    def around(self, page: Page) -> tuple[Page | None, Page | None]:
        """Return the previous and the next page: of the same separate parts, or of all other parts."""
        apart = self._listing.apart
        row = [other for other in self.pages() if (other.part in apart) == (page.part in apart)]
        here = row.index(page)
        return (row[here - 1] if here else None, row[here + 1] if here + 1 < len(row) else None)

    def _is_due(self) -> bool:
        return time.monotonic() - self._scanned >= self._rest_s

    def _scan(self) -> None:
        """Scan the folder, and read what has changed there."""
        self._scanned = time.monotonic()
        files, others = [], {}
        for path in notebook_files(self.folder):
            try:
                files.append((path, state_of(path)))
            except OSError as error:  # something else with a notebook's name: a folder, a pipe, a broken link
                name = path.relative_to(self.folder).as_posix()
                others[name] = f"{name} is no page: {error.strerror}."
        self._tell(others)
        stamp = tuple((str(path), state) for path, state in files)
        if stamp == self._stamp:
            return
        english = list(self._english(path for path, _ in files))
        listed = [page for page in map(self._page, english) if page]
        self._paths = tuple(path.relative_to(self.folder).as_posix() for path in english)
        place = self._listing.parts.index
        self._pages = tuple(sorted(listed, key=lambda page: (place(page.part), page.order, page.path)))
        self._stamp = stamp

    def _tell(self, others: dict[str, str]) -> None:
        """Log once for each such thing that it is not a notebook, despite its name."""
        if self.language == ENGLISH:
            for name in others.keys() - self._no_files.keys():
                _LOG.warning("%s", others[name])
        self._no_files = others

    def _has_looked(self, task: asyncio.Task[None]) -> None:
        self._looking = None
        if not task.cancelled() and (error := task.exception()) is not None:
            # For example, too many open files. The pages stay as they were.
            _LOG.warning("The notebooks could not be read: %s.", type(error).__name__)

    def _english(self, files: Iterable[Path]) -> Iterator[Path]:
        """Yield the notebooks that are pages: none that replaces another one in another language."""
        return (path for path in files if path.relative_to(self.folder).parts[0] not in self._others)

    def _own(self, path: str) -> Path | None:
        """Return the notebook that replaces an English one in the page index's language, if there is one."""
        own = self.folder / self.language / path
        return own if self.language != ENGLISH and own.is_file() else None

    def _page(self, file: Path) -> Page | None:
        """Return the page of an English notebook; one in another language supplies only title and summary."""
        path = file.relative_to(self.folder).as_posix()
        page, own = _page(path, self._metadata(file), self._listing), self._own(path)
        if page is None or own is None:
            return page
        metadata = self._metadata(own)
        title, about = metadata.get("title"), metadata.get(self._listing.key)
        about = about if isinstance(about, dict) else {}
        return replace(
            page,
            title=title if isinstance(title, str) and title else page.title,
            summary=_text(about.get("summary", page.summary)),
            feedback=_text(about.get("feedback", page.feedback)),
            units=_units(self._metadata(own)),
            language=self.language,
        )

    def _metadata(self, file: Path) -> dict[str, Any]:
        """Return a notebook's metadata, or its last known one; a file that was never a notebook has none."""
        found = about_in_worker(str(file)) if self._reader is None else self._reader.about(file)
        if found:
            self._read[file] = found
        return self._read.get(file, {})


def about_in_worker(path: str) -> dict[str, Any]:
    """Return a notebook's metadata about its page; {} for a file that is not a notebook.

    Time and memory depend on the file: call it in a separate process if others are waiting.
    """
    book = content_of(Path(path))
    if book is None:
        return {}
    metadata = book["metadata"]
    title = metadata.get("title")
    found: dict[str, Any] = {
        name: _plain(about) for name, about in metadata.items() if isinstance(about, dict)
    }
    cells = book.get("cells")
    own = {"heading": first_heading(cells), "calls": calls_in(cells), "units": units_in(cells)}
    return found | {"title": title if isinstance(title, str) else None, **own}


def _plain(about: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if isinstance(value, str | int | float)}


def _page(path: str, metadata: dict[str, Any], listing: PageListing) -> Page | None:
    about, title = metadata.get(listing.key), metadata.get("title")
    about = about if isinstance(about, dict) else {}
    name, part = about.get("page"), about.get("part")
    says_enough = part in listing.parts and all(isinstance(one, str) and one for one in (name, title))
    if not says_enough and not listing.lists_all:
        return None
    stem = path.removesuffix(".ipynb")
    return Page(
        path=path,
        name=str(name) if says_enough else stem,
        title=title if isinstance(title, str) and title else metadata.get("heading") or stem,
        part=str(part) if says_enough else listing.parts[0],
        order=_whole(about.get("order"), 1_000_000),
        minutes=max(0, _whole(about.get("minutes"), 0)),
        summary=_text(about.get("summary")),
        feedback=_text(about.get("feedback")),
        calls=tuple((name, text) for name, text in metadata.get("calls", ())),
        units=_units(metadata),
    )


def _units(metadata: dict[str, Any]) -> tuple[PageUnit, ...]:
    found = metadata.get("units", ())
    return tuple(
        PageUnit(title, minutes, tuple((name, text) for name, text in calls))
        for title, minutes, calls in found
    )


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
