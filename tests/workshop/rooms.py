"""A workshop for tests: a plan with a step of each kind, and short ways to act in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workbook.workshop.domain.plans import Step, WorkshopPlan
from workbook.workshop.domain.snapshots import IncomingAnswer
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.workshops import Workshops

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
TRAINER, OTHER = "Ann", "Bob"

CHOICES = ("ask", "post", "wait")
STATEMENTS = ("knows", "dares")
ITEMS = ("friend", "photo", "reply")
OPTIONS = {"vote": {"choices": CHOICES}, "rating": {"statements": STATEMENTS}, "order": {"items": ITEMS}}

TALK, VOTE, AGAIN, RATING, RATED, ORDER, WORD, SHARE = range(8)
"""Where each step is in the plan."""

PLAN = WorkshopPlan(
    id="half-hour",
    title="Half an hour",
    minutes=30,
    aim="To decide together.",
    prepare="Nothing.",
    steps=(
        Step("hello", "talk", "Hello", 2),
        Step("vote", "vote", "Vote alone", 4, "scene"),
        Step("again", "vote", "Vote again", 4, "scene", 2),
        Step("rating", "rating", "Rate yourself", 4, "standard"),
        Step("rated", "rating", "Rate yourself again", 4, "standard", 2),
        Step("order", "order", "Order by risk", 4, "ordering"),
        Step("word", "word", "One word", 4),
        Step("share", "share", "Share a reflection", 4),
    ),
)


class Texts:
    """Knows the ids of the plan above."""

    def options(self, step):
        return OPTIONS.get(step.kind, {})


class Known:
    """Has every subject but "gone"."""

    def has(self, _kind, subject):
        return subject != "gone"


class Room:
    """A workshop with what a trainer and learners do in it."""

    def __init__(self, store, plan=PLAN, trainer=TRAINER):
        self.store, self.trainer = store, trainer
        self.workshops = Workshops(store, Texts())
        self.id = self.workshops.create(trainer, plan, "", NOW).id

    def join(self, count):
        """Give this number of devices a seat."""
        return self.workshops.take_seats([(self.id, None)] * count)

    def do(self, command, now=NOW, **parts):
        """Give a command as the trainer, and return the snapshot."""
        return self.workshops.command(self.id, self.trainer, command, now, **parts)

    def do_raw(self, command, parts):
        """Give a command with whatever parts."""
        return self.workshops.command(self.id, self.trainer, command, NOW, **parts)

    def go(self, position):
        """Go to a step and open it."""
        self.do("go", step=position)
        return self.do("open")

    def answer(self, seats, answers, step="vote"):
        """Answer from each seat, and return each outcome: None or a reason."""
        given = [
            IncomingAnswer(self.id, step, seat, answer) for seat, answer in zip(seats, answers, strict=True)
        ]
        return [outcome and outcome.reason for outcome in self.workshops.keep_answers(given)]

    def vote(self, seats, *counts, step="vote"):
        """Vote from the first seats: so many for each of CHOICES."""
        votes = [choice for choice, count in zip(CHOICES, counts, strict=False) for _ in range(count)]
        return self.answer(seats[: len(votes)], votes, step)

    def share(self, seat, text, step="word", for_report=False):
        """Show a text from a seat, and return its share's id."""
        return self.workshops.share(self.id, step, seat, text, for_report=for_report)

    def result(self, step="vote"):
        """The stored result of a step."""
        return self.snapshot().results.get(step)

    def snapshot(self):
        """The workshop as it is now."""
        return self.workshops.snapshot(self.id)

    def rows(self, table):
        """All rows of a table, as they are in the database."""
        with self.store.connection(write=False) as connection:
            return list(connection.execute(table.select()))


def reason(work, *arguments, **named):
    """Why something can't be done."""
    with pytest.raises(WorkshopError) as told:
        work(*arguments, **named)
    return told.value.reason


def outcome(work, *arguments):
    """Why something can't be done, or None if it can."""
    try:
        work(*arguments)
    except WorkshopError as problem:
        return problem.reason
    return None


def step_of(kind, **changes):
    """The plan's first step of a kind."""
    return replace(next(step for step in PLAN.steps if step.kind == kind), **changes)
