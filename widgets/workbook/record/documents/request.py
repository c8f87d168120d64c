"""Parses the front end's request for a document into a learning record.

Here: the request's format, and the mapping from entries to activities, ratings and the plan. Not here:
reading one entry (see `_entries`), nor the look of the parts in a document (see `contents`).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from workbook.documents.asked import language_asked, moment_asked
from workbook.documents.text import clean
from workbook.record.documents._entries import Times, answer_of, rated_of
from workbook.record.documents.model import (
    PARTS,
    Activity,
    Answer,
    Document,
    LearningPlan,
    PageProgress,
    Rated,
    Rating,
    StandardName,
)
from workbook.record.errors import RecordError

__all__ = ["LIMIT", "labels_of", "language_of", "moment_of", "read_request", "things_of"]

LIMIT = 5_000_000
"""The most characters that the answers of one document may have together."""

Thing = Mapping[str, object]

_NAME = 120  # the most characters of a name
_RATING = re.compile(r"confidence/(.+)/(before|after)", re.DOTALL)
_PLAN = re.compile(r"plan/([0-9]{1,9})/(change|by|know|difference)")


def read_request(request: Thing) -> Document:
    """Parse the front end's request into a learning record.

    Raises RecordError: "unreadable" if its format is invalid, "big" above LIMIT characters.
    """
    made = moment_of(request)
    entries, pages, standards = things_of(request, "entries"), _pages(request), _standards(request)
    sorting = _Sorting(_zone(request, made))
    for entry in entries:
        sorting.add(entry)
    if sorting.size > LIMIT:
        raise RecordError("big", "There is more text in this record than one document can hold.")
    include = _include(request)
    plan = sorting.plan()
    activities = _activities(pages, sorting, plan if "plan" in include else ())
    days = sorted({*sorting.days, *(day for one in activities for day in (one.first, one.last))} - {""})
    known = [one.minutes for one in activities if one.minutes is not None]
    return Document(
        labels=labels_of(request),
        language=language_of(request.get("language", "")),
        title=_text(request, "title"),
        name=_text(request, "name")[:_NAME],
        made=made,
        include=include,
        first=days[0] if days else "",
        last=days[-1] if days else "",
        minutes=sum(known) if known else None,
        pages=pages,
        standards=standards,
        activities=activities,
        answers=tuple(sorting.answers),
        ratings=sorting.ratings(),
        plan=plan,
    )


def labels_of(request: Thing) -> dict[str, str]:
    """Return a request's labels. Raises RecordError ("unreadable") if there are none."""
    labels = request.get("labels")
    if not isinstance(labels, Mapping) or not all(isinstance(text, str) for text in labels.values()):
        raise RecordError("unreadable", "The request has no labels.")
    return {str(name): clean(text) for name, text in labels.items()}


def things_of(request: Thing, name: str) -> list[Thing]:
    """Return a list of a request; empty if it has none. Raises RecordError ("unreadable")."""
    value = request.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise RecordError("unreadable", f"What the request says for {name} is not a list.")
    return value


def moment_of(request: Thing) -> datetime:
    """Return a document's time, with the offset from UTC. Raises RecordError ("unreadable")."""
    made = moment_asked(request.get("made"))
    if made is None:
        raise RecordError("unreadable", "The request does not say when the document is made.")
    return made


def language_of(tag: object) -> str:
    """Return the tag of a document's language; en-GB for "". Raises RecordError ("unreadable")."""
    language = "en-GB" if tag == "" else language_asked(tag)
    if language is None:
        raise RecordError("unreadable", "What the request says for language is not a language.")
    return language


class _Sorting:
    """The entries of a request, sorted by kind."""

    def __init__(self, zone: tzinfo) -> None:
        self.times = Times()
        self.answers: list[Answer] = []
        self.days: set[str] = set()
        self.size = 0
        self._zone = zone
        self._rated: dict[str, dict[str, Rated]] = {}
        self._statements: dict[str, Answer] = {}
        self._plan: dict[int, dict[str, Answer]] = {}

    def add(self, entry: Thing) -> None:
        if not isinstance(entry.get("key"), str):
            raise RecordError("unreadable", "An entry of the request has no key.")
        answer = None if self.times.add(entry) else answer_of(entry, self._zone)
        if not answer:
            return
        self.days.update((answer.day, *(other.day for other in answer.others)))
        self.size += len(answer.text) + len(answer.question) + sum(len(one.text) for one in answer.others)
        rating, line = _RATING.fullmatch(answer.key), _PLAN.fullmatch(answer.key)
        rated = rated_of(entry, self._zone) if rating else None
        if rating and rated:
            self._rated.setdefault(rating[1], {})[rating[2]] = rated
            self._statements[rating[1]] = answer
        elif line:
            self._plan.setdefault(int(line[1]), {})[line[2]] = answer
        else:
            self.answers.append(answer)

    def ratings(self) -> tuple[Rating, ...]:
        return tuple(
            Rating(
                self._statements[name].standard,
                self._statements[name].question or name,
                rated.get("before"),
                rated.get("after"),
            )
            for name, rated in self._rated.items()
        )

    def plan(self) -> tuple[LearningPlan, ...]:
        return tuple(
            LearningPlan(number, line.get("change"), line.get("by"), line.get("know"), line.get("difference"))
            for number, line in sorted(self._plan.items())
        )


def _activities(
    pages: tuple[PageProgress, ...], sorting: _Sorting, plan: tuple[LearningPlan, ...]
) -> tuple[Activity, ...]:
    """Return the learner's activities, the earliest first; those with an unknown day come last."""
    written = dict.fromkeys(answer.page for answer in sorting.answers)
    order = {page.id: at for at, page in enumerate(pages)}
    found = [
        _activity(id_, pages[order[id_]] if id_ in order else None, sorting, plan)
        for id_ in dict.fromkeys([*written, *sorting.times.pages()])
    ]
    return tuple(sorted(found, key=lambda one: (one.first or "9", order.get(one.page, len(order)), one.page)))


def _activity(
    id_: str, page: PageProgress | None, sorting: _Sorting, plan: tuple[LearningPlan, ...]
) -> Activity:
    answers = [answer for answer in sorting.answers if answer.page == id_]
    days = sorted({*sorting.times.days(id_), *(answer.day for answer in answers)} - {""})
    minutes, given = sorting.times.minutes(id_)
    own = page.standard if page else ""
    standards = [own] if own else [answer.standard for answer in answers if answer.standard]
    mine = [line for line in plan if own and own in _standards_of(line)]
    return Activity(
        page=id_,
        title=page.title if page else sorting.times.titles.get(id_, ""),
        standards=tuple(dict.fromkeys(standards)),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        minutes=minutes,
        given=given,
        learned=tuple(answer for answer in answers if answer.frame != "now_what"),
        change=(
            *(answer for answer in answers if answer.frame == "now_what"),
            *(line.change for line in mine if line.change),
        ),
        difference=tuple(line.difference for line in mine if line.difference),
    )


def _standards_of(line: LearningPlan) -> set[str]:
    """Return the standards that a line of the plan is for; often none."""
    return {one.standard for one in (line.change, line.by, line.know, line.difference) if one}


def _text(thing: Thing, name: str) -> str:
    value = thing.get(name, "")
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise RecordError("unreadable", f"What the request says for {name} is not a text.")


def _count(thing: Thing, name: str) -> int:
    value = thing.get(name, 0)
    if not isinstance(value, int) or value < 0:
        raise RecordError("unreadable", f"What the request says for {name} is not a whole number.")
    return value


def _zone(request: Thing, made: datetime) -> tzinfo:
    """Return the learner's time zone; if it is missing or unknown, today's offset is used."""
    try:
        return ZoneInfo(_text(request, "zone"))
    except (OSError, ValueError, LookupError):
        return made.tzinfo or UTC


def _include(request: Thing) -> frozenset[str]:
    """Return the parts to include: all of them, unless the request selects some."""
    chosen = request.get("include", list(PARTS))
    if not isinstance(chosen, list):
        raise RecordError("unreadable", "What the request says for include is not a list.")
    return frozenset(part for part in PARTS if part in chosen)


def _pages(request: Thing) -> tuple[PageProgress, ...]:
    progress = {_text(one, "page"): one for one in things_of(request, "progress")}
    return tuple(
        PageProgress(
            id=id_,
            title=_text(page, "title"),
            standard=_text(page, "standard"),
            done=_count(progress.get(id_, {}), "done"),
            total=_count(progress.get(id_, {}), "total"),
        )
        for page in things_of(request, "pages")
        if (id_ := _text(page, "id"))
    )


def _standards(request: Thing) -> tuple[StandardName, ...]:
    return tuple(
        StandardName(_text(one, "id"), _text(one, "number"), _text(one, "title"))
        for one in things_of(request, "standards")
    )
