"""Checks the tables' texts: whether they are plain, complete, safe in a spreadsheet, and about nobody real.

Here: one text at a time. Not here: the numbers of standards that it may name (see `wording`), its length,
which the schema limits (see `schema_rules`), and recognising telephone numbers and addresses (see
`contacts`).
"""

import re
from collections.abc import Iterator

from workbook.common.spreadsheet_cells import is_formula
from workbook.content.check.book import Book, Line, Sheet
from workbook.content.check.contacts import Contacts, contacts_of
from workbook.content.check.faults import Finding, notes, texts
from workbook.content.check.schema_rules import LONGEST
from workbook.content.check.wording import is_prose
from workbook.content.spreadsheet import damage, perhaps_typed

__all__ = ["check_texts", "text_findings"]

_ELEMENTS = (
    "a abbr audio b big blockquote body br button center code div em embed font form h1 h2 h3 h4 h5 h6 head "
    "hr html i iframe img input label li link meta object ol p pre s script small span strong style sub sup "
    "svg table tbody td th thead tr tt u ul video"
)
_HTML = re.compile(
    rf"</?(?:{_ELEMENTS.replace(' ', '|')})(?:\s[^<>]*)?/?>|<!--"
    r"|&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]\d[\d.,]*%?")
_READ_BACK = {("provisions", "number")}
"""Texts whose changes by a spreadsheet are reported by other rules."""


def check_texts(book: Book) -> Iterator[Finding]:
    """Yield the faults of each text in the tables that could be read."""
    contacts = contacts_of(book)
    for sheet in book.sheets.values():
        columns = [one.name for one in sheet.schema.columns if is_prose(one, sheet)]
        for line in sheet.lines:
            for column in columns:
                if line[column]:
                    yield from text_findings(sheet, line, column, contacts)


def text_findings(sheet: Sheet, line: Line, column: str, contacts: Contacts) -> Iterator[Finding]:
    """Yield the faults of one text."""
    text = line[column]
    if len(text) > LONGEST:
        return
    if (sheet.schema.name, column) not in _READ_BACK:
        if made := damage(text):
            yield sheet.fault(texts.MadeBySpreadsheet, line, column, made=made)
            return
        if perhaps := perhaps_typed(text):
            yield sheet.fault(notes.MayBeATime, line, column, perhaps=perhaps)
            return
    if is_formula(text) and not _NUMBER.fullmatch(text):
        yield sheet.fault(texts.FormulaInText, line, column)
        return
    if ("<" in text or "&" in text) and (found := _HTML.search(text)):
        yield sheet.fault(texts.HtmlInText, line, column, value=found[0])
    for kind, value in contacts.in_text(sheet.schema.name, text):
        yield sheet.fault(kind, line, column, value=value)
