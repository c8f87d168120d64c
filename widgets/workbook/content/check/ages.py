"""Checks when the lines of help and the law were last read at their sources.

Here: dates in words, and their age. Not here: ringing a number or opening an address, which a person does.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from workbook.content.check.book import Book, Line, Sheet
from workbook.content.check.faults import Finding, notes, sense

__all__ = ["check_ages"]

READ = ("support", "law")
"""The tables whose rows say when they were last read."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) (\d{{4}})")


def check_ages(book: Book, today: date) -> Iterator[Finding]:
    """Yield a fault for each date that can't be read, and a note for each that is older than a year."""
    for table in READ:
        if book.has(table):
            for line in book.lines(table):
                yield from _age(book.sheets[table], line, today)


def _age(sheet: Sheet, line: Line, today: date) -> Iterator[Finding]:
    text = line["read_on"]
    read = _last_day(text)
    if text and read is None:
        yield sheet.fault(sense.UnclearDate, line, "read_on")
    elif read is not None and _a_year_after(read) < today:
        yield sheet.fault(notes.ReadLongAgo, line, "read_on", line=line["id"])


def _last_day(text: str) -> date | None:
    """Return the last day that a date in words can mean; None if it is not one."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    month, year = _MONTHS.index(found[2]) + 1, int(found[3])
    try:
        return date(year, month, int(found[1] or monthrange(year, month)[1]))
    except ValueError:
        return None


def _a_year_after(day: date) -> date:
    """Return the same day of the next year; after 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=day.day - 1)
