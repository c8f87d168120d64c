"""Ends kernels that no page has connected to, so that nobody holds places without using them.

Here: which kernels these are, and when their time is up. Not here: who may have a kernel (see
`admission_queue`), and kernels whose page has disconnected (see `settings.CULL_AFTER_S`).
"""

import time
from collections import Counter
from collections.abc import Awaitable, Callable

__all__ = ["LIVES_S", "LIVES_TIGHT_S", "SWEEP_EVERY_S", "Unconnected"]

LIVES_S = 170.0
"""Seconds that a kernel waits for its page. On the slowest networks, a page with its files takes more than a
minute to load. With the interval between checks, this is three minutes at most.
"""

LIVES_TIGHT_S = 45.0
"""The same if fewer than half of the places are free."""

SWEEP_EVERY_S = 5.0
# A page that disconnects sooner than this, without having sent anything, does not count as connected.
_HARDLY_S = 60.0


class Unconnected:
    """The kernels of one server that are waiting for their pages."""

    def __init__(
        self,
        end: Callable[[str], Awaitable[None]],
        is_tight: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take a function that ends a kernel, and one that returns whether places are scarce."""
        self._end, self._is_tight, self._clock = end, is_tight, clock
        self._waiting: dict[str, float] = {}
        self._silent: dict[str, float] = {}
        self._connections: Counter[str] = Counter()

    def given(self, kernel_id: str) -> None:
        """Record that a kernel was given to a page."""
        self._waiting[kernel_id] = self._clock()

    def sent(self, kernel_id: str) -> None:
        """Record that a page was sent completely: its kernel's time starts now, unless it is connected."""
        if kernel_id in self._waiting:
            self.given(kernel_id)

    def joined(self, kernel_id: str) -> None:
        """Record that a page has connected to its kernel."""
        self._connections[kernel_id] += 1
        if self._waiting.pop(kernel_id, None) is not None:
            self._silent[kernel_id] = self._clock()

    def spoke(self, kernel_id: str) -> None:
        """Record that a page has sent something to its kernel, which it has really used from now on."""
        self._silent.pop(kernel_id, None)

    def left(self, kernel_id: str) -> None:
        """Record that a page has disconnected; if it was there only briefly, its kernel waits as before."""
        self._connections[kernel_id] -= 1
        if self._connections[kernel_id] > 0:  # the page has reconnected before this loss was noticed
            return
        del self._connections[kernel_id]
        joined = self._silent.pop(kernel_id, None)
        if joined is not None and self._clock() - joined < _HARDLY_S:
            self.given(kernel_id)

    def ended(self, kernel_id: str) -> None:
        """Forget a kernel that has ended."""
        self._waiting.pop(kernel_id, None)
        self._silent.pop(kernel_id, None)

    async def sweep(self) -> None:
        """End the kernels whose time is up."""
        lives_s = LIVES_TIGHT_S if self._is_tight() else LIVES_S
        now = self._clock()
        for kernel_id in [one for one, since in self._waiting.items() if now - since > lives_s]:
            self.ended(kernel_id)
            await self._end(kernel_id)
