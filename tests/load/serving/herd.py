"""Visitors in numbers: many within one second, one after the other, or staying for a while."""

import asyncio
import time
from dataclasses import dataclass, field

from load.serving import usage
from load.serving.visit import visitor
from load.table import percentile

ARRIVE_WITHIN_S = 1.0
LEAVES_WITHIN_S = 30


@dataclass
class Herd:
    """The results of a herd: seconds until each served visitor had an answer, and why others had none."""

    wanted: int
    served: list[float] = field(default_factory=list)
    first_bytes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    blank: int = 0
    skipped: str = ""

    @property
    def failed(self):
        """How many had no answer from Python."""
        return self.wanted - len(self.served)

    def figures(self):
        """The herd as plain values, for the report."""
        found = {"wanted": self.wanted, "failed": self.failed, "blank": self.blank, "skipped": self.skipped}
        if self.served:
            found |= {"median": percentile(self.served, 0.5), "p95": percentile(self.served, 0.95)}
            # The last of a herd of which some never were served came never, whatever the others took.
            found |= {"last": None if self.failed else max(self.served)}
        return found | {"faults": sorted(set(self.faults))[:3]}


async def together(server, name, count, limit_s):
    """Let `count` visitors come within one second and stay until all are served, or until the time is up."""
    herd = Herd(count)
    visitors = [visitor(server, name) for _ in range(count)]
    tasks = [asyncio.ensure_future(_one(one, at / count, herd)) for at, one in enumerate(visitors)]
    guard = asyncio.ensure_future(_guard(tasks, herd))
    _, late = await asyncio.wait(tasks, timeout=limit_s + ARRIVE_WITHIN_S)
    guard.cancel()
    for task in late:
        task.cancel()
        herd.faults.append(f"not served within {limit_s:.0f} s")
    await asyncio.gather(*tasks, return_exceptions=True)
    # Blank is a page that came, but without its text or an exercise; one that never came has failed only.
    herd.blank = sum(one.first_byte is not None and one.blank for one in visitors)
    await _leave(visitors)
    return herd


async def _one(one, after, herd):
    await asyncio.sleep(after * ARRIVE_WITHIN_S)
    began = time.monotonic()
    try:
        await one.read()
        await one.ask()
    except Exception as problem:
        herd.faults.append(f"{type(problem).__name__}: {problem}"[:160])
        return
    herd.served.append(time.monotonic() - began)
    herd.first_bytes.append(one.first_byte - began)


async def _guard(tasks, herd):
    """Stop if the machine runs out of memory."""
    while usage.free_bytes() > usage.KEPT_FREE:
        await asyncio.sleep(0.25)
    herd.skipped = "broken off: the machine's memory was used up"
    for task in tasks:
        task.cancel()


async def _leave(visitors):
    leaving = [asyncio.wait_for(one.leave(), LEAVES_WITHIN_S) for one in visitors]
    await asyncio.gather(*leaving, return_exceptions=True)


async def one_by_one(server, name, count):
    """Visits one after the other, each leaving before the next comes."""
    herd = Herd(count)
    for _ in range(count):
        one = visitor(server, name)
        await _one(one, 0, herd)
        herd.blank += one.blank
        await _leave([one])
    return herd


async def cpu_of_visits(server, name, count):
    """Seconds of a core for one visit, from the request to the answer and the leave, as a mean of some.

    They are read before anybody leaves as well: a server may not count what a kernel took that has ended.
    """
    before = usage.cpu_s(server)
    visitors = [visitor(server, name) for _ in range(count)]
    for one in visitors:
        await one.read()
        await one.ask()
    present = usage.cpu_s(server)
    await _leave(visitors)
    usage.settle(server)
    return (max(present, usage.cpu_s(server)) - before) / count


async def memory_of_learners(server, name, count):
    """Bytes for a learner who only reads, and for one who writes, as a mean of some who are there at once."""
    before = usage.pss(server)
    visitors = [visitor(server, name) for _ in range(count)]
    for one in visitors:
        await one.read()
    usage.settle(server, 20)
    read = usage.pss(server)
    for one in visitors:
        await one.ask()
    usage.settle(server, 20)
    wrote = usage.pss(server)
    await _leave(visitors)
    return (read - before) / count, (wrote - before) / count
