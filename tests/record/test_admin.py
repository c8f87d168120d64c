"""What a publisher does with the database of records: counting, expiring, copies to and fro."""

import os
import shutil
import sqlite3
import stat
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from database.postgres import ENGINES
from database.tables import set_version
from record.planting import DAY, entry, plant, reason, record, write_until
from workbook.record.admin import Stats, expire, last_expired_day, stats
from workbook.record.backup import backup, restore
from workbook.record.errors import RecordError
from workbook.record.store import Store

DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))


def contents(store):
    """Everything that is kept."""
    with store.connection(write=False) as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
            for table in ("records", "entries")
        }


# Counting


def test_stats_are_counts_alone(store):
    ages = (0, 29, 30, 364, 365, 366)
    plant(store, *((record(age + 1, last_used=DAY - timedelta(days=age)), 2) for age in ages))
    found = stats(store, DAY)
    assert (found.records, found.entries) == (6, 12)
    assert (found.used_in_30_days, found.used_in_365_days) == (2, 4)
    assert found.size > 1000
    assert set(Stats.__slots__) == {"records", "entries", "used_in_30_days", "used_in_365_days", "size"}


# Expiring


@pytest.mark.parametrize(
    ("last_used", "months", "last_kept"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 28), 1, date(2025, 2, 28)),
        (date(2025, 2, 28), 1, date(2025, 3, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 11, 22), 24, date(2026, 11, 22)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(1976, 11, 22), 600, date(2026, 11, 22)),
    ],
)
def test_a_record_is_kept_to_the_last_day_of_its_months(last_used, months, last_kept):
    assert last_expired_day(last_kept, months) < last_used
    assert last_expired_day(last_kept + timedelta(days=1), months) >= last_used


@given(DAYS, st.integers(1, 600))
def test_a_day_later_never_expires_less(today, months):
    assert last_expired_day(today, months) <= last_expired_day(today + timedelta(days=1), months) < today


def test_expiring_deletes_what_was_not_used_for_that_time_and_nothing_else(store):
    days = [date(2024, 11, 20), date(2024, 11, 21), date(2024, 11, 22), date(2026, 1, 1)]
    plant(store, *((record(number, last_used=day), 2) for number, day in enumerate(days)))
    assert expire(store, 0, DAY) == 0
    assert expire(store, 24, DAY, dry_run=True) == 2
    assert stats(store, DAY).records == 4
    assert expire(store, 24, DAY) == 2
    assert expire(store, 24, DAY) == 0
    assert [row[-1] for row in contents(store)["records"]] in (days[2:], [str(day) for day in days[2:]])
    assert stats(store, DAY).entries == 4


def test_an_expired_record_leaves_no_byte_in_the_file_or_its_log(new_store):
    store = new_store()
    plant(store, (record(1, manifest=b"<sealed words>"), 0), (record(2, last_used=date.max), 1))
    assert expire(store, 1, date(2027, 1, 1)) == 1
    assert all(b"<sealed words>" not in path.read_bytes() for path in store.file.parent.iterdir())


def test_a_clock_that_was_set_back_expires_nothing(store):
    plant(store, (record(last_used=DAY), 1))
    assert expire(store, 1, date(1970, 1, 2)) == 0


# Copies


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("other", ENGINES)
def test_a_backup_brings_everything_back_into_either_database(new_store, tmp_path, engine, other):
    store, target = new_store(engine), new_store(other)
    plant(store, (record(1), 120), (record(2, last_used=date(2024, 2, 29), kdf='{"é": "👩🏽"}'), 0))
    with store.transaction() as rows:
        rows.put_entry(record(1).record_id, entry(5, version=2**40, sealed=bytes(range(256)) * 4000))
    file = tmp_path / "backup.sqlite"
    made = backup(store, file)
    assert (made.records, made.entries) == (2, 120)
    assert restore(target, file) == made
    with store.transaction(write=False) as rows, target.transaction(write=False) as others:
        for number in (1, 2):
            assert (
                others.by_lookup(record(number).lookup) == rows.by_lookup(record(number).lookup) is not None
            )
            found = others.entries(record(number).record_id)
            assert found == rows.entries(record(number).record_id)


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")
def test_a_backup_is_one_file_for_its_owner_alone(store, tmp_path):
    plant(store, (record(), 1))
    folder = tmp_path / "copies"
    folder.mkdir()
    before = os.umask(0)
    try:
        backup(store, folder / "backup.sqlite")
    finally:
        os.umask(before)
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()] == [
        ("backup.sqlite", 0o600)
    ]


def test_a_backup_of_a_database_that_is_written_to_all_the_time_is_of_one_moment(store, tmp_path, processes):
    plant(store, (record(), 3))
    enough = processes.Event()
    writer = processes.Process(target=write_until, args=(store.address, enough))
    writer.start()
    moments = []
    while len(set(moments)) < 8:
        file = tmp_path / f"backup{len(moments)}.sqlite"
        backup(store, file)
        with Store(file) as copy, copy.transaction(write=False) as rows:
            moment = int(rows.by_lookup(record().lookup).wrapped.replace(b"wrapped", b"1"))
            assert {row.version for row in rows.entries(record().record_id)} == {moment}
        moments.append(moment)
    enough.set()
    writer.join()
    assert writer.exitcode == 0
    assert moments == sorted(moments)


def test_a_backup_does_not_overwrite_a_file_and_leaves_none_where_it_fails(store, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(RecordError, match="exists already"):
        backup(store, taken)
    assert taken.read_text(encoding="utf-8") == "mine"
    with pytest.raises(RecordError, match="There is no folder"):
        backup(store, tmp_path / "nowhere" / "backup.sqlite")
    with store.connection(write=True) as connection:
        connection.execute(text("ALTER TABLE entries RENAME TO gone"))
    assert reason(backup, store, tmp_path / "backup.sqlite") == "old"
    assert not (tmp_path / "backup.sqlite").exists()


def test_a_database_that_holds_records_is_replaced_on_demand_alone(store, tmp_path):
    plant(store, (record(1), 2))
    backup(store, tmp_path / "backup.sqlite")
    with store.transaction() as rows:
        rows.change_record(record(1, manifest=b"later"))
        rows.add_record(record(2))
    before = contents(store)
    with pytest.raises(RecordError, match=r"holds records already \(2\)"):
        restore(store, tmp_path / "backup.sqlite")
    assert contents(store) == before
    restore(store, tmp_path / "backup.sqlite", replace=True)
    with store.transaction(write=False) as rows:
        assert rows.by_lookup(record(1).lookup) == record(1)
        assert rows.by_lookup(record(2).lookup) is None


def test_a_restore_that_fails_on_its_way_leaves_the_database_as_it_was(store, tmp_path):
    plant(store, (record(1), 2))
    backup(store, tmp_path / "backup.sqlite")
    with store.connection(write=True) as connection:
        connection.execute(text("ALTER TABLE entries RENAME TO gone"))
        connection.execute(text("UPDATE records SET kdf = 'before'"))
    assert reason(restore, store, tmp_path / "backup.sqlite", replace=True) == "old"
    with store.connection(write=False) as connection:
        assert connection.execute(text("SELECT kdf FROM records")).scalar() == "before"


def test_a_backup_of_a_newer_workbook_is_refused(new_store, store, tmp_path):
    file = tmp_path / "backup.sqlite"
    backup(new_store(), file)
    with Store(file) as copy:
        set_version(copy, "0003")
    assert reason(restore, store, file) == "newer"


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    "breaking",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"Dear all, " * 900, id="a letter"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut off"),
        pytest.param(lambda data: flip(data, data.index(b"<words>")), id="an entry's byte"),
        pytest.param(lambda data: flip(data, data.index(b"2026-11-22") + 3), id="a day's byte"),
        pytest.param(lambda data: data.replace(b"2026-11-22", b"nosuchdate"), id="no day"),
        pytest.param(lambda data: data[:4096] + bytes(len(data) - 4096), id="zeros"),
    ],
)
def test_a_file_that_is_no_backup_or_a_broken_one_is_refused(new_store, tmp_path, breaking):
    source, target = new_store(), new_store()
    plant(source, (record(), 3))
    with source.transaction() as rows:
        rows.put_entry(record().record_id, entry(1, sealed=b"<words>" * 90))
    file = tmp_path / "backup.sqlite"
    backup(source, file)
    file.write_bytes(breaking(file.read_bytes()))
    with pytest.raises(RecordError, match="is no backup of records, or is broken") as told:
        restore(target, file)
    assert told.value.reason == "unreadable"
    assert contents(target) == {"records": [], "entries": []}


def test_a_database_itself_is_no_backup(new_store, tmp_path):
    source, target = new_store(), new_store()
    plant(source, (record(), 3))
    source.forget()
    shutil.copy(source.file, tmp_path / "copy.sqlite")
    assert reason(restore, target, tmp_path / "copy.sqlite") == "unreadable"
    assert reason(restore, target, tmp_path / "nowhere.sqlite") == "closed"


def test_the_program_sqlite_finds_a_backup_sound(store, tmp_path):
    plant(store, (record(), 30))
    backup(store, tmp_path / "backup.sqlite")
    connection = sqlite3.connect(tmp_path / "backup.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
    assert connection.execute("SELECT count(*) FROM attempts").fetchall() == [(0,)]
    connection.close()
