"""Restoring a backup: completely or not at all, into SQLite and into PostgreSQL."""

import shutil

import pytest
from sqlalchemy import insert, text

from database.backups import BESIDE, NOT_COPIED, NOW, copy_of, everything
from database.earlier_databases import make_earlier
from database.filling import contents, fill, reflected
from database.postgres import ENGINES
from database.tables import differences, set_version
from usage.sent import sent
from workbook.cli.storage.database import parts
from workbook.database.copying import Part, rules_of
from workbook.database.errors import DatabaseError
from workbook.database.generation import generation
from workbook.database.restore import restore
from workbook.database.schema import retention
from workbook.database.steps import EARLIER, OURS
from workbook.database.store import Database
from workbook.usage.feedback_rows import messages, put
from workbook.usage.message import read_message
from workbook.usage.store import UsageStore


def put_back(store, file, **options):
    return restore(store, file, parts(), **options)


def filled(store):
    """Put two rows into each table; every workshop has ended."""
    with store.connection(write=True) as connection:
        fill(connection, reflected(connection, (OURS.version.name, "workbook_database")))
    return store


def copied_rows(store):
    """All rows that a backup has, by the tables' names."""
    return {name: rows for name, rows in everything(store).items() if name not in NOT_COPIED | BESIDE}


def replaced_rows(store):
    """Those of them that are all that a restore leaves."""
    rules = rules_of(parts())
    return {name: rows for name, rows in copied_rows(store).items() if not rules[name].merged}


def generation_of(store):
    with store.connection(write=False) as connection:
        return generation(connection)


@pytest.fixture
def new_store(new_address, prepared):
    """Create databases with tables: `new_store("postgresql")`."""
    return lambda engine="sqlite": prepared(Database, new_address(engine))


@pytest.fixture
def store(address, prepared):
    """A database of each engine in turn."""
    return prepared(Database, address)


@pytest.fixture
def file(new_store, tmp_path):
    """A backup of a database with two rows in each table."""
    copy_of(filled(new_store()), tmp_path / "backup.sqlite")
    return tmp_path / "backup.sqlite"


@pytest.mark.parametrize(
    ("engine", "other"),
    [
        pytest.param(engine, other, marks=[pytest.mark.slow] if engine == other == "postgresql" else [])
        for engine in ENGINES
        for other in ENGINES
    ],
)
def test_everything_comes_back_into_either_database(new_store, tmp_path, engine, other):
    source, target = filled(new_store(engine)), new_store(other)
    made = copy_of(source, tmp_path / "backup.sqlite")
    done = put_back(target, tmp_path / "backup.sqlite")
    assert copied_rows(target) == copied_rows(source)
    assert all(copied_rows(target).values())
    assert (done.backup, done.removed) == (made, 0)
    assert done.backup.made == NOW


def test_a_database_without_tables_gets_them_and_is_for_its_owner_alone(new_address, file):
    with Database(new_address()) as target:
        put_back(target, file)
        target.check()
        assert differences(target) == []
        assert target.file.stat().st_mode & 0o077 == 0


def test_a_database_that_holds_something_is_replaced_on_demand_alone(store, file):
    with store.connection(write=True) as connection:
        tables = reflected(connection, (OURS.version.name, "workbook_database"))
        fill(connection, tables, range(2, 5))
    before = everything(store)
    with pytest.raises(DatabaseError, match="is not empty"):
        put_back(store, file)
    assert everything(store) == before
    put_back(store, file, replace=True)
    assert {len(rows) for rows in replaced_rows(store).values()} == {2}
    merged = copied_rows(store).keys() - replaced_rows(store).keys()
    assert {len(everything(store)[name]) for name in merged} == {5}


def test_a_restore_that_fails_on_its_way_leaves_the_database_as_it_was(store, file):
    filled(store)
    before = everything(store)

    def fail(_):
        raise DatabaseError("closed", "It failed at the end.")

    *others, last = parts()
    with pytest.raises(DatabaseError, match="It failed at the end"):
        restore(store, file, [*others, Part(last.metadata, fail)], replace=True)
    assert everything(store) == before


def test_a_restore_begins_a_new_generation_and_what_is_due_to_be_deleted_is_looked_at_again(store, file):
    before = generation_of(store)
    with store.connection(write=True) as connection:
        connection.execute(insert(retention).values(what="records", day=NOW.date(), removed=3))
    put_back(store, file)
    assert generation_of(store) != before
    with store.connection(write=False) as connection:
        assert connection.execute(retention.select()).all() == []


def test_who_guessed_codes_or_passphrases_waits_on_after_a_restore(store, file):
    filled(store)
    put_back(store, file, replace=True)
    found = everything(store)
    assert [len(found[name]) for name in ("attempts", "workshop_tries")] == [2, 2]
    assert [len(found[name]) for name in ("workshop_sessions", "workshop_seats", "workshop_answers")] == [
        0
    ] * 3


def test_a_workshop_that_ran_when_the_backup_was_made_has_ended(new_store, tmp_path):
    source, target = filled(new_store()), new_store()
    with source.connection(write=True) as connection:
        connection.execute(text("UPDATE workshops SET ended = NULL"))
    copy_of(source, tmp_path / "backup.sqlite")
    put_back(target, tmp_path / "backup.sqlite")
    with target.connection(write=False) as connection:
        found = connection.execute(text("SELECT started, ended, revision FROM workshops")).all()
    assert len(found) == 2
    assert all(ended == started and revision > 1000 for started, ended, revision in found)


def test_new_messages_have_new_numbers_after_a_restore(store, file):
    put_back(store, file)
    with UsageStore(store.address) as box:
        put(box, read_message(sent()), NOW.date())
        numbers = [one.number for one in messages(box)]
    assert numbers == [1, 2, 3]


def test_a_backup_of_an_older_database_is_brought_to_the_present_and_left_as_it_was(
    new_address, store, tmp_path
):
    with Database(new_address()) as source:
        make_earlier(source, record="0001")
        with source.connection(write=True) as connection:
            tables = reflected(connection, ("workbook_schema",))
            fill(connection, tables)
            before = contents(connection, tables)
        copy_of(source, tmp_path / "backup.sqlite")
    bytes_before = (tmp_path / "backup.sqlite").read_bytes()
    put_back(store, tmp_path / "backup.sqlite")
    found = everything(store)
    assert {name: found[name] for name in before} == before
    assert (tmp_path / "backup.sqlite").read_bytes() == bytes_before


def test_an_older_database_is_brought_to_the_present_by_a_restore_that_replaces_it(address, file):
    with Database(address) as store:
        make_earlier(store, record="0002")
        assert store.version() == EARLIER
        put_back(store, file, replace=True)
        assert differences(store) == []
        assert {len(rows) for rows in copied_rows(store).values()} == {2}


def test_what_a_newer_workbook_made_is_refused(store, file):
    with Database(file) as copy:
        set_version(copy, "9999")
    with pytest.raises(DatabaseError, match="made by a newer version"):
        put_back(store, file)


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    "breaking",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"Dear all, " * 900, id="a letter"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut off"),
        pytest.param(lambda data: flip(data, data.index(b"sealed 1")), id="an entry's byte"),
        pytest.param(lambda data: flip(data, data.index(b"2026-11-02") + 3), id="a day's byte"),
        pytest.param(lambda data: data.replace(b"2026-11-02", b"nosuchdate"), id="no day"),
        pytest.param(lambda data: data[:4096] + bytes(len(data) - 4096), id="zeros"),
    ],
)
def test_a_file_that_is_no_backup_or_a_broken_one_is_refused(new_store, file, breaking):
    target = new_store()
    file.write_bytes(breaking(file.read_bytes()))
    with pytest.raises(DatabaseError, match="is not a backup, or is damaged") as told:
        put_back(target, file)
    assert told.value.reason == "damaged"
    assert not any(copied_rows(target).values())


def test_a_database_itself_is_no_backup(new_store, tmp_path):
    source, target = filled(new_store()), new_store()
    source.forget()
    shutil.copy(source.file, tmp_path / "copy.sqlite")
    with pytest.raises(DatabaseError, match="is not a backup"):
        put_back(target, tmp_path / "copy.sqlite")
    with pytest.raises(DatabaseError, match="There is no file"):
        put_back(target, tmp_path / "nowhere.sqlite")


def test_what_was_replaced_leaves_no_byte_in_the_file_or_its_log(new_store, file):
    target = new_store()
    with target.connection(write=True) as connection:
        connection.execute(
            text("INSERT INTO usage_feedback VALUES (9, x'09', '2026-11-01', 'k', 'p', 'u', '<their words>')")
        )
    target.forget()
    put_back(target, file, replace=True)
    assert all(b"<their words>" not in path.read_bytes() for path in target.file.parent.iterdir())
