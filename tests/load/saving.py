"""Saves of a hundred kernels at once: the time of each, how many per second, and whether any is lost."""

import tempfile
import time
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from database.postgres import MISSING, Cluster, binaries
from load.table import Table, ms, percentile
from record.entries import entry
from record.fork_server import ForkServer
from record.withstand_savers import Page
from workbook.record.code import new_code
from workbook.record.errors import RecordError
from workbook.record.merge import canonical
from workbook.record.store import EntryRow, RecordRow, Store

KEYS = 12
PATIENCE = 2
WORDS = "I asked the carer before I wrote anything down, and we agreed on the words. " * 6


def measure(*, processes, rates, seconds):
    """Save at each rate (saves per second, of all kernels together) in each way, one after the other."""
    rows, notes = [], [_NOTE.format(processes=processes, seconds=seconds)]
    with _addresses(notes) as addresses, ForkServer(__name__) as fork_server:
        for rate in rates:
            for name, engine, way in _WAYS:
                if engine in addresses:
                    crowd = _Crowd(fork_server, addresses[engine](), way)
                    rows.append((name, str(rate), *crowd.save(processes, rate, seconds)))
    columns = ("Database", "Wanted a second", "Reached a second", "p50", "p99", "Refused", "Lost")
    return Table(f"Saves of {processes} kernels at once", columns, rows, " ".join(notes))


_NOTE = (
    "Each of {processes} processes saves one answer of 450 letters in turn with the others, for {seconds} "
    "seconds, or until twice as long has passed. A save's time counts from when it was due, so where the "
    "wanted rate is not reached, the times are mostly waiting in line. Refused: tried "
    "again at once, as a page does. Lost: acknowledged, and not there afterwards."
)
_WAYS = (
    ("SQLite, sealed", "sqlite", "sealed"),
    ("SQLite, same rows without a seal", "sqlite", "plain"),
    ("SQLite, sealed, without waiting for the disk", "sqlite", "hasty"),
    ("PostgreSQL, sealed", "postgresql", "sealed"),
    ("PostgreSQL, same rows without a seal", "postgresql", "plain"),
)


@contextmanager
def _addresses(notes):
    """Functions that return addresses of new databases, for each available engine."""
    numbers = count()
    with tempfile.TemporaryDirectory() as folder:
        made = {"sqlite": lambda: str(Path(folder) / f"{next(numbers)}" / "records.sqlite")}
        if binaries() is None:
            notes.append(f"PostgreSQL was not measured. {MISSING}")
            yield made
            return
        cluster = Cluster(durable=True)
        try:
            assert cluster.execute("SHOW fsync") == [("on",)]
            yield made | {"postgresql": cluster.new_database}
        finally:
            cluster.stop()


class _Crowd:
    """The kernels that save in one way in one database."""

    def __init__(self, fork_server, address, way):
        self._fork_server, self._address, self._way = fork_server, address, way
        with Store(address) as store:
            store.prepare()

    def save(self, processes, rate, seconds):
        """Let them save, and check what was acknowledged. Returns the cells of a row."""
        every = processes / rate
        codes = [new_code() for _ in range(processes)]
        started = [
            self._fork_server.start(
                save_timed, address=self._address, code=code, way=self._way, count=round(seconds / every)
            )
            for code in codes
        ]
        ready = [child.report() for child in started]
        assert ready == [["ready"]] * processes
        begins = time.monotonic() + 0.5
        for number, child in enumerate(started):
            child.tell([begins + number * every / processes, every])
        said = [child.reports()[0] for child in started]
        taken = [one for times, *_ in said for one in times]
        ended = max(one[1] for one in said)
        refused = sum(one[2] for one in said)
        lost = sum(self._lost(code, one[3]) for code, one in zip(codes, said, strict=True))
        reached = len(taken) / max(seconds, ended - begins)
        return (
            f"{reached:.0f}",
            ms(percentile(taken, 0.5)),
            ms(percentile(taken, 0.99)),
            str(refused),
            str(lost),
        )

    def _lost(self, code, last):
        """How many of one kernel's answers differ from the last acknowledged ones."""
        if self._way == "plain":
            with Store(self._address) as store, store.transaction(write=False) as rows:
                found = {row.version for row in rows.entries(_record_of(code).record_id)}
            return len(set(last.values()) - found)
        with Page(self._address) as page:
            page.enter("open", code)
            found = page.pull()
        return sum(found.get(key, {}).get("seq", 0) < number for key, number in last.items())


def save_timed(report, *, address, code, way, count):
    """Save at the given moments; report the durations, the end and what was stored."""
    saver = {"sealed": _Sealed, "hasty": _Hasty, "plain": _Plain}[way](address, code)
    saver.save(saver.entry(1))  # whatever is made at the first use is made now
    report("ready")
    begins, every = report.hear()
    taken, last, refused = [], {}, 0
    until = begins + PATIENCE * count * every
    for number in range(2, count + 2):
        if time.monotonic() > until:
            break
        due = begins + (number - 2) * every
        one = saver.entry(number)
        time.sleep(max(0.0, due - time.monotonic()))
        while not saver.save(one):
            refused += 1
        taken.append(time.monotonic() - due)
        last[one["key"]] = number
    report(taken, time.monotonic(), refused, last)


class _Sealed:
    """Saves as a page does, through the handler."""

    def __init__(self, address, code):
        self._page = Page(address, light=True)
        while not self._page.enter("create", code)["ok"]:
            pass

    def entry(self, number):
        return entry(f"reflection/{number % KEYS}", f"{WORDS}{number}", seq=number, second=number % 60)

    def save(self, one):
        return self._page.push(one)["ok"]


class _Hasty(_Sealed):
    """Lets SQLite acknowledge before everything is on disk, so a power cut may lose the last save."""

    def __init__(self, address, code):
        event.listen(Engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous=NORMAL"))
        super().__init__(address, code)


class _Plain(_Sealed):
    """Writes the same rows in the same transactions, but without encryption, merging or a manifest."""

    def __init__(self, address, code):
        self._store, self._record = Store(address), _record_of(code)
        while not self._done(lambda rows: rows.add_record(self._record)):
            pass

    def save(self, one):
        slot, text = one["key"].encode().ljust(16)[:16], canonical(one).encode()

        def put(rows):
            row = rows.by_lookup(self._record.lookup)
            rows.entries(row.record_id, [slot])
            rows.put_entry(row.record_id, EntryRow(slot, one["seq"], text))
            rows.change_record(row)

        return self._done(put)

    def _done(self, work):
        try:
            with self._store.transaction() as rows:
                work(rows)
        except RecordError:
            return False
        return True


def _record_of(code):
    """An unencrypted record, named after a code."""
    name = code.encode()
    return RecordRow(name[:16], name.ljust(32), "{}", b"", b"", bytes(540), date(2026, 11, 22))
