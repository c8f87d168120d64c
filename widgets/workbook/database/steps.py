"""From an older version of a room's tables to the present one.

Here: running a room's steps, which are Alembic's, one file each in its folder `migrations/versions`. There
are none back: a backup is what leads there. Not here: what a step does, and the tables as they are now.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table

from workbook.database.store import Database

__all__ = ["migrate", "run", "upgrade"]


def migrate(store: Database, upgrade: Callable[[Connection], None]) -> tuple[str | None, str]:
    """Bring the tables to the present version, all or nothing, and return the version before and after.

    Before is None where there were no tables. `upgrade` takes the room's steps in a connection's transaction.
    Raises `store.Error` ("newer", or as the store does).
    """
    before = store.version()
    if before is not None and store.is_old(before):
        with store.connection(write=True) as connection:
            upgrade(connection)
    store.prepare()
    return before, str(store.version())


def upgrade(connection: Connection, folder: Path, to: str) -> None:
    """Bring the tables to a version, all or nothing in the connection's transaction.

    `folder` holds the room's steps in `versions`, and `env.py`, which calls `run`. A database without tables
    gets them.
    """
    from alembic import command  # noqa: PLC0415 - for a command alone; no kernel and no server needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # A percent sign in the path would stand for a value of the configuration's.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def run(metadata: MetaData, version: Table) -> None:
    """Run the steps that Alembic has found, in the transaction of whoever asked; for a room's `env.py`.

    `metadata` holds the room's tables as they are now; `version` is the table of their version.
    """
    from alembic import context  # noqa: PLC0415

    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table=version.name,
        render_as_batch=True,  # SQLite changes a table by making it anew
    )
    context.run_migrations()
