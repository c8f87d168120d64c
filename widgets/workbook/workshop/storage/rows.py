"""The rows of workshops within one transaction: locking, changing, and reading them as a snapshot.

Here: operations that several modules need. Not here: transactions (see `store`), which commands are possible
when (see `commands`).

Any change to a workshop first locks its row; several rows are locked in the order of their ids. So changes to
one workshop are serialised, and there are no deadlocks.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select, update

from workbook.workshop.domain.plans import Step, WorkshopPlan, plan_data, stored_plan
from workbook.workshop.domain.snapshots import Result, Share, Snapshot, Status
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.schema import answers, notes, results, shares, workshops

__all__ = [
    "LEFT",
    "WorkshopRow",
    "change",
    "counted_of",
    "has_left",
    "hold",
    "hold_one",
    "is_id",
    "read",
    "result_of",
    "snapshot_of",
    "time_of",
]

LEFT = b"left"
"""The prefix of a voter's id if the voter has left.

One HMAC in four thousand million begins with it: then the console would count one person too many as left.
"""

_ID = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_AFTER_LEFT = b"lefu"


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """A workshop's own row, locked; times are Unix seconds."""

    workshop_id: str
    code: str
    title: str
    trainer: str
    plan: WorkshopPlan
    position: int
    status: Status
    started: float
    ended: float | None
    timer_ends: float | None
    joined: int
    revision: int
    undo: str | None = None

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.plan.steps[self.position]

    def must_run(self) -> None:
        """Raise WorkshopError ("ended") if the workshop has ended."""
        if self.ended is not None:
            raise WorkshopError("ended")

    def must_be_of(self, trainer: str) -> None:
        """Raise WorkshopError ("not_yours") if the workshop is another trainer's."""
        if self.trainer != trainer:
            raise WorkshopError("not_yours")


def is_id(text: object) -> bool:
    """Return whether a value can be one of our ids; a page can send anything."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def hold(connection: Connection, ids: Collection[str]) -> dict[str, WorkshopRow]:
    """Return the workshops that exist, and lock them until the transaction ends."""
    wanted = sorted({workshop_id for workshop_id in ids if is_id(workshop_id)})
    rows = select(workshops).where(workshops.c.workshop_id.in_(wanted)).order_by(workshops.c.workshop_id)
    # Not against rows that only refer to the workshop: these are added under the same lock.
    return _held(connection, rows.with_for_update(key_share=True))


def hold_one(connection: Connection, workshop_id: str) -> WorkshopRow:
    """Return a workshop, and lock it until the transaction ends; raises WorkshopError ("unknown")."""
    return _one(hold(connection, [workshop_id]), workshop_id)


def read(connection: Connection, workshop_id: str) -> WorkshopRow:
    """Return a workshop without locking it; raises WorkshopError ("unknown")."""
    if not is_id(workshop_id):
        raise WorkshopError("unknown")
    rows = select(workshops).where(workshops.c.workshop_id == workshop_id)
    return _one(_held(connection, rows), workshop_id)


def change(connection: Connection, held: WorkshopRow, **values: Any) -> WorkshopRow:  # noqa: ANN401 - columns of several types
    """Change the given columns of a locked workshop, increment its revision, and return the result.

    A plan is given as it is, and is stored as JSON.
    """
    values["revision"] = held.revision + 1
    stored = dict(values)
    if "plan" in values:
        stored["plan"] = json.dumps(plan_data(values["plan"]), ensure_ascii=False)
    connection.execute(update(workshops).where(workshops.c.workshop_id == held.workshop_id).values(**stored))
    return replace(held, **values)


def result_of(connection: Connection, held: WorkshopRow, step: Step) -> tuple[Result, bool] | None:
    """Return a step's frozen result and whether it was revealed, or None if there is none."""
    row = connection.execute(
        select(results.c.result, results.c.revealed).where(
            results.c.workshop_id == held.workshop_id, results.c.step_id == step.id
        )
    ).one_or_none()
    return (json.loads(row.result), row.revealed) if row else None


def counted_of(connection: Connection, held: WorkshopRow, step: Step) -> tuple[int, int]:
    """Return how many have given an answer, or a text that was not refused, to a step.

    The second number is how many of them have left since.
    """
    table = shares if step.kind in ("word", "share") else answers
    asked = (
        select(func.count())
        .select_from(table)
        .where(table.c.workshop_id == held.workshop_id, table.c.step_id == step.id)
    )
    if table is shares:
        asked = asked.where(shares.c.status != "refused")
    given = connection.execute(asked).scalar_one()
    return given, connection.execute(asked.where(has_left(table))).scalar_one() if given else 0


def has_left(table: Table) -> ColumnElement[bool]:
    """Return the SQL condition that a row of answers or texts is from somebody who has left."""
    return (table.c.voter >= LEFT) & (table.c.voter < _AFTER_LEFT)


def snapshot_of(connection: Connection, held: WorkshopRow) -> Snapshot:
    """Return a snapshot of a workshop."""
    key = held.workshop_id
    frozen = connection.execute(select(results).where(results.c.workshop_id == key)).all()
    texts = connection.execute(
        select(shares.c.share_id, shares.c.step_id, shares.c.text, shares.c.status, shares.c.for_report)
        .where(shares.c.workshop_id == key, shares.c.status != "refused")
        .order_by(shares.c.share_id)
    )
    written = connection.execute(select(notes).where(notes.c.workshop_id == key))
    answered, left = counted_of(connection, held, held.step)
    return Snapshot(
        id=key,
        code=held.code,
        title=held.title,
        trainer=held.trainer,
        plan=held.plan,
        position=held.position,
        status=held.status,
        started=time_of(held.started),
        ended=None if held.ended is None else time_of(held.ended),
        timer_ends=None if held.timer_ends is None else time_of(held.timer_ends),
        answered=answered,
        left=left,
        joined=held.joined,
        results={row.step_id: json.loads(row.result) for row in frozen},
        revealed=frozenset(row.step_id for row in frozen if row.revealed),
        shares=tuple(Share(*row) for row in texts),
        notes={row.step_id: row.text for row in written},
        revision=held.revision,
        undo=json.loads(held.undo) if held.undo and held.ended is None else None,
    )


def time_of(seconds: float) -> datetime:
    """Return a stored time as a datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _held(connection: Connection, rows: Select[Any]) -> dict[str, WorkshopRow]:
    return {row.workshop_id: _read(row) for row in connection.execute(rows)}


def _read(row: Row[Any]) -> WorkshopRow:
    return WorkshopRow(**{**row._mapping, "plan": stored_plan(json.loads(row.plan))})


def _one(found: dict[str, WorkshopRow], workshop_id: str) -> WorkshopRow:
    if workshop_id not in found:
        raise WorkshopError("unknown")
    return found[workshop_id]
