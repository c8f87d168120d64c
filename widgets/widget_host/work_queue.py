"""A queue for slow work, done in a thread, one piece at a time, with a limit on how many may wait.

Here: the order and the limit. Not here: the work itself (see `routes`). A malicious text takes half a second
to render: in the event loop, two of them a second would block everybody else.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from tornado import web

__all__ = ["WorkQueue"]

# A page that shows many formulas at once requests all of them; each usually takes a few milliseconds.
_MOST_WAITING = 200
_Made = TypeVar("_Made")


class WorkQueue:
    """Work of one kind, done one piece at a time."""

    def __init__(self, most_waiting: int = _MOST_WAITING) -> None:
        """Take how many may be in progress or waiting at once."""
        self._most, self._waiting = most_waiting, 0
        self._one = asyncio.Semaphore(1)

    async def run(self, work: Callable[[], _Made]) -> _Made:
        """Return the result of the work; raises HTTPError 503 if too many are already waiting."""
        if self._waiting >= self._most:
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        self._waiting += 1
        try:
            async with self._one:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
