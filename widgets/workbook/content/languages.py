"""The content in another language: the tables of `data/<language>`, and what of them is used.

Such a table has the columns of the English one, as many of them as are translated, and any of its rows, found
by their ids. Here: which language this process shows, which columns can be translated, and reading such a
table. Not here: putting the texts in their places (see `load`), and telling faults (see `check`).
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
"""The column by which a row finds its English one."""

Texts = dict[str, dict[str, str]]
"""The translated texts of one table: by a row's id, then by the column's name. No text is empty."""

# A tag of RFC 5646, as far as a language, a script and a region go.
_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


_SAME_IN_ALL = (IDENTIFIER, EARLIER_RECORDS)
"""Rows of the table course that are not texts: a course is the same one in each of its languages."""


def language_here() -> str:
    """Return the language of this process, as its environment names it (see `widget_host.languages`).

    What is not the code of a language is English.
    """
    named = os.environ.get(PAGE_LANGUAGE, ENGLISH)
    return named if is_code(named) else ENGLISH


def is_code(name: str) -> bool:
    """Say whether a name can be a language's code, such as ga or pt-BR."""
    return bool(_CODE.fullmatch(name))


def is_text(schema: TableSchema, column: Column) -> bool:
    """Say whether a column holds texts to translate: no numbers, no ids, nothing out of a list of values."""
    refers = {reference.column for reference in schema.references}
    plain = column.type == "string" and not column.enum and not column.identifier
    return plain and column.name not in refers | {KEY}


def read_texts(folder: Path, schema: TableSchema) -> Texts:
    """Read what `folder` (a language's own) has of a table; nothing where it has no such table.

    What a translation may not say, such as another number, and rows and columns that the English table has
    not got, are left alone. Raises Unreadable where the file can't be read.
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
    """Give for each table of a folder how many of its texts a language has, lacks, and has in vain.

    In vain is what stands where the English has nothing. Empty cells do not count. Raises Unreadable where a
    file can't be read.
    """
    for schema in read_package(folder).tables.values():
        english, own = read_texts(folder, schema), read_texts(folder / language, schema)
        wanted = {(row, column) for row, texts in english.items() for column in texts}
        found = {(row, column) for row, texts in own.items() for column in texts}
        yield schema.name, len(wanted & found), len(wanted - found), len(found - wanted)
