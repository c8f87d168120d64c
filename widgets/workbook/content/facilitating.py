"""The rows of the tables for facilitators: notes, how to lead a session, plans and orderings.

As in `tables`, which contains those for learners: one frozen class for each table, in the order of
datapackage.json.
"""

from dataclasses import dataclass

from workbook.content.tables import Row


@dataclass(frozen=True, slots=True)
class FacilitatorNote(Row):
    """How to run a workshop on a standard; `minutes` for a room of 20."""

    standard: str
    aim: str
    minutes: int
    prepare: str
    how_to_run: str
    comes_up: str
    avoid: str


@dataclass(frozen=True, slots=True)
class FacilitatorGuidePoint(Row):
    """A point of how to lead a session, for the facilitator's guide."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan(Row):
    """A ready-made plan of a workshop; its steps add up to its `minutes`."""

    title: str
    minutes: int
    aim: str
    prepare: str


@dataclass(frozen=True, slots=True)
class PlanStep(Row):
    """A step of a plan; its `kind` determines the table of which its `subject` is an id."""

    plan: str
    number: int
    kind: str
    title: str
    minutes: int
    subject: str
    round: int
    show: str
    wall: str
    notes: str


@dataclass(frozen=True, slots=True)
class Ordering(Row):
    """A set of everyday acts that a workshop ranks, the riskiest first."""

    title: str
    question: str
    debrief: str


@dataclass(frozen=True, slots=True)
class OrderingItem(Row):
    """An act of an ordering, and why it is more or less risky."""

    ordering: str
    text: str
    why: str
