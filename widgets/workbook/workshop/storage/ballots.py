"""Ballots: stores incoming answers, each once.

Here: storing many answers in one transaction, and reading a device's input. Not here: validating answers (see
`answers`), counting (see `counting`).
"""

import json
from collections.abc import Sequence
from typing import TypeAlias

from sqlalchemy import Connection, select

from workbook.database.upsert import upsert
from workbook.workshop.domain.answers import Choices, Options, read_answer
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import DeviceInput, IncomingAnswer, MyShare
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.rows import WorkshopRow, change, hold, is_id, read
from workbook.workshop.storage.schema import answers, shares
from workbook.workshop.storage.seats import known_seats, secret_of, voter
from workbook.workshop.storage.store import AT_ONCE, WorkshopStore

__all__ = ["keep_answers", "mine"]

_Kept: TypeAlias = dict[tuple[str, bytes], str]
"""Answers by step and voter."""


def keep_answers(
    store: WorkshopStore, texts: Choices, given: Sequence[IncomingAnswer]
) -> list[WorkshopError | None]:
    """Store answers, all in one transaction, and return None for each that is counted, else the reason.

    Of several answers from one seat to one step, the last is counted. One that is already stored is counted
    even if its step has been closed since: its acknowledgement may have been lost. Reasons: "unknown",
    "ended", "left" (the seat is not known), "unreadable", "closed" (the step is not open).
    """
    with store.connection(write=True) as connection:
        held = hold(connection, [one.workshop_id for one in given])
        outcomes: list[WorkshopError | None] = [None] * len(given)
        places: dict[str, list[int]] = {}
        for place, one in enumerate(given):
            if is_id(one.workshop_id) and one.workshop_id in held:
                places.setdefault(one.workshop_id, []).append(place)
            else:
                outcomes[place] = WorkshopError("unknown")
        for workshop_id, at in places.items():
            box = _Box(connection, held[workshop_id], texts, [given[place].seat for place in at])
            for place in at:
                outcomes[place] = box.take(given[place])
            box.keep()
    return outcomes


def mine(store: WorkshopStore, workshop_id: str, step_id: str, seat: str) -> DeviceInput:
    """Return a device's input to a step; nothing once the workshop has ended.

    Raises WorkshopError ("unknown") for a workshop that does not exist.
    """
    with store.connection(write=False) as connection:
        held = read(connection, workshop_id)
        step = held.plan.step(step_id)
        secret = secret_of(connection, held, step.question) if step else None
        if step is None or secret is None:
            return DeviceInput()
        name = voter(secret, seat)
        own = connection.execute(
            select(shares.c.share_id, shares.c.text, shares.c.status, shares.c.for_report).where(
                shares.c.workshop_id == workshop_id, shares.c.step_id == step.id, shares.c.voter == name
            )
        )
        answer = _answers(connection, held, step.id, [name]).get((step.id, name))
        return DeviceInput(
            None if answer is None else json.loads(answer), tuple(MyShare(*row) for row in own)
        )


class _Box:
    """Collects the answers of one locked workshop."""

    def __init__(
        self, connection: Connection, held: WorkshopRow, texts: Choices, given: Sequence[object]
    ) -> None:
        self._connection = connection
        self._held = held
        self._texts = texts
        self._seats = known_seats(connection, held.workshop_id, given)
        self._steps: dict[str, tuple[Step, bytes, Options]] = {}
        self._new: _Kept = {}

    def take(self, one: IncomingAnswer) -> WorkshopError | None:
        """Add an answer to be stored, or return why it can't be."""
        try:
            self._take(one)
        except WorkshopError as problem:
            return problem
        return None

    def _take(self, one: IncomingAnswer) -> None:
        self._held.must_run()
        if not isinstance(one.seat, str) or one.seat not in self._seats:
            raise WorkshopError("left")
        step, secret, options = self._step(one.step_id)
        answer = read_answer(step, one.answer, options)
        key = (step.id, voter(secret, one.seat))
        if self._held.status == "open" and self._held.step == step:
            self._new[key] = answer
        elif _answers(self._connection, self._held, step.id, [key[1]]).get(key) != answer:
            raise WorkshopError("closed")

    def keep(self) -> None:
        """Store the answers that were added and are not stored yet, in an order that reveals nothing."""
        old: _Kept = {}
        for step_id in {step_id for step_id, _ in self._new}:
            names = [name for of, name in self._new if of == step_id]
            old |= _answers(self._connection, self._held, step_id, names)
        rows = [
            {
                "workshop_id": self._held.workshop_id,
                "step_id": step_id,
                "voter": name,
                "answer": answer,
            }
            for (step_id, name), answer in sorted(self._new.items())
            if old.get((step_id, name)) != answer
        ]
        if rows:
            upsert(self._connection, answers, rows, changed=["answer"])
            change(self._connection, self._held)

    def _step(self, step_id: object) -> tuple[Step, bytes, Options]:
        if not isinstance(step_id, str):
            raise WorkshopError("unreadable")
        if step_id not in self._steps:
            step = self._held.plan.step(step_id)
            secret = secret_of(self._connection, self._held, step.question) if step else None
            if step is None or secret is None:
                raise WorkshopError("unreadable")
            self._steps[step_id] = step, secret, self._texts.options(step)
        return self._steps[step_id]


def _answers(connection: Connection, held: WorkshopRow, step_id: str, names: Sequence[bytes]) -> _Kept:
    """Return the answers of some voters to a step."""
    asked = select(answers.c.voter, answers.c.answer).where(
        answers.c.workshop_id == held.workshop_id, answers.c.step_id == step_id
    )
    found: _Kept = {}
    for at in range(0, len(names), AT_ONCE):
        rows = connection.execute(asked.where(answers.c.voter.in_(names[at : at + AT_ONCE])))
        found |= {(step_id, bytes(row.voter)): row.answer for row in rows}
    return found
