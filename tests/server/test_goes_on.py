"""What a server survives: no file descriptors, deleted sockets, its own package replaced."""

import asyncio
import http.client
import json
import re
import shutil
import signal
import socket
import sys

import psutil
import pytest

from browser import server as served
from browser.server import DATA, SMALL_NOTEBOOKS, Server, copied
from server.learner import Learner
from timeouts import scaled, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="What is looked at is Linux's own.")


def ask(server, path, connection=None):
    own = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    own.request("GET", f"/{path}")
    answer = own.getresponse()
    text = answer.read().decode()
    if connection is None:
        own.close()
    return answer.status, text


def told(server, connection=None):
    return json.loads(ask(server, "readyz", connection)[1])


def figure(server, name):
    return float(re.search(rf"^{name} (\S+)$", ask(server, "metrics")[1], re.MULTILINE)[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with a page that has an exercise."""
    running = Server(copied(SMALL_NOTEBOOKS, tmp_path_factory.mktemp("pages"), "echo"))
    running.prepared("echo")
    yield running
    assert running.stop() == 0


class Visitor(Learner):
    """A learner of the small page, whose exercise answers."""

    def __init__(self, server):
        super().__init__(server.address, "echo")

    async def visit(self):
        assert (await self.open()).status == 200
        answer = await self.attach()
        assert answer.status == 200, answer.text
        await self.join()


def test_when_its_sockets_are_deleted_the_next_visit_makes_them_again(server):
    async def story():
        before = Visitor(server)
        await before.visit()
        folder = server.sockets()
        shutil.rmtree(folder)
        after = Visitor(server)
        await after.visit()
        assert server.sockets() == folder
        assert (folder / "broker").exists()
        # Another line to the kernel from before can't be: its page is told that it is gone, and asks for one.
        again = Visitor(server)
        again.cookies, again.kernel, again.key = before.cookies, before.kernel, before.key
        with pytest.raises(Exception, match="404"):
            await again.join()
        assert (await again.get(f"api/kernels/{before.kernel}")).status == 404
        for one in (before, after):
            await one.leave()

    asyncio.run(story())
    assert ask(server, "healthz") == (200, "ok\n")


def test_the_socket_by_which_open_pages_save_is_made_again_though_nobody_comes(server):
    socket_file = server.sockets() / "broker"
    socket_file.unlink()
    wait_until(socket_file.exists, 60)


def test_out_of_files_it_says_so_rests_and_recovers(server):
    process, kept = psutil.Process(server.process.pid), http.client.HTTPConnection("127.0.0.1", server.port)
    assert told(server, kept)["reasons"] == []
    usual = process.rlimit(psutil.RLIMIT_NOFILE)
    waiting = []
    process.rlimit(psutil.RLIMIT_NOFILE, (process.num_fds() + 8, usual[1]))
    try:
        for _ in range(40):
            waiting.append(socket.create_connection(("127.0.0.1", server.port)))
        reasons = wait_until(lambda: told(server, kept)["reasons"])
        assert any("No more files can be opened" in reason for reason in reasons)
        assert ask(server, "healthz", kept) == (200, "ok\n")
    finally:
        for one in (*waiting, kept):
            one.close()
        process.rlimit(psutil.RLIMIT_NOFILE, usual)
    wait_until(lambda: ask(server, "healthz") == (200, "ok\n"))
    assert figure(server, "workbook_out_of_files") > 0
    wait_until(lambda: told(server)["ready"], 60)
    said = [line for line in server.errors if "No more files can be opened" in line]
    assert 1 <= len(said) <= 3
    assert len(server.errors) < 20


@pytest.fixture
def upgraded(tmp_path, monkeypatch):
    """A server of a package of its own, and the folder of that."""
    package = shutil.copytree(served.ROOT / "widgets", tmp_path / "widgets") / "workbook"
    monkeypatch.setattr(served, "ROOT", tmp_path)
    folder = tmp_path / "pages"
    folder.mkdir()
    running = Server(copied(SMALL_NOTEBOOKS, folder, "echo"), DATA)
    running.prepared("echo")
    yield running, package
    running.stop()


def test_a_package_that_is_replaced_is_said_and_the_server_goes_on_with_what_it_has_loaded(upgraded):
    server, package = upgraded
    home, page = ask(server, "")[1], ask(server, "voila/render/echo.ipynb")[1]
    code = re.search(r'"(/host/code/[^"]+\.(?:js|css|svg))"', home + page)[1]
    file, asset = package.parent / code.split("/", 4)[4], ask(server, code.lstrip("/"))[1]
    wait_until(lambda: "workbook_restart_needed 0.0" in ask(server, "metrics")[1])
    for path in (file, *package.parent.glob("*/*/templates/*.html"), *package.glob("exercises/*/*.*")):
        path.write_text("broken {{ {% (", encoding="utf-8")
    shutil.rmtree(package / "record")
    wait_until(lambda: told(server)["restart_needed"])
    assert told(server)["ready"]
    assert figure(server, "workbook_restart_needed") == 1
    assert ask(server, "")[1] == home
    assert ask(server, code.lstrip("/"))[1] == asset
    assert len([line for line in server.errors if "Restart needed" in line]) == 1
    # What runs notebooks is started again from what was loaded.
    for template in [one for one in server.processes() if one.name() == "kernel-template"]:
        template.send_signal(signal.SIGKILL)
    server.prepared("echo")

    async def story():
        visitor = Visitor(server)
        await visitor.visit()
        await visitor.leave()

    asyncio.run(story())
    assert ask(server, "nowhere")[0] == 404
