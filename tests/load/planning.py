"""Further figures for capacity planning: an idle server, and a complete save.

`python -m load.planning` measures it alone; `make bench ARGS="planning"` puts it beside the rest.
"""

import asyncio
from contextlib import contextmanager
from pathlib import Path

import psutil

from browser.server import NOTEBOOKS, ServerFromCommand
from database.postgres import MISSING, Cluster, binaries
from load.serving import usage
from load.serving.servers import OURS, Running
from load.table import Table, ms
from record.entries import entry
from server.learner import Learner
from widget_host.common.notebook_files import notebook_files

SETTLES_WITHIN_S = 240
# The server compresses its pages fully at its next half minute, which takes seconds: it is quiet after that.
QUIET_S = 31
WORDS = "What I would do the next time. " * 15
ALONE_NOTE = "With all pages of the workbook ready and compressed, over {seconds} seconds."
SAVES_NOTE = (
    "{learners} learners save {saves} times each, one save after the other, over a WebSocket each. The "
    "server's part is all of its processes, with the learner's kernel, which seals the entry."
)


def measure(*, seconds, learners, saves, settles_s=SETTLES_WITHIN_S):
    """Measure a server for so many seconds without anybody, then so many saves of so many learners."""
    notes = [SAVES_NOTE.format(learners=learners, saves=saves)]
    rows = []
    with _server(None, settles_s) as (server, running):
        usage.settle(running, settles_s, min(QUIET_S, settles_s))
        alone = _alone(running, seconds)
        rows.append(("SQLite", *_saved(server, running, learners, saves, None)))
    if binaries() is None:
        notes.append(f"PostgreSQL was not measured. {MISSING}")
    else:
        cluster = Cluster(durable=True)
        try:
            with _server(cluster.new_database(), settles_s) as (server, running):
                rows.append(("PostgreSQL", *_saved(server, running, learners, saves, cluster)))
        finally:
            cluster.stop()
    return [
        Table(
            "A server before anybody comes",
            ("What", "Memory", "Time of a core a minute"),
            [("workbook serve", f"{alone[0] / 2**20:.0f} MiB", ms(alone[1] * 60 / seconds))],
            ALONE_NOTE.format(seconds=seconds),
        ),
        Table(
            "A save, all the way",
            ("Kept in", "Time of a core in the server", "Time of a core in the database"),
            rows,
            " ".join(notes),
        ),
    ]


class _Kept(ServerFromCommand):
    """A server whose database is given."""

    where = None

    def start(self):
        if self.where:
            self.database = self.where
        super().start()


@contextmanager
def _server(database, settles_s):
    """A server that has prepared its pages, as the tests and as the measuring know it."""
    server = type("_Kept", (_Kept,), {"where": database})(NOTEBOOKS)
    try:
        for notebook in notebook_files(NOTEBOOKS):
            server.prepared(
                notebook.relative_to(NOTEBOOKS).with_suffix("").as_posix(), within=SETTLES_WITHIN_S
            )
        running = Running(OURS, server.process, server.address, Path())
        usage.settle(running, within_s=settles_s, quiet_s=3)
        yield server, running
    finally:
        server.stop()


def _alone(running, seconds):
    """Bytes of memory, and seconds of a core within so many, of a server that nobody visits."""
    before = usage.cpu_s(running)
    asyncio.run(asyncio.sleep(seconds))
    return usage.pss(running), usage.cpu_s(running) - before


def _saved(server, running, learners, saves, cluster):
    """The two cells of a row: milliseconds of a core for each save, in the server and in the database."""

    async def run():
        people = [Learner(server.address) for _ in range(learners)]
        for one in people:
            await one.begin()
            await _save(one, 0)  # whatever is made at the first use is made now
        before, kept = usage.cpu_s(running), _database_s(cluster)
        for number in range(1, saves + 1):
            for one in people:
                await _save(one, number)
        spent, stored = usage.cpu_s(running) - before, _database_s(cluster) - kept
        for one in people:
            await one.leave()
        count = saves * learners
        return ms(spent / count), ms(stored / count) if cluster else "in the server"

    return asyncio.run(run())


async def _save(learner, number):
    one = entry(f"reflection/{number}", WORDS, seq=number + 1)
    assert (await learner.ask("push", **learner.save(one)))["ok"]


def _database_s(cluster):
    """Seconds of a core that PostgreSQL took so far, with those of connections that have ended."""
    if cluster is None:
        return 0.0
    top = psutil.Process(cluster.process.pid)
    pids = [top.pid, *(one.pid for one in top.children(recursive=True))]
    return sum(usage.stat_s(usage.read(pid, "stat")) for pid in pids)


if __name__ == "__main__":
    print(*measure(seconds=15, learners=3, saves=20), sep="\n")
