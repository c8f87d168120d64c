"""The workbook's pages as the notebooks' metadata describes them: title, part, order, minutes, summary.

Here: which pages there are, in which order, what comes before and after each, and which file a page is read
from: `notebooks/<language>/…` holds those that take an English notebook's place.
Not here: what stands on a page (see `notebooks`) and how it is shown (see `views`).
"""

import json
import posixpath
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from workbook.front import ENGLISH, languages
from workbook.notebook_files import PARTS, Part, is_hidden, notebook_files

__all__ = ["Page", "Shelf"]


@dataclass(frozen=True, slots=True)
class Page:
    """One notebook that is listed.

    `path` is relative to the notebooks' folder, with `/` between; `name` is the page's own name, by which the
    learner's device counts progress; `minutes` is what the page takes, 0 where nobody said; `feedback` is the
    id of the heading under which a page takes feedback on the workbook, "" on all others; `language` is that
    of its notebook.
    """

    path: str
    name: str
    title: str
    part: Part
    order: int
    minutes: int
    summary: str
    feedback: str = ""
    language: str = ENGLISH

    def address(self, base_url: str) -> str:
        """Return the page's address below `base_url`, which begins and ends with a slash."""
        return f"{base_url}voila/render/{quote(self.path)}"


class Shelf:
    """The notebooks of one folder, read again when one of them changes."""

    def __init__(self, folder: Path, rest_s: float = 0.0, language: str = ENGLISH) -> None:
        """Look at `folder` and everything below it, hidden folders such as `.ipynb_checkpoints` excepted.

        A change shows within `rest_s` seconds. Pages are shown in `language` where it has them.
        """
        self.folder = folder
        self.language = language
        self._others = frozenset(languages())
        self._rest_s = rest_s
        self._looked = -rest_s
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._pages: tuple[Page, ...] = ()
        self._read: dict[Path, dict[str, Any]] = {}

    def pages(self) -> tuple[Page, ...]:
        """Return the listed pages by part, order and path.

        A notebook without `metadata.workbook`, or with one that does not say enough, is not listed; it is
        served at its address all the same. One that can't be read any more stays listed as it was.
        """
        now = time.monotonic()
        if now - self._looked < self._rest_s:
            return self._pages
        self._looked = now
        files = self._files()
        stamp = tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in files)
        if stamp != self._stamp:
            found = (self._page(path) for path in self._english(files))
            listed = [page for page in found if page]
            self._pages = tuple(
                sorted(listed, key=lambda page: (PARTS.index(page.part), page.order, page.path))
            )
            self._stamp = stamp
        return self._pages

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all notebooks that are served: first those that are listed, in their order."""
        listed = [page.path for page in self.pages()]
        found = (path.relative_to(self.folder).as_posix() for path in self._english(self._files()))
        return (*listed, *(path for path in found if path not in listed))

    def at(self, path: str) -> Page | None:
        """Return the listed page at this path, or None."""
        return next((page for page in self.pages() if page.path == path), None)

    def file(self, path: str) -> Path | None:
        """Return the notebook of the page at this path, in the shelf's language where it has one.

        None stands for a path that is no page's: outside the folder, hidden, spelt in another way, or the
        place of a notebook in another language.
        """
        parts = path.split("/")
        # One page has one address: each other spelling would be run, kept and counted as a page of its own.
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

    def by_part(self) -> tuple[tuple[Part, tuple[Page, ...]], ...]:
        """Return the parts that have pages, each with its pages."""
        pages = self.pages()
        groups = ((part, tuple(page for page in pages if page.part == part)) for part in PARTS)
        return tuple((part, group) for part, group in groups if group)

    def around(self, page: Page) -> tuple[Page | None, Page | None]:
        """Return the page before and the page after: among the guides for a guide, else among all others."""
        row = [other for other in self.pages() if (other.part == "guides") == (page.part == "guides")]
        here = row.index(page)
        return (row[here - 1] if here else None, row[here + 1] if here + 1 < len(row) else None)

    def _files(self) -> list[Path]:
        return notebook_files(self.folder)

    def _english(self, files: Iterable[Path]) -> Iterator[Path]:
        """Give the notebooks that are pages: none that takes another one's place in another language."""
        return (path for path in files if path.relative_to(self.folder).parts[0] not in self._others)

    def _own(self, path: str) -> Path | None:
        """Return the notebook that takes an English one's place, where the shelf's language has one."""
        own = self.folder / self.language / path
        return own if self.language != ENGLISH and own.is_file() else None

    def _page(self, file: Path) -> Page | None:
        """Return the page of an English notebook; of one in another language, title and summary are used."""
        path = file.relative_to(self.folder).as_posix()
        page, own = _page(path, self._metadata(file)), self._own(path)
        if page is None or own is None:
            return page
        metadata = self._metadata(own)
        title, about = metadata.get("title"), metadata.get("workbook")
        about = about if isinstance(about, dict) else {}
        return replace(
            page,
            title=title if isinstance(title, str) and title else page.title,
            summary=str(about.get("summary", page.summary)),
            feedback=str(about.get("feedback", page.feedback)),
            language=self.language,
        )

    def _metadata(self, file: Path) -> dict[str, Any]:
        """Read a notebook's metadata, or what it was before; a file that was never a notebook has none."""
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            metadata = json.loads(file.read_bytes())["metadata"]
            self._read[file] = metadata if isinstance(metadata, dict) else {}
        return self._read.get(file, {})


def _page(path: str, metadata: dict[str, Any]) -> Page | None:
    about = metadata.get("workbook")
    if not isinstance(about, dict):
        return None
    name, part, title = about.get("page"), about.get("part"), metadata.get("title")
    if part not in PARTS or not isinstance(name, str) or not isinstance(title, str) or not name or not title:
        return None
    return Page(
        path=path,
        name=name,
        title=title,
        part=part,
        order=_whole(about.get("order"), 1_000_000),
        minutes=max(0, _whole(about.get("minutes"), 0)),
        summary=str(about.get("summary", "")),
        feedback=str(about.get("feedback", "")),
    )


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
