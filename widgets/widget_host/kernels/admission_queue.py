"""Limits how many kernels run at once, and queues visitors when all places are taken.

Here: the count, the queue, and the order in it. Not here: who holds how many places (see `fair_shares`), the
kernels themselves (see `kernel_manager`), and the page shown to waiting visitors (see `page_handlers`).
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from widget_host.kernels.fair_shares import NOBODY, Asker, FairShares

__all__ = [
    "KEPT_FREE",
    "KERNEL_MIB",
    "AdmissionQueue",
    "Waiting",
    "places_in",
    "places_in_files",
    "places_in_memory",
    "raise_file_limit",
]

_ASKS_WITHIN_S = 30.0
# A visitor whose turn it is takes the place with the next request, and can't reserve it by polling on.
_COMES_WITHIN_S = 30.0
# More than ever wait at once. The whole queue is reordered whenever somebody joins or leaves.
_MOST_OF_NETWORK = 1000
_LOOK_EVERY_S = 0.2
KERNEL_MIB = 25
"""MiB of memory that are planned for a kernel.

A learner's kernel has some 9 MiB of private memory (tests/load/README.md), more with an open record or while
it creates a document, and still more with a trainer's own notebook.
"""
KEPT_FREE = 0.25
"""Share of the memory that is reserved for other things than kernels."""

# The WebSocket to a page, two sockets to the kernel and ZeroMQ's files for them, the process itself.
_FILES_OF_A_KERNEL, _OTHER_FILES = 14, 200
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A position in the queue: the ticket to ask again with, how many are ahead, whether it is one's turn."""

    ticket: str
    before: int
    ready: bool


@dataclass(slots=True)
class _Waiter:
    """A waiting visitor: since when, when they last asked, and since when it has been their turn."""

    asker: Asker
    since: float
    asked: float
    called: float | None = None


class AdmissionQueue:
    """The places for kernels, given in the order in which they were requested.

    Networks take turns, and those that hold many places come last (see `fair_shares`). A waiting visitor asks
    again with a ticket, and loses the turn by not asking for half a minute, or by only asking.
    """

    def __init__(
        self, most: int, taken: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the number of places (at least 1), and a function that returns how many kernels run."""
        self.most = most
        self._taken = taken
        self._clock = clock
        self._starting = 0
        self._shares = FairShares(most, clock)
        self._waiters: dict[str, _Waiter] = {}
        self._order: dict[str, int] | None = None

    @property
    def is_tight(self) -> bool:
        """Whether fewer than half of the places are free."""
        return 2 * self._free < self.most

    @property
    def taken(self) -> int:
        """How many kernels run."""
        return self._taken()

    @property
    def waiting(self) -> int:
        """How many visitors wait."""
        self._forget()
        return len(self._waiters)

    async def turn(self, ticket: str = "", patience_s: float = 0.0, asker: Asker = NOBODY) -> Waiting | None:
        """Return None when it is the visitor's turn, or their position after `patience_s` seconds.

        A caller that gets None must take the place immediately with `starting`: nothing else may run in
        between.
        """
        until = self._clock() + patience_s
        while True:
            waiting = self.position(ticket, asker)
            if waiting.ready:
                self._drop(waiting.ticket)
                return None
            if self._clock() >= until:
                return waiting
            ticket = waiting.ticket
            await asyncio.sleep(_LOOK_EVERY_S)

    def position(self, ticket: str = "", asker: Asker = NOBODY) -> Waiting:
        """Return the visitor's position in the queue, which keeps the turn for another half minute.

        A new visitor whose turn it is immediately is not put into the queue, so that asking delays nobody.
        Nor is one from a network of which very many wait; then the ticket is "".
        """
        self._forget()
        now = self._clock()
        self._shares.saw(asker)
        waiter = self._waiters.get(ticket)
        is_new = waiter is None
        if waiter is None:
            if self._of_network(asker) >= _MOST_OF_NETWORK:
                return Waiting("", len(self._waiters), ready=False)
            ticket = uuid4().hex
            waiter = self._waiters[ticket] = _Waiter(asker, now, now)
            self._order = None
        waiter.asked = now
        before = self._before(ticket)
        is_ready = self._free - self._shares.kept_from(waiter.asker, now - waiter.since) > before
        waiter.called = (waiter.called or now) if is_ready else None
        if is_new and is_ready:
            self._drop(ticket)
        return Waiting(ticket, before, is_ready)

    @contextmanager
    def starting(self, asker: Asker = NOBODY) -> Iterator[None]:
        """Reserve the place of a kernel that does not count as running yet."""
        key = uuid4().hex
        self.keep(key, asker)
        self._starting += 1
        try:
            yield
        finally:
            self._starting -= 1
            self.free(key)

    def keep(self, kernel_id: str, asker: Asker) -> None:
        """Record the owner of a running kernel."""
        self._shares.keep(kernel_id, asker)
        self._order = None

    def free(self, kernel_id: str) -> None:
        """Record that a kernel has ended; a kernel without an owner is not an error."""
        self._shares.free(kernel_id)
        self._order = None

    @property
    def _free(self) -> int:
        return self.most - self._taken() - self._starting

    def _before(self, ticket: str) -> int:
        """Return how many are ahead of a ticket: holders of many places come last; networks take turns."""
        if self._order is None:
            turns: Counter[str] = Counter()
            ranked = []
            for number, (one, waiter) in enumerate(self._waiters.items()):
                # Visitors of whom nothing is known each have a turn of their own.
                own = waiter.asker.network or one
                ranked.append((self._shares.is_over(waiter.asker), turns[own], number, one))
                turns[own] += 1
            self._order = {one: at for at, (*_, one) in enumerate(sorted(ranked))}
        return self._order[ticket]

    def _of_network(self, asker: Asker) -> int:
        """Return how many visitors from the same network wait, as far as that is known."""
        return sum(one.asker.network == asker.network for one in self._waiters.values())

    def _forget(self) -> None:
        """Remove those who did not ask again, or did not come when it was their turn."""
        now = self._clock()
        for ticket, one in list(self._waiters.items()):
            is_late = one.called is not None and now - one.called > _COMES_WITHIN_S
            if is_late or now - one.asked > _ASKS_WITHIN_S:
                self._drop(ticket)

    def _drop(self, ticket: str) -> None:
        """Remove a visitor from the queue; one who is not in it is not an error."""
        if self._waiters.pop(ticket, None) is not None:
            self._order = None


def raise_file_limit() -> None:
    """Raise this process's limit of open files as far as the system allows: a kernel takes some ten."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def places_in_files() -> int:
    """Return for how many kernels this process may open files; 100,000 if there is no limit."""
    with suppress(ImportError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most != resource.RLIM_INFINITY:
            return max(4, (most - _OTHER_FILES) // _FILES_OF_A_KERNEL)
    return 100_000


def places_in_memory(meminfo: Path = Path("/proc/meminfo"), limits: tuple[str, ...] = _LIMITS) -> int:
    """Return how many kernels fit into the memory of this machine or container; 100 if it is unknown.

    Three quarters of what is available now, at 25 MiB a kernel, and never less than 4.
    """
    found = [_available(meminfo), *(_limit(Path(limit)) for limit in limits)]
    known = [amount for amount in found if amount]
    if not known:
        return 100
    return places_in(min(known))


def places_in(memory: int) -> int:
    """Return how many kernels fit into so many bytes: never less than 4, with a quarter kept free."""
    return max(4, int(memory * (1 - KEPT_FREE) / (KERNEL_MIB * 2**20)))


def _available(meminfo: Path) -> int:
    """Return the available bytes, or 0 if the system does not report them."""
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return 0


def _limit(file: Path) -> int:
    """Return a container's limit in bytes, or 0 if there is no limit."""
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return 0
