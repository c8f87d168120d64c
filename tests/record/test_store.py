"""What the store keeps, over SQLite and over PostgreSQL, and what it says when it can't."""

import logging
import os
import stat
import tempfile
import threading
import time
import traceback
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from record.disks import kinds_of_full_disk, limit_of_size, mounted, unmounted
from record.planting import count_up, entry, hold, make_empty, plant, reason, record, set_version
from workbook.record.errors import RecordError
from workbook.record.migrations import upgrade
from workbook.record.schema import KNOWN, SCHEMA, attempts, metadata, schema_version
from workbook.record.store import Store

MINUTE = 60.0
ROOT = Path(__file__).parents[2]
SMALL_DISK = 1_000_000


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


def test_nothing_of_a_transaction_that_fails_is_kept(store):
    plant(store, (record(), 1))

    def fail_half_way():
        with store.transaction() as rows:
            rows.put_entry(record().record_id, entry(7))
            rows.change_record(record(manifest=b"half"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with store.transaction(write=False) as rows:
        assert rows.by_lookup(record().lookup) == record()
        assert rows.count_entries(record().record_id) == 1


def test_a_reader_sees_one_moment(store):
    plant(store, (record(), 1))
    with Store(store.address) as other, store.transaction(write=False) as rows:
        before = rows.by_lookup(record().lookup)
        with other.transaction() as writer:
            writer.change_record(record(manifest=b"later"))
            writer.put_entry(record().record_id, entry(9))
        assert rows.by_lookup(record().lookup) == before
        assert rows.count_entries(record().record_id) == 1


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


def test_servers_that_start_together_make_the_tables_once(address):
    stores = [Store(address) for _ in range(6)]
    troubles = []

    def start(store):
        try:
            store.prepare()
        except RecordError as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=start, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.check()
        store.close()
    assert troubles == []


# The tables


def test_the_steps_lead_to_the_tables_as_they_are_now(address):
    with Store(address) as store:
        make_empty(store)
        for version in KNOWN:
            with store.connection(write=True) as connection:
                upgrade(connection, version)
            assert store.version() == version
        with store.connection(write=False) as connection:
            options = {"version_table": schema_version.name}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        store.prepare()
    assert KNOWN[-1] == SCHEMA


def test_an_older_or_a_newer_database_is_refused_as_such(store):
    store.check()
    set_version(store, "0001")
    assert reason(store.check) == reason(store.prepare) == "old"
    set_version(store, "0003")
    assert reason(store.check) == reason(store.prepare) == "newer"


def test_a_database_without_tables_is_not_ready(address):
    with Store(address) as store:
        make_empty(store)
        with pytest.raises(RecordError, match="has no tables yet") as told:
            store.check()
        assert told.value.reason == "old"


def test_another_program_s_tables_are_left_alone(address):
    with Store(address) as store:
        make_empty(store)
        with store.connection(write=True) as connection:
            connection.exec_driver_sql("CREATE TABLE records (theirs INTEGER)")
        with pytest.raises(RecordError, match="holds other tables"):
            store.prepare()
        with store.connection(write=False) as connection:
            assert connection.exec_driver_sql("SELECT count(theirs) FROM records").scalar() == 0


# What is in the way


def test_nothing_of_a_row_gets_into_an_error_or_a_log(new_store, address, caplog):
    for logger in (None, "sqlalchemy", "psycopg"):
        caplog.set_level(logging.DEBUG, logger)
    store = new_store(address=address)
    row = record(lookup=b"secret-look-up-id-of-32-bytes-!!", kdf="secret words")
    plant(store, (row, 1))
    try:
        with store.transaction() as rows:
            assert rows.by_lookup(row.lookup)
        plant(store, (replace(row, record_id=b"x" * 16), 0))
    except RecordError as trouble:
        told = "".join(traceback.format_exception(trouble))
    assert "RecordError" in told
    for part in ("secret", row.lookup.hex()):
        assert part not in told
        assert part not in caplog.text


@pytest.mark.parametrize(
    "given",
    [
        "",
        "  ",
        ":memory:",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://me:secret@host/name",
        "://secret",
        "secret://",
    ],
)
def test_an_address_of_no_database_is_refused_without_being_repeated(given):
    with pytest.raises(RecordError) as told:
        Store(given)
    assert told.value.reason == "closed"
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ("/a/b c%20?#.sqlite", "/a/b c%20?#.sqlite"),
        ("sqlite:////a/b.sqlite", "/a/b.sqlite"),
        ("~/b.sqlite", str(Path.home() / "b.sqlite")),
        ("b.sqlite", str(Path.cwd() / "b.sqlite")),
        ("postgres://me:secret@host:99/name?sslmode=require", "postgresql://me:***@host:99/name"),
        ("postgresql+psycopg2://host/name?password=secret", "postgresql://host/name"),
    ],
)
def test_an_address_is_shown_without_its_password(given, where):
    with Store(given) as store:
        assert store.where == where
        assert "secret" not in repr(store)
        with Store(store.address) as again:
            assert (again.where, again.address) == (store.where, store.address)


def test_a_file_with_any_name_can_be_used(tmp_path, new_store):
    store = new_store(address=tmp_path / "a b%20?#\u00e9.sqlite")
    plant(store, (record(), 1))
    assert store.file.stat().st_size > 0
    assert found(store) == record()


def test_a_database_that_does_not_answer_is_closed(cluster):
    for wrong in (
        f"postgresql://publisher:secret@/postgres?host={cluster.folder}",
        f"postgresql://publisher@/nowhere?host={cluster.folder}",
        "postgresql://publisher:secret@/postgres?host=/nowhere",
    ):
        with Store(wrong) as store, pytest.raises(RecordError) as told:
            store.prepare()
        assert told.value.reason == "closed"
        assert "secret" not in str(told.value)


def test_a_database_that_is_read_only_is_closed(cluster, new_store):
    store = new_store("postgresql")
    name = store.where.split("@/")[1]
    cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store.close()
    assert reason(store.prepare) == reason(write_something, store) == "closed"
    store.check()


def test_a_lost_connection_is_made_again(cluster, new_store):
    store = new_store("postgresql")
    write_something(store)
    cluster.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'workbook'"
    )
    write_something(store)


def test_a_store_that_is_not_used_gives_its_connection_back(new_store):
    store = new_store("postgresql", timeout=3)
    with store.connection(write=False) as connection:
        settings = [
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("idle_session_timeout", "lock_timeout")
        ]
    assert settings == ["5s", "3s"]


def test_a_plain_user_is_enough_and_waits_where_all_connections_are_taken(cluster, new_address):
    address = new_address("postgresql")
    name = address.split("@/")[1].split("?")[0]
    cluster.execute(f"CREATE ROLE plain{name} LOGIN PASSWORD 'secret' CONNECTION LIMIT 1")
    cluster.execute(f"ALTER DATABASE {name} OWNER TO plain{name}")
    plain = address.replace("publisher:not%20for%20the%20log", f"plain{name}:secret")
    with Store(plain) as first, Store(plain, timeout=0.5) as second:
        first.prepare()
        assert reason(write_something, second) == "busy"
        threading.Timer(0.2, first.close).start()
        write_something(second)


@pytest.fixture
def nobody():
    """Be a user whom the modes of files bind, as root is not, in a block: `with nobody(): ...`."""

    @contextmanager
    def be():
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return be


@pytest.fixture
def open_folder():
    """A folder that every user may come through, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="wb_store_") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may write it on Unix alone.")
def test_a_file_that_may_not_be_written_is_closed_and_its_folder_too(open_folder, nobody):
    file = open_folder / "deep" / "records.sqlite"
    with Store(file) as store:
        store.prepare()
        plant(store, (record(), 1))
    for path, mode in ((file, 0o444), (file.parent, 0o555)):
        path.chmod(mode)
    with nobody(), Store(file) as store:
        assert reason(store.prepare) == reason(write_something, store) == "closed"
    with nobody(), Store(file.parent / "new.sqlite") as store:
        assert reason(store.prepare) == "closed"


def test_a_file_that_is_no_database_says_so_and_is_left_alone(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, " * 500, encoding="utf-8")
    with Store(file) as store:
        assert reason(store.prepare) == reason(store.check) == "damaged"
    with Store(tmp_path) as store:
        assert reason(store.prepare) == "closed"
    assert file.read_text(encoding="utf-8").startswith("Dear all")


def test_a_file_that_is_gone_is_not_made_anew_by_a_learner(new_store):
    store = new_store()
    plant(store, (record(), 1))
    store.file.rename(store.file.with_name("elsewhere"))
    with pytest.raises(RecordError, match="There is no database at") as told:
        write_something(store)
    assert told.value.reason == "closed"
    assert not store.file.exists()


def test_a_folder_that_was_put_in_the_place_of_another_is_the_one_that_is_used(new_store):
    store, other = new_store(), new_store()
    plant(store, (record(1), 1))
    plant(other, (record(2), 1))
    other.close()
    store.file.parent.rename(store.file.parent.with_name("before"))
    other.file.parent.rename(store.file.parent)
    assert found(store, 1) is None
    assert found(store, 2) == record(2)


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")
def test_a_new_file_is_for_its_owner_alone_with_its_folder_and_its_log(new_store):
    before = os.umask(0)
    try:
        store = new_store()
        plant(store, (record(), 1))
    finally:
        os.umask(before)
    assert stat.S_IMODE(store.file.parent.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in store.file.parent.iterdir()}
    assert modes == dict.fromkeys(("records.sqlite", "records.sqlite-wal", "records.sqlite-shm"), 0o600)


@pytest.fixture(params=kinds_of_full_disk())
def full_disk(request, tmp_path):
    """A folder, and a block in which there is room for a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limit":
        yield folder, partial(limit_of_size, SMALL_DISK)
        return
    assert mounted(folder, SMALL_DISK)
    yield folder, nullcontext
    unmounted(folder)


def test_a_full_disk_loses_nothing_that_was_kept(full_disk):
    folder, filling = full_disk
    kept = 0
    with Store(folder / "records.sqlite") as store:
        with filling():
            store.prepare()
            plant(store, (record(), 0))

            def fill():
                nonlocal kept
                for number in range(100):
                    with store.transaction() as rows:
                        rows.put_entry(record().record_id, entry(number, sealed=os.urandom(50_000)))
                    kept += 1

            assert reason(fill) == "full"
            assert reason(fill) == "full"
        assert kept > 3
    with Store(folder / "records.sqlite") as store, store.transaction(write=False) as rows:
        assert rows.count_entries(record().record_id) == kept
        assert all(len(row.sealed) == 50_000 for row in rows.entries(record().record_id))


# Deletion


def test_sqlite_is_told_to_wait_for_the_disk_and_to_wipe_what_is_deleted(new_store):
    with new_store().connection(write=False) as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert settings == ["wal", 2, 1, 1]


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
        assert time.monotonic() - began < 6
    assert found(store) is None
