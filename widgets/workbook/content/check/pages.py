"""Checks pages as a whole: rows that none of them shows, exercises shown twice, and dead links.

Here: rules over all notebooks together, after each was read. Not here: reading them (see `notebooks`, `code`
and `links`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from urllib.parse import unquote

from widget_host.common.notebook_files import MEDIA, is_hidden
from workbook.common.widget_registry import WIDGETS
from workbook.content.check.book import Book
from workbook.content.check.code import ShownExercise
from workbook.content.check.faults import Fault, pages
from workbook.content.check.links import Linked, NotebookLink
from workbook.content.errors import nearest

__all__ = ["PageRead", "Pages", "check_pages"]

PICTURES = ("apng", "avif", "gif", "jpeg", "jpg", "png", "svg", "webp")
NOTEBOOK = ".ipynb"
OURS = "wb-"
"""The prefix of the exercises' own anchors."""

IN_TABLES = re.compile(r"[\w./%-]+\.ipynb(?:#[\w%-]+)?")


@dataclass(slots=True)
class PageRead:
    """A notebook that could be read, by its file below the folder of notebooks.

    `place` is the path of the English notebook that a translation replaces. `listed` says that its metadata
    lists it. `feedback` is the heading under which it accepts feedback, or "".
    """

    file: str
    place: str
    listed: bool = True
    feedback: str = ""
    shown: list[ShownExercise] = field(default_factory=list)
    linked: Linked = field(default_factory=Linked)


@dataclass(slots=True)
class Pages:
    """The notebooks of a folder: those that could be read, and what is unknown.

    `unread` means that one could not be read; `unclear`, that the exercises of one are unknown. `without` are
    the standards without a notebook, whose other contents are unknown too.
    """

    read: list[PageRead] = field(default_factory=list)
    unclear: bool = False
    unread: bool = False
    without: set[str] = field(default_factory=set)


def check_pages(folder: Path, book: Book, known: Pages) -> Iterator[Fault]:
    """Yield the faults of a folder's pages as a whole."""
    for page in known.read:
        yield from _twice(page)
    if not known.unclear and not known.without:
        yield from _nowhere(book, known)
    files = _files(folder)
    yield from _dead(files, known, book)
    yield from _unlisted(known)


def _twice(page: PageRead) -> Iterator[Fault]:
    first: dict[str, ShownExercise] = {}
    for shown in page.shown:
        earlier = first.setdefault(shown.written, shown)
        if earlier is not shown and not shown.misspelt and not WIDGETS[shown.exercise].repeats:
            told = {"first": str(earlier.cell)}
            where = f"line {shown.line}"
            yield pages.ShownTwice(
                file=page.file, row=shown.cell, column=where, value=shown.written, details=told
            )


def _nowhere(book: Book, known: Pages) -> Iterator[Fault]:
    """Yield faults for rows that no page shows, or for the table if no row of it is shown."""
    shown = {(one.exercise, one.key) for page in known.read for one in page.shown}
    whole = {WIDGETS[exercise].table for exercise, key in shown if not key}
    for widget in (one for one in WIDGETS.values() if one.ids != "none"):
        exercise, (table, column) = widget.name, widget.shown_rows
        if not book.has(table) or table in whole:
            continue
        sheet = book.sheets[table]
        rows = {line[column]: line for line in reversed(sheet.lines) if line[column]}
        lacking = [line for key, line in rows.items() if (exercise, key) not in shown]
        if len(lacking) == len(rows) > 1:
            example = f'workbook.{exercise}("{lacking[-1][column]}")'
            told = {"count": str(len(sheet.lines)), "example": example}
            yield pages.TableShownNowhere(file=sheet.file, details=told)
            continue
        for line in lacking:
            example = f'workbook.{exercise}("{line[column]}")'
            yield sheet.fault(pages.ShownNowhere, line, column, example=example)


def _files(folder: Path) -> set[str]:
    """Return all files below a folder that are not hidden, as paths with `/` between."""
    found = ((path, path.relative_to(folder)) for path in folder.rglob("*"))
    return {name.as_posix() for path, name in found if not is_hidden(name) and path.is_file()}


def _unlisted(known: Pages) -> Iterator[Fault]:
    led_to = {
        _place(page, link.target)[0] for page in known.read for link in page.linked.links if link.target
    }
    for page in known.read:
        if not page.listed and page.place not in led_to and page.file == page.place:
            name = page.place.rpartition("/")[2].removesuffix(NOTEBOOK)
            example = (
                f'"title": "{name}", "workbook": {{"page": "{name}", "part": "practice", "order": 100, '
                '"minutes": 10, "summary": "..."}'
            )
            yield pages.UnlistedPage(file=page.file, details={"example": example})


def _dead(files: set[str], known: Pages, book: Book) -> Iterator[Fault]:
    """Yield faults for dead links; of several to the same target, only the first."""
    way = _Ways(files, known)
    found: dict[tuple[str, str], list[Fault]] = {}
    for page in known.read:
        for link in page.linked.links:
            if fault := way.fault(page, link):
                path, mark = _place(page, link.target)
                found.setdefault((path, mark if way.has(path) else ""), []).append(fault)
        if page.feedback and (fault := way.without_heading(page, page.place, page.feedback)):
            yield replace(fault, file=page.file, column="workbook.feedback", value=page.feedback)
    for faults in found.values():
        more = len(faults) - 1
        reason = faults[0].details["reason"]
        if more:
            reason += f" ({more} more {'link leads' if more == 1 else 'links lead'} there)"
        yield replace(faults[0], details={**faults[0].details, "reason": reason})
    yield from _in_tables(way, book)


def _in_tables(way: "_Ways", book: Book) -> Iterator[Fault]:
    """Yield faults for missing pages that tables' texts link to; texts are shown on any page."""
    for sheet in book.sheets.values():
        columns = [column.name for column in sheet.schema.columns if column.type == "string"]
        for line in sheet.lines:
            for column in columns:
                for found in IN_TABLES.findall(line[column]) if NOTEBOOK in line[column] else ():
                    anywhere = PageRead(sheet.file, "")
                    if fault := way.fault(anywhere, NotebookLink(line.row, found)):
                        yield replace(fault, column=column)


def _place(page: PageRead, target: str) -> tuple[str, str]:
    """Return the path below the folder of a link's target, and the anchor in it."""
    path, _, mark = target.partition("#")
    path = unquote(path.partition("?")[0])
    return normpath(join(dirname(page.place), path)) if path else page.place, unquote(mark)


class _Ways:
    """The possible link targets: pages, their headings, and files that pages show or play."""

    def __init__(self, files: set[str], known: Pages) -> None:
        self._files = files
        self._by_file = {page.file: page for page in known.read}
        translated = {page.file for page in known.read if page.file != page.place}
        self._pages = {path for path in files if path.endswith(NOTEBOOK)} - translated

    def has(self, path: str) -> bool:
        """Return whether there is a page at a path."""
        return path in self._pages

    def fault(self, page: PageRead, link: NotebookLink) -> Fault | None:
        """Return the fault of a link on a page, or None if its target exists."""
        path, mark = _place(page, link.target)
        ending = path.rpartition(".")[2].lower()
        if self.has(path) or path == page.place:
            fault = self.without_heading(page, path, mark) if mark else None
        elif path not in self._files:
            fault = self._missing(page, path)
        elif ending in MEDIA or (link.embedded and ending in PICTURES):
            return None
        else:
            reason = "learners get pages, sounds and films, and no other files"
            how = "Write what it says into a page, or link to it on a website."
            fault = _dead_link(reason, how)
        return replace(fault, file=page.file, row=link.cell, value=link.target) if fault else None

    def without_heading(self, page: PageRead, path: str, mark: str) -> Fault | None:
        """Return the fault of an anchor that the page at a path lacks, or None if it has or may have it."""
        own = self._by_file.get(page.file.removesuffix(page.place) + path) or self._by_file.get(path)
        if own is None or own.linked.open or mark in own.linked.ids or mark.startswith(OURS):
            return None
        near = nearest(mark, own.linked.ids)
        reason = f"the page has no heading '{mark.replace('-', ' ')}'"
        how = "Write the heading as the page has it, with a hyphen for each space."
        return _dead_link(reason, how, f"#{near}" if near else "")

    def _missing(self, page: PageRead, path: str) -> Fault:
        kind = "page" if path.endswith(NOTEBOOK) else "file"
        name = path.rpartition("/")[2]
        alike = [one for one in sorted(self._pages) if one.rpartition("/")[2] == name]
        near = alike[0] if alike else nearest(path, self._pages if kind == "page" else self._files)
        reason = f"there is no {kind} {path}"
        how = f"Correct the address of the {kind}, with capitals as its name has them, or take the link out."
        return _dead_link(reason, how, relpath(near, dirname(page.place) or ".") if near else "")


def _dead_link(reason: str, how: str, near: str = "") -> Fault:
    """Return a fault without its place."""
    return pages.DeadLink(file="", nearest=near, details={"reason": reason, "how": how})
