"""What is left of a WebSocket when its page has gone: nothing."""

import asyncio
import gc
import weakref
from contextlib import asynccontextmanager
from types import SimpleNamespace
from uuid import uuid4

import pytest
import websockets
from jupyter_server.auth import AllowAllAuthorizer, IdentityProvider, User
from tornado import httpserver, netutil, web

from timeouts import scaled, wait_until_async
from widget_host.kernels.keys import PREFIX, KernelKeys
from widget_host.kernels.websocket import KernelWebSocket, PageWebSocket

LINES = weakref.WeakSet()
LEFT = []


class Kernel:
    """The kernel's side of a connection, without a kernel."""

    kernel_ws_protocol = ""

    def __init__(self, websocket_handler, **_rest):
        self.session = SimpleNamespace(session="")
        self.handler = websocket_handler
        LINES.add(websocket_handler)

    async def connect(self):
        await self.handler.write_message("{}")

    def disconnect(self):
        pass


class Anybody(IdentityProvider):
    """Accepts everybody."""

    def get_user(self, _handler):
        return User("anybody")


class Settled(PageWebSocket):
    """A connection that outlives all timeouts of a test while something refers to it."""

    ping_interval = 3_600_000


@asynccontextmanager
async def listens(keys):
    """A server with only WebSockets; yields the address of one."""
    identity = Anybody()
    application = web.Application(
        [("/(?P<kernel_id>.+)", Settled)],
        allow_unauthenticated_access=True,
        allow_remote_access=True,
        authorizer=AllowAllAuthorizer(identity_provider=identity),
        identity_provider=identity,
        kernel_manager=SimpleNamespace(get_kernel=lambda _name: None, end_left_kernel=LEFT.append),
        kernel_websocket_connection_class=Kernel,
        host_keys=keys,
    )
    server = httpserver.HTTPServer(application)
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    try:
        yield f"ws://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        server.stop()
        await server.close_all_connections()


@asynccontextmanager
async def connected():
    """A page's connection to a kernel, once it works; yields it and the kernel's id."""
    keys, kernel = KernelKeys(), str(uuid4())
    async with listens(keys) as address:
        line = await websockets.connect(
            f"{address}/{kernel}?session_id=a", proxy=None, subprotocols=[PREFIX + keys.of(kernel)]
        )
        async with asyncio.timeout(scaled(30)):
            await line.recv()
        yield line, kernel


@pytest.mark.parametrize("says_so", [True, False])
def test_nothing_holds_a_line_whose_page_has_gone(says_so):
    async def come_and_go():
        async with connected() as (line, _):
            assert len(LINES) == 1
            if says_so:
                await line.close()
            else:
                line.transport.abort()
            await wait_until_async(nothing_holds_it, 5, what="the line is let go")

    def nothing_holds_it():
        gc.collect()
        return not LINES

    asyncio.run(come_and_go())


@pytest.mark.parametrize(("code", "ends"), [(4001, True), (1001, False), (1000, False)])
def test_the_kernel_of_a_page_ends_if_the_page_hangs_up_because_it_was_left(code, ends):
    LEFT.clear()

    async def hang_up():
        async with connected() as (line, kernel):
            handler = weakref.ref(next(iter(LINES)))
            await line.close(code)
            await wait_until_async(lambda: gc.collect() >= 0 and handler() is None, 5, what="it has hung up")
        return kernel

    kernel = asyncio.run(hang_up())
    assert ([kernel] if ends else []) == LEFT


class Messages:
    """The kernel's messages to all."""

    def on_recv(self, hear):
        self.hear = hear


def test_nothing_holds_the_messages_of_a_kernel_that_gave_its_welcome():
    async def hear_the_welcome():
        messages = Messages()
        heard = KernelWebSocket.nudge(SimpleNamespace(channels={"iopub": messages}, session=None))
        asyncio.get_running_loop().call_soon(messages.hear)
        await heard
        return weakref.ref(messages)

    async def story():
        messages = await hear_the_welcome()
        gc.collect()
        assert messages() is None

    asyncio.run(story())
