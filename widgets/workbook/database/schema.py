"""The tables that belong to the database as a whole, beside those of each room.

Here: the tables as they are now. Not here: how an older database comes to have them (see `migrations`; a
test holds that the steps lead to these and to every room's).
"""

from sqlalchemy import BigInteger, Column, Date, MetaData, String, Table

from workbook.database.kept import LEFT_OUT

__all__ = ["metadata", "retention", "schema_version", "state"]

metadata = MetaData()

state = Table(
    "workbook_database", metadata, Column("generation", String(32), primary_key=True), info=LEFT_OUT
)
"""One row: a random number that is another after each restore, by which whoever remembers it notices one."""

retention = Table(
    "workbook_retention",
    metadata,
    Column("what", String(20), primary_key=True),
    Column("day", Date, nullable=False),
    Column("removed", BigInteger, nullable=False),
    info=LEFT_OUT,
)
"""The last day on which what was kept for long enough was deleted, by kind, and how much that was."""

schema_version = Table(
    "workbook_schema_version", MetaData(), Column("version_num", String(32), primary_key=True)
)
"""The version of all tables, in one row, as Alembic keeps it; under a name that no other program uses."""
