"""The one thread that writes to and reads from the workshops' database.

Here: its queue, and batching into transactions. Not here: the operations (see `workshops`).

While one transaction is being written to disk, all joins and answers that arrive wait together, and go into
the next one: a hundred phones at once need a few transactions, not a hundred. Nothing is acknowledged before
the commit.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from workbook.workshop.domain.snapshots import IncomingAnswer
from workbook.workshop.errors import WorkshopError

__all__ = ["Joining", "Writer", "Writes"]

_MOST_AT_ONCE = 500

Joining = tuple[str, str | None]
"""A workshop's id, and the seat of a device that had one."""

_Room = TypeVar("_Room", bound="Writes")
_Item = TypeVar("_Item")
_Done = TypeVar("_Done")
_Found = TypeVar("_Found")


class Writes(Protocol):
    """The interface to `workshops.Workshops` that the thread needs: each of the two is one transaction."""

    def take_seats(self, asked: Sequence[Joining], /) -> Sequence[str | WorkshopError]:
        """Take seats."""

    def keep_answers(self, answers: Sequence[IncomingAnswer], /) -> Sequence[WorkshopError | None]:
        """Store answers."""


class _Queue(Generic[_Item, _Done]):
    """The queue for the next transaction of one kind."""

    def __init__(self) -> None:
        self.waiting: list[tuple[_Item, asyncio.Future[_Done]]] = []

    def add(self, item: _Item) -> "asyncio.Future[_Done]":
        """Join the queue."""
        future: asyncio.Future[_Done] = asyncio.get_running_loop().create_future()
        self.waiting.append((item, future))
        return future

    def next(self) -> list[tuple[_Item, "asyncio.Future[_Done]"]]:
        """Return those whose turn it is, without those who have gone meanwhile."""
        taken, self.waiting = self.waiting[:_MOST_AT_ONCE], self.waiting[_MOST_AT_ONCE:]
        return [one for one in taken if not one[1].done()]


class Writer(Generic[_Room]):
    """The thread. All methods but `make` are called in the event loop."""

    def __init__(self, make: Callable[[], _Room], end: Callable[[], None] = lambda: None) -> None:
        """Take functions that create the workshops in the thread on first use, and clean up at the end."""
        self._make, self._end = make, end
        self._room: _Room | None = None
        self._thread = ThreadPoolExecutor(1, "workshops-writer")
        self._joins: _Queue[Joining, str] = _Queue()
        self._answers: _Queue[IncomingAnswer, None] = _Queue()
        self._work: asyncio.Task[None] | None = None
        self._is_closed = False

    async def run(self, work: Callable[[_Room], _Found]) -> _Found:
        """Run something in the thread, after earlier requests; raises "down" once it is closed."""
        if self._is_closed:
            raise WorkshopError("down")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self._opened()))

    async def seat(self, workshop_id: str, seat: str | None) -> str:
        """Take a seat, or return to one; raises WorkshopError."""
        future = self._joins.add((workshop_id, seat))
        self._begin()
        return await future

    async def answer(self, answering: IncomingAnswer) -> None:
        """Store an answer; returns once it is on disk. Raises WorkshopError."""
        future = self._answers.add(answering)
        self._begin()
        await future

    async def close(self) -> None:
        """Finish pending work, and end the thread."""
        if self._work is not None:
            await asyncio.wait([self._work])
        self._is_closed = True
        self._thread.submit(self._end)
        await asyncio.to_thread(self._thread.shutdown)

    def _opened(self) -> _Room:
        if self._room is None:
            self._room = self._make()
        return self._room

    def _begin(self) -> None:
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._keep_writing())

    async def _keep_writing(self) -> None:
        while self._joins.waiting or self._answers.waiting:
            await self._write(self._joins.next(), lambda room, items: room.take_seats(items))
            await self._write(self._answers.next(), lambda room, items: room.keep_answers(items))

    async def _write(
        self,
        turns: "list[tuple[_Item, asyncio.Future[_Done]]]",
        work: Callable[[_Room, list[_Item]], Sequence[_Done | WorkshopError]],
    ) -> None:
        """Do the work of a queue in one transaction, and give each caller its result."""
        if not turns:
            return
        items = [item for item, _ in turns]
        found: Sequence[_Done | BaseException]
        try:
            found = await self.run(lambda room: work(room, items))
        except Exception as error:  # passed on to each caller, which decides
            found = [error] * len(turns)
        for (_, future), done in zip(turns, found, strict=True):
            if future.done():
                continue
            if isinstance(done, BaseException):
                future.set_exception(done)
            else:
                future.set_result(done)
