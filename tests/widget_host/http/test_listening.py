"""What a visitor may keep open or send, and what happens if no more connections can be opened."""

import asyncio
import errno
import logging
import socket
from contextlib import asynccontextmanager, suppress

import pytest
from tornado import httpclient, netutil, web, websocket

from timeouts import scaled, wait_until_async
from widget_host.http import listening
from widget_host.http.listening import Listener, Shortage

LIMITS = {"headers_within_s": 1.0, "body_within_s": 1.0}


class Echo(websocket.WebSocketHandler):
    def on_message(self, message):
        self.write_message(message)


class Page(web.RequestHandler):
    def get(self):
        self.finish("here")

    def post(self):
        self.finish(str(len(self.request.body)))


@asynccontextmanager
async def listens(shortage=None, **limits):
    """A server of the smallest kind; gives it and its port."""
    application = web.Application([("/", Page), ("/line", Echo)])
    server = Listener.of(application, shortage or Shortage(), 1000, **limits)
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    try:
        yield server, sockets[0].getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()


async def sent(port, text):
    """Send something and nothing more; gives what comes until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    found = b""
    async with asyncio.timeout(scaled(30)):
        with suppress(ConnectionError):  # the ruder way to hang up
            found = await reader.read()
    writer.close()
    return found


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * (1 << 17),
    ],
)
def test_who_sends_nothing_more_or_headers_without_an_end_is_hung_up_on(text):
    async def story():
        async with listens(**LIMITS) as (_, port):
            return await sent(port, text)

    answered = asyncio.run(story())
    assert (b"here" in answered) == text.startswith(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")


def test_headers_that_come_drop_by_drop_are_cut_off_all_the_same():
    async def story():
        async with listens(**LIMITS) as (_, port), asyncio.timeout(scaled(30)):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n")
            ended = asyncio.ensure_future(reader.read())
            while not ended.done():
                writer.write(b"X: y\r\n")
                await asyncio.wait([ended], timeout=0.1)
            writer.close()
            return await asyncio.gather(ended, return_exceptions=True)

    assert b"here" not in str(asyncio.run(story())).encode()


def test_a_line_that_is_open_may_stay_silent_for_longer():
    async def story():
        async with listens(**LIMITS) as (_, port):
            line = await websocket.websocket_connect(f"ws://127.0.0.1:{port}/line")
            # The same limit hangs up on this one, which came later.
            await sent(port, b"GET / HTTP/1.1\r\n")
            await line.write_message("still here")
            answer = await line.read_message()
            line.close()
            assert await line.read_message() is None
            return answer

    assert asyncio.run(story()) == "still here"


def test_the_limits_of_a_server_are_short_enough_to_matter_and_longer_than_a_proxy_s():
    assert 60 < listening._HEADERS_WITHIN_S <= 120
    assert listening._BODY_WITHIN_S <= 120


class Empty(socket.socket):
    """A listening socket where no file can be opened, as long as `is_empty`."""

    is_empty = True
    tried = 0

    def accept(self):
        self.tried += 1
        if self.is_empty:
            raise OSError(errno.EMFILE, "Too many open files")
        return super().accept()


def test_out_of_files_it_rests_says_so_once_and_goes_on_by_itself(monkeypatch, caplog):
    monkeypatch.setattr(listening, "_REST_S", 0.05)
    shortage = Shortage()

    async def story():
        async with listens(shortage) as (server, _):
            one = Empty()
            one.bind(("127.0.0.1", 0))
            one.listen()
            one.setblocking(False)
            server.add_sockets([one])
            asking = asyncio.ensure_future(
                httpclient.AsyncHTTPClient().fetch(f"http://127.0.0.1:{one.getsockname()[1]}/")
            )
            await wait_until_async(lambda: one.tried >= 5)
            assert shortage.is_on
            assert one.tried == shortage.total  # one try each time, and not as fast as the loop turns
            one.is_empty = False
            return (await asking).body

    assert asyncio.run(story()) == b"here"
    [said] = caplog.messages
    assert said.startswith("No more files can be opened")


def test_it_is_said_once_a_minute_with_a_count_and_is_over_a_while_after_the_last_time(caplog):
    now = [0.0]
    shortage = Shortage(lambda: now[0])
    for now[0] in (1, 2, 3, 61, 62):
        shortage.meet()
    assert [said.rpartition(" ")[2] for said in caplog.messages] == ["1.", "3."]
    with pytest.raises(RuntimeError):
        shortage.check()
    now[0] = 100
    shortage.check()
    assert shortage.total == 5


def test_whatever_the_log_tells_of_files_that_could_not_be_opened_is_said_together():
    shortage = Shortage()

    def record(error):
        return logging.LogRecord("asyncio", logging.ERROR, "", 1, "Odd", (), (type(error), error, None))

    assert not shortage.is_elsewhere(record(OSError(errno.EMFILE, "")))
    assert shortage.is_elsewhere(record(OSError(errno.ENOENT, "")))
    assert shortage.is_elsewhere(logging.LogRecord("asyncio", logging.ERROR, "", 1, "Odd", (), None))
    assert shortage.total == 1
