"""Checks the tables of other languages against the English ones.

Here: `data/<language>/<table>`, row by row. Not here: reading the files (see `book`), and notebooks in other
languages (see `notebooks`).
"""

from collections.abc import Iterator
from pathlib import Path

from widget_host.languages import ENGLISH
from workbook.content.check.book import Book, Line, Sheet, read_language
from workbook.content.check.contacts import Contacts, contacts_of
from workbook.content.check.faults import Fault, Finding, cells, languages, texts
from workbook.content.check.hints import Hints
from workbook.content.check.schema_rules import WEB, strange
from workbook.content.check.sounds import sound_faults
from workbook.content.check.texts import text_findings
from workbook.content.check.wording import check_prose, is_prose
from workbook.content.languages import is_code, is_text
from workbook.content.reader import SUFFIXES

__all__ = ["check_languages"]


def check_languages(folder: Path, book: Book, notebooks: Path) -> Iterator[Finding]:
    """Yield the faults of each language's tables below the data folder; other folders are ignored.

    Recordings are below the folder `notebooks`.
    """
    contacts = contacts_of(book)
    if book.package is None:
        return
    for own in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if not any(path.suffix in SUFFIXES for path in own.iterdir()):
            continue
        if not is_code(own.name) or own.name == ENGLISH:
            yield languages.UnknownLanguage(file=own.name, value=own.name)
            continue
        sheets, faults = read_language(own, book.package)
        yield from faults
        for name, sheet in sheets.items():
            if book.has(name):
                yield from _rows(sheet, book.sheets[name], contacts)
                yield from check_prose(sheet, book)
                yield from sound_faults(notebooks, sheet)


def _rows(sheet: Sheet, english: Sheet, contacts: Contacts) -> Iterator[Finding]:
    """Yield a fault for each row and cell of a translated table that the English one does not allow."""
    hints, first = Hints(), dict[str, int]()
    for line in sheet.lines:
        name = line["id"]
        if not name:
            yield sheet.fault(cells.EmptyCell, line, about=sheet.schema.column("id").description)
        elif name not in english.ids:
            yield sheet.fault(languages.UntranslatedRow, line, nearest=hints.nearest("id", name, english.ids))
        elif first.setdefault(name, line.row) != line.row:
            yield sheet.fault(cells.RepeatedId, line, first=str(first[name]))
        else:
            for column in sheet.columns:
                if line[column] and column != "id":
                    yield from _cell(sheet, english, line, column)
                    if is_prose(sheet.schema.column(column), sheet):
                        yield from text_findings(sheet, line, column, contacts)


def _cell(sheet: Sheet, english: Sheet, line: Line, column: str) -> Iterator[Fault]:
    described, before = sheet.schema.column(column), english.ids[line["id"]][column]
    most = sheet.schema.constraint(column, "maxLength")
    if fault := strange(sheet, line, column):
        yield fault
    elif not is_text(sheet.schema, described):
        if line[column] != before:
            yield sheet.fault(languages.ChangedValue, line, column, english=before)
    elif isinstance(most, int) and len(line[column]) > most:
        told = {"count": f"{len(line[column]):,}", "most": str(most), "about": described.description}
        yield sheet.fault(texts.TooLongText, line, column, **told)
    elif described.format == "uri" and not WEB.fullmatch(line[column]):
        yield sheet.fault(cells.NotAnAddress, line, column)
