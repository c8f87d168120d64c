"""The content in another language: the tables of `data/<language>`, and which parts of them are used.

Such a table has those columns of the English one that are translated, and any of its rows, matched by id.
Here: the language of this process, which columns can be translated, and reading such a table. Not here:
merging the texts (see `load`), and reporting faults (see `check`).
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from widget_host.languages import ENGLISH, PAGE_LANGUAGE
from workbook.content.errors import Unreadable
from workbook.content.identity import EARLIER_RECORDS, IDENTIFIER
from workbook.content.package import Column, TableSchema, read_package
from workbook.content.reader import find_file, read_records
from workbook.content.spreadsheet import as_typed

__all__ = ["KEY", "Texts", "is_code", "is_text", "language_here", "progress", "read_texts"]

KEY = "id"
"""The column by which a row is matched with its English one."""

Texts = dict[str, dict[str, str]]
"""The translated texts of one table: by a row's id, then by the column's name. No text is empty."""

# A tag of RFC 5646 with a language, a script and a region.
_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


_SAME_IN_ALL = (IDENTIFIER, EARLIER_RECORDS)
"""Rows of the table course that are not texts: a course is the same in all its languages."""


def language_here() -> str:
    """Return the language of this process, from the environment variable WORKBOOK_PAGE_LANGUAGE.

    Anything that is not a language's code means English.
    """
    named = os.environ.get(PAGE_LANGUAGE, ENGLISH)
    return named if is_code(named) else ENGLISH


def is_code(name: str) -> bool:
    """Return whether a name can be a language's code, such as ga or pt-BR."""
    return bool(_CODE.fullmatch(name))


def is_text(schema: TableSchema, column: Column) -> bool:
    """Return whether a column contains translatable texts: no numbers, no ids, no list of values."""
    refers = {reference.column for reference in schema.references}
    plain = column.type == "string" and not column.enum and not column.identifier
    return plain and column.name not in refers | {KEY}


def read_texts(folder: Path, schema: TableSchema) -> Texts:
    """Read the texts of a table from `folder` (a language's own); none if it has no such table.

    Values that a translation may not change, such as numbers, and rows and columns that the English table
    lacks, are ignored. Raises Unreadable if the file can't be read.
    """
    try:
        path = find_file(folder, schema.name)
    except Unreadable as problem:
        if problem.problem == "missing-table":
            return {}
        raise
    header, *records = read_records(path)
    known = {column.name for column in schema.columns if is_text(schema, column)}
    found: Texts = {}
    for record in records:
        cells = dict(zip(header.cells, record.cells, strict=False))
        cells |= as_typed(schema, cells)
        if schema.name == "course" and cells.get(KEY) in _SAME_IN_ALL:
            continue
        found[cells.get(KEY, "")] = {name: cells[name] for name in known & set(cells) if cells[name]}
    return found


def progress(folder: Path, language: str) -> Iterator[tuple[str, int, int, int]]:
    """Return for each table of a folder how many of its texts a language has, lacks, and has in vain.

    Texts are in vain where the English is empty. Empty cells do not count. Raises Unreadable if a file can't
    be read.
    """
    for schema in read_package(folder).tables.values():
        english, own = read_texts(folder, schema), read_texts(folder / language, schema)
        wanted = {(row, column) for row, texts in english.items() for column in texts}
        found = {(row, column) for row, texts in own.items() for column in texts}
        yield schema.name, len(wanted & found), len(wanted - found), len(found - wanted)
