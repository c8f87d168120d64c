"""Checks notebooks: each one's file, metadata, text and code against the tables.

Here: reading notebooks, even damaged ones. Not here: a code cell's calls (see `code`), the units of
a page (see `units`), rules over all pages (see `pages`), and whether a notebook runs, which nbval tests.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from widget_host.common.external_links import addresses_elsewhere
from widget_host.common.notebook_files import MOST_BYTES, notebook_files, other_language
from widget_host.common.plain_files import read_plain
from workbook.common.course_parts import PARTS
from workbook.content.check.book import Book
from workbook.content.check.code import Names, Place, check_code
from workbook.content.check.contacts import mobile_numbers
from workbook.content.check.faults import Fault, files, languages, notebooks, sense, texts
from workbook.content.check.links import links_of
from workbook.content.check.pages import PageRead, Pages, check_pages
from workbook.content.check.units import check_units
from workbook.content.check.wording import Numbers, numbers_of, still_to_write, sub_provisions
from workbook.content.errors import nearest
from workbook.content.languages import is_code

__all__ = ["NotebookIndex", "check_notebooks"]

PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]+)", re.IGNORECASE)
QUERY = re.compile(r"\b(?:QUERY_STRING|get_query_string)\b")
WRITES = re.compile(r"\b(?:Markdown|HTML)\b")
METADATA = {"page": str, "part": str, "order": int, "minutes": int, "summary": str}
"""The keys of a notebook's metadata under `workbook`, and their types."""


@dataclass
class NotebookIndex:
    """The notebooks checked so far: how many, which pages and where, which standards they cover.

    Only title and summary are read from the metadata of a `translated` one: the English one has the rest.
    """

    count: int = 0
    translated: bool = False
    pages: dict[str, str] = field(default_factory=dict)
    standards: set[str] = field(default_factory=set)
    known: Pages = field(default_factory=Pages)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The tables' facts: the identifiers of each (see `check_code`), and the numbers that may be named."""

    valid: dict[str, list[str]]
    numbers: Numbers


def check_notebooks(folder: Path, book: Book, index: NotebookIndex) -> Iterator[Fault]:
    """Yield the faults of every notebook below the folder, except in hidden folders, and fill `index`."""
    if not folder.is_dir():
        yield files.MissingFolder(file=str(folder))
        return
    valid = {name: list(sheet.ids) for name, sheet in book.sheets.items() if "id" in sheet.columns}
    for schema in book.package.tables.values() if book.package else ():
        valid |= {f"{schema.name}.{column.name}": list(column.enum) for column in schema.columns}
    spoken = _spoken(folder)
    for path in notebook_files(folder):
        name = path.relative_to(folder)
        if name.parts[0] not in spoken:
            page = PageRead(name.as_posix(), name.as_posix())
            yield from _notebook(path, page, book, index, valid)
            continue
        english = name.relative_to(name.parts[0])
        own = NotebookIndex(index.count, translated=True, known=index.known)
        yield from _notebook(path, PageRead(name.as_posix(), english.as_posix()), book, own, valid)
        index.count = own.count
        if not (folder / english).is_file():
            value = english.as_posix()
            beside = notebook_files((folder / english).parent, deep=False)
            near = nearest(value, (other.name for other in beside))
            yield languages.NotebookWithoutEnglish(file=name.as_posix(), value=value, nearest=near)
    yield from _uncovered(book, index)
    yield from check_pages(folder, book, index.known)


def _spoken(folder: Path) -> set[str]:
    """Return the folders of other languages: a notebook there replaces an English one."""
    coded = (path for path in folder.iterdir() if path.is_dir() and is_code(path.name))
    return {
        path.name
        for path in coded
        if any((folder / one.relative_to(path)).is_file() for one in notebook_files(path))
    }


def _notebook(
    path: Path, page: PageRead, book: Book, index: NotebookIndex, valid: dict[str, list[str]]
) -> Iterator[Fault]:
    name = page.file
    cells, metadata = None, None
    try:
        cells, metadata = _parts(json.loads(read_plain(path, MOST_BYTES)))
        reason = "it has no cells or no metadata"
    except OSError as error:
        yield files.UnopenableFile(file=name, details={"reason": error.strerror or "no reason given"})
        index.known.unread = index.known.unclear = True
        return
    except json.JSONDecodeError as error:
        reason = f"it is not JSON, see line {error.lineno}"
    except (ValueError, RecursionError):
        reason = "it is not JSON in UTF-8"
    if cells is None or metadata is None:
        index.known.unread = index.known.unclear = True
        yield notebooks.BrokenNotebook(file=name, details={"reason": reason})
        return
    index.count += 1
    if language := other_language(metadata):
        index.known.unread = index.known.unclear = True
        yield notebooks.OtherLanguage(file=name, details={"language": language})
        return
    yield from _metadata(metadata, page, book, index)
    about = metadata.get("widget_host")
    unsafe_eval = isinstance(about, dict) and about.get("unsafe_eval") is True
    names, facts = Names(unsafe_eval=unsafe_eval), _Facts(valid, numbers_of(book))
    for number, cell in enumerate(cells, 1):
        yield from _cell(cell, Place(name, number, _is_check(cell)), page, names, facts)
    page.shown = names.shown
    yield from check_units(cells, metadata, page, book)
    index.known.unclear |= names.unclear
    index.known.read.append(page)


def _parts(document: object) -> tuple[list[object] | None, dict[str, Any] | None]:
    """Return a notebook's cells and metadata, None for a missing or invalid one."""
    parts = document if isinstance(document, dict) else {}
    cells, metadata = parts.get("cells"), parts.get("metadata")
    return cells if isinstance(cells, list) else None, metadata if isinstance(metadata, dict) else None


def _metadata(metadata: dict[str, Any], page: PageRead, book: Book, index: NotebookIndex) -> Iterator[Fault]:
    name, own = page.file, metadata.get("workbook")
    page.listed = isinstance(own, dict)
    own = own if isinstance(own, dict) else {}
    page.feedback = own["feedback"] if isinstance(own.get("feedback"), str) else ""
    if not page.listed and not index.translated:
        return
    if not _is(metadata.get("title"), str):
        yield notebooks.MissingMetadata(file=name, column="title", details={"needed": "title"})
    if index.translated:
        return
    for key, kind in METADATA.items():
        if not _is(own.get(key), kind):
            column = f"workbook.{key}"
            needed = column + (" that is a whole number" if kind is int else "")
            yield notebooks.MissingMetadata(file=name, column=column, details={"needed": needed})
    part = own.get("part")
    if isinstance(part, str) and part and part not in PARTS:
        told, near = {"parts": ", ".join(PARTS)}, nearest(part, PARTS)
        yield notebooks.UnknownPart(file=name, column="workbook.part", value=part, nearest=near, details=told)
    called = own.get("page")
    if isinstance(called, str) and called in index.pages:
        told = {"other": index.pages[called]}
        yield notebooks.RepeatedPage(file=name, column="workbook.page", value=called, details=told)
    elif isinstance(called, str):
        index.pages[called] = name
    if "standard" in own:
        yield from _standard(str(own["standard"]), name, book, index)


def _standard(standard: str, name: str, book: Book, index: NotebookIndex) -> Iterator[Fault]:
    index.standards.add(standard)
    if book.has("standards"):
        valid = book.sheets["standards"].ids
        if standard not in valid:
            column, near = "workbook.standard", nearest(standard, valid)
            index.standards.add(near)
            yield notebooks.UnknownStandard(file=name, column=column, value=standard, nearest=near)


def _is(value: object, kind: type) -> bool:
    """Return whether a metadata value exists with its type; true and false are not integers."""
    return isinstance(value, kind) and not isinstance(value, bool) and value != ""


def _cell(cell: object, place: Place, page: PageRead, names: Names, facts: _Facts) -> Iterator[Fault]:
    if not isinstance(cell, dict):
        details = {"reason": f"its cell {place.cell} is no cell"}
        names.unclear = True
        yield notebooks.BrokenNotebook(file=place.file, details=details)
        return
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    if cell.get("cell_type") == "code":
        page.linked.open |= bool(WRITES.search(text))
        yield from check_code(text, place, names, facts.valid)
        yield from _query(text, cell, place)
    elif cell.get("cell_type") == "raw" and text.strip():
        yield notebooks.RawCell(file=place.file, row=place.cell)
    elif cell.get("cell_type") == "markdown":
        links_of(text, place.cell, page.linked)
        links_of(_without_server(cell), place.cell, page.linked)
        yield from _prose(text, place, facts.numbers)


def _prose(text: str, place: Place, numbers: Numbers) -> Iterator[Fault]:
    """Yield faults for things that a text cell may not say or load."""
    for number in sub_provisions(text, numbers, markdown=True):
        near, told = numbers.nearest(number), {"allowed": numbers.told}
        yield sense.SubProvision(file=place.file, row=place.cell, value=number, nearest=near, details=told)
    for value in still_to_write(text):
        yield sense.StillToWrite(file=place.file, row=place.cell, value=value)
    for value in (*PICTURE.findall(text), *addresses_elsewhere(text)):
        yield notebooks.LoadedElsewhere(file=place.file, row=place.cell, value=value)
    # Pages contain a publisher's contact details. A mobile number belongs to one person.
    for value in mobile_numbers(text):
        yield texts.RealNumber(file=place.file, row=place.cell, value=value)


def _without_server(cell: dict[str, Any]) -> str:
    """Return the text that replaces a cell in a static copy, or ""."""
    metadata = cell.get("metadata")
    own = metadata.get("widget_host") if isinstance(metadata, dict) else None
    instead = own.get("without_server") if isinstance(own, dict) else None
    return instead if isinstance(instead, str) else ""


def _query(text: str, cell: dict[str, Any], place: Place) -> Iterator[Fault]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    found = QUERY.search(text)
    if found and not (isinstance(tags, list) and "each-visitor" in tags):
        yield notebooks.QueryOnceForAll(file=place.file, row=place.cell, value=found[0])


def _is_check(cell: object) -> bool:
    """Return whether a cell contains assertions about the page, hidden from learners."""
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and "check" in tags


def _uncovered(book: Book, index: NotebookIndex) -> Iterator[Fault]:
    """Yield faults for standards without a notebook, unless an unreadable one may be theirs."""
    if not book.has("standards"):
        return
    sheet = book.sheets["standards"]
    for line in sheet.lines:
        if line["id"] not in index.standards:
            index.known.without.add(line["id"])
            if not index.known.unread:
                how = f"Write {line['id']} as workbook.standard in the metadata of its notebook."
                yield sheet.fault(sense.UncoveredStandard, line, lacks="notebook", how=how)
