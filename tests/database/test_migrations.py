"""The single version of all tables, and the steps that lead to it, over SQLite and over PostgreSQL."""

from itertools import product

import pytest
from sqlalchemy import inspect, text

from database.earlier_databases import VERSION_TABLES, VERSIONS, make_earlier
from database.filling import contents, fill, reflected
from database.postgres import ENGINES
from database.tables import ALL, differences, make_empty, set_version
from workbook.database.errors import DatabaseError
from workbook.database.generation import generation, renew
from workbook.database.steps import EARLIER, OURS
from workbook.database.store import Database
from workbook.record.store import Store
from workbook.usage.store import UsageStore
from workbook.workshop.storage.store import WorkshopStore

NEWEST = OURS.known[-1]
HELD = [
    {package: version for package, version in zip(VERSIONS, chosen, strict=True) if version}
    for chosen in product(*((None, *versions) for versions in VERSIONS.values()))
]
# All that there can have been is tried over SQLite; over PostgreSQL the fullest and the oldest, and the rest
# where there is time.
OVER_BOTH = ({"record": "0001"}, {package: versions[-1] for package, versions in VERSIONS.items()})
EARLIER_DATABASES = [
    pytest.param(engine, held, marks=[pytest.mark.slow] if slow else [], id=f"{engine}-{named}")
    for engine in ENGINES
    for held in HELD
    if held
    for named in ["-".join(f"{package}{version}" for package, version in held.items())]
    for slow in [engine != "sqlite" and held not in OVER_BOTH]
]


def named(store):
    """The names of all tables that there are."""
    with store.connection(write=False) as connection:
        return set(inspect(connection).get_table_names())


def make_version(store, version):
    """Take the steps to a version."""
    make_empty(store)
    with store.connection(write=True) as connection:
        store.STEPS.take(connection, version)


def test_the_steps_lead_to_the_tables_of_every_package_as_they_are_now(address):
    with Database(address) as store:
        store.prepare()
        assert differences(store) == []
        assert named(store) == {name for metadata in ALL for name in metadata.tables} | {OURS.version.name}
        assert store.version() == NEWEST


def test_every_version_leads_to_the_present_with_all_that_it_holds(new_address):
    for version in OURS.known[1:]:
        with Database(new_address()) as store:
            make_version(store, version)
            with store.connection(write=True) as connection:
                tables = reflected(connection, ("workbook_database", OURS.version.name))
                fill(connection, tables)
                before = contents(connection, tables)
            assert store.upgrade() == (version, NEWEST)
            with store.connection(write=False) as connection:
                assert contents(connection, tables) == before


@pytest.mark.parametrize(("engine", "held"), EARLIER_DATABASES)
@pytest.mark.slow
def test_a_database_with_a_version_for_each_package_is_brought_to_the_one_without_loss(
    new_address, engine, held
):
    with Database(new_address(engine)) as store:
        make_earlier(store, **held)
        with store.connection(write=True) as connection:
            tables = reflected(connection, VERSION_TABLES.values())
            fill(connection, tables)
            before = contents(connection, tables)
        assert store.version() == EARLIER
        assert store.upgrade() == (EARLIER, NEWEST)
        assert differences(store) == []
        assert named(store).isdisjoint(VERSION_TABLES.values())
        with store.connection(write=False) as connection:
            assert contents(connection, tables) == before
        for kind in (Store, WorkshopStore, UsageStore):
            with kind(store.address) as opened:
                opened.check()


def test_an_earlier_database_is_old_until_it_is_upgraded(address):
    with Database(address) as store:
        make_earlier(store, workshop="0001")
        for use in (store.check, store.prepare):
            with pytest.raises(
                DatabaseError, match=r"Copy it first .*, then run `workbook upgrade`\."
            ) as told:
                use()
            assert told.value.reason == "old"


def test_a_dry_run_says_what_would_be_and_changes_nothing(address):
    with Database(address) as store:
        make_earlier(store, record="0001")
        before = named(store)
        assert store.upgrade(dry_run=True) == (EARLIER, NEWEST)
        assert named(store) == before
        assert store.version() == EARLIER


def test_a_database_without_tables_gets_them_and_a_second_time_changes_nothing(address):
    with Database(address) as store:
        make_empty(store)
        assert store.upgrade(dry_run=True) == (None, NEWEST)
        assert store.version() is None
        assert store.upgrade() == (None, NEWEST)
        assert store.upgrade() == (NEWEST, NEWEST)


def test_a_newer_database_is_left_alone(address):
    with Database(address) as store:
        store.prepare()
        set_version(store, "9999")
        with pytest.raises(DatabaseError, match="made by a newer version"):
            store.upgrade()
        assert store.version() == "9999"


def set_earlier(store, package, version):
    with store.connection(write=True) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLES[package]} SET version_num = '{version}'"))


def test_an_earlier_database_of_a_newer_version_is_left_alone(address):
    with Database(address) as store:
        make_earlier(store, record="0002", usage="0001")
        set_earlier(store, "usage", "0002")
        before = named(store)
        with pytest.raises(DatabaseError, match="was made by a newer version") as told:
            store.upgrade()
        assert store.where in str(told.value)
        assert named(store) == before


def test_tables_that_are_missing_are_not_made_anew_over_a_loss(address):
    with Database(address) as store:
        make_earlier(store, record="0002")
        with store.connection(write=True) as connection:
            connection.execute(text("DROP TABLE entries"))
        before = named(store)
        with pytest.raises(DatabaseError, match="tables are missing") as told:
            store.upgrade()
        assert told.value.reason == "damaged"
        assert named(store) == before


def test_a_step_that_fails_undoes_those_before_it(address):
    with Database(address) as store:
        make_earlier(store, record="0001")
        with store.connection(write=True) as connection:
            connection.execute(text("CREATE TABLE usage_visits (theirs INTEGER)"))
        before = named(store)
        with pytest.raises(DatabaseError, match="holds other tables"):
            store.upgrade()
        assert named(store) == before
        assert store.version() == EARLIER


def test_sqlite_keeps_hashed_rows_by_their_hashes(new_address):
    with Database(new_address()) as store:
        store.prepare()
        with store.connection(write=False) as connection:
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            kept = {row.name for row in found if "WITHOUT ROWID" in row.sql}
    assert kept == {"workshop_seats", "workshop_answers", "workshop_shares"}


def test_a_generation_stays_until_it_is_renewed(address):
    with Database(address) as store:
        store.prepare()
        store.prepare()
        with store.connection(write=True) as connection:
            first = generation(connection)
            assert generation(connection) == first
            assert renew(connection) == generation(connection) != first
