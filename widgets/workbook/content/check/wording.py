"""What texts may not say: numbers of unread parts of standards, and summaries that pose as wording.

Here: the rules over prose, in the tables and in the notebooks' text cells. The only provision whose number
and wording are on hand is 5:9. Not here: style and reading grade, which are tested, not checked.
"""

import re
from collections.abc import Iterator

from workbook.content.check.book import Book, Line, Sheet
from workbook.content.check.faults import Fault, sense
from workbook.content.package import Column

__all__ = ["check_wording", "sub_provisions"]

ALLOWED = "5:9"
# A spreadsheet takes 5:9 for nine minutes past five.
LIKE_ALLOWED = re.compile(r"0?5[:.]0?9\b")
PROVISION = re.compile(r"([1-6]):\d{1,2}")
# Provisions of other regulators that the readings name: Scotland's Code and Social Work England's standards.
ELSEWHERE = re.compile(r"\bCode 5\.8\b|\bProfessional Standards? 5\.6\b")
NAMED = re.compile(
    r"\b(?:sub-?provisions?|provisions?|standards?(?: of conduct)?|conduct|codes?|rules?)"
    r"\s+(?:number\s+|no\.?\s+)?(\d{1,2}[:.]\d{1,2})(?![\d%]|[.:]\d)",
    re.IGNORECASE,
)
# There are six Standards of Conduct, each with fewer than 25 parts: no other number can be taken for one of
# them.
BARE = re.compile(r"(?<![\w:.,/£$€#+])([1-6](?::|\.)(?:[1-9]|1\d|2[0-4]))(?![\w%°/+]|[.:,]\d)")
TIME_BEFORE = re.compile(
    r"\b(at|by|before|after|until|till|from|to|about|around|past|since|between|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)days?|evening|morning|afternoon|night|time),?\s*$",
    re.IGNORECASE,
)
VERSION_BEFORE = re.compile(
    r"\b(version|v|python|wcag|grade|level|licence|license|by|by-sa|release|utc|gmt)\s*$", re.IGNORECASE
)
UNIT_AFTER = re.compile(
    r"\s?(a\.?m\b|p\.?m\b|o'clock|in the (morning|afternoon|evening)|(hour|minute|second|day|week|month|"
    r"year|hr|min)s?\b|mile|metre|k?m\b|kg\b|[kmg]b\b|thousand|million|billion|per\s?cent|times\b|points?\b|stars?\b|"
    r"or (newer|later))",
    re.IGNORECASE,
)
CODE_OR_ADDRESS = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]*`|\]\([^)\n]*\)|<?https?://[^\s>)]*", re.DOTALL)
QUOTED = re.compile("[\"'\u201c\u2018\u00ab].*[\"'\u201d\u2019\u00bb]", re.DOTALL)


def sub_provisions(text: str, *, markdown: bool = False) -> Iterator[str]:
    """Give each number in a text that reads as a part of a standard other than 5:9, in the order of the text.

    Times (10:30, at 5:15), dates, prices, versions and amounts are left alone; in Markdown also code and
    addresses. A number that is called a provision or a standard is always given, whatever its size.
    """
    text = ELSEWHERE.sub(_blank, text)
    if markdown:
        text = CODE_OR_ADDRESS.sub(_blank, text)
    named = {(match.start(1), match[1]) for match in NAMED.finditer(text)}
    bare = {(match.start(), match[1]) for match in BARE.finditer(text) if not _something_else(match)}
    for _, number in sorted(named | bare):
        if number != ALLOWED:
            yield number


def check_wording(book: Book) -> Iterator[Fault]:
    """Tell each text of the tables that gives a number it may not give, or a summary in quotation marks."""
    for sheet in book.sheets.values():
        prose = [column.name for column in sheet.schema.columns if _is_prose(column, sheet)]
        for line in sheet.lines:
            for column in prose:
                if not _official(sheet, line, column):
                    yield from _numbers(sheet, line, column)
    yield from _summaries(book)
    yield from _provision_numbers(book)


def _numbers(sheet: Sheet, line: Line, column: str) -> Iterator[Fault]:
    for number in sub_provisions(line[column]):
        near = ALLOWED if LIKE_ALLOWED.fullmatch(number) else ""
        yield sheet.fault(sense.SubProvision, line, column, value=number, nearest=near)


def _is_prose(column: Column, sheet: Sheet) -> bool:
    free = column.type == "string" and column.format == "default"
    refers = column.name in {reference.column for reference in sheet.schema.references}
    return free and not refers and not column.enum and not column.identifier


def _official(sheet: Sheet, line: Line, column: str) -> bool:
    """Say whether a cell may hold the Council's own text; the column number has a rule of its own."""
    if sheet.schema.name == "standards":
        return column == "wording"
    if sheet.schema.name == "provisions":
        return column == "number" or (column == "text" and line["text_kind"] == "wording")
    return False


def _summaries(book: Book) -> Iterator[Fault]:
    for table, column in (("standards", "summary"), ("provisions", "text")):
        if book.has(table):
            sheet = book.sheets[table]
            for line in sheet.lines:
                if line["text_kind"] != "wording" and QUOTED.fullmatch(line[column]):
                    yield sheet.fault(sense.QuotedSummary, line, column)


def _provision_numbers(book: Book) -> Iterator[Fault]:
    if not book.has("provisions", "standards"):
        return
    numbers = {line["id"]: line["number"] for line in book.lines("standards")}
    sheet = book.sheets["provisions"]
    for line in sheet.lines:
        text = line["number"]
        shape = PROVISION.fullmatch(text)
        belongs = shape and shape[1] == numbers.get(line["standard"])
        if text and not (belongs and (text == ALLOWED or line["text_kind"] == "wording")):
            near = ALLOWED if LIKE_ALLOWED.match(text) else ""
            yield sheet.fault(sense.ProvisionNumber, line, "number", nearest=near)


def _something_else(match: re.Match[str]) -> bool:
    """Say whether what stands beside a bare number makes it a time, a version or an amount."""
    before, after = match.string[: match.start()][-30:], match.string[match.end() :][:30]
    if UNIT_AFTER.match(after) or VERSION_BEFORE.search(before):
        return True
    # A time has two digits for its minutes, which 5:4 has not.
    return len(match[1]) > len("5:4") and bool(TIME_BEFORE.search(before))


def _blank(match: re.Match[str]) -> str:
    """Give as many spaces as were matched, so that the places of the rest stay what they are."""
    return " " * len(match[0])
