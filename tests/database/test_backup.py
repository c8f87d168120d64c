"""A copy of everything in a database, in one file, from SQLite and from PostgreSQL."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from database.backups import BESIDE, NOT_COPIED, NOW, copy_of, everything
from database.earlier_databases import VERSION_TABLES, make_earlier
from database.filling import contents, fill, reflected
from database.tables import ALL, make_empty, set_version
from record.planting import plant, record, write_until
from workbook.cli.storage.database import parts
from workbook.database.backup_rules import backup_rule
from workbook.database.errors import DatabaseError
from workbook.database.steps import EARLIER, OURS
from workbook.database.store import Database
from workbook.record.store import Store

NEWEST = OURS.known[-1]


@pytest.fixture
def store(address, prepared):
    """A database of each engine in turn, with two rows in each table."""
    made = prepared(Database, address)
    with made.connection(write=True) as connection:
        fill(connection, reflected(connection, (OURS.version.name, "workbook_database")))
    return made


def test_every_table_says_whether_it_is_copied_and_every_room_is_asked():
    assert {id(part.metadata) for part in parts()} < {id(metadata) for metadata in ALL}
    assert len(parts()) == len(ALL) - 1  # the database's own are asked for by itself
    tables = [table for metadata in ALL for table in metadata.tables.values()]
    assert {table.name for table in tables if not backup_rule(table).copied} == NOT_COPIED


def test_a_backup_has_every_row_of_every_table_but_those_of_the_moment(store, tmp_path):
    before = everything(store)
    made = copy_of(store, tmp_path / "backup.sqlite")
    with Database(tmp_path / "backup.sqlite") as copy:
        found = everything(copy)
    copied = set(before) - NOT_COPIED - BESIDE
    assert set(made.counts) == copied
    assert {name: len(found[name]) for name in copied} == made.counts
    assert {name: found[name] for name in copied} == {name: before[name] for name in copied}
    assert all(found[name] == [] for name in NOT_COPIED - {"workbook_database"})
    assert (made.made, made.version) == (NOW, NEWEST)


def test_what_people_wrote_in_a_workshop_that_runs_is_not_copied(store, tmp_path):
    with store.connection(write=True) as connection:
        connection.execute(text("UPDATE workshops SET ended = NULL WHERE joined = 2"))
        running = connection.execute(text("SELECT workshop_id FROM workshops WHERE ended IS NULL")).scalar()
    copy_of(store, tmp_path / "backup.sqlite")
    with Database(tmp_path / "backup.sqlite") as copy, copy.connection(write=False) as connection:
        for table, there in (("workshops", 1), ("workshop_notes", 1), ("workshop_results", 0)):
            asked = text(f"SELECT count(*) FROM {table} WHERE workshop_id = '{running}'")
            assert connection.execute(asked).scalar() == there, table


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")
def test_a_backup_is_one_file_for_its_owner_alone(store, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    before = os.umask(0)
    try:
        copy_of(store, folder / "backup.sqlite")
    finally:
        os.umask(before)
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()] == [
        ("backup.sqlite", 0o600)
    ]


def test_a_backup_of_a_database_that_is_written_to_all_the_time_is_of_one_moment(
    address, prepared, tmp_path, processes
):
    store = prepared(Store, address)
    plant(store, (record(), 3))
    enough = processes.Event()
    writer = processes.Process(target=write_until, args=(store.address, enough))
    writer.start()
    moments = []
    with Database(address) as whole:
        while len(set(moments)) < 4:
            file = tmp_path / f"backup{len(moments)}.sqlite"
            copy_of(whole, file)
            with Store(file) as copy, copy.transaction(write=False) as rows:
                moment = int(rows.by_lookup(record().lookup).wrapped.replace(b"wrapped", b"1"))
                assert {row.version for row in rows.entries(record().record_id)} == {moment}
            moments.append(moment)
    enough.set()
    writer.join()
    assert writer.exitcode == 0
    assert moments == sorted(moments)


def test_a_database_that_is_older_than_the_program_is_copied_as_it_is(address, tmp_path):
    with Database(address) as store:
        make_earlier(store, record="0001", usage="0001")
        with store.connection(write=True) as connection:
            tables = reflected(connection, VERSION_TABLES.values())
            fill(connection, tables)
            before = contents(connection, tables)
        made = copy_of(store, tmp_path / "backup.sqlite")
        assert store.version() == EARLIER
    with Database(tmp_path / "backup.sqlite") as copy:
        found = everything(copy)
    assert {name: found[name] for name in before} == before
    assert made.version == OURS.known[1]
    assert made.counts["workshops"] == 0


@pytest.mark.parametrize("version", OURS.known[1:])
def test_every_version_of_the_tables_can_be_copied(new_address, tmp_path, version):
    with Database(new_address()) as store:
        make_empty(store)
        with store.connection(write=True) as connection:
            store.STEPS.take(connection, version)
            fill(connection, reflected(connection, (OURS.version.name, "workbook_database")))
        before = everything(store)
        made = copy_of(store, tmp_path / "backup.sqlite")
    assert made.version == version
    assert made.counts == {name: len(before[name]) for name in made.counts}
    # Neither what is copied nor what is left out may be forgotten by a later version's tables.
    assert set(before) - set(made.counts) <= NOT_COPIED | BESIDE


def test_what_a_newer_workbook_made_and_what_has_no_tables_is_not_copied(store, new_address, tmp_path):
    set_version(store, "9999")
    with pytest.raises(DatabaseError, match="made by a newer version"):
        copy_of(store, tmp_path / "backup.sqlite")
    with Database(new_address()) as empty:
        make_empty(empty)
        with pytest.raises(DatabaseError, match="has no tables yet"):
            copy_of(empty, tmp_path / "backup.sqlite")
    assert not (tmp_path / "backup.sqlite").exists()


def test_a_backup_does_not_overwrite_a_file_and_leaves_none_where_it_fails(store, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    taken = folder / "taken"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(DatabaseError, match="exists already"):
        copy_of(store, taken)
    assert taken.read_text(encoding="utf-8") == "mine"
    with pytest.raises(DatabaseError, match="There is no folder"):
        copy_of(store, tmp_path / "nowhere" / "backup.sqlite")
    with store.connection(write=True) as connection:
        connection.execute(text("ALTER TABLE entries RENAME COLUMN sealed TO gone"))
    with pytest.raises(DatabaseError):
        copy_of(store, folder / "backup.sqlite")
    assert list(folder.iterdir()) == [taken]


def test_a_backup_that_does_not_read_back_as_it_was_written_is_not_left(store, tmp_path, monkeypatch):
    folder = tmp_path / "copies"
    folder.mkdir()

    def lose_a_row(source, target, tables, rules):
        digest = real(source, target, tables, rules)
        target.execute(text("DELETE FROM usage_visits WHERE page = (SELECT min(page) FROM usage_visits)"))
        return digest

    from workbook.database import backup as module  # noqa: PLC0415

    real = module.copy_rows
    monkeypatch.setattr(module, "copy_rows", lose_a_row)
    with pytest.raises(DatabaseError) as told:
        copy_of(store, folder / "backup.sqlite")
    assert told.value.reason == "damaged"
    assert list(folder.iterdir()) == []


WRITES_SLOWLY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from workbook.cli.storage.database import parts
from workbook.database import backup
from workbook.database.store import Database

def stop_half_way(*_):
    print("half", flush=True)
    sys.stdin.read()

backup.check_backup = stop_half_way
backup.backup(Database(sys.argv[1]), Path(sys.argv[2]), parts(), datetime.now(UTC))
"""


@pytest.mark.skipif(os.name != "posix", reason="A process is killed in this way on Unix alone.")
def test_a_backup_whose_process_is_killed_leaves_no_file_of_that_name(new_address, prepared, tmp_path):
    prepared(Store, address := new_address())
    file = tmp_path / "backup.sqlite"
    running = subprocess.Popen(
        [sys.executable, "-c", WRITES_SLOWLY, address, file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "widgets")},
    )
    assert running.stdout.readline() == b"half\n"
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    assert not file.exists()


def test_the_program_sqlite_finds_a_backup_sound(store, tmp_path):
    copy_of(store, tmp_path / "backup.sqlite")
    connection = sqlite3.connect(tmp_path / "backup.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
    connection.close()
