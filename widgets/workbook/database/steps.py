"""From an older version of the tables to the present one.

Here: running the steps, which are Alembic's, one file each in a folder `versions`. There are none back: a
backup is what leads there. Not here: what a step does (see `migrations`), and the tables as they are now.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Table, inspect

from workbook.database.errors import StepError
from workbook.database.schema import schema_version

__all__ = ["EARLIER", "OURS", "Steps", "claim", "run"]

EARLIER = "0000"
"""The version of a database from when the tables of each room had a version of their own."""

# Alembic keeps what it is doing in a module's variable.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Steps:
    """All steps to a database's tables, in one row.

    `folder` holds them as `NNNN_name.py`; `version` is the table of the tables' version; `earlier` names the
    tables of versions that were kept before that.
    """

    folder: Path
    version: Table
    earlier: tuple[str, ...] = ()
    known: tuple[str, ...] = field(init=False)
    """Every version that there was, oldest first: one that is not among them was made by a newer workbook."""

    def __post_init__(self) -> None:
        """Look which steps there are."""
        found = sorted(path.name.partition("_")[0] for path in self.folder.glob("[0-9]*_*.py"))
        object.__setattr__(self, "known", (EARLIER, *found))

    def take(self, connection: Connection, to: str = "") -> None:
        """Bring the tables to a version, or else the present, in the connection's transaction.

        A database without tables gets them. Raises StepError where a step finds what it can't work with.
        """
        from alembic import command  # noqa: PLC0415 - no kernel needs it, and a server once
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        # A percent sign in a path would stand for a value of the configuration's.
        for name, path in (("script_location", _ENVIRONMENT), ("version_locations", self.folder)):
            config.set_main_option(name, str(path).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        config.attributes["connection"] = connection
        config.attributes["version"] = self.version.name
        with _ONE_AT_A_TIME:
            command.upgrade(config, to or self.known[-1])


def run() -> None:
    """Run the steps that Alembic has found, in the transaction of whoever asked; for `migrations/env.py`."""
    from alembic import context  # noqa: PLC0415

    context.configure(
        connection=context.config.attributes["connection"],
        version_table=context.config.attributes["version"],
        render_as_batch=True,  # SQLite changes a table by making it again
    )
    context.run_migrations()


def claim(connection: Connection, *names: str) -> None:
    """Raise StepError ("closed") where another program has tables of these names; for a step."""
    look = inspect(connection)
    if any(look.has_table(name) for name in names):
        raise StepError("closed", "{where} holds other tables. Give a database of its own.")


_ENVIRONMENT = Path(__file__).parent / "migrations"

OURS = Steps(
    _ENVIRONMENT / "versions",
    schema_version,
    earlier=("workbook_schema", "workbook_workshop_schema", "workbook_usage_schema"),
)
"""The workbook's own steps."""
