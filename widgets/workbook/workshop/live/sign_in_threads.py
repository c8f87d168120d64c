"""Trainers' sign-in, separate from the writer thread.

Here: its threads, and how many requests may wait. Not here: passphrases and tokens (see `trainers`). Checking
a passphrase is slow on purpose: votes must not wait for it, and trainers on a known device must not wait for
strangers' attempts.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore

__all__ = ["SignedIn", "TrainerAccess"]

_MOST_WAITING = 8
_WAIT_S = 2
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The result of a sign-in: a token, the name as it was set up, and the device's new token."""

    token: str = field(repr=False)
    name: str
    device: str = field(repr=False)


class TrainerAccess:
    """Checks trainers. Its methods are called in the event loop, and raise WorkshopError."""

    def __init__(self, store: WorkshopStore, clock: Callable[[], datetime]) -> None:
        """Take a store for exclusive use, and a clock that returns the time in UTC."""
        self._store, self._clock = store, clock
        self._strangers = ThreadPoolExecutor(1, "workshops-strangers")
        self._known = ThreadPoolExecutor(1, "workshops-sign-in")
        self._waiting = {self._strangers: 0, self._known: 0}
        self._is_closed = False

    async def sign_in(self, name: object, passphrase: object, who: str, device: object = None) -> SignedIn:
        """Sign a trainer in; `who` is the requesting address, `device` the device's earlier token."""
        now = self._clock()
        is_known = device is not None and await self._run(
            lambda: trainers.is_known(self._store, name, now, device)
        )
        thread = self._known if is_known else self._strangers
        if self._waiting[thread] >= _MOST_WAITING:
            raise WorkshopError("wait", wait_s=_WAIT_S)
        self._waiting[thread] += 1
        try:
            return await self._run(lambda: self._signed_in(name, passphrase, who, device), thread)
        finally:
            self._waiting[thread] -= 1

    async def name(self, token: object) -> str:
        """Return the trainer's name for a token ("signed_out" if it is invalid)."""
        return await self._run(lambda: trainers.trainer_of(self._store, token, self._clock()))

    async def sign_out(self, token: object) -> None:
        """Invalidate a token."""
        await self._run(lambda: trainers.sign_out(self._store, token))

    async def close(self) -> None:
        """End the threads."""
        self._is_closed = True
        await asyncio.to_thread(self._strangers.shutdown)
        self._known.submit(self._store.close)
        await asyncio.to_thread(self._known.shutdown)

    async def _run(self, work: Callable[[], _Found], thread: ThreadPoolExecutor | None = None) -> _Found:
        if self._is_closed:
            raise WorkshopError("down")
        return await asyncio.get_running_loop().run_in_executor(thread or self._known, work)

    def _signed_in(self, name: object, passphrase: object, who: str, device: object) -> SignedIn:
        now = self._clock()
        token = trainers.sign_in(self._store, name, passphrase, who, now, device=device)
        kept = trainers.trainer_of(self._store, token, now)
        return SignedIn(token, kept, trainers.know_device(self._store, kept, now, device))
