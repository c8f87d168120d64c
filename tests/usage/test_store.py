import pytest

from database.tables import left_undone, make_empty, set_version
from workbook.database.errors import DatabaseError
from workbook.record.store import Store
from workbook.usage.migrations import upgrade
from workbook.usage.schema import KNOWN, SCHEMA
from workbook.usage.store import UsageStore, migrate
from workbook.workshop.store import WorkshopStore


def test_the_steps_lead_to_the_tables_as_they_are_now(address):
    with UsageStore(address) as store:
        assert left_undone(store, upgrade) == []
        store.prepare()
    assert KNOWN[-1] == SCHEMA


def test_a_database_without_tables_gets_them_and_a_second_time_changes_nothing(address):
    with UsageStore(address) as store:
        make_empty(store)
        assert migrate(store) == (None, SCHEMA)
        assert migrate(store) == (SCHEMA, SCHEMA)


def test_a_newer_database_is_left_alone(store):
    set_version(store, "9999")
    with pytest.raises(DatabaseError, match="newer version"):
        migrate(store)


def test_records_workshops_and_usage_live_in_one_database(address):
    stores = [kind(address) for kind in (Store, WorkshopStore, UsageStore)]
    for store in stores:
        store.prepare()
    for store in stores:
        store.check()
        store.close()
