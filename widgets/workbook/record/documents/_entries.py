"""Reads one entry of a record: its words, its day, its minutes. Missing fields are left out.

An entry comes from the learner's own browser or from an older copy, so nothing here rejects one with missing
fields: a document with a gap is worth more to a learner than none.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from workbook.documents.text import clean
from workbook.record.documents.model import Answer, Rated, Version

__all__ = ["Times", "answer_of", "rated_of", "words_of"]

Entry = Mapping[str, object]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_MINUTES = 24 * 60
_MOST_MINUTES = 100_000  # the most minutes accepted for a page: more is a typing mistake
_LOWEST, _HIGHEST = 1, 5  # the self-rating's scale


class Times:
    """The time spent on each page: measured, by device and day, and as the learner corrected it."""

    def __init__(self) -> None:
        """Start without any times."""
        self.titles: dict[str, str] = {}
        self._measured: dict[str, dict[str, float]] = {}
        self._given: dict[str, float] = {}

    def add(self, entry: Entry) -> bool:
        """Add an entry about time (`time/<page>/<device>`, `minutes/<page>`); return whether it was one."""
        kind, _, rest = str(entry.get("key", "")).partition("/")
        if kind == "minutes":
            value = _number(entry.get("value"), _MOST_MINUTES)
            if value is not None:
                self._given[rest] = value
            return True
        if kind != "time":
            return False
        page = rest.rpartition("/")[0]
        self.titles.setdefault(page, clean(str(entry.get("title", ""))))
        days = self._measured.setdefault(page, {})
        for day, minutes in _longest(entry).items():
            days[day] = days.get(day, 0) + minutes
        return True

    def pages(self) -> tuple[str, ...]:
        """Return the pages with any time, measured pages first."""
        measured = (page for page, days in self._measured.items() if sum(days.values()) > 0)
        return tuple(dict.fromkeys([*measured, *self._given]))

    def days(self, page: str) -> tuple[str, ...]:
        """Return the ISO days on which time was measured on a page."""
        return tuple(day for day, minutes in self._measured.get(page, {}).items() if minutes > 0)

    def minutes(self, page: str) -> tuple[int | None, bool]:
        """Return a page's whole minutes (None if unknown), and whether the learner entered them."""
        if page in self._given:
            return round(self._given[page]), True
        measured = sum(self._measured.get(page, {}).values())
        return (max(1, round(measured)), False) if measured > 0 else (None, False)


def answer_of(entry: Entry, zone: tzinfo) -> Answer | None:
    """Return an entry as an answer, with its day in the learner's time zone; None if it is blank."""
    text, others = words_of(entry), tuple(_version(other, zone) for other in _others(entry))
    others = tuple(one for one in others if one.text and one.text != text)
    if not text and not others:
        return None
    return Answer(
        key=str(entry.get("key", "")),
        kind=_said(entry, "kind"),
        title=_said(entry, "title"),
        question=_said(entry, "question"),
        page=_said(entry, "page"),
        standard=_said(entry, "standard"),
        frame=_said(entry, "frame"),
        text=text,
        day=_day(entry, zone),
        others=others,
    )


def rated_of(entry: Entry, zone: tzinfo) -> Rated | None:
    """Return an entry as a rating; None if its value is not one (1 to 5)."""
    value = _rating(entry.get("value"))
    if value is None:
        return None
    others = (_rating(other.get("value")) for other in _others(entry))
    settled = {value, None}
    return Rated(value, _day(entry, zone), tuple(one for one in others if one not in settled and one))


def words_of(version: Entry) -> str:
    """Return a version as readable text: its words if its value is not a text; "" if it is blank."""
    value, words = version.get("value"), version.get("words")
    if _is_blank(value):
        return ""
    return clean("\n".join(_lines(words if isinstance(words, str) and words.strip() else value))).strip("\n")


def _said(entry: Entry, name: str) -> str:
    value = entry.get(name)
    return clean(value) if isinstance(value, str) else ""


def _others(entry: Entry) -> list[Entry]:
    others = entry.get("others")
    return [other for other in others if isinstance(other, Mapping)] if isinstance(others, list) else []


def _version(other: Entry, zone: tzinfo) -> Version:
    return Version(words_of(other), _day(other, zone))


def _day(version: Entry, zone: tzinfo) -> str:
    """Return the day of a version in the learner's time zone, as an ISO day; "" if it is unknown."""
    try:
        return datetime.fromisoformat(str(version.get("updated"))).astimezone(zone).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _is_blank(value: object) -> bool:
    """Return whether a value is blank, as in the front end (`isBlank` in record/ui/record.js)."""
    if isinstance(value, Mapping):
        return all(_is_blank(part) for part in value.values())
    if isinstance(value, list):
        return all(_is_blank(part) for part in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _lines(value: object) -> list[str]:
    """Return any stored value as texts, one for each of its parts that is not blank."""
    if _is_blank(value):
        return []
    if isinstance(value, Mapping):
        return [line for part in value.values() for line in _lines(part)]
    if isinstance(value, list):
        return [line for part in value for line in _lines(part)]
    return [value if isinstance(value, str) else json.dumps(value)]


def _rating(value: object) -> int | None:
    number = _number(value, _HIGHEST)
    return int(number) if number is not None and number >= _LOWEST and number == int(number) else None


def _longest(entry: Entry) -> dict[str, float]:
    """Return each day's minutes on one device. If two tabs counted at once, the longer count is used."""
    longest: dict[str, float] = {}
    for version in (entry, *_others(entry)):
        days = version.get("value")
        for day, value in days.items() if isinstance(days, Mapping) else ():
            minutes = _number(value, _DAY_MINUTES)
            if minutes is not None and isinstance(day, str) and _DAY.fullmatch(day):
                longest[day] = max(minutes, longest.get(day, 0))
    return longest


def _number(value: object, most: float) -> float | None:
    """Return a number from 0 to `most`; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if math.isfinite(value) and 0 <= value <= most else None
