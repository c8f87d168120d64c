"""Who is a trainer: signing in, beside the one thread that writes.

Here: the thread for it, and how many may wait. Not here: passphrases and tokens (see `trainers`). Checking a
passphrase is slow on purpose, and votes are not to wait for it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from workbook.workshop import trainers
from workbook.workshop.errors import WorkshopError
from workbook.workshop.store import WorkshopStore

__all__ = ["Door"]

_MOST_WAITING = 8
_WAIT_S = 2
_Found = TypeVar("_Found")


class Door:
    """Knows the trainers. Its methods are called in the event loop, and raise WorkshopError."""

    def __init__(self, store: WorkshopStore, clock: Callable[[], datetime]) -> None:
        """Take a store that nobody else uses, and what gives the time in UTC."""
        self._store, self._clock = store, clock
        self._thread = ThreadPoolExecutor(1, "workshops-door")
        self._waiting = 0
        self._is_closed = False

    async def sign_in(self, name: object, passphrase: object, who: str) -> tuple[str, str]:
        """Return a token and the name as it was set up; `who` is the network address that asks."""
        if self._waiting >= _MOST_WAITING:
            raise WorkshopError("wait", wait_s=_WAIT_S)
        self._waiting += 1
        try:
            return await self._run(lambda: self._signed_in(name, passphrase, who))
        finally:
            self._waiting -= 1

    async def name(self, token: object) -> str:
        """Return whose token it is ("signed_out" for nobody's)."""
        return await self._run(lambda: trainers.trainer_of(self._store, token, self._clock()))

    async def sign_out(self, token: object) -> None:
        """Make a token worth nothing."""
        await self._run(lambda: trainers.sign_out(self._store, token))

    async def close(self) -> None:
        """End the thread."""
        self._is_closed = True
        self._thread.submit(self._store.close)
        await asyncio.to_thread(self._thread.shutdown)

    async def _run(self, work: Callable[[], _Found]) -> _Found:
        if self._is_closed:
            raise WorkshopError("down")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _signed_in(self, name: object, passphrase: object, who: str) -> tuple[str, str]:
        now = self._clock()
        token = trainers.sign_in(self._store, name, passphrase, who, now)
        return token, trainers.trainer_of(self._store, token, now)
