"""Reads a table's file as rows of text, numbered as in a spreadsheet.

Here: finding a table's file, its encoding and separator, and spreadsheets. The loader and the checker both
use this module, so they see the same rows. Not here: validating cells (see `load` and `check`).
"""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from widget_host.common.plain_files import NoPlainFile, read_plain
from widget_host.common.worker_process import Bounds, Worker, WorkerError
from workbook.content.errors import Problem, Unreadable
from workbook.content.spreadsheet import date_as_shown

__all__ = ["SUFFIXES", "Record", "find_file", "one_reader", "read_records", "sheet_in_worker"]

SUFFIXES = (".csv", ".xlsx")
"""The file formats of a table, the usual one first."""

_HINT = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
# All the workbook's tables together have half a megabyte. A small file can claim any number of cells.
_MOST_UNPACKED = 50 * 2**20
_MOST_PARTS = 500
_MOST_COLUMNS = 256
_MOST_CELLS = 2_000_000
_LATEST_HEADER = 10
_BOUNDS = Bounds()
# The process that reads the spreadsheets of one folder, if several are read.
_READER: ContextVar[Worker | None] = ContextVar("reader", default=None)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file: its number as a spreadsheet shows it (the header is 1), and its cells, stripped.

    The cells of the header are normalised column names; `written` has them as in the file, and is empty for
    all other rows.
    """

    row: int
    cells: tuple[str, ...]
    written: tuple[str, ...] = ()


def find_file(folder: Path, table: str) -> Path:
    """Return the table's file in the folder: NAME.csv or NAME.xlsx.

    Raises Unreadable if there is neither ("missing-table"), or both ("two-kinds").
    """
    found = [folder / (table + suffix) for suffix in SUFFIXES if (folder / (table + suffix)).exists()]
    if not found:
        raise Unreadable("missing-table", table + SUFFIXES[0])
    if len(found) > 1:
        raise Unreadable("two-kinds", table + SUFFIXES[0], detail=table + SUFFIXES[1])
    return found[0]


def read_records(path: Path, *, lenient: bool = False) -> tuple[Record, ...]:
    """Read the rows of a .csv or .xlsx file, the header first; empty rows are left out.

    A CSV file is UTF-8, with or without a byte order mark, and its cells are separated by commas, semicolons
    or tabs, whichever the header has most of. The first visible sheet of a spreadsheet is read, with formulas
    as their values and dates as shown. Names of columns may have capitals and spaces.

    Raises Unreadable if the file can't be opened, is not what its name says, is in another encoding, has
    unbalanced quotation marks, is empty, or takes too long or too much memory to read. With `lenient` a file
    in another encoding is still read, with a question mark for each unknown character.
    """
    try:
        raw = read_plain(path, _MOST_UNPACKED)
    except NoPlainFile as error:
        problem: Problem = "too-large" if path.is_file() else "unopenable"
        raise Unreadable(problem, path.name, detail=str(error)) from None
    except OSError as error:
        raise Unreadable("unopenable", path.name, detail=error.strerror or "") from None
    rows = _sheet(path) if path.suffix == ".xlsx" else _csv(path.name, _text(path.name, raw, lenient=lenient))
    records = _bounded(path.name, rows)
    if not records:
        raise Unreadable("empty", path.name)
    row, written = records[0].row, records[0].cells
    return (Record(row, tuple(map(_column, written)), written), *records[1:])


@contextmanager
def one_reader() -> Iterator[None]:
    """Within the block, read all spreadsheets in one process, which takes a while to start."""
    if _READER.get() is not None:
        yield
        return
    with Worker(_BOUNDS) as reader:
        token = _READER.set(reader)
        try:
            yield
        finally:
            _READER.reset(token)


def _bounded(name: str, rows: Iterator[tuple[int, tuple[str, ...]]]) -> list[Record]:
    """Return the rows that are not empty; raises Unreadable if there are far too many cells."""
    records, left = [], _MOST_CELLS
    for number, cells in rows:
        # An empty row takes time as well.
        left -= len(cells) or 1
        if left < 0:
            raise Unreadable("too-large", name, row=number, detail=f"more than {_MOST_CELLS:,} cells")
        if any(cells):
            records.append(Record(number, cells))
    return records


def _text(name: str, raw: bytes, *, lenient: bool) -> str:
    """Decode a CSV file, detecting other formats that a spreadsheet may have saved instead."""
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
    """Return the row that contains a byte, counting rows and not lines, as a cell may have several lines."""
    before = raw[:position].decode("latin-1")
    rows = csv.reader(StringIO(before + "x", newline=""), delimiter=_separator(before))
    try:
        return max(1, sum(1 for _ in rows))
    except csv.Error:
        return 1 + before.count("\n")


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    # Column names contain none of these, so the header alone decides. The comma is the default.
    return max(",;\t", key=header.count)


def _csv(name: str, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    separator, skipped = _separator(text), 0
    # A line with the separator for Excel is not a row of the table, though a spreadsheet counts it.
    if hint := _HINT.match(text):
        separator, skipped, text = hint[1], 1, text[hint.end() :]
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    try:
        for number, cells in enumerate(rows, skipped + 1):
            yield number, tuple(_tidy(cell) for cell in cells)
    except csv.Error:
        # Strict parsing fails at the row whose quotation mark is never closed, or where text follows a closed
        # one.
        raise Unreadable("quotes", name, row=number + 1) from None


def _sheet(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Read a spreadsheet in a process that may crash: a small file can need any amount of memory."""
    with one_reader():
        reader = _READER.get()
        try:
            told = reader.call(f"{__name__}:{sheet_in_worker.__name__}", str(path)) if reader else {}
        except WorkerError as error:
            problem: Problem = "too-large" if error.is_large else "unopenable"
            raise Unreadable(problem, path.name, detail=str(error)) from None
    if "problem" in told:
        raise Unreadable(told["problem"], path.name, row=told["row"], detail=told["detail"])
    return ((row, tuple(cells)) for row, cells in told["rows"])


def sheet_in_worker(path: str) -> dict[str, Any]:
    """Return a spreadsheet's `rows` as JSON values, or the fields of an Unreadable error.

    Time and memory depend on the file: call it in a separate process.
    """
    try:
        return {"rows": _sheet_here(Path(path))}
    except Unreadable as problem:
        return {"problem": problem.problem, "row": problem.row, "detail": problem.detail}


def _sheet_here(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    # Imported here, since a process that reads only CSV files should not pay for it.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        has_formulas = _unpacks_well(path)
        # Hidden sheets are not read silently: the first visible sheet is the table.
        book = load_workbook(path, data_only=True)
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
        names = [one.title for one in shown]
        sheets = [_rows(one) for one in shown]
    except (Unreadable, MemoryError, RecursionError):
        raise
    except Exception:
        # A damaged file makes openpyxl raise almost anything.
        raise Unreadable("not-a-table", path.name, detail="damaged, or no Excel workbook") from None
    if not sheets:
        raise Unreadable("empty", path.name)
    table = sheets[0]
    if not _is_header(table):
        _look_elsewhere(path.name, names, sheets)
    if has_formulas:
        _must_have_values(path, shown[0])
    return table


def _unpacks_well(path: Path) -> bool:
    """Return whether a workbook may contain formulas; raises Unreadable if its unpacked size is too large."""
    with ZipFile(path) as packed:
        parts = packed.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            detail = f"more than {_MOST_UNPACKED >> 20} MB of cells"
            raise Unreadable("too-large", path.name, detail=detail)
        has_formulas = False
        for part in parts:
            if part.filename.startswith("xl/worksheets/"):
                cells = packed.read(part)
                if max(cells.count(b"<c>"), cells.count(b"<c ")) > _MOST_CELLS:
                    raise Unreadable("too-large", path.name, detail=f"more than {_MOST_CELLS:,} cells")
                has_formulas = has_formulas or b"<f" in cells
        return has_formulas


def _rows(sheet: Any) -> list[tuple[int, tuple[str, ...]]]:  # noqa: ANN401 - openpyxl is untyped
    """Return a sheet's rows that have cells, with their numbers.

    Only existing cells are read, and not their bounding rectangle: one stray blank in the last row of a sheet
    makes that a million rows.
    """
    found: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        if text := _tidy(_shown(cell)):
            found.setdefault(row, {})[min(column, _MOST_COLUMNS)] = text
    return [
        (row, tuple(cells.get(column, "") for column in range(1, max(cells) + 1)))
        for row, cells in sorted(found.items())
    ]


def _look_elsewhere(
    name: str, names: Sequence[str], sheets: Sequence[list[tuple[int, tuple[str, ...]]]]
) -> None:
    """Raise Unreadable if the columns are named further down, or on another sheet."""
    later = next((row for row, cells in sheets[0][1:_LATEST_HEADER] if _names_columns(cells)), None)
    if later is not None:
        raise Unreadable("late-header", name, row=sheets[0][0][0], detail=f"they are named in row {later}")
    for title, other in zip(names[1:], sheets[1:], strict=True):
        if _is_header(other):
            raise Unreadable("other-sheet", name, detail=f"it is '{names[0]}', and the table is on '{title}'")


def _must_have_values(path: Path, sheet: Any) -> None:  # noqa: ANN401 - openpyxl is untyped
    """Raise Unreadable for a formula in a sheet without a value, as some programs leave it."""
    from openpyxl import load_workbook  # noqa: PLC0415

    for place, cell in sorted(load_workbook(path)[sheet.title]._cells.items()):
        if cell.data_type == "f" and sheet._cells[place].value is None:
            raise Unreadable("formula", path.name, row=place[0], detail=cell.coordinate)


def _is_header(rows: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    return bool(rows) and _names_columns(rows[0][1])


def _names_columns(cells: Sequence[str]) -> bool:
    """Return whether cells are the column names of a table: each table has the column `id`."""
    return "id" in map(_column, cells)


def _column(cell: str) -> str:
    """Return a column's normalised name, without capitals and spaces."""
    return "_".join(cell.casefold().split())


def _shown(place: Any) -> str:  # noqa: ANN401 - openpyxl is untyped
    """Return the content of a spreadsheet's cell as the text that it would save."""
    cell = place.value
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return date_as_shown(cell, place.number_format)
    return _time_as_shown(cell) or str(cell)


def _time_as_shown(cell: object) -> str:
    """Return a time of day, or a duration of more than a day, in hours and minutes; "" for anything else."""
    if isinstance(cell, time):
        return cell.isoformat("seconds" if cell.second else "minutes")
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return ""


def _tidy(cell: str) -> str:
    """Remove invisible additions of a spreadsheet: spaces around the text, and Windows line ends."""
    cell = cell.strip()
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
