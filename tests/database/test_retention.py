"""Deleting old data once a day, without waiting for a day to pass."""

import asyncio
import logging
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, event, insert, select
from sqlalchemy.pool import Pool

from record.planting import plant, record
from workbook.cli.storage.retention import tasks
from workbook.database import retention as module
from workbook.database.errors import DatabaseError
from workbook.database.retention import Done, Retention, Task, delete_old
from workbook.database.store import Database
from workbook.record.schema import attempts, records
from workbook.record.store import Store
from workbook.usage.counts import add, visits_by_day
from workbook.usage.store import UsageStore
from workbook.usage.tally import Counts
from workbook.workshop.storage.schema import workshops
from workbook.workshop.storage.store import WorkshopStore
from workshop.rooms import Room

NOW = datetime(2026, 11, 30, 0, 5, tzinfo=UTC)
TODAY, DAY = NOW.date(), timedelta(days=1)


def delete_some(connection, _now, most):
    """Delete minutes of failed attempts, which stand for anything that is old."""
    these = select(attempts.c.minute).order_by(attempts.c.minute).limit(most)
    return connection.execute(delete(attempts).where(attempts.c.minute.in_(these))).rowcount


SOME = Task("things", delete_some)


@pytest.fixture
def store(address, prepared):
    """A database of each engine in turn."""
    return prepared(Database, address)


def put(store, number):
    """Add this number of old rows."""
    with store.connection(write=True) as connection:
        connection.execute(insert(attempts), [{"minute": at, "failures": 1} for at in range(number)])


def left(store):
    with store.connection(write=False) as connection:
        return len(connection.execute(select(attempts)).all())


# Once a day


def test_of_all_servers_one_does_it_each_day_and_the_others_know(store, address):
    put(store, 3)
    with Database(address) as other:
        assert delete_old(store, SOME, NOW) == (True, Done(TODAY, 3))
        put(store, 2)
        assert delete_old(other, SOME, NOW + timedelta(hours=23)) == (False, Done(TODAY, 3))
        assert left(store) == 2
        assert delete_old(other, SOME, NOW + DAY) == (True, Done(TODAY + DAY, 2))
        assert delete_old(store, SOME, NOW + DAY) == (False, Done(TODAY + DAY, 2))


def test_of_servers_that_look_at_the_same_moment_one_does_it(address, prepared):
    put(prepared(Database, address), 3)
    together, found = threading.Barrier(4), []

    def look():
        with Database(address) as server:
            together.wait()
            found.append(delete_old(server, SOME, NOW))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(is_mine for is_mine, _ in found) == [False, False, False, True]
    assert {done for _, done in found} == {Done(TODAY, 3)}


def test_kinds_are_done_apart(store):
    assert delete_old(store, SOME, NOW)[0]
    assert delete_old(store, Task("others", delete_some), NOW)[0]


def test_a_day_far_ahead_is_one_of_a_wrong_clock_and_does_not_put_it_off_for_years(store):
    assert delete_old(store, SOME, NOW + 400 * DAY)[0]
    assert delete_old(store, SOME, NOW)[0]
    assert delete_old(store, SOME, NOW - timedelta(minutes=30)) == (False, Done(TODAY, 0))


def test_what_failed_is_not_done_and_leaves_nothing_half_way(store):
    put(store, 3)

    def fail(connection, now, most):
        delete_some(connection, now, most)
        raise DatabaseError("full")

    with pytest.raises(DatabaseError):
        delete_old(store, Task("things", fail), NOW)
    assert left(store) == 3
    assert delete_old(store, SOME, NOW) == (True, Done(TODAY, 3))


def test_much_is_deleted_in_parts_between_which_others_can_write(store, address, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)
    put(store, 5)
    seen = []

    class Between(threading.Event):
        """Lets somebody else write after each part."""

        def wait(self, _seconds):
            with Database(address) as other, other.connection(write=True) as connection:
                connection.execute(insert(attempts).values(minute=100 + len(seen), failures=1))
            seen.append(left(store))
            return False

    assert delete_old(store, SOME, NOW, stop=Between()) == (True, Done(TODAY, 9))
    assert seen == [4, 3, 2, 1]
    assert left(store) == 0


def test_what_is_stopped_between_two_parts_is_finished_by_the_next_look(store, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)
    put(store, 5)
    stop = threading.Event()
    stop.set()
    assert delete_old(store, SOME, NOW, stop=stop) == (False, None)
    assert left(store) == 3
    assert delete_old(store, SOME, NOW) == (True, Done(TODAY, 3))


# What is old


@pytest.mark.parametrize(("months", "days", "gone"), [(24, 90, True), (0, 0, False)])
def test_old_records_workshops_and_counts_are_deleted_and_no_others(address, prepared, months, days, gone):
    kept = prepared(Store, address)
    plant(kept, (record(1, last_used=TODAY - 800 * DAY), 2), (record(2, last_used=TODAY - 600 * DAY), 2))
    rooms = WorkshopStore(address)
    old, young = Room(rooms), Room(rooms)
    usage = UsageStore(address)
    add(usage, Counts(Counter({(TODAY - 401 * DAY, "old"): 1, (TODAY - 399 * DAY, "young"): 1}), Counter()))
    with rooms.connection(write=True) as connection:
        at = workshops.c.workshop_id
        for room, age in ((old, 91), (young, 89)):
            start = (NOW - age * DAY).timestamp()
            connection.execute(workshops.update().where(at == room.id).values(started=start))
    removed = [delete_old(kept, task, NOW)[1].removed for task in tasks(months, days, 400 if gone else 0)]
    assert removed == [int(gone)] * 3
    with kept.connection(write=False) as connection:
        assert len(connection.execute(select(records)).all()) == 2 - gone
        left_over = set(connection.execute(select(workshops.c.workshop_id)).scalars())
    assert left_over == ({young.id} if gone else {old.id, young.id})
    assert [page for _, page, _ in visits_by_day(usage)] == (["young"] if gone else ["old", "young"])
    rooms.close()
    usage.close()


def test_an_expired_record_leaves_no_byte_in_the_file_or_its_log(new_address, prepared):
    store = prepared(Store, new_address())
    plant(store, (record(1, manifest=b"<sealed words>", last_used=date(2020, 1, 1)), 0))
    delete_old(store, tasks(1, 0, 0)[0], NOW)
    assert all(b"<sealed words>" not in path.read_bytes() for path in store.file.parent.iterdir())


# In a server


class Waiting:
    """Passes time without waiting: records each pause, and moves the clock forward by it."""

    def __init__(self, looks, start=NOW):
        self.now, self.pauses, self._looks = start, [], looks
        self.ended = asyncio.Event()

    async def wait(self, seconds):
        self.pauses.append(seconds)
        self.now += timedelta(seconds=seconds)
        if len(self.pauses) > self._looks:
            self.ended.set()
        return self.ended.is_set()


def run(address, task, waiting):
    """Run a server's retention until it has checked often enough."""

    async def story():
        part = Retention(address, [task], clock=lambda: waiting.now, wait=waiting.wait)
        part.start()
        await waiting.ended.wait()
        await part.stop()
        return part.figures()

    return {name: value for name, (_, value) in asyncio.run(story()).items()}


@pytest.mark.usefixtures("store")
def test_a_server_looks_soon_after_its_start_and_then_each_hour_and_does_it_once_a_day(address):
    done_at = []

    def note(_connection, now, _most):
        done_at.append(now)
        return 0

    waiting = Waiting(looks=50)
    run(address, Task("things", note), waiting)
    assert waiting.pauses == [20.0, *[3600.0] * 50]
    assert [moment.date() for moment in done_at] == [TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert all(
        moment - datetime.combine(moment.date(), NOW.time(), UTC) < timedelta(hours=1) for moment in done_at
    )


def test_a_fault_is_logged_without_what_it_was_about_and_tried_again_in_five_minutes(store, address, caplog):
    tries = []

    def fail_twice(connection, now, most):
        tries.append(now)
        if len(tries) < 3:
            raise ValueError("a learner's words")
        return delete_some(connection, now, most)

    put(store, 2)
    waiting = Waiting(looks=2)
    caplog.set_level(logging.INFO, "workbook.retention")
    failing = run(address, Task("things", fail_twice), waiting)
    assert waiting.pauses == [20.0, 300.0, 300.0]
    assert failing["workbook_retention_things_failing"] == 1
    assert failing["workbook_retention_things_last_day_seconds"] == 0
    assert "Old things could not be deleted (ValueError); this will be tried again." in caplog.text
    assert "learner's words" not in caplog.text
    well = run(address, Task("things", fail_twice), Waiting(looks=1))
    assert well == {
        "workbook_retention_things_failing": 0,
        "workbook_retention_things_last_day_seconds": datetime(2026, 11, 30, tzinfo=UTC).timestamp(),
        "workbook_retention_things_removed": 2,
    }
    assert "Looked for old things; deleted: 2." in caplog.text


def test_figures_tell_of_what_another_server_did(store, address):
    put(store, 4)
    run(address, SOME, Waiting(looks=1))
    assert run(address, SOME, Waiting(looks=1))["workbook_retention_things_removed"] == 4


@pytest.mark.parametrize("task", [SOME, Task("broken", lambda *_: 1 / 0)], ids=["done", "failed"])
def test_no_connection_is_open_between_two_looks(store, task):
    made, ended = [], []
    listeners = (("connect", lambda *_: made.append(1)), ("close", lambda *_: ended.append(1)))
    for what, listener in listeners:
        event.listen(Pool, what, listener)
    try:
        Retention(store.address, [task]).run()
    finally:
        for what, listener in listeners:
            event.remove(Pool, what, listener)
    assert len(made) == len(ended) > 0


def test_a_server_that_stops_does_not_wait_for_the_next_look(store):
    async def story():
        part = Retention(store.address, [SOME])
        part.start()
        async with asyncio.timeout(10):
            await part.stop()

    asyncio.run(story())
