"""The numbers of finished standards that a publisher may see, which identify nobody.

In a small team, "one person finished Standard 5 on Tuesday" may well identify that person, and those who did
not finish. So this is the rule:

- Nothing finer than a week, Monday to Sunday, is stored.
- A week's number is shown once the week is over, and if it is at least 5 (LEAST). The current week would
  show, from one day to the next, who has just finished.
- The other weeks of a month are shown as one sum, once the last of them is over. If that sum is less than 5,
  it is shown as "1 to 4"; nothing is added to other months, and there are no totals, so that nothing can be
  found by subtraction.
- If only a part of the time is requested, weeks and months are left out as a whole. No number depends on the
  query, so that two queries reveal no more than one.

A sum of weeks that are each under 5, such as 8 for two weeks, still allows some inference, but never that a
week had one or two. A week belongs to the month of its Monday.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workbook.usage.tally import monday

__all__ = ["LEAST", "Span", "spans"]

LEAST = 5
"""The least number that is shown exactly: the workshops' totals use the same figure."""

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """How often a standard was finished in a week, or (`rest`) in the other weeks of a month.

    `first` and `last` are the first and the last day: of the week, or of all weeks of the month. `number` is
    None for 1 to 4.
    """

    first: date
    last: date
    standard: str
    rest: bool
    number: int | None


def spans(
    finished: Mapping[tuple[date, str], int], today: date, since: date | None = None
) -> tuple[Span, ...]:
    """Return the numbers that may be shown, by first day and standard, from those by Monday and standard.

    `since` leaves out weeks that began before it, and months before its own.
    """
    months: dict[tuple[date, str], dict[date, int]] = defaultdict(dict)
    for (week, standard), number in finished.items():
        months[week.replace(day=1), standard][week] = number
    found = (
        span
        for (month, standard), weeks in months.items()
        for span in _month(month, standard, weeks, today)
        if since is None or (month >= since.replace(day=1) if span.rest else span.first >= since)
    )
    return tuple(sorted(found, key=lambda span: (span.first, span.rest, span.standard)))


def _month(month: date, standard: str, weeks: Mapping[date, int], today: date) -> Iterator[Span]:
    """Yield the numbers that may be shown for one month and standard."""
    for week, number in weeks.items():
        if number >= LEAST and week + _WEEK <= today:
            yield Span(week, week + _WEEK - timedelta(days=1), standard, rest=False, number=number)
    first, after = _first_monday(month), _first_monday(_next(month))
    rest = sum(number for number in weeks.values() if number < LEAST)
    if rest and after <= today:
        shown = rest if rest >= LEAST else None
        yield Span(first, after - timedelta(days=1), standard, rest=True, number=shown)


def _first_monday(month: date) -> date:
    """Return the first Monday of a month, given its first day."""
    return monday(month + timedelta(days=6))


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
