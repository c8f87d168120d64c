"""A table's file becomes rows of text, numbered as a spreadsheet shows them.

Here: which file holds a table, its encoding and separator, and spreadsheets. The loader and the checker read
through this one door, so both see the same rows. Not here: what the cells must be (see `load` and `check`).
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path

from workbook.content.errors import Unreadable

__all__ = ["SUFFIXES", "Record", "find_file", "read_records"]

SUFFIXES = (".csv", ".xlsx")
"""The kinds of file that a table can be, the usual one first."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file: its number as a spreadsheet shows it (the header is 1), and its cells, stripped."""

    row: int
    cells: tuple[str, ...]


def find_file(folder: Path, table: str) -> Path:
    """Give the file of the folder that holds the table: NAME.csv or NAME.xlsx.

    Raises Unreadable where there is neither ("missing-table"), or where there are both ("two-kinds").
    """
    found = [folder / (table + suffix) for suffix in SUFFIXES if (folder / (table + suffix)).exists()]
    if not found:
        raise Unreadable("missing-table", table + SUFFIXES[0])
    if len(found) > 1:
        raise Unreadable("two-kinds", table + SUFFIXES[0], detail=table + SUFFIXES[1])
    return found[0]


def read_records(path: Path, *, lenient: bool = False) -> tuple[Record, ...]:
    """Read the rows of a .csv or .xlsx file, the header first; rows that are wholly empty are left out.

    A CSV file is UTF-8, with or without a byte order mark, and its cells are parted by commas, semicolons or
    tabs, whichever the header has most of. Of a spreadsheet the first sheet is read, formulas as their
    values.

    Raises Unreadable where the file can't be opened, is not what its name says, is in another encoding, has
    quotation marks that do not pair up, or holds nothing at all. With `lenient` a file in another encoding is
    read all the same, with a question mark for each character that can't be told.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable("unopenable", path.name, detail=error.strerror or "") from None
    rows = _sheet(path) if path.suffix == ".xlsx" else _csv(path.name, _text(path.name, raw, lenient=lenient))
    records = tuple(Record(number, cells) for number, cells in rows if any(cells))
    if not records:
        raise Unreadable("empty", path.name)
    return records


def _text(name: str, raw: bytes, *, lenient: bool) -> str:
    """Decode a CSV file, telling apart what a spreadsheet may have saved in its place."""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("not-a-table", name, detail="a spreadsheet that only its name calls .csv")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if lenient:
        return raw.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\ufffd", "?")
    if wide:
        raise Unreadable("encoding", name, detail="UTF-16, which Excel calls Unicode Text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = "an older encoding such as Windows-1252"
        raise Unreadable("encoding", name, row=_row_of_byte(raw, error.start), detail=detail) from None


def _row_of_byte(raw: bytes, position: int) -> int:
    """Give the row in which a byte lies, counting rows and not lines, as a cell may hold several lines."""
    before = raw[:position].decode("latin-1")
    rows = csv.reader(StringIO(before + "x", newline=""), delimiter=_separator(before))
    try:
        return max(1, sum(1 for _ in rows))
    except csv.Error:
        return 1 + before.count("\n")


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    # The columns' names hold none of these, so the header alone decides. The comma wins where there is none.
    return max(",;\t", key=header.count)


def _csv(name: str, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            yield number, tuple(_tidy(cell) for cell in cells)
    except csv.Error:
        # Strict reading fails at the row whose quotation mark is never closed, or where text follows a closed
        # one.
        raise Unreadable("quotes", name, row=number + 1) from None


def _sheet(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    # Imported here, as a kernel that reads CSV files alone should not pay for it.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(path, data_only=True)
        rows: Sequence[tuple[object, ...]] = list(book.worksheets[0].iter_rows(values_only=True))
    except Exception:
        # A damaged file makes openpyxl raise almost anything.
        raise Unreadable("not-a-table", path.name, detail="damaged, or no Excel workbook") from None
    for number, cells in enumerate(rows, 1):
        yield number, tuple(_tidy(_shown(cell)) for cell in cells)


def _shown(cell: object) -> str:
    """Give a spreadsheet's value as the text that a person would have typed for it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell.day} {cell:%B %Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def _tidy(cell: str) -> str:
    """Take away what a spreadsheet adds unseen: spaces round the text, and Windows' line ends."""
    cell = cell.strip()
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
