"""A soak test: people come and go for minutes. Afterwards no process is left, and memory has not grown.

`make soak` runs it for ten minutes; WORKBOOK_SOAK_MINUTES sets another time. It prints what it measured.
"""

import asyncio
import json
import os
import random
import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.request import ProxyHandler, Request, build_opener

import brotli
import psutil

from browser.server import ServerFromCommand
from server.learner import Learner
from timeouts import scaled, wait_until

MINUTES = 10.0
AT_ONCE = 12
# Memory is read from here on: the first minute fills what is kept for the rest of the server's life.
SETTLED = 0.2
MOST_GROWTH = 0.1
PAGES = ("record", "standard-1", "standard-3", "start")


@dataclass
class Told:
    """What was measured: MiB by second, visits, and what went wrong."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    visits: int = 0
    saves: int = 0
    busy: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def settled(self):
        """The readings after the first part of the time."""
        last = self.memory[-1][0]
        return [mib for second, mib in self.memory if second >= last * SETTLED]

    def growth(self):
        """By which share the last quarter of the settled readings lies above the first."""
        part = max(1, len(self.settled) // 4)
        first, last = self.settled[:part], self.settled[-part:]
        return (sum(last) / len(last)) / (sum(first) / len(first)) - 1


async def soak(server, minutes, seed=6):
    """Have people come and go; gives what was measured."""
    told = Told()
    began, until = time.monotonic(), time.monotonic() + minutes * 60
    dice = random.Random(seed)

    async def people():
        while time.monotonic() < until:
            try:
                await asyncio.wait_for(_visit(server, told, dice), 120)
                told.visits += 1
            except Exception as problem:  # whatever it is, it is told at the end
                told.faults.append(f"{type(problem).__name__}: {problem}")

    async def watch():
        main = psutil.Process(server.process.pid)
        while time.monotonic() < until:
            # The pages' processes come and go; what stays is the server and what they are forked from.
            told.memory.append((time.monotonic() - began, main.memory_info().rss / 2**20))
            await asyncio.sleep(min(2, minutes * 2))

    await asyncio.gather(watch(), *(people() for _ in range(AT_ONCE)))
    return told


async def _visit(server, told, dice):
    """Read a page, perhaps keep a record, and leave."""
    learner = Learner(server.address, dice.choice(PAGES))
    answer = await learner.open()
    assert answer.status == 200, answer.status
    await asyncio.sleep(dice.uniform(0.0, 0.5))
    if dice.random() < 0.3:
        return
    answer = await learner.attach()
    assert answer.status == 200, answer.status
    await learner.join()
    try:
        if dice.random() < 0.7:
            await _keep_a_record(learner, told)
            await asyncio.sleep(dice.uniform(0.0, 1.0))
    finally:
        await learner.leave()
        # As a browser does whose page is closed. Who leaves without a word is tested elsewhere.
        await learner.end()


async def _keep_a_record(learner, told):
    """Make a record. A database that is busy says so, and the page asks again a moment later."""
    for _ in range(5):
        record = await learner.ask("create", code=learner.code)
        if record["ok"]:
            told.saves += 1
            return
        assert record["reason"] == "busy", record
        told.busy += 1
        await asyncio.sleep(1)
    raise AssertionError("The database was busy five times.")


def run(minutes=None, **options):
    """Start a server, soak it, and return what was measured and how many kernels were left at the end."""
    minutes = float(os.environ.get("WORKBOOK_SOAK_MINUTES", minutes or MINUTES))
    server = ServerFromCommand(**options)
    try:
        for page in PAGES:
            server.prepared(page)
        wait_until(lambda: _is_compressed(server), 120, what="the scripts to be compressed as far as it goes")
        told = asyncio.run(soak(server, minutes))
        left = _left(server)
    finally:
        code = server.stop()
    return told, left, code


def _is_compressed(server):
    """Whether all scripts of a page are compressed as far as it goes, which takes memory once.

    A server does that half a minute after its start, so for a short soak it would be growth.
    """
    page = _loaded(server, f"voila/render/{PAGES[0]}.ipynb").decode()
    scripts = re.findall(r'src="/([^"]+/modules/\w+\.js)"', page)
    assert scripts
    sent = [_loaded(server, script, "br") for script in scripts]
    return all(len(one) <= len(brotli.compress(brotli.decompress(one))) for one in sent)


def _loaded(server, path, coding="identity"):
    asked = Request(f"{server.address}{path}", headers={"Accept-Encoding": coding})
    with build_opener(ProxyHandler({})).open(asked, timeout=scaled(30)) as answer:
        return answer.read()


def _left(server, within_s=60):
    """How many kernels run once those had time to end whose pages were left in good order."""
    with suppress(AssertionError):
        wait_until(lambda: server.kernels() == 0, within_s)
    return server.kernels()


def summary(told, left):
    """What was measured, in figures."""
    return {
        "visits": told.visits,
        "records": told.saves,
        "busy": told.busy,
        "faults": told.faults[:5],
        "kernels_left": left,
        "mib_after_the_start": round(told.settled[0], 1),
        "mib_at_the_end": round(told.settled[-1], 1),
        "growth": round(told.growth(), 4),
    }


if __name__ == "__main__":
    told, left, code = run()
    print(json.dumps(summary(told, left), indent=2))
    sys.exit(bool(told.faults or left or code or told.growth() > MOST_GROWTH))
