"""What the tests of every room do with its tables, whichever they are (see `Database.TABLES`)."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update


def make_empty(store):
    """Make a database without tables."""
    if store.file:
        store.file.parent.mkdir(exist_ok=True)
        store.file.touch()


def set_version(store, version):
    """Make a store's tables look like those of another version."""
    with store.connection(write=True) as connection:
        connection.execute(update(store.TABLES.version).values(version_num=version))


def left_undone(store, upgrade):
    """Take all steps to a room's tables, and return what still differs from the tables as they are now."""
    make_empty(store)
    for version in store.TABLES.known:
        with store.connection(write=True) as connection:
            upgrade(connection, version)
        assert store.version() == version
    with store.connection(write=False) as connection:
        options = {"version_table": store.TABLES.version.name}
        return compare_metadata(MigrationContext.configure(connection, opts=options), store.TABLES.metadata)
