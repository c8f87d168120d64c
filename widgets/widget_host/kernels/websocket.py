"""The line between a page and its kernel: a WebSocket on one side, the kernel's sockets on the other.

Here: what of Jupyter's line a page does without. Not here: how messages are read (see `message_headers`), and
how a kernel starts (see `kernel_manager`).
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
from widget_host.kernels.message_headers import V1, MessageHeader, is_shaped, read_head
from widget_host.kernels.unconnected import Unconnected

__all__ = ["KernelLine", "KernelWebSocket", "may_pass"]

# A page neither answers questions of its kernel (stdin) nor interrupts it (control).
_CHANNELS = ("iopub", "shell")
# What a page's widgets say, and its greeting. It has no code run, and ends its kernel at another address.
_PASSES = frozenset({"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})
# What every page asks, whether or not somebody is there.
_ASKS = frozenset({"comm_info_request", "kernel_info_request"})
_WELCOME_WITHIN_S = 1.0
# A big file comes in a hundred parts; who drags a slider sends some ten messages a second.
_MOST_AT_ONCE, _MOST_A_S = 500, 50
_UNREADABLE, _RESTARTS = 1007, 1012


def may_pass(head: MessageHeader, frame: str | bytes, protocol: str | None) -> bool:
    """Say whether a page's message reaches its kernel: what the page's own host sends, in its shape."""
    return head.channel == "shell" and head.kind in _PASSES and is_shaped(head.kind, frame, protocol)


class KernelLine(OwnCookies, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # Voila is untyped
    """The page's end of the line, for whoever has the key: it reads no faster than a page may send."""

    async def get(self, kernel_id: str) -> None:
        """Open the line; raises HTTPError 404 without the kernel's key, as where there is no such kernel."""
        keys: KernelKeys = self.settings["host_keys"]
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        keys.check(kernel_id, (one.strip().removeprefix(PREFIX) for one in offered))
        await super().get(kernel_id=kernel_id)  # type: ignore[misc]  # a coroutine, which Tornado calls none

    async def prepare(self) -> None:
        """Get ready to answer."""
        await ensure_async(super().prepare())
        # Jupyter notes the handler in the context, by which each timer would hold it, even one that is off.
        CallContext.set(CallContext.JUPYTER_HANDLER, None)

    def on_close(self) -> None:
        """Note that the page has gone, and no longer ask whether it is there: the timer holds the line."""
        if self.ping_callback is not None:
            self.ping_callback.stop()
        super().on_close()

    async def on_message(self, ws_message: str | bytes) -> None:
        """Pass a message on. The next is read after that, so that who sends too many has to wait."""
        self._bucket = getattr(self, "_bucket", None) or TokenBucket(_MOST_AT_ONCE, _MOST_A_S)
        while wait_s := self._bucket.take_or_wait_s():
            await asyncio.sleep(wait_s)
        if self.connection is not None:
            super().on_message(ws_message)


class KernelWebSocket(ZMQChannelsWebsocketConnection):
    """Jupyter's line with half of the sockets, and no questions to a kernel before the first message.

    Jupyter asks what kind of kernel it is, and then goes on asking until both an answer and a message to all
    have come: that cost a third of the time until a page's first answer. Ours is known; and since version 7
    it welcomes whoever hears its messages to all, after which none can be missed.
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
        """Whether the kernel has not finished with something that the page has sent."""
        return bool(self._unfinished)

    async def prepare(self) -> None:
        """Get ready to connect; raises HTTPError 404 where the kernel has ended, 503 in a stop."""
        if self._stopping.is_on:
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        await self._register_session()  # type: ignore[no-untyped-call]
        if not await ensure_async(self.kernel_manager.is_alive()):
            raise web.HTTPError(404)
        kernels: Kernels = self.websocket_handler.settings["kernel_manager"]
        if not kernels.can_be_reached(self.kernel_id, self.session_key):
            # The page then hears that its kernel is gone, and gets another one.
            await kernels.end_page_kernel(self.kernel_id)
            raise web.HTTPError(404)
        self.session.key = self.kernel_manager.session.key

    def connect(self) -> "asyncio.Future[None] | None":  # type: ignore[override]  # as the class it extends
        """Connect. Small messages leave at once: each would else wait for the one before to be confirmed."""
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
        """Return what is done when the kernel's messages to all are heard."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[None] = loop.create_future()
        iopub = self.channels["iopub"]

        def hear(_message: object = None) -> None:
            if not heard.done():
                heard.set_result(None)

        def ask() -> None:
            """Have a kernel that gives no welcome say something."""
            if not heard.done() and not iopub.closed():
                self.session.send(self.channels["shell"], "kernel_info_request")
                ask_later()

        def ask_later() -> None:
            """Do so unless it is heard before: a timer that goes on would hold a kernel that has ended."""
            timer = loop.call_later(_WELCOME_WITHIN_S, ask)
            heard.add_done_callback(lambda _heard: timer.cancel())

        if getattr(iopub, "was_heard", False):  # a page came back after its line was cut
            hear()
        else:
            iopub.was_heard = True
            iopub.on_recv(hear)
            ask_later()
        return heard

    def handle_incoming_message(self, incoming_msg: Any) -> None:  # noqa: ANN401 - text or bytes
        """Pass a page's message on, and note that somebody is there; hang up on what is not a message."""
        if not self.channels:
            return
        head = read_head(incoming_msg, self.subprotocol)
        if head is None:
            self._figures.refuse("message")
            self.websocket_handler.close(_UNREADABLE)
            return
        if not may_pass(head, incoming_msg, self.subprotocol):
            self._figures.refuse("message")
            return
        self.kernel_manager.last_activity = datetime.now(UTC)
        self._unfinished.add(head.id)
        if head.kind not in _ASKS:
            self._unconnected.spoke(self.kernel_id)
        super().handle_incoming_message(incoming_msg)

    def _on_error(self, channel: str | None, msg: dict[str, Any], msg_list: list[Any]) -> None:
        """Take out of an error what it tells of the server's files and of what somebody wrote."""
        if channel != "iopub":
            return
        msg["header"] = self.get_part("header", msg["header"], msg_list)  # type: ignore[no-untyped-call]
        if msg["header"]["msg_type"] == "error":
            msg["content"] = {"ename": "Error", "evalue": "", "traceback": []}
            if self.subprotocol == V1:
                msg_list[3] = self.session.pack(msg["content"])

    def _limit_rate(self, channel: str | None, msg: dict[str, Any], msg_list: list[Any]) -> bool:
        """Keep back what is too much, and what is for the author: the error stream, which names files.

        Note which of the page's messages the kernel has finished with; the heads are read here anyway.
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
        """Tell the page, in Jupyter's own words, that its kernel's server is on its way out."""
        with suppress(WebSocketClosedError):
            self._send_status_message("restarting")  # type: ignore[no-untyped-call]

    def hang_up(self) -> None:
        """Close the line because the server stops."""
        self.websocket_handler.close(_RESTARTS)

    def on_restart_failed(self) -> None:
        """Hang up where the kernel has died: the page then finds out that it is gone."""
        self.websocket_handler.close()

    def disconnect(self) -> None:  # type: ignore[override]  # as that of the class that it extends
        """Close the line; from now on it is counted how long the page has been away."""
        self._stopping.left(self)
        self._unconnected.left(self.kernel_id)
        self.kernel_manager.last_activity = datetime.now(UTC)
        super().disconnect()  # type: ignore[no-untyped-call]
