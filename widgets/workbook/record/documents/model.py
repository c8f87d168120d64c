"""The data model of a learning record: activities with times, answers, ratings before and after, the plan.

Not here: building it from a request (see `request`), its wording and order (see `contents`), nor writing each
file format (see `workbook.documents`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

__all__ = [
    "PARTS",
    "Activity",
    "Answer",
    "Document",
    "LearningPlan",
    "PageProgress",
    "Rated",
    "Rating",
    "StandardName",
    "Version",
]

PARTS = ("activity", "answers", "ratings", "plan")
"""The parts of a document, in their order."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a device wrote, and its day (ISO, or "" if unknown)."""

    text: str
    day: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its question. `others` are versions that the learner has not resolved.

    `text` is "" if only another version is not blank. `frame` is "what", "so_what", "now_what" or "".
    """

    key: str
    kind: str
    title: str
    question: str
    page: str
    standard: str
    frame: str
    text: str
    day: str
    others: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class PageProgress:
    """A page of the workbook. `standard` is an id or ""; `done` of `total` exercises have an answer."""

    id: str
    title: str
    standard: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class StandardName:
    """A Standard of Conduct: its identifier, its number as text, and its title."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One page that the learner worked on: one row of a record of activity.

    `minutes` is None if no time is known; `given` says that the learner entered it, so it was not measured.
    `first` and `last` are ISO days, or "". `title` is "" for a page that no longer exists.
    """

    page: str
    title: str
    standards: tuple[str, ...]
    first: str
    last: str
    minutes: int | None
    given: bool
    learned: tuple[Answer, ...]
    change: tuple[Answer, ...]
    difference: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating from 1 (not sure) to 5 (very sure), its day, and other unresolved values."""

    value: int
    day: str
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """How sure the learner is of a statement, before and after."""

    standard: str
    statement: str
    before: Rated | None
    after: Rated | None


@dataclass(frozen=True, slots=True)
class LearningPlan:
    """One line of the learning plan. An answer is None if nothing was written; `by` may be an ISO day."""

    number: int
    change: Answer | None
    by: Answer | None
    know: Answer | None
    difference: Answer | None


@dataclass(frozen=True, slots=True)
class Document:
    """A learning record. `answers` keeps the order of the request; `minutes` is None if no time is known.

    `first` and `last` are the first and last ISO day of all included parts, or "".
    """

    labels: Mapping[str, str]
    language: str
    title: str
    name: str
    made: datetime
    include: frozenset[str]
    first: str
    last: str
    minutes: int | None
    pages: tuple[PageProgress, ...]
    standards: tuple[StandardName, ...]
    activities: tuple[Activity, ...]
    answers: tuple[Answer, ...]
    ratings: tuple[Rating, ...]
    plan: tuple[LearningPlan, ...]

    def words(self, name: str, **parts: object) -> str:
        """Return a label with its placeholders (`{date}`) filled in, or the name of an unknown label."""
        text = self.labels.get(name, name)
        for gap, part in parts.items():
            text = text.replace(f"{{{gap}}}", str(part))
        return text
