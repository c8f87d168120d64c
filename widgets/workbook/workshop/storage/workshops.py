"""All operations on workshops, each change in one transaction.

Here: the one class that other packages use. Not here: the work itself (see `seats`, `ballots`, `shares`,
`commands`, `result_snapshots`), nor WebSockets, nor pushing states (see the session registry).
"""

import json
import secrets as randomness
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from workbook.database.upsert import upsert
from workbook.workshop.domain.answers import Choices, read_title
from workbook.workshop.domain.codes import new_join_code, read_join_code
from workbook.workshop.domain.counting import LEAST
from workbook.workshop.domain.plans import WorkshopPlan, plan_data, stored_plan
from workbook.workshop.domain.snapshots import DeviceInput, IncomingAnswer, Snapshot, Summary
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage import ballots, seats, shares
from workbook.workshop.storage.command_context import CommandContext
from workbook.workshop.storage.commands import run_command
from workbook.workshop.storage.rows import hold_one, is_id, read, snapshot_of, time_of
from workbook.workshop.storage.schema import plans, sessions, tries, workshops
from workbook.workshop.storage.store import WorkshopStore

__all__ = ["Workshops", "delete_old"]

_ID_BYTES = 12
_MOST_PLANS = 100
_HIGHEST_THRESHOLD = 50


class Workshops:
    """All workshops of a database. Calls block, and may come from several threads.

    `texts` returns the ids that an answer may contain. Times (`now`) are timezone-aware. Every call raises
    WorkshopError: "busy", "big" or "down" for failures of the database, and "unknown" for a missing workshop.
    """

    def __init__(self, store: WorkshopStore, texts: Choices) -> None:
        self._store = store
        self._texts = texts

    def create(
        self, trainer: str, plan: WorkshopPlan, title: object, now: datetime, least: object = LEAST
    ) -> Snapshot:
        """Start a trainer's workshop with a plan, at its first step; a blank title becomes the plan's.

        Results show once `least` have answered, LEAST or more. Raises WorkshopError ("unreadable", "big") for
        an invalid title or number.
        """
        plan = replace(plan, least=_threshold(least))
        workshop_id = randomness.token_urlsafe(_ID_BYTES)
        row = {
            "workshop_id": workshop_id,
            "title": read_title(title) or plan.title,
            "trainer": trainer,
            "plan": json.dumps(plan_data(plan), ensure_ascii=False),
            "position": 0,
            "status": "ready",
            "started": now.timestamp(),
            "joined": 0,
            "revision": 1,
        }
        with self._store.connection(write=True) as connection:
            taken = set(connection.execute(select(workshops.c.code)).scalars())
            connection.execute(insert(workshops).values(code=new_join_code(taken.__contains__), **row))
            seats.new_secrets(connection, workshop_id, [step.question for step in plan.steps])
            return snapshot_of(connection, read(connection, workshop_id))

    def snapshot(self, workshop_id: str) -> Snapshot:
        """Return a workshop's present state, whether it is running or has ended."""
        with self._store.connection(write=False) as connection:
            return snapshot_of(connection, read(connection, workshop_id))

    def by_code(self, code: object) -> str:
        """Return the id of the workshop with a code, as typed by a person; raises "unknown" or "ended"."""
        wanted = read_join_code(code)
        with self._store.connection(write=False) as connection:
            row = connection.execute(
                select(workshops.c.workshop_id, workshops.c.ended).where(workshops.c.code == wanted)
            ).one_or_none()
        if row is None:
            raise WorkshopError("unknown")
        if row.ended is not None:
            raise WorkshopError("ended")
        return str(row.workshop_id)

    def owner(self, workshop_id: str) -> str:
        """Return the name of the trainer whose workshop it is."""
        with self._store.connection(write=False) as connection:
            return read(connection, workshop_id).trainer

    def of_trainer(self, trainer: str) -> list[Summary]:
        """Return a trainer's workshops, the latest first."""
        with self._store.connection(write=False) as connection:
            rows = connection.execute(
                select(workshops)
                .where(workshops.c.trainer == trainer)
                .order_by(workshops.c.started.desc(), workshops.c.workshop_id)
            ).all()
        return [
            Summary(
                id=row.workshop_id,
                code=row.code,
                title=row.title,
                plan=json.loads(row.plan)["title"],
                started=time_of(row.started),
                ended=None if row.ended is None else time_of(row.ended),
                joined=row.joined,
            )
            for row in rows
        ]

    def live(self) -> list[str]:
        """Return the ids of all running workshops."""
        with self._store.connection(write=False) as connection:
            running = select(workshops.c.workshop_id).where(workshops.c.ended.is_(None))
            return list(connection.execute(running.order_by(workshops.c.started)).scalars())

    def revisions(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the revisions of the workshops that exist."""
        wanted = sorted({workshop_id for workshop_id in ids if is_id(workshop_id)})
        with self._store.connection(write=False) as connection:
            rows = connection.execute(
                select(workshops.c.workshop_id, workshops.c.revision).where(
                    workshops.c.workshop_id.in_(wanted)
                )
            )
            return {row.workshop_id: row.revision for row in rows}

    def take_seats(self, asked: Sequence[tuple[str, str | None]]) -> list[str | WorkshopError]:
        """Give devices seats (see `seats.take_seats`)."""
        return seats.take_seats(self._store, asked)

    def leave(self, workshop_id: str, seat: str) -> None:
        """Forget a seat (see `seats.leave`). An unknown one is not an error."""
        seats.leave(self._store, workshop_id, seat)

    def keep_answers(self, given: Sequence[IncomingAnswer]) -> list[WorkshopError | None]:
        """Store answers, all in one transaction (see `ballots.keep_answers`)."""
        return ballots.keep_answers(self._store, self._texts, given)

    def mine(self, workshop_id: str, step_id: str, seat: str) -> DeviceInput:
        """Return a device's input to a step; nothing once the workshop has ended."""
        return ballots.mine(self._store, workshop_id, step_id, seat)

    def share(
        self, workshop_id: str, step_id: object, seat: object, text: object, *, for_report: bool = False
    ) -> str:
        """Store a text that its author wants to show; return its id (see `shares.share`)."""
        return shares.share(self._store, workshop_id, step_id, seat, text, for_report=for_report)

    def withdraw(self, workshop_id: str, share_id: object, seat: object) -> None:
        """Delete a text at its author's request; raises "not_yours" for another's."""
        shares.withdraw(self._store, workshop_id, share_id, seat)

    def command(
        self,
        workshop_id: str,
        trainer: str,
        do: object,
        now: datetime,
        /,
        **parts: Any,  # noqa: ANN401
    ) -> Snapshot:
        """Run a trainer's command (see `commands.run_command`), and return the workshop's new state.

        Raises WorkshopError: "not_yours", "unreadable", "not_now", "ended", "unknown", "big".
        """
        with self._store.connection(write=True) as connection:
            held = hold_one(connection, workshop_id)
            held.must_be_of(trainer)
            act = CommandContext(connection, held, self._texts, now)
            run_command(act, do if isinstance(do, str) else "", parts)
            snapshot = snapshot_of(connection, act.held)
        if do in ("end", "refuse", "reset"):
            self._store.forget()
        return snapshot

    def delete(self, workshop_id: str, trainer: str) -> None:
        """Delete a workshop with all its data; raises WorkshopError ("not_yours")."""
        with self._store.connection(write=True) as connection:
            held = hold_one(connection, workshop_id)
            held.must_be_of(trainer)
            connection.execute(delete(workshops).where(workshops.c.workshop_id == workshop_id))
        self._store.forget()

    def expire(self, days: int, now: datetime) -> int:
        """Delete the workshops that ended, or else started, more than `days` days ago; return how many.

        0 days keeps all. Expired sign-ins and wrong attempts are deleted too.
        """
        with self._store.connection(write=True) as connection:
            gone = delete_old(connection, days, now)
        if gone:
            self._store.forget()
        return gone

    def save_plan(self, trainer: str, plan: WorkshopPlan) -> None:
        """Save a trainer's own plan, replacing the one with its id; raises WorkshopError ("plan")."""
        with self._store.connection(write=True) as connection:
            own = select(plans.c.plan_id).where(plans.c.trainer == trainer)
            others = set(connection.execute(own).scalars()) - {plan.id}
            if len(others) >= _MOST_PLANS:
                raise WorkshopError("plan", f"You have {len(others)} plans. Delete one first.")
            data = json.dumps(plan_data(plan), ensure_ascii=False)
            upsert(
                connection, plans, [{"trainer": trainer, "plan_id": plan.id, "plan": data}], changed=["plan"]
            )

    def own_plans(self, trainer: str) -> list[WorkshopPlan]:
        """Return a trainer's own plans, sorted by title."""
        with self._store.connection(write=False) as connection:
            rows = connection.execute(select(plans.c.plan).where(plans.c.trainer == trainer)).scalars()
            return sorted((stored_plan(json.loads(row)) for row in rows), key=lambda plan: plan.title)

    def delete_plan(self, trainer: str, plan_id: object) -> None:
        """Delete a trainer's own plan; a missing one is not an error. Workshops keep their copy of it."""
        if not isinstance(plan_id, str) or not plan_id.isascii():
            return
        with self._store.connection(write=True) as connection:
            own = (plans.c.trainer == trainer) & (plans.c.plan_id == plan_id)
            connection.execute(delete(plans).where(own))


def delete_old(connection: Connection, days: int, now: datetime, most: int | None = None) -> int:
    """Delete workshops that ended, or else started, more than `days` days ago, at most `most` of them.

    0 days keeps all. Expired sign-ins and wrong attempts are deleted too. Returns how many workshops were
    deleted.
    """
    connection.execute(delete(sessions).where(sessions.c.ends <= now.timestamp()))
    connection.execute(delete(tries).where(tries.c.until < (now - timedelta(hours=1)).timestamp()))
    if not days:
        return 0
    old = func.coalesce(workshops.c.ended, workshops.c.started) < (now - timedelta(days=days)).timestamp()
    these = select(workshops.c.workshop_id).where(old).order_by(workshops.c.started).limit(most)
    return connection.execute(delete(workshops).where(workshops.c.workshop_id.in_(these))).rowcount


def _threshold(least: object) -> int:
    if isinstance(least, bool) or not isinstance(least, int) or not LEAST <= least <= _HIGHEST_THRESHOLD:
        raise WorkshopError("unreadable")
    return least
