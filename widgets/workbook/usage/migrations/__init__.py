"""From an older version of the tables to the present one.

Here: running the steps, which are Alembic's, one file each in `versions`. There are none back: a backup is
what leads there. Not here: the tables as they are now (see `schema`).
"""

from pathlib import Path

from sqlalchemy import Connection

from workbook.usage.schema import SCHEMA

__all__ = ["upgrade"]


def upgrade(connection: Connection, to: str = SCHEMA) -> None:
    """Bring the tables to a version, all or nothing in the connection's transaction.

    A database without tables gets them.
    """
    from alembic import command  # noqa: PLC0415 - for a command alone; no kernel needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # A percent sign in the path would stand for a value of the configuration's.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
