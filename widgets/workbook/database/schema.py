"""The tables that belong to the database as a whole, in addition to those of each package.

Here: the present tables. Not here: how an older database gets them (see `migrations`; a test checks that the
migrations lead to these and to every package's).
"""

from sqlalchemy import BigInteger, Column, Date, MetaData, String, Table

from workbook.database.backup_rules import LEFT_OUT

__all__ = ["metadata", "retention", "schema_version", "state"]

metadata = MetaData()

state = Table(
    "workbook_database", metadata, Column("generation", String(32), primary_key=True), info=LEFT_OUT
)
"""One row: a random number that changes with each restore, so that clients can detect one."""

retention = Table(
    "workbook_retention",
    metadata,
    Column("what", String(20), primary_key=True),
    Column("day", Date, nullable=False),
    Column("removed", BigInteger, nullable=False),
    info=LEFT_OUT,
)
"""The last day on which old rows were deleted, by kind, and how many."""

schema_version = Table(
    "workbook_schema_version", MetaData(), Column("version_num", String(32), primary_key=True)
)
"""The version of all tables, in one row in Alembic's format; under a name that no other program uses."""
