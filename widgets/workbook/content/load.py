"""Loads the folder of tables as `Content`, once for each state of the folder.

Here: converting cells to the types in datapackage.json, and rejecting invalid ones. A learner's kernel runs
this at its start, so it uses only the standard library. Not here: reporting every fault (see `check`).
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import MISSING, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from widget_host.languages import ENGLISH
from workbook.content.content import ROWS, Content
from workbook.content.errors import ContentError, Unreadable
from workbook.content.folder import PACKAGE_FILE, data_folder
from workbook.content.languages import is_code, is_text, language_here, read_texts
from workbook.content.package import Column, DataPackage, TableSchema, read_package
from workbook.content.reader import SUFFIXES, Record, find_file, one_reader, read_records
from workbook.content.spreadsheet import as_typed

__all__ = ["State", "load", "state_of", "untranslated"]

Value = str | int | float | bool
READ = (*SUFFIXES, PACKAGE_FILE)
State = tuple[tuple[str, int, int], ...]
"""Changes whenever a table is saved: the name, time and size of each file that may be read."""

TYPES: dict[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool}


def load(folder: Path | None = None, language: str | None = None) -> Content:
    """Return the content of a folder, by default `data_folder()`, in a language.

    The default is the language of this process (see `languages`). Texts that `data/<language>` lacks are in
    English. A folder is read once, and again only when one of its tables has changed since. Raises
    ContentError, with one line that says to run `workbook check`, if the folder's tables do not fit its
    datapackage.json.
    """
    chosen, spoken = _asked(folder, language)
    own = chosen / spoken
    if spoken == ENGLISH or not own.is_dir():
        return _load(chosen, state_of(chosen))
    return _translated(chosen, state_of(chosen), own, state_of(own))


def untranslated(folder: Path | None = None, language: str | None = None) -> frozenset[str]:
    """Return the texts that `load` leaves in English, for pages to mark them; none for English itself.

    Raises ContentError as `load` does.
    """
    chosen, spoken = _asked(folder, language)
    if spoken == ENGLISH:
        return frozenset()
    own = chosen / spoken
    return _left_in_english(chosen, state_of(chosen), own, state_of(own))


def _asked(folder: Path | None, language: str | None) -> tuple[Path, str]:
    """Return the effective folder and language. Anything that is not a language's code means English."""
    chosen = data_folder() if folder is None else Path(folder).resolve()
    spoken = language or language_here()
    return chosen, spoken if is_code(spoken) else ENGLISH


@lru_cache(maxsize=4)
def _load(folder: Path, _state_of_folder: State) -> Content:
    try:
        package = read_package(folder)
        with one_reader():
            return Content.of({name: _rows(folder, _schema(package, name)) for name in ROWS})
    except Unreadable as problem:
        raise _refusal(problem.file, problem.row, _SAID[problem.problem].format(problem.detail)) from None


# Each language that a server offers is cached, and also the previous content after a change.
@lru_cache(maxsize=16)
def _translated(folder: Path, state: State, own: Path, _state_of_own: State) -> Content:
    english, package = _load(folder, state), read_package(folder)
    rows: dict[str, list[Any]] = {}
    try:
        with one_reader():
            found = {name: read_texts(own, package.tables[name]) for name in ROWS}
    except Unreadable as problem:
        reason = _SAID[problem.problem].format(problem.detail)
        raise _refusal(f"{own.name}/{problem.file}", problem.row, reason) from None
    for name, texts in found.items():
        table: Any = getattr(english, name)
        rows[name] = [replace(row, **texts[row.id]) if texts.get(row.id) else row for row in table]
    return Content.of(rows)


@lru_cache(maxsize=16)
def _left_in_english(folder: Path, state: State, own: Path, state_of_own: State) -> frozenset[str]:
    english, package = _load(folder, state), read_package(folder)
    spoken = _translated(folder, state, own, state_of_own)
    texts: set[str] = set()
    for name in ROWS:
        schema = package.tables[name]
        columns = {column.name for column in schema.columns if is_text(schema, column) or column.enum}
        columns &= {field.name for field in fields(ROWS[name]) if field.type is str}
        for row, said in zip(getattr(english, name), getattr(spoken, name), strict=True):
            texts |= {getattr(row, at) for at in columns if getattr(row, at) == getattr(said, at)}
    return frozenset(texts - {""})


def state_of(folder: Path) -> State:
    """Return the state of a folder's tables; () if it has none."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(READ):
                # A broken link must not hide that another file has changed.
                with suppress(OSError):
                    stat = entry.stat()
                    found.append((entry.name, stat.st_mtime_ns, stat.st_size))
    return tuple(sorted(found))


def _schema(package: DataPackage, name: str) -> TableSchema:
    schema = package.tables.get(name)
    if schema is None:
        raise _refusal(PACKAGE_FILE, None, f"it does not describe the table {name}")
    have = {column.name: column.type for column in schema.columns}
    for field in fields(ROWS[name]):
        if field.name not in have and field.default is not MISSING:
            continue
        if TYPES.get(have.get(field.name, "")) is not field.type:
            raise _refusal(
                PACKAGE_FILE, None, f"the table {name} needs a column {field.name} of its own type"
            )
    return schema


def _rows(folder: Path, schema: TableSchema) -> list[Any]:
    path = find_file(folder, schema.name)
    file = path.name
    header, *records = read_records(path)
    columns = {column.name: column for column in schema.columns}
    _fit_header(file, header, columns)
    make: Any = ROWS[schema.name]
    order = [(field.name, _converter(columns[field.name])) for field in fields(make) if field.name in columns]
    rows = []
    for record in records:
        cells = dict(zip(header.cells, record.cells, strict=False))
        cells |= as_typed(schema, cells)
        try:
            rows.append(make(**{name: convert(cells.get(name, "")) for name, convert in order}))
        except _MisfitError as misfit:
            reason = f"the cell in the column {misfit} does not fit"
            raise _refusal(file, record.row, reason) from None
    if len({row.id for row in rows}) < len(rows):
        raise _refusal(file, None, "an id is used twice")
    return rows


def _fit_header(file: str, header: Record, columns: dict[str, Column]) -> None:
    for name in columns:
        if header.cells.count(name) != 1:
            raise _refusal(file, header.row, f"it needs one column {name}")
    for name, written in zip(header.cells, header.written, strict=True):
        if name and name not in columns:
            raise _refusal(file, header.row, f"the column {written} is not known")


class _MisfitError(ValueError):
    """The cell of the column with this name does not fit."""


def _converter(column: Column) -> Callable[[str], Value]:
    """Return the function that converts a cell's text to the value of this column."""
    typed = _typed(column)
    empty_is_fine = column.type == "string" and not column.required

    def convert(text: str) -> Value:
        if not text and empty_is_fine:
            return ""
        if not text or (column.enum and text not in column.enum):
            raise _MisfitError(column.name)
        try:
            return typed(text)
        except (ValueError, KeyError):
            raise _MisfitError(column.name) from None

    return convert


def _typed(column: Column) -> Callable[[str], Value]:
    if column.type == "boolean":
        yes, no = dict.fromkeys(column.true_values, True), dict.fromkeys(column.false_values, False)
        return (yes | no).__getitem__
    return TYPES[column.type]


def _refusal(file: str, row: int | None, reason: str) -> ContentError:
    where = f"{file}, row {row}" if row else file
    return ContentError(
        f"The content does not fit. {where}: {reason}. Run `workbook check` to see every fault."
    )


_SAID = {
    "missing-folder": "there is no such folder",
    "missing-package": "it is missing",
    "broken-package": "{}",
    "missing-table": "it is missing",
    "two-kinds": "{} is there too, and only one of them can be the table",
    "unopenable": "it can't be opened ({})",
    "not-a-table": "it is not a table ({})",
    "encoding": "it is not saved as UTF-8",
    "quotes": "a quotation mark is never closed",
    "empty": "it is empty",
    "too-large": "it is too large for a table ({})",
    "other-sheet": "its first sheet is not the table ({})",
    "late-header": "its first row does not name the columns ({})",
    "formula": "a formula has no value ({})",
}
