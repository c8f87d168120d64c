"""Work that takes a while, done in a thread, one piece after another, for no more people than can wait.

Here: the order and the limit. Not here: what is done (see `routes`). A text that means harm is set in half
a second: done where requests are answered, two of them a second would keep everybody else from an answer.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from tornado import web

__all__ = ["WorkQueue"]

# A page that shows many formulas at once asks for all of them; each usually takes some milliseconds.
_MOST_WAITING = 200
_Made = TypeVar("_Made")


class WorkQueue:
    """Work of one kind, of which one piece is done at a time."""

    def __init__(self, most_waiting: int = _MOST_WAITING) -> None:
        """Take for how many it is done or to be done at once."""
        self._most, self._waiting = most_waiting, 0
        self._one = asyncio.Semaphore(1)

    async def run(self, work: Callable[[], _Made]) -> _Made:
        """Return what the work gives; raises HTTPError 503 where too many wait already."""
        if self._waiting >= self._most:
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        self._waiting += 1
        try:
            async with self._one:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
