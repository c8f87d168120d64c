"""Reverses a spreadsheet's conversions of typed text: it reads 5:9 as a time, and July 2023 as a date.

Here: pure functions that restore the typed text of a cell if it is certain, and detect cells where it is not.
Not here: reading files (see `reader`), and reporting (see `check`). A learner's kernel runs `as_typed` at its
start, so this uses only the standard library.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from workbook.content.package import TableSchema

__all__ = ["TRUTH", "as_typed", "damage", "date_as_shown", "perhaps_typed"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = 3
_NUMBERS = {name[:length]: at for at, name in enumerate(_MONTHS, 1) for length in (_SHORT, len(name))}
_NUMBERS["Sept"] = 9
_NAME = "(" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_YEAR = r"(\d{4}|\d{2})"
_WHOLE_DATE = re.compile(rf"(\d{{1,2}})-{_NAME}-{_YEAR}")
_MONTH_AND_YEAR = re.compile(rf"{_NAME}-{_YEAR}")
_DAY_AND_MONTH = re.compile(rf"(\d{{1,2}})-{_NAME}")
_FIGURES = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2{_YEAR}")
_STAMP = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_SERIAL = re.compile(r"\d{5}")
# Dates as Excel and LibreOffice store them, as a number of days: those from 1980 to 2049.
_DAY_0 = date(1899, 12, 30)
_SERIALS = range(29_221, 54_790)
# A two-digit year below this one is in this century, as in spreadsheets.
_TURN = 30
_DAYS_AND_MONTHS = 12
_TIME = re.compile(r"(\d{1,4}):(\d{1,2})(?::00)?(?: ?([AP])M)?", re.IGNORECASE)
_NOON = 12
_PART_OF_A_DAY = re.compile(r"0[.,]\d{3,17}")
_MINUTES = 24 * 60
_LONG_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+?\d{2,3}", re.IGNORECASE)
_LONGEST = 30
TRUTH = ("TRUE", "FALSE")
"""How spreadsheets write true and false."""

# Parts of a number format in quotation marks or brackets don't stand for day, month and year.
_ASIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def as_typed(schema: TableSchema, cells: Mapping[str, str]) -> dict[str, str]:
    """Return a row's cells that a spreadsheet has converted, by column, as they were typed.

    These are the numbers of provisions, which it reads as times, and dates in the columns that contain them.
    A cell is left out if the typed text is uncertain.
    """
    found: dict[str, str] = {}
    for column, read_back in _columns(schema, cells):
        text = cells.get(column, "")
        typed = read_back(text) if text else None
        if typed and typed != text:
            found[column] = typed
    return found


def damage(text: str) -> str:
    """Return, in a few words, what a spreadsheet has converted a text to; "" if nothing.

    A date in figures may be what somebody typed. In words it can't be mistaken for another.
    """
    if text in TRUTH:
        return "TRUE or FALSE"
    # All of these are short, and begin or end with a digit.
    if len(text) > _LONGEST or not (text[:1].isdigit() or text[-1:].isdigit()):
        return ""
    if _LONG_NUMBER.fullmatch(text):
        return "a shortened number"
    is_date = any(form.fullmatch(text) for form, _ in _FORMS) or _is_serial(text)
    return "a date" if is_date else ""


def perhaps_typed(text: str) -> str:
    """Return the text that may have been typed for a spreadsheet's time, such as 5:9 for 05:09; else "".

    A time without a leading zero, such as 23:40, was typed as it is.
    """
    typed = _provision(text) or ""
    return typed if typed != text else ""


def date_as_shown(value: date, number_format: str) -> str:
    """Return a spreadsheet's date as its cell shows it, such as 13-Jul-2023, or  Jul-2023 without a day."""
    parts = _ASIDE.sub("", number_format).lower()
    month = _MONTHS[value.month - 1][:_SHORT]
    if "y" in parts and "d" not in parts:
        return f"{month}-{value.year}"
    if "d" in parts and "y" not in parts:
        return f"{value.day}-{month}"
    clock = f" {value:%H:%M}" if isinstance(value, datetime) and (value.hour or value.minute) else ""
    return f"{value.day}-{month}-{value.year}{clock}"


def _columns(
    schema: TableSchema, cells: Mapping[str, str]
) -> Iterator[tuple[str, Callable[[str], str | None]]]:
    """Yield the columns of a row in which a cell can be restored, each with its function."""
    if schema.name == "provisions":
        yield "number", _provision
    elif schema.name == "course" and cells.get("id") == "provisions":
        yield "text", _provision
    for column in schema.columns:
        if column.is_date:
            yield column.name, _date


def _provision(text: str) -> str | None:
    """Return the number of a provision that was read as a time. No such number begins with a zero."""
    if _PART_OF_A_DAY.fullmatch(text):
        minutes = float(text.replace(",", ".")) * _MINUTES
        whole = round(minutes)
        return f"{whole // 60}:{whole % 60}" if abs(minutes - whole) < 1 / _MINUTES else None
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hours, half = int(found[1]), (found[3] or "").upper()
    if half:
        hours = hours % _NOON + (_NOON if half == "P" else 0)
    return f"{hours}:{int(found[2])}"


def _date(text: str) -> str | None:
    """Return a date in words; None if it is not one, or is ambiguous."""
    if _is_serial(text):
        day = _DAY_0 + timedelta(days=int(text))
        return _in_words(day.day, day.month, day.year)
    for form, read in _FORMS:
        if found := form.fullmatch(text):
            return read(found)
    return None


def _whole_date(found: re.Match[str]) -> str | None:
    return _in_words(int(found[1]), _NUMBERS[found[2]], _year(found[3]))


def _month_and_year(found: re.Match[str]) -> str:
    return f"{_MONTHS[_NUMBERS[found[1]] - 1]} {_year(found[2])}"


def _day_and_month(found: re.Match[str]) -> str:
    return f"{int(found[1])} {_MONTHS[_NUMBERS[found[2]] - 1]}"


def _in_figures(found: re.Match[str]) -> str | None:
    """Return a date whose order of day and month is unknown, if only one order is valid."""
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if first == second or second > _DAYS_AND_MONTHS:
        return _in_words(second, first, year)
    return _in_words(first, second, year) if first > _DAYS_AND_MONTHS else None


def _stamp(found: re.Match[str]) -> str | None:
    return _in_words(int(found[3]), int(found[2]), int(found[1]))


def _in_words(day: int, month: int, year: int) -> str | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return f"{day} {_MONTHS[month - 1]} {year}"


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) > len("23") else number + (2000 if number < _TURN else 1900)


def _is_serial(text: str) -> bool:
    return bool(_SERIAL.fullmatch(text)) and int(text) in _SERIALS


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_WHOLE_DATE, _whole_date),
    (_MONTH_AND_YEAR, _month_and_year),
    (_DAY_AND_MONTH, _day_and_month),
    (_FIGURES, _in_figures),
    (_STAMP, _stamp),
)
"""The formats in which spreadsheets write dates, each with its parser, apart from the number of days."""
