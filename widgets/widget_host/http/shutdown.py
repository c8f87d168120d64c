"""An orderly stop: nobody new is let in, people are told, what was begun is finished, and then it ends.

Here: whether the server is being stopped, and what it waits for. Not here: signals and the process (see
`voila_app`), and what a page says of it (see `static/connection.js`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["AGAIN_S", "Stopping", "within"]

AGAIN_S = 5
"""Seconds after which somebody who was turned away may try again."""

_LOOK_EVERY_S = 0.05
# What a page had in mind to send when it hears of the stop is on its way by then.
_GRACE_S = 1.0


class _Line(Protocol):
    """A line to a page."""

    @property
    def is_busy(self) -> bool:
        """Whether the page waits for an answer to something that it has sent."""

    def tell_stopping(self) -> None:
        """Tell the page that the server is being stopped."""

    def hang_up(self) -> None:
        """Close the line."""


class Stopping:
    """Whether the server is being stopped, and the lines and the work that it waits for then."""

    def __init__(self) -> None:
        """Begin with a server that runs."""
        self.is_on = False
        self._lines: set[_Line] = set()
        self._works = 0

    def joined(self, line: _Line) -> None:
        """Look after a line from now on."""
        self._lines.add(line)

    def left(self, line: _Line) -> None:
        """Forget a line."""
        self._lines.discard(line)

    @contextmanager
    def work(self) -> Iterator[None]:
        """Have the stop wait for what is done in the block, such as a page that is being sent."""
        self._works += 1
        try:
            yield
        finally:
            self._works -= 1

    def begin(self) -> None:
        """Let nobody in any more, and tell the pages."""
        self.is_on = True
        for line in list(self._lines):
            line.tell_stopping()

    async def finish(self, within_s: float) -> bool:
        """Wait until what was begun is done, and hang up each line that waits for nothing.

        Says whether all was done; what is left after `within_s` seconds is cut off.
        """
        until = time.monotonic() + within_s
        if self._lines or self._works:
            await asyncio.sleep(min(_GRACE_S, within_s))
        while (self._lines or self._works) and time.monotonic() < until:
            for line in [line for line in self._lines if not line.is_busy]:
                self.left(line)
                line.hang_up()
            await asyncio.sleep(_LOOK_EVERY_S)
        done = not self._lines and not self._works
        for line in list(self._lines):
            self.left(line)
            line.hang_up()
        return done


async def within(seconds: float, work: Callable[[], Awaitable[object]]) -> bool:
    """Do something, and say whether it came to its end within so many seconds; it is cut off there."""
    try:
        await asyncio.wait_for(work(), seconds)
    except TimeoutError:
        return False
    return True
