"""The session registry: all workshops with connections to this server.

Here: the live workshops, when they are reread, when states are pushed, and notifying other servers. Not here:
the connections themselves (see `websocket`), their messages (see `dispatcher`), storage (see `workshops`).
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.faults import log_fault
from workbook.workshop.live.session import LiveSession
from workbook.workshop.live.states import StateTexts
from workbook.workshop.storage.watch import ChangeWatch, Heard
from workbook.workshop.storage.workshops import Workshops
from workbook.workshop.storage.writer import Writer

__all__ = ["SessionRegistry"]

_CONSOLES_EVERY_S = 0.2
_LEARNERS_EVERY_S = 1.0
_AGAIN_AFTER_S = 1.0
# In case a change by another server was missed, for example behind a pooler that drops NOTIFY.
_LOOK_ANYWAY_S = 5.0
_Found = TypeVar("_Found")


def _now() -> datetime:
    return datetime.now(UTC)


class SessionRegistry:
    """The live workshops of one server. Everything runs in the event loop; `writer` has the thread."""

    def __init__(
        self,
        writer: Writer[Workshops],
        texts: StateTexts,
        *,
        watch: Callable[[Heard], ChangeWatch],
        tell: Callable[[str], None] = lambda _: None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Take the writer, the content's texts, and how changes are detected and announced.

        `tell` is called in the writer's thread with the id of a workshop that was changed here. `clock`
        returns the time in UTC.
        """
        self.writer, self.texts, self.clock = writer, texts, clock
        self._tell = tell
        self._watch = watch(self._heard_elsewhere)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._live: dict[str, LiveSession] = {}
        self._entering: dict[str, asyncio.Task[LiveSession]] = {}
        self._refreshing: dict[str, asyncio.Task[None]] = {}
        self._owing: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begin, in the running loop."""
        self._loop = asyncio.get_running_loop()
        self.spawn(self._check_regularly())

    async def stop(self) -> None:
        """End all tasks, after pending changes are written."""
        await asyncio.to_thread(self._watch.stop)
        tasks = [*self._tasks, *self._refreshing.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.writer.close()

    def state(self) -> dict[str, Any]:
        """Return figures for monitoring."""
        return {
            "live": len(self._live),
            "learners": sum(len(one.learners) for one in self._live.values()),
            "consoles": sum(len(one.consoles) for one in self._live.values()),
        }

    async def enter(self, workshop_id: str, *, fresh: bool = False) -> LiveSession:
        """Return a workshop to connect to; raises WorkshopError ("unknown").

        The caller has to add its connection before the next await. The state may be a moment old; with
        `fresh` it is reread first.
        """
        if fresh and workshop_id in self._live:
            snapshot = await self.writer.run(lambda workshops: workshops.snapshot(workshop_id))
            if live := self._live.get(workshop_id):
                self._show(live, snapshot)
        if live := self._live.get(workshop_id):
            return live
        task = self._entering.get(workshop_id)
        if task is None:
            task = self._entering[workshop_id] = self.spawn(self._read_first(workshop_id))
            task.add_done_callback(lambda _: self._entering.pop(workshop_id, None))
        return await asyncio.shield(task)

    async def code(self, code: str) -> str:
        """Return the id of the workshop with a code in its plain form.

        Raises WorkshopError ("unknown", "ended").
        """
        for live in self._live.values():
            if live.snapshot.code == code and not live.is_gone and live.snapshot.ended is None:
                return live.id
        return await self.writer.run(lambda workshops: workshops.by_code(code))

    def left(self, live: LiveSession) -> None:
        """Forget a workshop without connections."""
        if live.is_empty and self._live.get(live.id) is live:
            del self._live[live.id]
        if not self._live and not self._entering:
            self._watch.listen(wanted=False)

    async def do(self, work: Callable[[Workshops], Snapshot]) -> Snapshot:
        """Change a workshop, and push its new state to everybody immediately. Raises WorkshopError."""
        snapshot = await self.writer.run(work)
        if live := self._live.get(snapshot.id):
            self._show(live, snapshot)
        self.spawn(self._tell_others(snapshot.id))
        return snapshot

    async def delete(self, workshop_id: str, trainer: str) -> None:
        """Delete a workshop with all its data. Raises WorkshopError."""
        await self.writer.run(lambda workshops: workshops.delete(workshop_id, trainer))
        self._gone(workshop_id)
        self.spawn(self._tell_others(workshop_id))

    def changed(self, workshop_id: str) -> None:
        """Have a workshop that was changed here reread soon, and other servers notified."""
        if live := self._live.get(workshop_id):
            live.is_untold = True
            self._refresh_soon(live)
        else:
            self.spawn(self._tell_others(workshop_id))

    def spawn(self, work: Coroutine[Any, Any, _Found]) -> "asyncio.Task[_Found]":
        """Run something in the background; errors are logged without their messages."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, WorkshopError):
            log_fault("Something in a workshop failed", error)

    async def _read_first(self, workshop_id: str) -> LiveSession:
        # Listen first, so that no change is missed in between.
        self._watch.listen(wanted=True)
        snapshot = await self.writer.run(lambda workshops: workshops.snapshot(workshop_id))
        live = self._live[workshop_id] = LiveSession(snapshot, self.texts, self.clock)
        return live

    def _heard_elsewhere(self, workshop_id: str | None) -> None:
        """Handle a change reported by the watch, from its thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heard, workshop_id)

    def _heard(self, workshop_id: str | None) -> None:
        if workshop_id is None:
            self.spawn(self._check())
        elif live := self._live.get(workshop_id):
            self._refresh_soon(live)

    async def _check(self) -> None:
        """Find the workshops that have changed, and reread them."""
        ids = list(self._live)
        found = await self.writer.run(lambda workshops: workshops.revisions(ids)) if ids else {}
        for one in ids:
            live = self._live.get(one)
            if live and not live.is_gone and found.get(one) != live.snapshot.revision:
                self._refresh_soon(live)

    async def _check_regularly(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_ANYWAY_S)
            try:
                await self._check()
            except WorkshopError:
                continue  # the database is unavailable; requests that need it report this

    def _refresh_soon(self, live: LiveSession) -> None:
        live.is_stale = True
        task = self._refreshing.get(live.id)
        if task is None or task.done():
            self._refreshing[live.id] = self.spawn(self._refresh(live))

    async def _refresh(self, live: LiveSession) -> None:
        """Reread a workshop whenever it is stale, but not too often."""
        try:
            while live.is_stale and not live.is_gone:
                await self._read_again(live)
                await asyncio.sleep(_CONSOLES_EVERY_S)
        finally:
            self._refreshing.pop(live.id, None)

    async def _read_again(self, live: LiveSession) -> None:
        live.is_stale = False
        try:
            snapshot = await self.writer.run(lambda workshops: workshops.snapshot(live.id))
        except WorkshopError as error:
            if error.reason == "unknown":
                return self._gone(live.id)
            live.is_stale = True
            return await asyncio.sleep(_AGAIN_AFTER_S)
        self._show(live, snapshot)
        if live.is_untold:
            live.is_untold = False
            await self._tell_others(live.id)
        return None

    async def _tell_others(self, workshop_id: str) -> None:
        try:
            await self.writer.run(lambda _: self._tell(workshop_id))
        except WorkshopError:
            return  # others poll anyway

    def _show(self, live: LiveSession, snapshot: Snapshot) -> None:
        seen = live.put(snapshot)
        live.push_to_consoles()
        if seen == "all":
            live.push_to_learners()
        elif seen == "count" and live.id not in self._owing:
            self._owing.add(live.id)
            asyncio.get_running_loop().call_later(_LEARNERS_EVERY_S, self._push_counts, live)

    def _push_counts(self, live: LiveSession) -> None:
        self._owing.discard(live.id)
        live.push_to_learners()

    def _gone(self, workshop_id: str) -> None:
        if live := self._live.pop(workshop_id, None):
            live.delete()
