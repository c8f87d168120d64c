"""The connection between a page and its kernel: a WebSocket on one side, the kernel's sockets on the other.

Here: how this differs from Jupyter's own handler. Not here: how messages are parsed (see `message_headers`),
and how a kernel starts (see `kernel_manager`).
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.base.call_context import CallContext
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado import web
from tornado.websocket import WebSocketClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from widget_host.common.rate_limit import TokenBucket
from widget_host.http.headers import OwnCookies
from widget_host.http.metrics import Figures
from widget_host.http.shutdown import Stopping
from widget_host.kernels.kernel_manager import Kernels
from widget_host.kernels.keys import PREFIX, KernelKeys
from widget_host.kernels.message_headers import V1, MessageHeader, is_shaped, read_header
from widget_host.kernels.unconnected import Unconnected

__all__ = ["KernelWebSocket", "PageWebSocket", "may_pass"]

# A page neither answers input requests of its kernel (stdin) nor interrupts it (control).
_CHANNELS = ("iopub", "shell")
# The messages of a page's widgets, and its greeting. A page runs no code, and ends its kernel by another
# request.
_PASSES = frozenset({"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})
# The requests that every page makes, whether or not somebody uses it.
_ASKS = frozenset({"comm_info_request", "kernel_info_request"})
_WELCOME_WITHIN_S = 1.0
# A big file comes in a hundred parts; dragging a slider sends some ten messages a second.
_MOST_AT_ONCE, _MOST_A_S = 500, 50
_UNREADABLE, _RESTARTS = 1007, 1012
# The page has been left, and nobody needs its kernel (LEFT in pages/static/kernel/kernel.js).
_LEFT = 4001


def may_pass(header: MessageHeader, frame: str | bytes, protocol: str | None) -> bool:
    """Return whether a page's message may reach its kernel: only messages such as the page's host sends."""
    return header.channel == "shell" and header.kind in _PASSES and is_shaped(header.kind, frame, protocol)


class PageWebSocket(OwnCookies, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # Voila is untyped
    """The WebSocket to a page that has the key; it reads no faster than a page may send."""

    async def get(self, kernel_id: str) -> None:
        """Open the WebSocket; raises HTTPError 404 without the kernel's key, as for an unknown kernel."""
        keys: KernelKeys = self.settings["host_keys"]
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        keys.check(kernel_id, (one.strip().removeprefix(PREFIX) for one in offered))
        await super().get(kernel_id=kernel_id)  # type: ignore[misc]  # a coroutine, which Tornado doesn't declare

    async def prepare(self) -> None:
        """Prepare to answer."""
        await ensure_async(super().prepare())
        # Jupyter stores the handler in the context, so that each timer, even a cancelled one, would keep it
        # alive.
        CallContext.set(CallContext.JUPYTER_HANDLER, None)

    def on_close(self) -> None:
        """Record that the page has gone, and stop pinging it: the timer would keep this object alive.

        A page that has been left says so as it hangs up, and its kernel ends. The request that it sends as
        well can be lost when its tab closes: a service worker may end before it has passed it on.
        """
        if self.ping_callback is not None:
            self.ping_callback.stop()
        super().on_close()
        if self.close_code == _LEFT:
            kernels: Kernels = self.settings["kernel_manager"]
            kernels.end_left_kernel(self.kernel_id)

    async def on_message(self, ws_message: str | bytes) -> None:
        """Forward a message. The next is read only afterwards, so a page that sends too many has to wait."""
        self._bucket = getattr(self, "_bucket", None) or TokenBucket(_MOST_AT_ONCE, _MOST_A_S)
        while wait_s := self._bucket.take_or_wait_s():
            await asyncio.sleep(wait_s)
        if self.connection is not None:
            super().on_message(ws_message)


class KernelWebSocket(ZMQChannelsWebsocketConnection):
    """Jupyter's kernel connection with half of the sockets, and no requests before the first message.

    Jupyter requests the kernel's info, and repeats that until both a reply and an IOPub message have come:
    that cost a third of the time until a page's first answer. Our kernel is known; and since ipykernel 7 it
    sends a welcome message to each IOPub subscriber, after which no message can be missed.
    """

    @property
    def _figures(self) -> Figures:
        figures: Figures = self.websocket_handler.settings["host_figures"]
        return figures

    @property
    def _stopping(self) -> Stopping:
        stopping: Stopping = self.websocket_handler.settings["host_stopping"]
        return stopping

    @property
    def _unconnected(self) -> Unconnected:
        unconnected: Unconnected = self.websocket_handler.settings["host_unconnected"]
        return unconnected

    @property
    def is_busy(self) -> bool:
        """Whether the kernel is still handling something that the page has sent."""
        return bool(self._unfinished)

    async def prepare(self) -> None:
        """Prepare to connect; raises HTTPError 404 if the kernel has ended, 503 during a shutdown."""
        if self._stopping.is_on:
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        await self._register_session()  # type: ignore[no-untyped-call]
        if not await ensure_async(self.kernel_manager.is_alive()):
            raise web.HTTPError(404)
        kernels: Kernels = self.websocket_handler.settings["kernel_manager"]
        if not kernels.can_be_reached(self.kernel_id, self.session_key):
            # The page then learns that its kernel is gone, and gets another one.
            await kernels.end_page_kernel(self.kernel_id)
            raise web.HTTPError(404)
        self.session.key = self.kernel_manager.session.key

    def connect(self) -> "asyncio.Future[None] | None":  # type: ignore[override]  # as the class it extends
        """Connect, without Nagle's algorithm: small messages would wait for confirmation of the last."""
        self.websocket_handler.set_nodelay(True)
        self._unfinished: set[str] = set()
        self._stopping.joined(self)
        self._unconnected.joined(self.kernel_id)
        return super().connect()

    def create_stream(self) -> None:
        """Open the kernel's sockets."""
        for channel in _CHANNELS:
            connect = getattr(self.kernel_manager, f"connect_{channel}")
            stream = connect(identity=self.session.bsession)
            stream.channel = channel
            self.channels[channel] = stream

    def nudge(self) -> "asyncio.Future[None]":
        """Return a future that is done when the kernel's IOPub messages arrive."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[None] = loop.create_future()
        iopub = self.channels["iopub"]

        def hear(_message: object = None) -> None:
            if not heard.done():
                heard.set_result(None)

        def ask() -> None:
            """Make a kernel that sends no welcome message send something."""
            if not heard.done() and not iopub.closed():
                self.session.send(self.channels["shell"], "kernel_info_request")
                ask_later()

        def ask_later() -> None:
            """Do so later, unless a message arrives: a repeating timer would keep an ended kernel alive."""
            timer = loop.call_later(_WELCOME_WITHIN_S, ask)
            heard.add_done_callback(lambda _heard: timer.cancel())

        if getattr(iopub, "was_heard", False):  # a page reconnected after it was cut off
            hear()
        else:
            iopub.was_heard = True
            iopub.on_recv(hear)
            ask_later()
        return heard

    def handle_incoming_message(self, incoming_msg: Any) -> None:  # noqa: ANN401 - text or bytes
        """Forward a page's message, and record the activity; disconnect if it is not a message."""
        if not self.channels:
            return
        header = read_header(incoming_msg, self.subprotocol)
        if header is None:
            self._figures.refuse("message")
            self.websocket_handler.close(_UNREADABLE)
            return
        if not may_pass(header, incoming_msg, self.subprotocol):
            self._figures.refuse("message")
            return
        self.kernel_manager.last_activity = datetime.now(UTC)
        self._unfinished.add(header.id)
        if header.kind not in _ASKS:
            self._unconnected.spoke(self.kernel_id)
        super().handle_incoming_message(incoming_msg)

    def _on_error(self, channel: str | None, msg: dict[str, Any], msg_list: list[Any]) -> None:
        """Remove the server's file names, and anything that somebody wrote, from an error."""
        if channel != "iopub":
            return
        msg["header"] = self.get_part("header", msg["header"], msg_list)  # type: ignore[no-untyped-call]
        if msg["header"]["msg_type"] == "error":
            msg["content"] = {"ename": "Error", "evalue": "", "traceback": []}
            if self.subprotocol == V1:
                msg_list[3] = self.session.pack(msg["content"])

    def _limit_rate(self, channel: str | None, msg: dict[str, Any], msg_list: list[Any]) -> bool:
        """Hold back excess messages, and the error stream, which is for the author and names files.

        Also record which of the page's messages the kernel has finished with; the headers are parsed here
        anyway.
        """
        limited = bool(super()._limit_rate(channel, msg, msg_list))  # type: ignore[no-untyped-call]
        kind = msg["header"]["msg_type"] if channel == "iopub" else ""
        if kind == "stream":
            content = self.get_part("content", msg["content"], msg_list)  # type: ignore[no-untyped-call]
            return limited or content.get("name") == "stderr"
        if kind == "status":
            content = self.get_part("content", msg["content"], msg_list)  # type: ignore[no-untyped-call]
            parent = self.get_part("parent_header", msg["parent_header"], msg_list)  # type: ignore[no-untyped-call]
            if content.get("execution_state") == "idle":
                self._unfinished.discard(parent.get("msg_id", ""))
        return limited

    def tell_stopping(self) -> None:
        """Tell the page, by a message of Jupyter's protocol, that the server is stopping."""
        with suppress(WebSocketClosedError):
            self._send_status_message("restarting")  # type: ignore[no-untyped-call]

    def hang_up(self) -> None:
        """Close the connection because the server stops."""
        self.websocket_handler.close(_RESTARTS)

    def on_restart_failed(self) -> None:
        """Disconnect if the kernel has died: the page then finds out that it is gone."""
        self.websocket_handler.close()

    def disconnect(self) -> None:  # type: ignore[override]  # as that of the class that it extends
        """Close the connection, and start measuring how long the page has been away."""
        self._stopping.left(self)
        self._unconnected.left(self.kernel_id)
        self.kernel_manager.last_activity = datetime.now(UTC)
        super().disconnect()  # type: ignore[no-untyped-call]
