"""Checks cells against datapackage.json: types and constraints by Frictionless, keys and references here.

Here: all rules of the schema for a cell, in plain words. Frictionless validates each cell, so that the rules
are those of the Data Package standard; it has no check of `uniqueKeys` and can't suggest the nearest
identifier, so keys are checked here. Not here: rules across tables.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from workbook.content.check.book import Book, Line, Sheet, as_identifier, listed
from workbook.content.check.faults import Fault, Finding, cells, files, notes, texts
from workbook.content.check.hints import Hints
from workbook.content.folder import PACKAGE_FILE
from workbook.content.package import Column, TableSchema
from workbook.content.spreadsheet import TRUTH, damage

__all__ = ["LONGEST", "WEB", "check_schema_rules", "strange"]

Judge = Callable[[str], Mapping[str, str]]

LONGEST = 32_767
"""The most characters in a cell of Excel and of LibreOffice's .xlsx."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# UTF-8 that was read as Windows-1252 and saved again: an apostrophe becomes three strange characters.
MOJIBAKE = re.compile("\u00e2\u20ac.?|\u00c3[\u0080-\u00bf]|\u00c2[\u00a0-\u00bf]|\ufffd")
SPREADSHEET_ERROR = re.compile(r"#(NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!)|#{4,}|Err:\d{3}")
LIMITS = {"minimum": ("small", "more"), "maximum": ("large", "less")}
WEB = re.compile(r"https?://[^\s/]+\.\S+")
"""A valid web address in a cell."""

_IDENTIFIER = "^[a-z0-9]+(-[a-z0-9]+)*$"
"""The pattern of the columns that contain identifiers."""

HOST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def check_schema_rules(book: Book) -> Iterator[Finding]:
    """Yield a fault for each cell that does not fit its column, its key or the table that it refers to.

    A spreadsheet's own spelling of true or false is only a note.
    """
    unclear: list[str] = []
    for sheet in book.sheets.values():
        judges, hints = _judges(sheet.schema), Hints()
        if judges is None:
            unclear.append(sheet.schema.name)
            continue
        for line in sheet.lines:
            yield from _line(sheet, line, judges, hints)
        yield from _repeated(sheet)
        yield from _references(book, sheet)
    if unclear:
        reason = f"the types or constraints of {listed('table', unclear)} are not understood"
        yield files.BrokenPackage(file=PACKAGE_FILE, details={"reason": reason})


def strange(sheet: Sheet, line: Line, column: str) -> Fault | None:
    """Yield faults for a text that a spreadsheet or a wrong encoding has damaged."""
    text = line[column]
    if len(text) > LONGEST:
        return sheet.fault(cells.TooLongCell, line, column, count=f"{len(text):,}", most=f"{LONGEST:,}")
    if SPREADSHEET_ERROR.fullmatch(text):
        return sheet.fault(cells.SpreadsheetError, line, column)
    if found := MOJIBAKE.search(text):
        return sheet.fault(cells.GarbledText, line, column, value=text[max(0, found.start() - 20) :])
    if found := CONTROL.search(text):
        return sheet.fault(cells.InvisibleCharacter, line, column, code=str(ord(found[0])))
    return None


def _judges(schema: TableSchema) -> dict[str, Judge] | None:
    """Return each column's function that validates a text by Frictionless; None for an unusable schema."""
    # Imported here: it takes most of a second, and is not needed for a broken package or a missing folder.
    from frictionless import Schema  # noqa: PLC0415

    try:
        # Without Frictionless' own validation of the schema: that loads a JSON Schema library, which takes
        # longer than the whole check.
        described = Schema.metadata_import(copy.deepcopy(schema.descriptor))
        readers = {field.name: field.create_cell_reader() for field in described.fields}
    except Exception:
        # A schema that it does not understand makes it raise almost anything.
        return None

    def judge(name: str, text: str) -> Mapping[str, str]:
        return readers[name](text)[1] or {}

    return {name: partial(judge, name) for name in readers}


def _line(sheet: Sheet, line: Line, judges: Mapping[str, Judge], hints: Hints) -> Iterator[Finding]:
    for name in sheet.columns:
        column, text = sheet.schema.column(name), line[name]
        if damaged := strange(sheet, line, name):
            yield damaged
        elif rule := next(iter(judges[name](text)), ""):
            yield _plain(sheet, line, column, rule, hints)
        elif column.type == "boolean" and text in TRUTH:
            yield sheet.fault(notes.ReadAsTyped, line, name, read=text.lower())
        elif column.format == "uri" and text and not WEB.fullmatch(text):
            yield _no_address(sheet, line, column)


def _plain(sheet: Sheet, line: Line, column: Column, rule: str, hints: Hints) -> Fault:
    """Translate a constraint violation of Frictionless into a fault of the catalogue."""
    name, text, limit = column.name, line[column.name], str(sheet.schema.constraint(column.name, rule))
    if rule == "type":
        return _wrong_type(sheet, line, column, hints)
    if rule == "required":
        return sheet.fault(cells.EmptyCell, line, name, about=column.description)
    if rule == "enum":
        allowed, near = ", ".join(column.enum), hints.nearest(name, text, column.enum)
        return sheet.fault(cells.NotInList, line, name, nearest=near, allowed=allowed)
    if rule in LIMITS:
        direction, opposite = LIMITS[rule]
        told = {"direction": direction, "opposite": opposite, "limit": limit}
        return sheet.fault(cells.OutOfRange, line, name, nearest=limit, **told)
    return _misshapen(sheet, line, column, rule)


def _misshapen(sheet: Sheet, line: Line, column: Column, rule: str) -> Fault:
    """Yield faults for a text that is too long, not an identifier, or violates another rule of its column."""
    name, text, limit = column.name, line[column.name], str(sheet.schema.constraint(column.name, rule))
    if rule == "maxLength":
        told = {"count": f"{len(text):,}", "most": limit, "about": column.description}
        return sheet.fault(texts.TooLongText, line, name, **told)
    if rule == "pattern" and (made := damage(text)):
        return sheet.fault(texts.MadeBySpreadsheet, line, name, made=made)
    if rule == "pattern" and limit == _IDENTIFIER:
        return sheet.fault(cells.BadIdentifier, line, name, nearest=as_identifier(text))
    return sheet.fault(cells.WrongRule, line, name, rule=f"{rule} {limit}", about=column.description)


def _wrong_type(sheet: Sheet, line: Line, column: Column, hints: Hints) -> Fault:
    if column.format == "uri":
        return _no_address(sheet, line, column)
    if column.type == "integer":
        return sheet.fault(cells.NotAWholeNumber, line, column.name)
    if column.type == "number":
        return sheet.fault(cells.NotANumber, line, column.name)
    if column.type == "boolean":
        near = hints.nearest(column.name, line[column.name], ("true", "false"))
        return sheet.fault(cells.NotTrueOrFalse, line, column.name, nearest=near)
    return sheet.fault(cells.WrongType, line, column.name, kind=column.type, about=column.description)


def _no_address(sheet: Sheet, line: Line, column: Column) -> Fault:
    text = line[column.name]
    near = f"https://{text}" if HOST.fullmatch(text) else ""
    return sheet.fault(cells.NotAnAddress, line, column.name, nearest=near)


def _repeated(sheet: Sheet) -> Iterator[Fault]:
    """Yield a fault for each duplicate of a unique value; for a copied row, only for its identifier."""
    single = [(column.name,) for column in sheet.schema.columns if column.unique]
    copied: set[int] = set()
    for key in (*single, *sheet.schema.unique_together):
        kind = cells.RepeatedId if key == ("id",) else cells.RepeatedValue
        first: dict[tuple[str, ...], int] = {}
        for line in sheet.lines:
            value = tuple(line[name] for name in key)
            if all(value) and first.setdefault(value, line.row) != line.row and line.row not in copied:
                if kind is cells.RepeatedId:
                    copied.add(line.row)
                shown, row = ", ".join(value), str(first[value])
                yield sheet.fault(kind, line, ", ".join(key), value=shown, first=row)


def _references(book: Book, sheet: Sheet) -> Iterator[Fault]:
    hints = Hints()
    for reference in sheet.schema.references:
        column, table = reference.column, reference.table
        target = book.sheets.get(table)
        if target is None or "id" not in target.columns:
            continue
        valid = target.known
        for line in sheet.lines:
            name = line[column]
            if not name or name in valid:
                continue
            if made := damage(name):
                yield sheet.fault(texts.MadeBySpreadsheet, line, column, made=made)
            else:
                near = hints.nearest(column, name, valid)
                yield sheet.fault(cells.BrokenReference, line, column, nearest=near, table=table)
