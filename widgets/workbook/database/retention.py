"""Deletes rows past their retention period: once a day, by one of the servers that share a database.

Here: the schedule, and its reports. Not here: which rows are old, which each package defines (see `Task`).
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from workbook.database.errors import DatabaseError
from workbook.database.schema import retention
from workbook.database.store import Database

__all__ = ["AT_ONCE", "Done", "Retention", "Task", "delete_old"]

AT_ONCE = 200
"""The most rows that are deleted in one transaction, so that writers don't wait long."""

_FIRST_AFTER_S = 20.0
_LOOK_EVERY_S = 3600.0
_AGAIN_AFTER_S = 300.0
_LETS_OTHERS_S = 0.05
_TIMEOUT_S = 5.0
_LOG = logging.getLogger("workbook.retention")


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of rows that are deleted when they are old.

    `what` is its name, such as "records"; `delete` deletes up to a number of rows (its third argument) that
    are old at a moment (the second, with its zone), and returns how many.
    """

    what: str
    delete: Callable[[Connection, datetime, int], int]


@dataclass(frozen=True, slots=True)
class Done:
    """The last day (UTC) on which any server ran the task, and how many rows were deleted then."""

    day: date
    removed: int


def delete_old(
    store: Database, task: Task, now: datetime, *, stop: threading.Event | None = None
) -> tuple[bool, Done | None]:
    """Delete old rows, unless that was done today; return whether it was done here, and the last run.

    The day counts as done once no old rows are left: if it fails or is stopped before that, it is repeated.
    Raises DatabaseError.
    """
    today, removed = now.astimezone(UTC).date(), 0
    stop = stop or threading.Event()
    while True:
        with store.connection(write=True) as connection:
            store.wait_for_others(connection)
            done = _last(connection, task.what)
            # A day in the future comes from a wrong clock.
            if done and today <= done.day <= today + timedelta(days=1):
                return False, done
            part = task.delete(connection, now, AT_ONCE)
            removed += part
            if part < AT_ONCE:
                _note(connection, task.what, today, removed, is_first=done is None)
                break
        if stop.wait(_LETS_OTHERS_S):
            return False, done
    if removed:
        store.forget()
    return True, Done(today, removed)


def _last(connection: Connection, what: str) -> Done | None:
    row = connection.execute(select(retention).where(retention.c.what == what)).one_or_none()
    return Done(row.day, row.removed) if row else None


def _note(connection: Connection, what: str, day: date, removed: int, *, is_first: bool) -> None:
    values = {"what": what, "day": day, "removed": removed}
    statement = insert(retention) if is_first else update(retention).where(retention.c.what == what)
    connection.execute(statement.values(values))


def _now() -> datetime:
    return datetime.now(UTC)


class Retention:
    """A server's retention job: a thread that checks every hour whether a new day has begun.

    `wait` waits so many seconds and returns whether to end; by default, it waits for `stop`.
    """

    def __init__(
        self,
        address: str,
        tasks: Sequence[Task],
        *,
        clock: Callable[[], datetime] = _now,
        wait: Callable[[float], Awaitable[bool]] | None = None,
    ) -> None:
        """Take the address of a prepared database; nothing is opened yet."""
        self._store = Database(address, timeout=_TIMEOUT_S)
        self._tasks, self._clock = tasks, clock
        self._wait = wait or self._stopped_within
        self._thread = ThreadPoolExecutor(1, "retention")
        self._running: asyncio.Task[None] | None = None
        self._stopping, self._stop = asyncio.Event(), threading.Event()
        self._known: dict[str, Done] = {}
        self._failing: set[str] = set()
        self.rules: list[tuple[Any, ...]] = []

    def start(self) -> None:
        """Start, in the running loop."""
        self._running = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        """Finish the current transaction, and end the thread."""
        self._stopping.set()
        self._stop.set()
        if self._running is not None:
            await self._running
        self._thread.submit(self._store.close)
        await asyncio.to_thread(self._thread.shutdown)

    def state(self) -> dict[str, Any]:
        """Return nothing: rows that are yet to be deleted are not a reason to send visitors elsewhere."""
        return {}

    def figures(self) -> dict[str, tuple[str, float]]:
        """Return for each kind when it last ran, how many rows it deleted, and whether it fails here."""
        told = {}
        for what in (task.what for task in self._tasks):
            done, name = self._known.get(what), f"workbook_retention_{what}"
            day = datetime.combine(done.day, time(), UTC).timestamp() if done else 0
            told[f"{name}_last_day_seconds"] = (
                f"Start of the day (UTC, Unix seconds) on which old {what} were last deleted, by any server.",
                day,
            )
            told[f"{name}_removed"] = (
                f"How many old {what} were deleted on that day.",
                done.removed if done else 0,
            )
            told[f"{name}_failing"] = (
                f"1 while old {what} can't be deleted here, else 0.",
                what in self._failing,
            )
        return told

    def run(self) -> bool:
        """Run the tasks that are due, and return whether all succeeded. It blocks: call it in a thread.

        No connection stays open until the next check, an hour later.
        """
        try:
            return self._run_tasks()
        finally:
            self._store.close()

    def _run_tasks(self) -> bool:
        for task in self._tasks:
            if self._stop.is_set():
                break
            try:
                is_mine, done = delete_old(self._store, task, self._clock(), stop=self._stop)
            except Exception as error:  # whatever the error, the server goes on, and retries
                reason = error.reason if isinstance(error, DatabaseError) else type(error).__name__
                _LOG.error("Old %s could not be deleted (%s); this will be tried again.", task.what, reason)
                self._failing.add(task.what)
                continue
            self._failing.discard(task.what)
            if done:
                self._known[task.what] = done
            if is_mine and done:
                _LOG.info("Looked for old %s; deleted: %s.", task.what, done.removed)
        return not self._failing

    async def _run(self) -> None:
        pause = _FIRST_AFTER_S
        while not await self._wait(pause):
            is_well = await asyncio.get_running_loop().run_in_executor(self._thread, self.run)
            pause = _LOOK_EVERY_S if is_well else _AGAIN_AFTER_S

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()
