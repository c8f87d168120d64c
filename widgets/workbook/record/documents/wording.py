"""Words dates, times, standards and ratings with the request's labels."""

import re

from workbook.record.documents.model import Activity, Answer, Document, Rated

__all__ = [
    "activity_time",
    "activity_title",
    "asked",
    "day",
    "minutes",
    "rated",
    "span",
    "standard",
    "total",
    "with_days",
]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HOUR = 60  # minutes
_MONTHS = 12


def day(document: Document, iso: str) -> str:
    """Return an ISO day in words, such as 22 November 2026; for "", that it is unknown."""
    found = _DAY.fullmatch(iso)
    if not found or not 1 <= int(found[2]) <= _MONTHS:
        return iso or document.words("documents.day_unknown")
    month = document.words(f"documents.month.{int(found[2])}")
    return document.words("documents.day", day=int(found[3]), month=month, year=found[1])


def span(document: Document, first: str, last: str) -> str:
    """Return the period from a first to a last day, or the one day."""
    if first == last:
        return day(document, first)
    a, b = _DAY.fullmatch(first), _DAY.fullmatch(last)
    if a and b and (a[1], a[2]) == (b[1], b[2]):
        last = day(document, last)
        return document.words("documents.span_month", first=int(a[3]), last=last)
    return document.words("documents.span", first=day(document, first), last=day(document, last))


def minutes(document: Document, count: int) -> str:
    """Return whole minutes as hours and minutes."""
    hours, rest = divmod(count, _HOUR)
    if not hours:
        return document.words("documents.minutes", minutes=rest)
    return document.words("documents.hours" if rest else "documents.hours_only", hours=hours, minutes=rest)


def standard(document: Document, id_: str, short: bool = False) -> str:
    """Return a standard's number and title (or only its number); an unknown one keeps its identifier."""
    for one in document.standards:
        if one.id == id_:
            name = "documents.standard_short" if short else "documents.standard_full"
            return document.words(name, number=one.number, title=one.title)
    return document.words("documents.standard_gone_short" if short else "documents.standard_gone", id=id_)


def activity_title(document: Document, activity: Activity) -> str:
    """Return a page's title, or words for a page that no longer exists."""
    if activity.title:
        return activity.title
    name = "documents.page_gone" if activity.page else "documents.page_unknown"
    return document.words(name, id=activity.page)


def asked(answer: Answer) -> str:
    """Return an answer's question after the title of its exercise: several scenarios ask the same."""
    title, question = answer.title.strip(), answer.question.strip()
    if not question or question == title:
        return title
    if not title:
        return question
    return f"{title} {question}" if title[-1] in ".:?!" else f"{title}: {question}"


def activity_time(document: Document, activity: Activity, short: bool = False) -> str:
    """Return the time of an activity and its source, or that it is unknown."""
    if activity.minutes is None:
        return document.words("documents.time_unknown")
    if activity.given:
        name = "documents.time_given_short" if short else "documents.time_given"
    else:
        name = "documents.time_measured_short" if short else "documents.time_measured"
    return document.words(name, time=minutes(document, activity.minutes))


def with_days(document: Document, text: str) -> str:
    """Return a text that is only a date in words; dates within a text stay as they are."""
    return "\n".join(day(document, line) if _DAY.fullmatch(line) else line for line in text.split("\n"))


def total(document: Document) -> str:
    """Return the time of all activities; if some have none, with the number of those in the sum."""
    if document.minutes is None:
        return document.words("documents.time_unknown") if document.activities else ""
    known = sum(one.minutes is not None for one in document.activities)
    time = minutes(document, document.minutes)
    if known == len(document.activities):
        return time
    return document.words("documents.time_of", time=time, known=known, count=len(document.activities))


def rated(document: Document, one: Rated | None, dated: bool = True) -> str:
    """Return a rating in words, its day, and any unresolved values, each on its own line."""
    if not one:
        return document.words("documents.rated_not")
    lines = [_scale(document, one.value), *([day(document, one.day)] if dated else [])]
    for value in one.others:
        lines.append(document.words("documents.rated_other", rating=_scale(document, value)))
    return "\n".join(lines)


def _scale(document: Document, value: int) -> str:
    return document.words("documents.rated", value=value, words=document.words(f"documents.scale.{value}"))
