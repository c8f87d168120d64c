import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from record.planting import make_empty
from workbook.database.errors import DatabaseError
from workbook.record.store import Store
from workbook.usage.migrations import upgrade
from workbook.usage.schema import SCHEMA, metadata, schema_version
from workbook.usage.store import UsageStore, migrate
from workbook.workshop.store import WorkshopStore


def test_the_steps_lead_to_the_tables_that_the_code_knows(address):
    with UsageStore(address) as store:
        make_empty(store)
        with store.connection(write=True) as connection:
            upgrade(connection)
            options = {"version_table": schema_version.name}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, metadata) == []
        store.check()


def test_a_database_without_tables_gets_them_and_a_second_time_changes_nothing(address):
    with UsageStore(address) as store:
        make_empty(store)
        assert migrate(store) == (None, SCHEMA)
        assert migrate(store) == (SCHEMA, SCHEMA)


def test_a_newer_database_is_left_alone(store):
    with store.connection(write=True) as connection:
        connection.execute(schema_version.update().values(version_num="9999"))
    with pytest.raises(DatabaseError, match="newer version"):
        migrate(store)


def test_records_workshops_and_usage_live_in_one_database(address):
    stores = [kind(address) for kind in (Store, WorkshopStore, UsageStore)]
    for store in stores:
        store.prepare()
    for store in stores:
        store.check()
        store.close()
