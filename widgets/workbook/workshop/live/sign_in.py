"""Who is a trainer: signing in, beside the one thread that writes.

Here: the threads for it, and how many may wait. Not here: passphrases and tokens (see `trainers`). Checking a
passphrase is slow on purpose: votes are not to wait for it, nor are trainers on a device that is known to
wait for strangers who try.
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
    """A trainer who has signed in: a token, the name as it was set up, by what the device is known now."""

    token: str = field(repr=False)
    name: str
    device: str = field(repr=False)


class TrainerAccess:
    """Knows the trainers. Its methods are called in the event loop, and raise WorkshopError."""

    def __init__(self, store: WorkshopStore, clock: Callable[[], datetime]) -> None:
        """Take a store that nobody else uses, and what gives the time in UTC."""
        self._store, self._clock = store, clock
        self._strangers = ThreadPoolExecutor(1, "workshops-strangers")
        self._known = ThreadPoolExecutor(1, "workshops-sign-in")
        self._waiting = {self._strangers: 0, self._known: 0}
        self._is_closed = False

    async def sign_in(self, name: object, passphrase: object, who: str, device: object = None) -> SignedIn:
        """Return who is signed in; `who` is the address that asks, `device` what it was given before."""
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
        """Return whose token it is ("signed_out" for nobody's)."""
        return await self._run(lambda: trainers.trainer_of(self._store, token, self._clock()))

    async def sign_out(self, token: object) -> None:
        """Make a token worth nothing."""
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
