"""Connections to a server's workshops, like a page's: real WebSockets, JSON texts, numbered requests."""

import asyncio
import json
import ssl
import time
from contextlib import suppress

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

from timeouts import scaled, wait_until_async

ANSWERED_WITHIN_S = 20
_OPEN = set()


def run(story):
    """Run a coroutine, and close all connections that it has opened."""

    async def whole():
        try:
            return await story
        finally:
            for line in list(_OPEN):
                line.drop()
            await asyncio.sleep(0)

    return asyncio.run(whole())


class GoneError(Exception):
    """The connection broke before the answer came."""


class Line:
    """One WebSocket. `pushed` is all that came unasked, in order; `headers` gives what is sent with each."""

    headers = staticmethod(dict)

    def __init__(self):
        self.pushed = []
        self.is_closed = False
        self._asked = {}
        self._count = 0
        self._news = asyncio.Event()
        self._socket = None

    @classmethod
    async def open(cls, address, origin=None):
        """Connect; `address` is the server's, or the socket's own."""
        line = cls()
        address = address.replace("http", "ws", 1) if address.startswith("http") else address
        if not address.endswith("workbook/workshop"):
            address += "workbook/workshop"
        request = HTTPRequest(
            address,
            headers=cls.headers() | ({"Origin": origin} if origin else {}),
            connect_timeout=scaled(30),
            request_timeout=scaled(60),
            # Anew for each, so that the variable SSL_CERT_FILE is heard.
            ssl_options=ssl.create_default_context() if address.startswith("wss:") else None,
        )
        line._socket = await websocket_connect(request, on_message_callback=line._hear)
        line._stream = line._socket.protocol.stream
        _OPEN.add(line)
        return line

    def _hear(self, said):
        if said is None:
            self.is_closed = True
            for future in self._asked.values():
                if not future.done():
                    future.set_exception(GoneError())
                    future.exception()  # whoever waits hears it; nobody may
        else:
            message = json.loads(said)
            future = self._asked.pop(message.get("id"), None) if "id" in message else None
            if future is None:
                self.pushed.append((time.monotonic(), message))
            elif not future.done():
                future.set_result(message)
        self._news.set()
        self._news = asyncio.Event()

    @property
    def close_code(self):
        return self._socket.close_code

    def tell(self, kind, **parts):
        """Send a request without waiting; returns the future of the answer."""
        if self.is_closed:
            raise GoneError
        self._count += 1
        future = self._asked[self._count] = asyncio.get_running_loop().create_future()
        self.send(json.dumps({"type": kind, "id": self._count, **parts}))
        return future

    async def ask(self, kind, **parts):
        """Send a request, and wait for the answer."""
        async with asyncio.timeout(scaled(ANSWERED_WITHIN_S)):
            return await self.tell(kind, **parts)

    def send(self, text, *, binary=False):
        """Send anything."""
        with suppress(WebSocketClosedError):
            self._socket.write_message(text, binary=binary)

    async def until(self, test, within_s=ANSWERED_WITHIN_S):
        """Wait until a message that was pushed, from the latest back, passes the test; give it."""
        async with asyncio.timeout(scaled(within_s)):
            while True:
                for _, message in reversed(self.pushed):
                    if test(message):
                        return message
                if self.is_closed:
                    raise GoneError
                await self._news.wait()

    async def until_state(self, **wanted):
        """Wait for a learner's state with these values."""
        found = await self.until(
            lambda one: one["type"] == "state" and wanted.items() <= one["state"].items()
        )
        return found["state"]

    async def until_console(self, **wanted):
        """Wait for a console's state with these values."""
        found = await self.until(
            lambda one: one["type"] == "console" and wanted.items() <= one["state"].items()
        )
        return found["state"]

    async def until_closed(self, within_s=ANSWERED_WITHIN_S):
        async with asyncio.timeout(scaled(within_s)):
            while not self.is_closed:
                await self._news.wait()

    def close(self):
        """Close it as a page does."""
        self._socket.close()

    def drop(self):
        """Lose it without closing it, as in a lift."""
        self.is_closed = True
        _OPEN.discard(self)
        self._stream.close()
        self._socket.close()


class Learner:
    """A learner's page: it keeps its seat, and resends unacknowledged messages on a new connection."""

    def __init__(self, address):
        self._address = address
        self.line = None
        self.workshop = self.seat = self.state = self.mine = None

    async def join(self, code, **more):
        """Join by a code; returns the answer."""
        self.line = self.line or await Line.open(self._address)
        return self._joined(await self.line.ask("join", code=code, **more))

    async def back(self):
        """Connect again, and take the seat again, however often it takes."""

        async def joined():
            self.line = await Line.open(self._address)
            return self._joined(await self.line.ask("join", workshop=self.workshop, seat=self.seat))

        return await wait_until_async(
            joined, 60, what="The server did not come back", ignoring=(OSError, GoneError, TimeoutError)
        )

    def _joined(self, answer):
        if answer["type"] == "joined":
            self.seat, self.state, self.mine = answer["seat"], answer["state"], answer["mine"]
            self.workshop = self.state["workshop"]
        return answer

    async def answer(self, step, answer):
        """Send an answer until it is acknowledged or refused, over as many connections as it takes."""
        while True:
            try:
                return await self.line.ask("answer", step=step, answer=answer)
            except (GoneError, TimeoutError, OSError):
                assert (await self.back())["type"] == "joined"


class Trainer:
    """A trainer's console."""

    def __init__(self, address, name, passphrase):
        self._address, self._name, self._passphrase = address, name, passphrase
        self.line = self.token = self.workshop = self.code = None

    async def sign_in(self):
        """Sign in; returns the welcome."""
        self.line = await Line.open(self._address)
        answer = await self.line.ask("sign-in", name=self._name, passphrase=self._passphrase)
        assert answer["type"] == "signed-in", answer
        self.token = answer["token"]
        return await self.welcome()

    async def welcome(self):
        answer = await self.line.ask("trainer", token=self.token)
        assert answer["type"] == "welcome", answer
        return answer

    async def create(self, plan, title="An evening"):
        """Start a workshop, and follow it."""
        answer = await self.line.ask("create", plan=plan, title=title)
        assert answer["type"] == "created", answer
        self.workshop = answer["workshop"]
        state = await self.watch()
        self.code = state["code"]
        return state

    async def watch(self):
        before = len(self.line.pushed)
        await self.do("watch")
        await self.line.until(lambda one: one["type"] == "console")
        return [one for _, one in self.line.pushed[before:] if one["type"] == "console"][-1]["state"]

    async def do(self, do, **parts):
        answer = await self.line.ask("command", workshop=self.workshop, do=do, **parts)
        assert answer["type"] == "done", answer

    async def state(self, **wanted):
        return await self.line.until_console(**wanted)

    async def back(self):
        """Open the console again, in the same tab."""
        self.line = await Line.open(self._address)
        await self.welcome()
        return await self.watch()
