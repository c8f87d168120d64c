"""How many kernels there may be at once, and whose turn it is when all places are taken.

Here: the count, the line of those who wait, and the turns in it. Not here: who holds how many (see
`fair_shares`), what a kernel is (see `kernel_manager`), and what somebody who waits is shown (see `opening`).
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
# Whose turn it is takes the place by the next request, and does not keep it from others by asking on and on.
_COMES_WITHIN_S = 30.0
# More than wait anywhere at once. Each who comes or goes has the whole line put in order.
_MOST_OF_NETWORK = 1000
_LOOK_EVERY_S = 0.2
KERNEL_MIB = 25
"""MiB for which a kernel is counted.

A learner's kernel has some 9 MiB of its own (tests/load/README.md), more with a record that is open or a
document in the making, and more still with a trainer's own notebook.
"""
KEPT_FREE = 0.25
"""Share of the memory that no kernel is to have."""

# The line to a page, two sockets to the kernel and what ZeroMQ keeps for them, the process itself.
_FILES_OF_A_KERNEL, _OTHER_FILES = 14, 200
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody's place in the line: the ticket to ask again with, how many are before, whose turn it is."""

    ticket: str
    before: int
    ready: bool


@dataclass(slots=True)
class _Waiter:
    """Who waits with a ticket: since when, when they last asked, and since when it is their turn."""

    asker: Asker
    since: float
    asked: float
    called: float | None = None


class AdmissionQueue:
    """The places for kernels, given in the order in which they were asked for.

    Of several networks each has its turn, and whoever holds many comes last (see `fair_shares`). Who waits
    asks again with a ticket, and loses their turn when they do not for half a minute, or do no more than ask.
    """

    def __init__(
        self, most: int, taken: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take how many places there are (at least 1), and what tells how many kernels run."""
        self.most = most
        self._taken = taken
        self._clock = clock
        self._starting = 0
        self._shares = FairShares(most, clock)
        self._line: dict[str, _Waiter] = {}
        self._order: dict[str, int] | None = None

    @property
    def is_tight(self) -> bool:
        """Whether fewer than half of the places are left."""
        return 2 * self._free < self.most

    @property
    def taken(self) -> int:
        """How many kernels run."""
        return self._taken()

    @property
    def waiting(self) -> int:
        """How many wait."""
        self._forget()
        return len(self._line)

    async def turn(self, ticket: str = "", patience_s: float = 0.0, asker: Asker = NOBODY) -> Waiting | None:
        """Return None when it is one's turn, or where one stands after `patience_s` seconds.

        Whoever is told None takes the place at once with `starting`: nothing else may run in between.
        """
        until = self._clock() + patience_s
        while True:
            waiting = self.look(ticket, asker)
            if waiting.ready:
                self._drop(waiting.ticket)
                return None
            if self._clock() >= until:
                return waiting
            ticket = waiting.ticket
            await asyncio.sleep(_LOOK_EVERY_S)

    def look(self, ticket: str = "", asker: Asker = NOBODY) -> Waiting:
        """Return where one stands in the line, which keeps the turn for another half minute.

        Somebody new whose turn it is at once is not put into the line: who only looks holds up nobody. Nor is
        who comes from a network of which very many wait; the ticket is "" then.
        """
        self._forget()
        now = self._clock()
        self._shares.saw(asker)
        waiter = self._line.get(ticket)
        is_new = waiter is None
        if waiter is None:
            if self._of_network(asker) >= _MOST_OF_NETWORK:
                return Waiting("", len(self._line), ready=False)
            ticket = uuid4().hex
            waiter = self._line[ticket] = _Waiter(asker, now, now)
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
        """Hold the place of a kernel that is not among the running ones yet."""
        key = uuid4().hex
        self.keep(key, asker)
        self._starting += 1
        try:
            yield
        finally:
            self._starting -= 1
            self.free(key)

    def keep(self, kernel_id: str, asker: Asker) -> None:
        """Note whose a running kernel is."""
        self._shares.keep(kernel_id, asker)
        self._order = None

    def free(self, kernel_id: str) -> None:
        """Note that a kernel has ended; one that is nobody's is not an error."""
        self._shares.free(kernel_id)
        self._order = None

    @property
    def _free(self) -> int:
        return self.most - self._taken() - self._starting

    def _before(self, ticket: str) -> int:
        """Return how many are before a ticket: those who hold much come last, and networks take turns."""
        if self._order is None:
            turns: Counter[str] = Counter()
            ranked = []
            for number, (one, waiter) in enumerate(self._line.items()):
                # Of whom nothing is known, each has a turn of their own.
                own = waiter.asker.network or one
                ranked.append((self._shares.is_over(waiter.asker), turns[own], number, one))
                turns[own] += 1
            self._order = {one: at for at, (*_, one) in enumerate(sorted(ranked))}
        return self._order[ticket]

    def _of_network(self, asker: Asker) -> int:
        """Return how many wait who come from where somebody comes from, as far as that is known."""
        return sum(one.asker.network == asker.network for one in self._line.values())

    def _forget(self) -> None:
        """Let those go who did not ask again, or did not come when it was their turn."""
        now = self._clock()
        for ticket, one in list(self._line.items()):
            is_late = one.called is not None and now - one.called > _COMES_WITHIN_S
            if is_late or now - one.asked > _ASKS_WITHIN_S:
                self._drop(ticket)

    def _drop(self, ticket: str) -> None:
        """Take somebody out of the line; who is not in it is not an error."""
        if self._line.pop(ticket, None) is not None:
            self._order = None


def raise_file_limit() -> None:
    """Allow this process as many open files as the system grants it: a kernel takes some ten of them."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def places_in_files() -> int:
    """Return for how many kernels this process may open files; 100,000 where there is no limit."""
    with suppress(ImportError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most != resource.RLIM_INFINITY:
            return max(4, (most - _OTHER_FILES) // _FILES_OF_A_KERNEL)
    return 100_000


def places_in_memory(meminfo: Path = Path("/proc/meminfo"), limits: tuple[str, ...] = _LIMITS) -> int:
    """Return how many kernels this machine's memory, or the container's, has room for; 100 where none tells.

    Three quarters of what is available now, at 25 MiB a kernel, and never less than 4.
    """
    found = [_available(meminfo), *(_limit(Path(limit)) for limit in limits)]
    known = [amount for amount in found if amount]
    if not known:
        return 100
    return places_in(min(known))


def places_in(memory: int) -> int:
    """Return how many kernels so many bytes have room for: never less than 4, with a quarter kept free."""
    return max(4, int(memory * (1 - KEPT_FREE) / (KERNEL_MIB * 2**20)))


def _available(meminfo: Path) -> int:
    """Return the bytes that can be had, or 0 where the system does not tell."""
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return 0


def _limit(file: Path) -> int:
    """Return a container's limit in bytes, or 0 where there is none."""
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return 0
