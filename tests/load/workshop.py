"""A workshop under load: from a vote to "counted" and to the trainer's totals, and what a learner costs.

`python -m load.workshop` measures it alone; `make bench` does so with the rest.
"""

import asyncio
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from browser.server import NOTEBOOKS
from database.postgres import MISSING, Cluster, binaries
from load.serving import usage
from load.serving.content import MAIN
from load.serving.servers import OURS, Running
from load.serving.visit import visitor
from load.table import Table, ms, percentile, times
from workshop.connections import run
from workshop.real_room import Room, RoomServer

ARRIVE_WITHIN_S = 1.0
HERE_EVERY_S = 15
SETTLES_WITHIN_S = 240
ALONE = (
    "-c",
    "import workbook.workshop.storage.writer as writer; writer._MOST_AT_ONCE = 1; "
    "from workbook.cli.main import main; main()",
)
COLUMNS = (
    "Learners",
    "Kept in",
    "Joined p50",
    "p99",
    "Counted p50",
    "p99",
    "On the trainer's tally p50",
    "p99",
    "Lost or twice",
)
NOTE = (
    "All join within one second, and later all vote within one second, each over a line of its own; the "
    "load program shares the machine's cores with the server. Lost or twice: votes that the closed result "
    "has not, or has more than once."
)
IDLE_NOTE = "Over {seconds} seconds, as what the server takes more than without these learners."


@dataclass
class Times:
    """Seconds that each learner waited."""

    joined: list[float] = field(default_factory=list)
    counted: list[float] = field(default_factory=list)
    tallied: list[float] = field(default_factory=list)
    wrong: int = 0

    def cells(self):
        """The cells of a row."""
        shares = [
            percentile(part, share)
            for part in (self.joined, self.counted, self.tallied)
            for share in (0.5, 0.99)
        ]
        return (*map(ms, shares), str(self.wrong))


def measure(*, counts, idle, seconds, kernels, settles_s=SETTLES_WITHIN_S):
    """Measure rooms of so many learners, and then as many idle ones for so many seconds beside kernels."""
    return [_rooms(counts), _idle(idle, seconds, kernels, settles_s)]


def _rooms(counts):
    rows, notes = [], [NOTE]
    with _places(notes) as places:
        for count in counts:
            for name, database, program in places:
                with _server(database, program) as server:
                    rows.append((str(count), name, *run(_room(server, count)).cells()))
    return Table("A room that votes", COLUMNS, rows, " ".join(notes))


@contextmanager
def _places(notes):
    """Where votes are kept: a name, what makes an address (None: a file of the server's own), a program."""
    places = [("SQLite", None, None), ("SQLite, each vote by itself", None, ALONE)]
    if binaries() is None:
        yield places
        notes.append(f"PostgreSQL was not measured. {MISSING}")
        return
    cluster = Cluster(durable=True)
    try:
        yield [*places, ("PostgreSQL", cluster.new_database, None)]
    finally:
        cluster.stop()


@contextmanager
def _server(database=None, program=None, **more):
    class Served(RoomServer):
        is_forked = False

    if program:
        Served.program = program
    server = Served(database=database() if database else None, **more)
    try:
        yield server
    finally:
        server.stop()


async def _room(server, count):
    """One room, from the first who joins to the closed result."""
    found = Times()
    await _rehearsal(server)
    room = await Room.begun(server)

    async def join():
        await asyncio.sleep(random.random() * ARRIVE_WITHIN_S)
        begun = time.monotonic()
        await room.join(1)
        found.joined.append(time.monotonic() - begun)

    await asyncio.gather(*(join() for _ in range(count)))
    await room.open()
    await asyncio.sleep(1)
    sent = []

    async def vote(number):
        await asyncio.sleep(random.random() * ARRIVE_WITHIN_S)
        begun = time.monotonic()
        await room.vote(number)
        sent.append((time.monotonic(), begun))

    await asyncio.gather(*(vote(number) for number in range(count)))
    await room.trainer.state(answered=count)
    found.counted = [ended - begun for ended, begun in sent]
    found.tallied = _tallied(sorted(sent), room.trainer.line.pushed)
    counts = await room.counts()
    right = {room.choices[0]: (count + 1) // 2, room.choices[1]: count // 2}
    found.wrong = sum(abs((counts[choice] or 0) - right.get(choice, 0)) for choice in counts)
    return found


async def _rehearsal(server):
    """Have whatever is made at the first use made now."""
    room = await Room.begun(server)
    await room.join(2)
    await room.open()
    await asyncio.gather(room.vote(0), room.vote(1))
    await room.trainer.do("end")


def _tallied(sent, pushed):
    """Seconds from each vote to the first console that counts as many votes as were acknowledged with it."""
    tallies = [(at, one["state"]["answered"]) for at, one in pushed if one["type"] == "console"]
    return [
        next(at for at, answered in tallies if answered >= number and at >= begun) - begun
        for number, (_, begun) in enumerate(sent, start=1)
    ]


def _idle(count, seconds, kernels, settles_s):
    """What a learner costs who waits: in the room, and on a page with a kernel."""
    with _server() as server:
        running = _settled(server, settles_s)
        run(_rehearsal(server))
        room = run(_cost(running, _Waiting(server, count), seconds, settles_s))
    with _server(notebooks=NOTEBOOKS) as server:
        running = _settled(server, settles_s)
        asyncio.run(_visited(_Reading(running, 1)))
        pages = run(_cost(running, _Reading(running, kernels), seconds, settles_s))
    rows = [
        (name, str(many), f"{memory / 2**20:.2f} MiB", times(memory, room[0]), ms(cpu * 60 / seconds))
        for name, many, (memory, cpu) in (
            ("In the room, without a kernel", count, room),
            ("On a page with a kernel", kernels, pages),
        )
    ]
    columns = (
        "A learner who waits",
        "Learners",
        "Memory of each",
        "Beside the room",
        "Time of a core a minute, each",
    )
    return Table("What a learner costs who waits", columns, rows, IDLE_NOTE.format(seconds=seconds))


def _settled(server, within_s):
    """A server as the measuring of serving knows it, once it has prepared its pages."""
    running = Running(OURS, server.process, server.address, Path())
    usage.settle(running, within_s=within_s, quiet_s=3)
    return running


async def _visited(people):
    """Have whatever is made at the first use made now."""
    await people.come()
    await people.leave()


async def _cost(running, people, seconds, settles_s):
    """Bytes of memory and seconds of a core for each of some people, who come, wait, and leave."""
    await asyncio.to_thread(usage.settle, running, settles_s)
    before = usage.pss(running)
    alone = await _cpu_over(running, seconds)
    await people.come()
    await asyncio.to_thread(usage.settle, running, settles_s)
    memory = usage.pss(running) - before
    cpu = await _cpu_over(running, seconds)
    await people.leave()
    return memory / people.count, max(0.0, cpu - alone) / people.count


async def _cpu_over(running, seconds):
    before = usage.cpu_s(running)
    await asyncio.sleep(seconds)
    return usage.cpu_s(running) - before


class _Waiting:
    """Learners in the room, whose pages say that they are there."""

    def __init__(self, server, count):
        self.count, self._server = count, server
        self._signs = []

    async def come(self):
        room = await Room.begun(self._server)
        await room.join(self.count)
        await room.open()
        self._signs = [asyncio.create_task(self._say_here(one.line)) for one in room.learners]

    async def _say_here(self, line):
        await asyncio.sleep(random.random() * HERE_EVERY_S)
        while True:
            await line.ask("here")
            await asyncio.sleep(HERE_EVERY_S)

    async def leave(self):
        for sign in self._signs:
            sign.cancel()


class _Reading:
    """Learners on a page whose exercises have asked something of Python."""

    def __init__(self, running, count):
        self.count = count
        self._visitors = [visitor(running, MAIN) for _ in range(count)]

    async def come(self):
        for one in self._visitors:
            await one.read()
            await one.ask()

    async def leave(self):
        for one in self._visitors:
            await one.leave()


if __name__ == "__main__":
    print(*measure(counts=(10, 100), idle=100, seconds=15, kernels=10), sep="\n")
