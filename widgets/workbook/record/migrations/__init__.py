"""From an older version of the records' tables to the present one.

Here: the steps, one file each in `versions`. Not here: how they are run (see `database.steps`), and the
tables as they are now (see `schema`).
"""

from pathlib import Path

from sqlalchemy import Connection

from workbook.database import steps
from workbook.record.schema import SCHEMA

__all__ = ["upgrade"]


def upgrade(connection: Connection, to: str = SCHEMA) -> None:
    """Bring the tables to a version, all or nothing in the connection's transaction.

    A database without tables gets them.
    """
    steps.upgrade(connection, Path(__file__).parent, to)
