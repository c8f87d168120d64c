"""What the store of records holds, over SQLite and over PostgreSQL."""

import time
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from record.planting import count_up, entry, hold, plant, reason, record
from timeouts import scaled
from workbook.record.schema import attempts
from workbook.record.store import Store

MINUTE = 60.0


def found(store, number=1):
    with store.transaction(write=False) as rows:
        return rows.by_lookup(record(number).lookup)


# What is kept


def test_a_record_and_its_entries_are_there_for_the_next_process(store):
    plant(store, (record(), 2))
    with Store(store.address) as other, other.transaction(write=False) as rows:
        assert rows.by_lookup(record().lookup) == record()
        assert [row.slot for row in rows.entries(record().record_id)] == [entry(0).slot, entry(1).slot]
        assert rows.by_lookup(record(2).lookup) is None
        assert rows.entries(record(2).record_id) == []


def test_entries_can_be_asked_for_by_their_slots_however_many(store):
    with store.transaction() as rows:
        rows.add_record(record())
        for number in range(1200):
            rows.put_entry(record().record_id, entry(number))
    with store.transaction(write=False) as rows:
        asked = [entry(number).slot for number in range(0, 1400, 2)]
        assert [row.slot for row in rows.entries(record().record_id, asked)] == asked[:600]
        assert rows.entries(record().record_id, []) == []
        assert rows.count_entries(record().record_id) == 1200


def test_an_entry_takes_the_place_of_the_one_in_its_slot(store):
    plant(store, (record(), 2))
    new = entry(1, version=2**40, sealed=bytes(range(256)) * 800)
    with store.transaction() as rows:
        rows.put_entry(record().record_id, new)
    with store.transaction(write=False) as rows:
        assert rows.entries(record().record_id, [new.slot]) == [new]
        assert rows.count_entries(record().record_id) == 2


def test_a_record_is_changed_whole_and_its_old_look_up_finds_nothing(store):
    plant(store, (record(), 1))
    new = replace(record(), lookup=b"n" * 32, wrapped=b"new", last_used=date(2027, 1, 1))
    with store.transaction() as rows:
        rows.change_record(new)
    assert found(store) is None
    with store.transaction(write=False) as rows:
        assert rows.by_lookup(new.lookup) == new
        assert rows.count_entries(new.record_id) == 1


def test_the_day_of_last_use_does_not_go_back_where_a_clock_does(store):
    plant(store, (record(), 0))
    with store.transaction() as rows:
        rows.change_record(record(last_used=date(1999, 1, 1), manifest=b"later"))
    assert found(store) == record(manifest=b"later")


def test_what_does_not_fit_is_refused_with_a_reason(store):
    plant(store, (record(), 0))

    def write(what, *arguments):
        with store.transaction() as rows:
            getattr(rows, what)(*arguments)

    assert reason(write, "add_record", record()) == "busy"
    assert reason(write, "change_record", record(2)) == "unknown"
    assert reason(write, "put_entry", record(2).record_id, entry()) == "unknown"
    write("remove_record", record(2).record_id)


def test_a_removed_record_takes_its_entries_along_and_no_others(store):
    plant(store, (record(1), 3), (record(2), 2))
    with store.transaction() as rows:
        rows.remove_record(record(1).record_id)
        assert rows.count_entries(record(1).record_id) == 0
    with store.transaction(write=False) as rows:
        assert rows.by_lookup(record(1).lookup) is None
        assert rows.count_entries(record(2).record_id) == 2


def test_failures_are_counted_over_minutes_and_forgotten_after_an_hour(new_store, address):
    now = [1000 * MINUTE]
    store = new_store(address=address, clock=lambda: now[0])

    def after(minutes):
        now[0] += minutes * MINUTE
        with store.transaction() as rows:
            rows.note_failure()
            return rows.failures(1), rows.failures(10), rows.failures(60)

    assert after(0) == (1, 1, 1)
    assert after(0) == (2, 2, 2)
    assert after(9) == (1, 3, 3)
    assert after(1) == (1, 2, 4)
    assert after(49) == (1, 1, 5)
    after(2)
    with store.connection(write=False) as connection:
        assert [row.minute for row in connection.execute(select(attempts))] == [1009, 1010, 1059, 1061]


def test_failures_of_a_clock_that_was_ahead_slow_nobody(new_store, address):
    now = [10_000 * MINUTE]
    store = new_store(address=address, clock=lambda: now[0])
    with store.transaction() as rows:
        rows.note_failure()
    now[0] = 100 * MINUTE
    with store.transaction() as rows:
        assert rows.failures(10) == 0
        rows.note_failure()
    now[0] = 10_000 * MINUTE
    with store.transaction() as rows:
        assert rows.failures(10) == 0


# Many at once


@pytest.mark.slow
def test_of_a_thousand_transactions_of_twenty_processes_none_is_lost(store, processes):
    plant(store, (record(wrapped=b"0"), 0))
    running = [processes.Process(target=count_up, args=(store.address, 50)) for _ in range(20)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0] * 20
    assert found(store).wrapped == b"1000"


def test_a_record_that_another_process_holds_for_too_long_is_busy(store, processes):
    plant(store, (record(), 0))
    held, enough = processes.Event(), processes.Event()
    other = processes.Process(target=hold, args=(store.address, held, enough))
    other.start()
    held.wait()
    with Store(store.address, timeout=0.3) as hurried:
        assert found(hurried) == record()
        assert reason(write_something, hurried) == "busy"
        enough.set()
        other.join()
        write_something(hurried)


def write_something(store):
    with store.transaction() as rows:
        rows.by_lookup(record().lookup)
        rows.note_failure()


# Deletion


def test_a_removed_record_leaves_no_byte_in_the_file_or_its_log(new_store):
    store = new_store()
    marks = [b"<sealed words %d>" % number for number in range(4)]
    plant(store, (record(1, salt=marks[0], manifest=marks[1] * 3000), 0), (record(2), 50))
    with store.transaction() as rows:
        for number in range(40):
            rows.put_entry(record(1).record_id, entry(number, sealed=marks[2] * (1 + 100 * number)))
        rows.put_entry(record(1).record_id, entry(7, sealed=marks[3] * 2000))

    def left():
        files = b"".join(path.read_bytes() for path in sorted(store.file.parent.iterdir()))
        return [mark in files for mark in marks]

    assert left() == [True] * 4
    with store.transaction() as rows:
        rows.remove_record(record(1).record_id)
    assert left() == [False] * 4
    assert found(store, 2) == record(2)


def test_a_removal_does_not_wait_long_for_whoever_reads(new_store):
    store = new_store()
    plant(store, (record(1), 3))
    with Store(store.address) as other, other.transaction(write=False) as reading:
        assert reading.by_lookup(record(1).lookup)
        began = time.monotonic()
        with store.transaction() as rows:
            rows.remove_record(record(1).record_id)
        assert time.monotonic() - began < scaled(6)
    assert found(store) is None
