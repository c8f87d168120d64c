"""What remains on a server after many visits."""

import asyncio
import os
import re
import time
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

import psutil
import pytest

from browser.server import SMALL_NOTEBOOKS, ServerFromCommand
from browser.visitors import visit
from timeouts import scaled, wait_until
from widget_host.pages.assets import pack, recompress

VISITS = 500
AT_ONCE = 4
STILL_S = 8.0
# What is kept of a visit is nothing; what Python keeps of memory it once had is not to the byte the same.
SLACK_BYTES = 12 * 2**20
# What pools make when they first need it: the event loop's own, and those that read notebooks.
MOST_POOLED = (os.cpu_count() or 1) + 4 + 2

# What the server opens when it first needs it is no leak: that would be a file for each of some visits.
OPENED_ONCE = 2


class State:
    """What a server holds: memory, open files, sockets, processes, the kernels' files."""

    def __init__(self, server):
        process = psutil.Process(server.process.pid)
        self.memory = process.memory_full_info().uss
        self.files = process.num_fds()
        self.sockets = sum(one.status != psutil.CONN_TIME_WAIT for one in process.net_connections("all"))
        # What reads notebooks ends when nobody has needed it for a while.
        self.processes = sorted(
            child.pid
            for child in process.children(recursive=True)
            if "widget_host.common.worker_process" not in child.cmdline()
        )
        self.threads = process.num_threads()
        folders = {Path(one.path).parent for one in process.open_files() if "wb_" in one.path}
        self.kernel_files = sorted(file.name for folder in folders for file in folder.iterdir())


def come_and_go(server, count):
    """Have visitors open a page, be answered by a kernel, and leave: a few at a time."""

    async def all_of_them():
        left = iter(range(count))

        async def one_after_another():
            for _ in left:
                await visit(server.page("echo"))

        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))

    asyncio.run(all_of_them())
    server.wait_for_kernels(0)


def wait_until_all_pages_are_prepared(server):
    """Wait until no process has come for a while: each page has one that was prepared."""
    children, since = -1, time.monotonic()
    while time.monotonic() - since < STILL_S:
        now = len(psutil.Process(server.process.pid).children(recursive=True))
        if now != children:
            children, since = now, time.monotonic()
        time.sleep(0.2)


def wait_until_what_pages_load_is_compressed(server):
    """Wait until it is compressed as far as it goes, for which the server once takes some memory."""

    def got(address, accepted):
        asked = Request(f"{server.address}{address}", headers={"Accept-Encoding": accepted})
        with build_opener(ProxyHandler({})).open(asked, timeout=scaled(30)) as answer:
            return answer.read()

    page = got("voila/render/echo.ipynb", "identity").decode()
    modules = set(re.findall(r'"/(host/modules/\w+\.(?:css|js))"', page))
    assert modules
    best = {one: recompress(pack(got(one, "identity"), ".js")).best_for("br")[0] for one in modules}
    wait_until(lambda: all(got(one, "br") == body for one, body in best.items()), 60)


def wait_until_retention_has_begun(server):
    """Wait until what is too old was looked for, which takes a thread of its own for good."""

    def begun():
        with build_opener(ProxyHandler({})).open(f"{server.address}metrics", timeout=scaled(30)) as answer:
            days = re.findall(
                r"^workbook_retention_\w+_last_day_seconds (\S+)$", answer.read().decode(), re.M
            )
        return days and all(float(day) for day in days)

    wait_until(begun, 60, what="what is too old was looked for", every=0.5)


@pytest.mark.alone
@pytest.mark.timeout(400)
@pytest.mark.slow
def test_five_hundred_visits_leave_memory_files_sockets_and_processes_where_they_were():
    server = ServerFromCommand(SMALL_NOTEBOOKS)
    try:
        wait_until_all_pages_are_prepared(server)
        wait_until_retention_has_begun(server)
        wait_until_what_pages_load_is_compressed(server)
        come_and_go(server, 40)
        before, said = State(server), len(server.errors)
        come_and_go(server, VISITS)
        after = State(server)
        assert after.processes == before.processes
        # With a process that reads notebooks, its pipes go.
        assert after.files <= before.files + OPENED_ONCE
        assert after.sockets == before.sockets
        assert after.threads <= before.threads + MOST_POOLED
        assert after.kernel_files == before.kernel_files
        assert after.memory - before.memory < SLACK_BYTES
        assert len(server.errors) == said
    finally:
        server.stop()
