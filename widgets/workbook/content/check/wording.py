"""Checks texts for unverified numbers of parts of standards, and summaries that look like official wording.

Here: the rules for prose, in the tables and in the notebooks' text cells. The verified numbers, which may be
named, are in the table course. Not here: style and reading grade, which are tested, not checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbook.content.check.book import Book, Line, Sheet
from workbook.content.check.faults import Fault, sense
from workbook.content.package import Column

__all__ = [
    "Numbers",
    "check_prose",
    "check_wording",
    "is_prose",
    "numbers_of",
    "still_to_write",
    "sub_provisions",
]

ANY = "any"
TO_WRITE = re.compile(r"\[[^\[\]]*\](?!\()")
LINK_NAMED = re.compile(r"^ {0,3}\[([^\[\]]+)\]:", re.MULTILINE)
NO_TEXT = re.compile(r"\^|\s*x?\s*\Z", re.IGNORECASE)
ADDRESS_TO_WRITE = "https://example.org/to-write"
PARTED = re.compile(r"\s*[;,\n]\s*")
NUMBERED = re.compile(r"\d[:.]\d")
PROVISION = re.compile(r"(\d{1,2}):\d{1,2}")
NAMED = re.compile(
    r"\b(?:sub-?provisions?|provisions?|standards?(?: of conduct)?|conduct|codes?|rules?)"
    r"\s+(?:number\s+|no\.?\s+)?(\d{1,2}[:.]\d{1,2})(?![\d%]|[.:]\d)",
    re.IGNORECASE,
)
# Each standard has fewer than 25 parts: no higher number can be mistaken for one.
BARE = r"(?<![\w:.,/£$€#+])((?:{standards})(?::|\.)(?:[1-9]|1\d|2[0-4]))(?![\w%°/+]|[.:,]\d)"
TIME_BEFORE = re.compile(
    r"\b(at|by|before|after|until|till|from|to|about|around|past|since|between|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)days?|evening|morning|afternoon|night|time),?\s*$",
    re.IGNORECASE,
)
VERSION_BEFORE = re.compile(
    r"\b(version|v|python|scorm|wcag|grade|level|licence|license|by|by-sa|release|utc|gmt)\s*$", re.IGNORECASE
)
UNIT_AFTER = re.compile(
    r"\s?(a\.?m\b|p\.?m\b|o'clock|in the (morning|afternoon|evening)|(hour|minute|second|day|week|month|"
    r"year|hr|min)s?\b|mile|metre|k?m\b|kg\b|[kmg]b\b|thousand|million|billion|per\s?cent|times\b|points?\b|stars?\b|"
    r"or (newer|later))",
    re.IGNORECASE,
)
CODE_OR_ADDRESS = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]*`|\]\([^)\n]*\)|<?https?://[^\s>)]*", re.DOTALL)
QUOTED = re.compile("[\"'\u201c\u2018\u00ab].*[\"'\u201d\u2019\u00bb]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of parts of standards that a course may name.

    `allowed` are the verified ones, with a colon; `free` allows every number; `elsewhere` are other bodies'
    parts as the texts name them; `standards` are the numbers of the course's standards.
    """

    allowed: frozenset[str] = frozenset()
    elsewhere: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    free: bool = False

    @property
    def told(self) -> str:
        """The numbers that may be named, in words."""
        return ", ".join(sorted(self.allowed)) or "none"

    def nearest(self, number: str) -> str:
        """Return the number that was probably meant: a spreadsheet reads 5:9 as a time."""
        plain = ":".join(part.lstrip("0") for part in re.split("[:.]", number)[:2])
        return plain if plain in self.allowed else ""


def numbers_of(book: Book) -> Numbers:
    """Return the table course's rules on numbers; if it can't be read, any may be named."""
    if not book.has("course"):
        return Numbers(free=True)
    facts = {line["id"]: line["text"] for line in book.lines("course")}
    standards = {line["number"] for line in book.lines("standards")} if book.has("standards") else set()
    named = [part for part in PARTED.split(facts.get("provisions", "")) if part]
    return Numbers(
        frozenset(named) - {ANY},
        tuple(part for part in PARTED.split(facts.get("elsewhere", "")) if part),
        tuple(sorted(number for number in standards if number.isdecimal())),
        free=ANY in named,
    )


def sub_provisions(text: str, numbers: Numbers, *, markdown: bool = False) -> Iterator[str]:
    """Yield each number in a text that reads as a part of a standard and may not be named, as written.

    Times (10:30, at 5:15), dates, prices, versions and amounts are ignored; in Markdown also code and
    addresses. A number that is called a provision or a standard is always included, whatever its size.
    """
    if numbers.free or not NUMBERED.search(text):
        return
    for phrase in numbers.elsewhere:
        text = re.sub(rf"\b{re.escape(phrase)}\b", _blank, text)
    if markdown:
        text = CODE_OR_ADDRESS.sub(_blank, text)
    found = {(match.start(1), match[1]) for match in NAMED.finditer(text)}
    if numbers.standards:
        bare = re.compile(BARE.format(standards="|".join(numbers.standards)))
        found |= {(match.start(), match[1]) for match in bare.finditer(text) if not _something_else(match)}
    for _, number in sorted(found):
        if number not in numbers.allowed:
            yield number


def check_wording(book: Book) -> Iterator[Fault]:
    """Yield faults for texts of tables with a forbidden number, or a summary in quotation marks."""
    for sheet in book.sheets.values():
        yield from check_prose(sheet, book)
    yield from _summaries(book)
    yield from _provision_numbers(book, numbers_of(book))
    yield from _to_write(book)


def check_prose(sheet: Sheet, book: Book) -> Iterator[Fault]:
    """Yield faults for one table's texts with a number that the book's course does not allow."""
    numbers = numbers_of(book)
    prose = [column.name for column in sheet.schema.columns if is_prose(column, sheet)]
    for line in sheet.lines:
        for column in prose:
            if not _official(sheet, line, column):
                yield from _numbers(sheet, line, column, numbers)


def still_to_write(text: str) -> Iterator[str]:
    """Yield each placeholder of `workbook new` in a Markdown text: text in square brackets.

    Links, code, footnotes and the checkboxes of a task list don't count.
    """
    plain = CODE_OR_ADDRESS.sub(_blank, text)
    named = {name.casefold() for name in LINK_NAMED.findall(plain)}
    for match in TO_WRITE.finditer(plain):
        within, after = match[0][1:-1], TO_WRITE.match(plain, match.end())
        links = {within.casefold(), after[0][1:-1].casefold() if after else ""} & named
        if not links and not NO_TEXT.match(within):
            yield match[0]


def _to_write(book: Book) -> Iterator[Fault]:
    for sheet in book.sheets.values():
        prose = [column.name for column in sheet.schema.columns if column.type == "string"]
        for line in sheet.lines:
            for column in prose:
                text = line[column]
                if TO_WRITE.fullmatch(text) or text == ADDRESS_TO_WRITE:
                    yield sheet.fault(sense.StillToWrite, line, column)


def _numbers(sheet: Sheet, line: Line, column: str, numbers: Numbers) -> Iterator[Fault]:
    for number in sub_provisions(line[column], numbers):
        near = numbers.nearest(number)
        yield sheet.fault(sense.SubProvision, line, column, value=number, nearest=near, allowed=numbers.told)


def is_prose(column: Column, sheet: Sheet) -> bool:
    """Return whether a column contains texts: no ids, no numbers, no web addresses, no list of values."""
    free = column.type == "string" and column.format == "default"
    refers = column.name in {reference.column for reference in sheet.schema.references}
    return free and not refers and not column.enum and not column.identifier


def _official(sheet: Sheet, line: Line, column: str) -> bool:
    """Return whether a cell may contain the regulator's own text; the column number has its own rule."""
    if sheet.schema.name == "course":
        return line["id"] in ("provisions", "elsewhere")
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


def _provision_numbers(book: Book, numbers: Numbers) -> Iterator[Fault]:
    if not book.has("provisions", "standards"):
        return
    standards = {line["id"]: line["number"] for line in book.lines("standards")}
    sheet = book.sheets["provisions"]
    for line in sheet.lines:
        text = line["number"]
        shape = PROVISION.fullmatch(text)
        belongs = shape and shape[1] == standards.get(line["standard"])
        known = numbers.free or text in numbers.allowed or line["text_kind"] == "wording"
        if text and not (belongs and known):
            near = numbers.nearest(text)
            yield sheet.fault(sense.ProvisionNumber, line, "number", nearest=near, allowed=numbers.told)


def _something_else(match: re.Match[str]) -> bool:
    """Return whether the text beside a bare number makes it a time, a version or an amount."""
    before, after = match.string[: match.start()][-30:], match.string[match.end() :][:30]
    if UNIT_AFTER.match(after) or VERSION_BEFORE.search(before):
        return True
    # A time has two digits for its minutes, unlike 5:4.
    return len(match[1]) > len("5:4") and bool(TIME_BEFORE.search(before))


def _blank(match: re.Match[str]) -> str:
    """Return as many spaces as were matched, so that the positions of the rest don't change."""
    return " " * len(match[0])
