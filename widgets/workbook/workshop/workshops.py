"""Workshops: all that is done in them, one call a change, each in one transaction.

Here: signatures, on the way.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from workbook.workshop.errors import WorkshopError
from workbook.workshop.plans import Plan, Step
from workbook.workshop.snapshots import Answering, Mine, Snapshot, Summary
from workbook.workshop.store import WorkshopStore

__all__ = ["Choices", "Workshops"]


class Choices(Protocol):
    """What an answer to a step may name."""

    def options(self, step: Step) -> Mapping[str, Sequence[str]]:
        """Return {"choices": ids} for a vote, {"statements": ids}, {"items": ids}, {} for other kinds."""


class Workshops:
    """All workshops of a database. It is synchronous, and may be used from one thread at a time."""

    def __init__(self, store: WorkshopStore, texts: Choices) -> None: ...

    def create(self, trainer: str, plan: Plan, title: str, now: datetime) -> Snapshot: ...

    def snapshot(self, workshop_id: str) -> Snapshot: ...

    def by_code(self, code: str) -> str: ...

    def of_trainer(self, trainer: str) -> list[Summary]: ...

    def live(self) -> list[str]: ...

    def take_seats(self, asked: Sequence[tuple[str, str | None]]) -> list[str | WorkshopError]: ...

    def leave(self, workshop_id: str, seat: str) -> None: ...

    def keep_answers(self, given: Sequence[Answering]) -> list[WorkshopError | None]: ...

    def share(self, workshop_id: str, step_id: str, seat: str, text: object) -> str: ...

    def withdraw(self, workshop_id: str, share_id: str, seat: str) -> None: ...

    def mine(self, workshop_id: str, step_id: str, seat: str) -> Mine: ...

    def command(self, workshop_id: str, trainer: str, do: str, now: datetime, **parts: Any) -> Snapshot: ...

    def delete(self, workshop_id: str, trainer: str) -> None: ...

    def expire(self, days: int, now: datetime) -> int: ...

    def save_plan(self, trainer: str, plan: Plan) -> None: ...

    def own_plans(self, trainer: str) -> list[Plan]: ...

    def delete_plan(self, trainer: str, plan_id: str) -> None: ...
