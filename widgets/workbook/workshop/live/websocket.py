"""The WebSocket between pages and workshops.

Here: connections, their limits, and the routes for the server. Not here: the messages (see `dispatcher`).
"""

import asyncio
import time
from collections import OrderedDict
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from tornado import web
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from widget_host.common.network import network_of
from widget_host.common.rate_limit import TokenBucket
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.dispatcher import Dispatcher, refusal
from workbook.workshop.live.rate_limits import MESSAGES_A_S, MESSAGES_AT_ONCE, TRAINERS_BYTES
from workbook.workshop.live.services import Services

__all__ = ["ADDRESS", "WorkshopSocket", "routes"]

ADDRESS = "workbook/workshop"
"""The WebSocket's path, below the base path."""

_PING_EVERY_S = 20
_BROKEN_MANNERS = 1008
_FLOOD_WAIT_S = 10
_GONE = (WebSocketClosedError, StreamClosedError)


def routes(base_url: str, services: Services) -> list[tuple[Any, ...]]:
    """Return Tornado's rules."""
    return [(f"{base_url}{ADDRESS}", WorkshopSocket, {"services": services})]


class WorkshopSocket(WebSocketHandler):
    """One connection. Tornado checks the origin: only this server's own pages may open it."""

    def initialize(self, services: Services) -> None:
        """Take the shared services."""
        self._services = services
        self._dispatcher: Dispatcher | None = None
        self._bucket = TokenBucket(MESSAGES_AT_ONCE, MESSAGES_A_S)
        self._waiting: OrderedDict[str, bytes] = OrderedDict()
        self._pushing: asyncio.Task[None] | None = None
        self._since = time.monotonic()
        self.network: str | None = None

    def prepare(self) -> None:
        """Refuse a connection if there are too many."""
        self.network = network_of(self.request.remote_ip or "")
        if not self._services.connections.has_room(self.network):
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)

    @property
    def idle_s(self) -> float:
        """Seconds since the connection was opened, 0 if somebody is in a workshop or signed in on it."""
        is_used = self._dispatcher is None or self._dispatcher.is_somebody
        return 0.0 if is_used else time.monotonic() - self._since

    @property
    def ping_interval(self) -> float:
        """Seconds between pings, so that connections of phones that have gone are detected and closed."""
        return _PING_EVERY_S

    @property
    def ping_timeout(self) -> float:
        """Seconds without a pong after which a connection counts as gone."""
        return _PING_EVERY_S

    @property
    def max_message_size(self) -> int:
        """The longest message that is read at all; `dispatcher` checks learners' and trainers' limits."""
        return TRAINERS_BYTES

    def get_compression_options(self) -> None:
        """Disable compression: it would take some 300 KiB of memory for each learner."""

    def open(self, *_: str, **__: str) -> None:
        """Accept the connection."""
        self.set_nodelay(True)
        self._services.connections.add(self)
        self._dispatcher = Dispatcher(self._services, self.request.remote_ip or "", self._push)

    async def on_message(self, message: str | bytes) -> None:
        """Answer a message; the next is read once this answer has been sent."""
        if self._dispatcher is None:
            return
        if not self._bucket.take():
            await self._send(refusal(WorkshopError("wait", wait_s=_FLOOD_WAIT_S), None).encode())
            self.close(_BROKEN_MANNERS, "Too many messages.")
            return
        await self._send((await self._dispatcher.hear(message)).encode())

    def on_close(self) -> None:
        """Clean up after the connection."""
        self._services.connections.discard(self)
        if self._dispatcher is not None:
            self._dispatcher.close()
            self._dispatcher = None
        self._waiting.clear()

    def _push(self, kind: str, data: bytes) -> None:
        """Send a message once earlier ones have been sent: a slow phone gets only the latest state."""
        self._waiting[kind] = data
        if self._pushing is None or self._pushing.done():
            self._pushing = asyncio.get_running_loop().create_task(self._push_waiting())

    async def _push_waiting(self) -> None:
        while self._waiting:
            _, data = self._waiting.popitem(last=False)
            await self._send(data)

    async def _send(self, data: bytes) -> None:
        with suppress(*_GONE):
            await self.write_message(data, binary=False)
