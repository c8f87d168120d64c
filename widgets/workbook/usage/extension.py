"""Counts usage in a server: the route to which pages report, and writing the counts every minute.

Here: the parts assembled for the server's hook. Not here: what is counted (see `tally`), the server (see
`server`, which knows nothing about counts except a callback for visits).
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from tornado import web

from widget_host.common.rate_limit import TokenBucket
from workbook.database.errors import DatabaseError
from workbook.usage.counts import add
from workbook.usage.store import UsageStore
from workbook.usage.tally import Counts, Tally, asks_not_to_be_counted

__all__ = ["ADDRESS", "Counting", "UsageExtension", "prepared"]

ADDRESS = "workbook/finished"
"""Where a page reports that a standard was finished, below the base path."""

_LOG = logging.getLogger("workbook.usage")
_EVERY_S = 60.0
_TIMEOUT_S = 5.0
_LONGEST_BODY = 400
# A class that finishes together is within this limit; anybody who tries to inflate the counts is slowed down.
# It is one limit for all, since one for each network address would have to store addresses.
_AT_ONCE = 300.0
_A_SECOND = 5.0


def prepared(database: str) -> str:
    """Prepare the database for feedback and counts, and return its full address. Raises DatabaseError."""
    with UsageStore(database) as store:
        store.prepare()
        return store.address


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class UsageExtension:
    """Sets up counting; called once the server runs (see `widget_host.settings.MoreRoutes`).

    `database` is the address of a `prepared` database, `standards` the ids that can be finished, `every_s`
    the interval at which counts are written, in seconds.
    """

    database: str
    standards: frozenset[str]
    every_s: float = _EVERY_S
    today: Callable[[], date] = _today
    tally: Tally = field(init=False)

    def __post_init__(self) -> None:
        """Start counting before the first visitor."""
        object.__setattr__(self, "tally", Tally(self.today))

    def visited(self, page: str, headers: Mapping[str, str]) -> None:
        """Count a page that was sent; the request's headers are checked and not stored."""
        self.tally.visited(page, headers)

    def __call__(self, base_url: str, _port: int) -> "Counting":
        """Return the counting for a server."""
        return Counting(self, base_url)


class Counting:
    """A server's counting: one route, and a thread that writes."""

    def __init__(self, extension: UsageExtension, base_url: str) -> None:
        """Take the settings; nothing is opened yet."""
        self._extension = extension
        self._store = UsageStore(extension.database, timeout=_TIMEOUT_S)
        self._thread = ThreadPoolExecutor(1, "usage")
        self._writing: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._is_failing = False
        self.rules: list[tuple[Any, ...]] = [
            (
                f"{base_url}{ADDRESS}",
                Finished,
                {"extension": extension, "bucket": TokenBucket(_AT_ONCE, _A_SECOND)},
            )
        ]

    def start(self) -> None:
        """Start writing, in the running loop."""
        self._writing = asyncio.ensure_future(self._write_until_stopped())

    async def stop(self) -> None:
        """Write the remaining counts, and end the thread."""
        self._stopping.set()
        if self._writing is not None:
            await self._writing
        self._thread.submit(self._store.close)
        await asyncio.to_thread(self._thread.shutdown)

    def state(self) -> dict[str, Any]:
        """Return nothing: counts that have not been written are not a reason to send visitors elsewhere."""
        return {}

    def figures(self) -> dict[str, tuple[str, float]]:
        """Return nothing: the counts are for the publisher only."""
        return {}

    async def _write_until_stopped(self) -> None:
        while not self._stopping.is_set():
            await self._write()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._extension.every_s)
        await self._write()

    async def _write(self) -> None:
        """Write the counts; those that can't be written are kept for the next time."""
        counts = self._extension.tally.take()
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._put, counts)
            self._is_failing = False
        except Exception as error:  # whatever the error, the server and the counting go on
            self._extension.tally.put_back(counts)
            if not self._is_failing:
                reason = error.reason if isinstance(error, DatabaseError) else type(error).__name__
                _LOG.error("Counts could not be written (%s); they are kept for the next attempt.", reason)
            self._is_failing = True

    def _put(self, counts: Counts) -> None:
        """Add the counts to the database."""
        if counts:
            add(self._store, counts)


class Finished(web.RequestHandler):
    """Accepts a page's report that a standard was finished: its id, and not by whom.

    Tornado refuses requests from other sites' pages: the XSRF token from the page's own cookie is required.
    """

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, extension: UsageExtension, bucket: TokenBucket) -> None:
        """Take the tally, and the rate limit."""
        self._extension, self._bucket = extension, bucket

    def post(self) -> None:
        """Count it, and answer without content."""
        if not self._bucket.take():
            raise web.HTTPError(HTTPStatus.TOO_MANY_REQUESTS)
        standard = self._standard()
        if not asks_not_to_be_counted(self.request.headers):
            self._extension.tally.finished(standard)
        self.set_header("Cache-Control", "no-store")
        self.set_status(HTTPStatus.NO_CONTENT)

    def write_error(self, status_code: int, **_details: object) -> None:
        """Answer with the status only."""
        self.set_header("Cache-Control", "no-store")
        self.finish(HTTPStatus(status_code).phrase)

    def _standard(self) -> str:
        """Return the standard named in the body; raises HTTPError 400 if there is none."""
        body = self.request.body
        try:
            asked = json.loads(body) if len(body) <= _LONGEST_BODY else None
        except (ValueError, RecursionError):
            asked = None
        named = asked.get("standard") if isinstance(asked, dict) and len(asked) == 1 else None
        if not isinstance(named, str) or named not in self._extension.standards:
            raise web.HTTPError(HTTPStatus.BAD_REQUEST)
        return named
