"""What tests do with all tables of a database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update

import workbook.database.schema
import workbook.record.schema
import workbook.usage.schema
import workbook.workshop.storage.schema

ALL = [
    package.metadata
    for package in (
        workbook.database.schema,
        workbook.record.schema,
        workbook.usage.schema,
        workbook.workshop.storage.schema,
    )
]
"""The tables of every package as they are now."""


def make_empty(store):
    """Make a database without tables."""
    if store.file:
        store.file.parent.mkdir(exist_ok=True)
        store.file.touch()


def set_version(store, version):
    """Make a store's tables look like those of another version."""
    with store.connection(write=True) as connection:
        connection.execute(update(store.STEPS.version).values(version_num=version))


def differences(store):
    """What differs between a database's tables and those that the packages say they have."""
    with store.connection(write=False) as connection:
        options = {"version_table": store.STEPS.version.name}
        return compare_metadata(MigrationContext.configure(connection, opts=options), ALL)
