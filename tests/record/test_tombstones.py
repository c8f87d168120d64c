"""What is reported about a missing record: deleted, removed, moved to another code, or lost by a restore."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from record.entries import entry, values_of
from workbook.database.generation import renew
from workbook.record.admin import expire
from workbook.record.contents import AGE
from workbook.record.encryption import Kdf, lookup_of, mark_of
from workbook.record.errors import RecordError
from workbook.record.records import Records
from workbook.record.schema import records, tombstones
from workbook.record.tombstones import remove_buried

CODE = "3AZ2KJZT3TZJK2ZA3AZ2KJ5H"
OTHER_CODE = "ZYXWVTSRQPNMKJHGFEDCBARR"
TODAY = date(2026, 11, 22)


@pytest.fixture
def all_records(store):
    return Records(store, kdf=Kdf(memory=8, iterations=1), today=lambda: TODAY)


def why_not(ask, *arguments):
    with pytest.raises(RecordError) as refusal:
        ask(*arguments)
    return refusal.value.reason


def lose(all_records):
    """Take every record away as a backup does that was made before them."""
    with all_records.store.connection(write=True) as connection:
        kept = [dict(row._mapping) for row in connection.execute(select(records))]
        connection.execute(records.delete())
        renew(connection)
    return kept


def device(all_records, door_of, since=0):
    """A device that has heard of the database when a record was opened."""
    return all_records.resume(door_of.lookup, door_of.key, door_of.access.generation), since


def test_of_a_record_that_was_deleted_stay_a_mark_a_reason_and_a_day_alone(all_records):
    record = all_records.create(CODE)
    record.push([entry("a", "one")])
    record.delete()
    with all_records.store.connection(write=False) as connection:
        rows = [tuple(row) for row in connection.execute(select(tombstones))]
    assert rows == [(mark_of(lookup_of(CODE)), "deleted", TODAY)]
    assert mark_of(lookup_of(CODE)) != lookup_of(CODE)


def test_a_deletion_may_be_repeated_and_what_was_never_there_is_unknown(all_records):
    record = all_records.create(CODE)
    assert [record.delete(), record.delete()] == [0, 0]
    assert why_not(all_records.open, OTHER_CODE) == "unknown"
    assert why_not(all_records.open, CODE) == why_not(record.push, [entry()]) == "deleted"


def test_what_was_deleted_for_all_devices_is_not_made_again_nor_called_taken_out(all_records):
    record = all_records.create(CODE)
    record.delete()
    assert why_not(record.delete, "left") == "deleted"
    made_again = (record.access.record_id, record.key, record.access.locked)
    assert why_not(all_records.create_again, *made_again) == "deleted"


def test_what_was_taken_out_can_still_be_deleted_for_all_devices(all_records):
    record = all_records.create(CODE)
    record.delete("left")
    assert why_not(record.pull) == "left"
    assert record.delete() == 0
    assert why_not(record.pull) == "deleted"


def test_a_code_that_opens_nothing_any_more_is_no_guess(all_records):
    all_records.create(CODE).delete()
    assert why_not(all_records.open, CODE) == "deleted"
    assert all_records.failures() == 0


def test_a_record_that_is_lost_with_a_backup_is_told_from_one_that_was_never_there(all_records):
    record = all_records.create(CODE)
    record.push([entry("a", "one")])
    asking, _ = device(all_records, record)
    lose(all_records)
    assert why_not(asking.pull, 1) == "restored"
    assert why_not(asking.push, [entry()], 1) == "restored"
    assert why_not(all_records.open, CODE) == "unknown"


def test_a_lost_record_is_made_again_under_its_code_and_every_device_sends_all_that_it_has(all_records):
    record = all_records.create(CODE)
    record.push([entry("a", "one")])
    record.push([entry("b", "two")])
    lose(all_records)
    again = all_records.create_again(record.access.record_id, record.key, record.access.locked)
    again.push([entry("a", "one")])
    for _ in range(3):
        again.push([entry("c", "three", seq=1, second=_)])
    # A device that has heard of no restore, with a head that the new record has long passed.
    other = all_records.resume(record.lookup, record.key)
    assert why_not(other.pull, 2) == why_not(other.push, [], 2) == "older"
    other.push([entry("b", "two")], 2, again=True)
    assert {one["key"] for one in all_records.open(CODE).pull().entries} == {"a", "b", "c"}


def test_the_second_device_that_makes_a_lost_record_again_finds_that_of_the_first(all_records):
    record = all_records.create(CODE)
    lose(all_records)
    kept = (record.access.record_id, record.key, record.access.locked)
    all_records.create_again(*kept).push([entry("a", "one")])
    assert [values_of(one) for one in all_records.create_again(*kept).pull().entries] == [["one"]]


def test_a_device_is_told_of_a_restore_though_others_have_saved_past_what_it_had_seen(all_records):
    record = all_records.create(CODE)
    record.push([entry("a", "one")])
    before = all_records.create(CODE)  # opens it, as a device does that sees the first save alone
    with all_records.store.connection(write=False) as connection:
        backup = [dict(row._mapping) for row in connection.execute(select(records))]
    behind, ahead = (
        all_records.resume(record.lookup, record.key, before.access.generation) for _ in range(2)
    )
    ahead.push([entry("b", "two")], 1)
    with all_records.store.connection(write=True) as connection:
        connection.execute(records.delete())
        connection.execute(insert(records), backup)
        renew(connection)
    # The one that had seen nothing newer finds out by the generation, and goes on saving past the other.
    assert why_not(behind.push, [entry("a", "one")], 1) == "older"
    head = behind.push([entry("a", "one")], 1, again=True).head
    now = all_records.open(CODE).access.generation
    for second in range(4):
        going_on = all_records.resume(record.lookup, record.key, now)
        head = going_on.push([entry("c", f"more {second}", seq=second + 1, second=second)], head).head
    assert 2 < head < AGE
    assert why_not(ahead.pull, 2) == why_not(ahead.push, [], 2) == "older"


def test_what_was_deleted_since_a_backup_does_not_come_back_with_it(all_records):
    kept, gone = all_records.create(CODE), all_records.create(OTHER_CODE)
    with all_records.store.connection(write=False) as connection:
        backup = [dict(row._mapping) for row in connection.execute(select(records))]
    gone.delete()
    with all_records.store.connection(write=True) as connection:
        connection.execute(records.delete())
        connection.execute(insert(records), backup)
        assert remove_buried(connection) == 1
    assert why_not(all_records.open, OTHER_CODE) == "deleted"
    assert all_records.open(CODE).key == kept.key


def test_a_tombstone_is_kept_as_long_as_an_unused_record(all_records):
    all_records.create(CODE).delete()
    for months, day, why in [
        (0, date(2040, 1, 1), "deleted"),
        (12, date(2027, 11, 22), "deleted"),
        (12, date(2027, 11, 23), "unknown"),
    ]:
        expire(all_records.store, months, day)
        assert why_not(all_records.open, CODE) == why
