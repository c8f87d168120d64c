"""The store of feedback and counts: SQLite, or PostgreSQL by one setting; it may share a database.

Here: the statement that two databases word differently. Not here: what is in them (see `box` and `counts`).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workbook.database.store import Database

__all__ = ["UsageStore", "insert_into", "sum_up"]


class UsageStore(Database):
    """A database of feedback and counts (see `Database`); what it can't do is raised as DatabaseError."""


def insert_into(connection: Connection, table: Table) -> Any:  # noqa: ANN401 - two functions, no common type
    """Return the database's own INSERT, which knows what to do where a row is there already."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - most have SQLite

        return insert(table)
    return sqlite_insert(table)


def sum_up(connection: Connection, table: Table, figure: str, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows; where one with the same key is there already, the column `figure` becomes the sum of both."""
    if not rows:
        return
    statement = insert_into(connection, table)
    key = [column.name for column in table.primary_key]
    total = {figure: table.c[figure] + statement.excluded[figure]}
    # Always in the same order: two servers that hold each other's rows would wait for ever.
    ordered = sorted(rows, key=lambda row: [str(row[name]) for name in key])
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=total), ordered)
