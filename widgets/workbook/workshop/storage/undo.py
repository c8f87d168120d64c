"""Undo for a press too many: takes a trainer's last command back, within a short time.

Here: what is kept of a workshop before a command, and how that comes back. Answers are never part of it: a
step that was opened by mistake closes again only while nobody has answered.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from workbook.workshop.domain.plans import plan_data, stored_plan
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.rows import WorkshopRow, change, counted_of
from workbook.workshop.storage.schema import results

__all__ = ["UNDO_S", "before", "undo"]

UNDO_S = 20
"""For how many seconds the last command can be undone."""

_OPENS = ("open", "ask")


def before(connection: Connection, held: WorkshopRow, do: str, now: float) -> str:
    """Return what is kept of a workshop before a command, as JSON."""
    shown = select(results.c.step_id).where(
        results.c.workshop_id == held.workshop_id, results.c.revealed.is_(True)
    )
    return json.dumps(
        {
            "did": do,
            "until": now + UNDO_S,
            "position": held.position,
            "status": held.status,
            "timer_ends": held.timer_ends,
            "plan": plan_data(held.plan),
            "revealed": sorted(connection.execute(shown).scalars()),
        },
        ensure_ascii=False,
    )


def undo(connection: Connection, held: WorkshopRow, now: float) -> WorkshopRow:
    """Take the last command back; raises WorkshopError ("not_now") if there is none, or it is too late."""
    kept: Mapping[str, Any] | None = json.loads(held.undo) if held.undo else None
    if kept is None or now > kept["until"]:
        raise WorkshopError("not_now")
    if kept["did"] in _OPENS and counted_of(connection, held, held.step)[0]:
        raise WorkshopError("not_now")
    of_it = results.c.workshop_id == held.workshop_id
    is_shown = results.c.step_id.in_(kept["revealed"])
    connection.execute(update(results).where(of_it, is_shown).values(revealed=True))
    connection.execute(update(results).where(of_it, ~is_shown).values(revealed=False))
    values = {name: kept[name] for name in ("position", "status", "timer_ends")}
    return change(connection, held, plan=stored_plan(kept["plan"]), undo=None, **values)
