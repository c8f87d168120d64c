"""How long each step of a workshop took: the time for which it was the current one.

Here: measuring and reading these times. Not here: which command changes the current step (see `commands`).
"""

from datetime import datetime

from sqlalchemy import Connection, select

from workbook.database.upsert import upsert
from workbook.workshop.storage.rows import WorkshopRow
from workbook.workshop.storage.schema import times

__all__ = ["measure", "times_of"]


def measure(connection: Connection, before: WorkshopRow, after: WorkshopRow, now: datetime) -> None:
    """Add up the time of the step that a change left, and begin that of the step to which it led."""
    left, moment = before.step.id, now.timestamp()
    has_ended = after.ended is not None and before.ended is None
    if left == after.step.id and not has_ended:
        return
    rows = connection.execute(select(times).where(times.c.workshop_id == before.workshop_id)).all()
    by_step = {row.step_id: row for row in rows}
    held = by_step.get(left)
    # The first step began with the workshop; no row says so.
    began = held.began if held else None if rows else before.started
    if began is not None:
        seconds = (held.seconds if held else 0.0) + max(0.0, moment - began)
        _put(connection, before, left, seconds, None)
    if not has_ended:
        earlier = by_step.get(after.step.id)
        _put(connection, before, after.step.id, earlier.seconds if earlier else 0.0, moment)


def times_of(connection: Connection, held: WorkshopRow) -> dict[str, float]:
    """Return the seconds for which each step was the current one, by its id; the current one is left out."""
    rows = connection.execute(
        select(times.c.step_id, times.c.seconds).where(
            times.c.workshop_id == held.workshop_id, times.c.began.is_(None)
        )
    )
    return {row.step_id: row.seconds for row in rows}


def _put(
    connection: Connection, held: WorkshopRow, step_id: str, seconds: float, began: float | None
) -> None:
    row = {"workshop_id": held.workshop_id, "step_id": step_id, "seconds": seconds, "began": began}
    upsert(connection, times, [row], changed=["seconds", "began"])
