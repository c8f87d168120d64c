"""An orderly shutdown: refuse new visitors, notify open pages, finish what was started, and then end.

Here: whether the server is stopping, and what it waits for. Not here: signals and the process (see
`voila_app`), and what a page shows (see `static/kernel/connection.js`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["AGAIN_S", "Stopping", "within"]

AGAIN_S = 5
"""Seconds after which a visitor who was turned away may try again."""

_LOOK_EVERY_S = 0.05
# Within this time, anything that a page was about to send when it was notified has arrived.
_GRACE_S = 1.0


class _Connection(Protocol):
    """A connection to a page."""

    @property
    def is_busy(self) -> bool:
        """Whether the page is waiting for an answer to something that it has sent."""

    def tell_stopping(self) -> None:
        """Tell the page that the server is stopping."""

    def hang_up(self) -> None:
        """Close the connection."""


class Stopping:
    """Whether the server is stopping, and the connections and work that it then waits for."""

    def __init__(self) -> None:
        """Start with a running server."""
        self.is_on = False
        self._connections: set[_Connection] = set()
        self._works = 0

    def joined(self, connection: _Connection) -> None:
        """Track a connection from now on."""
        self._connections.add(connection)

    def left(self, connection: _Connection) -> None:
        """Forget a connection."""
        self._connections.discard(connection)

    @contextmanager
    def work(self) -> Iterator[None]:
        """Make the shutdown wait for the block to finish, such as for a page that is being sent."""
        self._works += 1
        try:
            yield
        finally:
            self._works -= 1

    def begin(self) -> None:
        """Refuse new visitors, and notify the pages."""
        self.is_on = True
        for connection in list(self._connections):
            connection.tell_stopping()

    async def finish(self, within_s: float) -> bool:
        """Wait until everything that was started is done, and close each connection that is idle.

        Returns whether everything was done; anything left after `within_s` seconds is cut off.
        """
        until = time.monotonic() + within_s
        if self._connections or self._works:
            await asyncio.sleep(min(_GRACE_S, within_s))
        while (self._connections or self._works) and time.monotonic() < until:
            for connection in [connection for connection in self._connections if not connection.is_busy]:
                self.left(connection)
                connection.hang_up()
            await asyncio.sleep(_LOOK_EVERY_S)
        done = not self._connections and not self._works
        for connection in list(self._connections):
            self.left(connection)
            connection.hang_up()
        return done


async def within(seconds: float, work: Callable[[], Awaitable[object]]) -> bool:
    """Run something, and return whether it finished within so many seconds; otherwise it is cancelled."""
    try:
        await asyncio.wait_for(work(), seconds)
    except TimeoutError:
        return False
    return True
