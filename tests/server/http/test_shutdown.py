"""Shutting down: nobody new gets in, people are told, what has begun is finished, and it ends in time."""

import asyncio
import http.client
import json
import signal
import sqlite3
import time
from contextlib import closing, suppress

import pytest
import websockets

from browser.server import SMALL_NOTEBOOKS, Server
from record.entries import entry
from server.learner import Learner
from timeouts import scaled, wait_until_async
from workbook.record.code import read_code
from workbook.record.records import Records
from workbook.record.store import Store


@pytest.fixture
def start(tmp_path):
    """Start a server with a page that has a record: `start("--shutdown-timeout", "5")`."""
    for name, source in (("keep", "import workbook\n\nworkbook.keeping()"), ("plain", None)):
        cell = {"cell_type": "code", "id": "one", "metadata": {}, "execution_count": None, "outputs": []}
        text = {"cell_type": "markdown", "id": "two", "metadata": {}, "source": "Some words."}
        cells = [text, {**cell, "source": source}] if source else [text]
        notebook = {"cells": cells, "metadata": {"title": "A page"}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    own = (SMALL_NOTEBOOKS / "visitor.ipynb").read_text(encoding="utf-8")
    (tmp_path / "visitor.ipynb").write_text(own, encoding="utf-8")
    running = []

    def one(*more):
        running.append(Server(tmp_path, Server.__init__.__defaults__[1], 0, "/", *more))
        running[-1].prepared("keep")
        return running[-1]

    yield one
    for server in running:
        server.stop(signal.SIGKILL)


def ask(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(20))
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("Retry-After"), content


def held(server):
    """A transaction of somebody else, for which each save has to wait."""
    database = sqlite3.connect(server.database, isolation_level=None, check_same_thread=False)
    database.execute("BEGIN IMMEDIATE")
    return database


async def wait_until(holds):
    await wait_until_async(lambda: asyncio.to_thread(holds))


def kept(server, code):
    """The words in a record, as the database has them."""
    with Store(server.database) as store:
        records = Records(store)
        return [one["value"] for one in records.open(read_code(code)).pull(0, 0).entries]


def test_a_save_in_flight_is_finished_and_nobody_else_let_in(start):
    server = start()
    learner, late = Learner(server.address, "keep"), Learner(server.address, "keep")

    async def story():
        await learner.begin()
        await late.open()
        with closing(held(server)) as database:
            await learner.tell("push", **learner.save(entry(value="in flight")))
            await learner.heard()
            server.process.send_signal(signal.SIGTERM)
            await wait_until(lambda: ask(server, "readyz")[0] == 503)
            said = json.loads(ask(server, "readyz")[2])
            assert (said["ready"], said["reasons"]) == (False, ["The server is being stopped."])
            assert ask(server, "healthz")[0] == 200
            refused = await late.attach()
            assert (refused.status, refused.json()["reason"]) == (503, "stopping")
            status, again, page = ask(server, "voila/render/visitor.ipynb")
            assert (status, again) == (503, "5")
            assert "The workbook is being restarted" in page
            # What needs no process is still answered, such as a page that somebody reads.
            assert ask(server, "voila/render/plain.ipynb")[0] == 200
            assert ask(server, f"api/kernels/{learner.kernel}")[0] == 503
            assert "workbook_up 0.0" in ask(server, "metrics")[2]
            assert server.process.poll() is None
            database.execute("ROLLBACK")
        assert (await learner.answer())["ok"]
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await learner.answer()
        assert closed.value.rcvd.code == 1012
        await learner.leave()
        await late.leave()

    asyncio.run(story())
    assert server.process.wait(10) == 0
    assert kept(server, learner.code) == ["in flight"]
    assert "The server is stopping, and finishes what was started. kernels=1 within_seconds=30" in "".join(
        server.errors
    )


@pytest.mark.slow
def test_a_stop_takes_no_longer_than_it_may(start):
    server = start("--shutdown-timeout", "6")
    learner = Learner(server.address, "keep")

    async def story():
        await learner.begin()
        with closing(held(server)):
            await learner.tell("push", **learner.save(entry(value="never")))
            await learner.heard()
            server.process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            await asyncio.to_thread(server.process.wait, scaled(15))
            assert 1 < time.monotonic() - began < scaled(7)
        await learner.leave()

    asyncio.run(story())
    assert any("Time is up: the rest is cancelled." in line for line in server.errors)


@pytest.mark.slow
def test_a_second_signal_ends_the_server_at_once(start):
    server = start()
    learner = Learner(server.address, "keep")

    async def story():
        await learner.begin()
        processes = server.processes()
        with closing(held(server)):
            await learner.tell("push", **learner.save(entry(value="never")))
            await learner.heard()
            server.process.send_signal(signal.SIGTERM)
            await wait_until(lambda: ask(server, "readyz")[0] == 503)
            server.process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            assert await asyncio.to_thread(server.process.wait, scaled(15)) == 1
            assert time.monotonic() - began < scaled(3)
        await learner.leave()
        await wait_until(
            lambda: not [one for one in processes if one.is_running() and one.status() != "zombie"]
        )

    asyncio.run(story())


@pytest.mark.slow
def test_a_page_is_told_over_its_line(start):
    server = start()
    learner = Learner(server.address, "keep")

    async def story():
        await learner.begin()
        server.process.send_signal(signal.SIGTERM)
        heard = []
        with suppress(websockets.ConnectionClosed):
            async for frame in learner.line._socket:
                heard.append(b'"execution_state":"restarting"' in frame.replace(b" ", b""))
        await learner.leave()
        assert heard.count(True) == 1

    asyncio.run(story())
    assert server.process.wait(10) == 0
