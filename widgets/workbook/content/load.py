"""The folder of tables becomes `Content`, once for each state of the folder.

Here: turning cells into values of the types that datapackage.json names, and refusing what does not fit. A
learner's kernel runs this at its start, so it uses the standard library alone. Not here: naming every fault
(see `check`).
"""

import os
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbook.content.content import ROWS, Content
from workbook.content.errors import ContentError, Unreadable
from workbook.content.folder import PACKAGE_FILE, data_folder
from workbook.content.package import Column, Package, TableSchema, read_package
from workbook.content.reader import SUFFIXES, Record, find_file, read_records

__all__ = ["load"]

Value = str | int | float | bool
READ = (*SUFFIXES, PACKAGE_FILE)
TYPES: dict[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool}


def load(folder: Path | None = None) -> Content:
    """Give the content of a folder, by default the one of `data_folder()`.

    A folder is read once, and again only when one of its tables has changed since. Raises ContentError, with
    one line that says to run `workbook check`, where the folder's tables do not fit its datapackage.json.
    """
    chosen = data_folder() if folder is None else Path(folder).resolve()
    return _load(chosen, _state(chosen))


@lru_cache(maxsize=4)
def _load(folder: Path, _state_of_folder: tuple[tuple[str, int, int], ...]) -> Content:
    try:
        package = read_package(folder)
        return Content.of({name: _rows(folder, _schema(package, name)) for name in ROWS})
    except Unreadable as problem:
        raise _refusal(problem.file, problem.row, _SAID[problem.problem].format(problem.detail)) from None


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Give what changes whenever a table is saved: the name, time and size of each file that may be read."""
    try:
        with os.scandir(folder) as entries:
            files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(READ)]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


def _schema(package: Package, name: str) -> TableSchema:
    schema = package.tables.get(name)
    if schema is None:
        raise _refusal(PACKAGE_FILE, None, f"it does not describe the table {name}")
    have = {column.name: column.type for column in schema.columns}
    for field in fields(ROWS[name]):
        if TYPES.get(have.get(field.name, "")) is not field.type:
            raise _refusal(
                PACKAGE_FILE, None, f"the table {name} needs a column {field.name} of its own type"
            )
    return schema


def _rows(folder: Path, schema: TableSchema) -> list[Any]:
    path = find_file(folder, schema.name)
    header, *records = read_records(path)
    columns = {column.name: column for column in schema.columns}
    for name in columns:
        if header.cells.count(name) != 1:
            raise _refusal(path.name, header.row, f"it needs one column {name}")
    for name in header.cells:
        if name and name not in columns:
            raise _refusal(path.name, header.row, f"the column {name} is not known")
    make: Any = ROWS[schema.name]
    order = [(columns[field.name], header.cells.index(field.name)) for field in fields(make)]
    rows = [make(*(_value(path.name, record, column, at) for column, at in order)) for record in records]
    if len({row.id for row in rows}) < len(rows):
        raise _refusal(path.name, None, "an id is used twice")
    return rows


def _value(file: str, record: Record, column: Column, at: int) -> Value:
    text = record.cells[at] if at < len(record.cells) else ""
    try:
        if not text:
            return _empty(column)
        return _typed(text, column)
    except ValueError:
        raise _refusal(file, record.row, f"the cell in the column {column.name} does not fit") from None


def _empty(column: Column) -> Value:
    if column.required or column.type != "string":
        raise ValueError
    return ""


def _typed(text: str, column: Column) -> Value:
    if column.enum and text not in column.enum:
        raise ValueError
    if column.type == "integer":
        return int(text)
    if column.type == "number":
        return float(text)
    if column.type == "boolean":
        if text in column.true_values:
            return True
        if text in column.false_values:
            return False
        raise ValueError
    return text


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
}
