"""Migrates the tables from an older version to the present one.

Here: running the Alembic migrations, one file each in a folder `versions`. There are no downgrades: use a
backup for that. Not here: the migrations (see `migrations`), and the present tables.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Table, inspect

from workbook.database.errors import StepError
from workbook.database.schema import schema_version

__all__ = ["EARLIER", "OURS", "Steps", "claim", "run"]

EARLIER = "0000"
"""The version of a database from the time when each package's tables had their own version."""

# Alembic keeps its state in a module's global variable.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Steps:
    """All migrations of a database's tables, in order.

    `folder` contains them as `NNNN_name.py`; `version` is the version table; `earlier` names the version
    tables that were used before it.
    """

    folder: Path
    version: Table
    earlier: tuple[str, ...] = ()
    known: tuple[str, ...] = field(init=False)
    """All known versions, oldest first: any other version was made by a newer workbook."""

    def __post_init__(self) -> None:
        """Find the migrations."""
        found = sorted(path.name.partition("_")[0] for path in self.folder.glob("[0-9]*_*.py"))
        object.__setattr__(self, "known", (EARLIER, *found))

    def take(self, connection: Connection, to: str = "") -> None:
        """Upgrade the tables to a version (default: the present) in the connection's transaction.

        A database without tables gets them. Raises StepError if a migration can't handle the present tables.
        """
        from alembic import command  # noqa: PLC0415 - no kernel needs it, and a server once
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        # A percent sign in a path would be interpolated from the configuration.
        for name, path in (("script_location", _ENVIRONMENT), ("version_locations", self.folder)):
            config.set_main_option(name, str(path).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        config.attributes["connection"] = connection
        config.attributes["version"] = self.version.name
        with _ONE_AT_A_TIME:
            command.upgrade(config, to or self.known[-1])


def run() -> None:
    """Run the migrations that Alembic has found, in the caller's transaction; for `migrations/env.py`."""
    from alembic import context  # noqa: PLC0415

    context.configure(
        connection=context.config.attributes["connection"],
        version_table=context.config.attributes["version"],
        render_as_batch=True,  # SQLite changes a table by recreating it
    )
    context.run_migrations()


def claim(connection: Connection, *names: str) -> None:
    """Raise StepError ("closed") if another program has tables of these names; for use in migrations."""
    look = inspect(connection)
    if any(look.has_table(name) for name in names):
        raise StepError("closed", "{where} holds other tables. Give a database of its own.")


_ENVIRONMENT = Path(__file__).parent / "migrations"

OURS = Steps(
    _ENVIRONMENT / "versions",
    schema_version,
    earlier=("workbook_schema", "workbook_workshop_schema", "workbook_usage_schema"),
)
"""The workbook's own migrations."""
