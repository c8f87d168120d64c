"""What a learning record holds: activities with their time, answers, ratings before and after, and the plan.

Not here: how a request is sorted into it (see `request`), how it is worded and in which order (see `flow`),
nor how any one kind of file is written (see
the room `documents`).
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
"""What can go into a document, in the order in which it stands there."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a device wrote, and the day on which it did (ISO, "" where it is not known)."""

    text: str
    day: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with the words that it answered. `others` are versions that the learner has not settled.

    `text` is "" where only another version says anything. `frame` is "what", "so_what", "now_what" or "".
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

    `minutes` is None where no time is known; `given` says that the learner gave it, and that it was not
    measured. `first` and `last` are ISO days, or "". `title` is "" for a page that nobody knows any more.
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
    """A rating from 1 (not sure) to 5 (very sure), its day, and other values that are not settled."""

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
    """One line of the learning plan. An answer is None where nothing was written; `by` may be an ISO day."""

    number: int
    change: Answer | None
    by: Answer | None
    know: Answer | None
    difference: Answer | None


@dataclass(frozen=True, slots=True)
class Document:
    """A learning record. `answers` keeps the order of the request; `minutes` is None where no time is known.

    `first` and `last` are the days of everything that is chosen, as ISO days, or "".
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
        """Return a label with its gaps (`{date}`) filled; an unknown label gives its own name."""
        text = self.labels.get(name, name)
        for gap, part in parts.items():
            text = text.replace(f"{{{gap}}}", str(part))
        return text
