"""The store of workshops: SQLite, or PostgreSQL by one setting; it may share a database with records.

Here: statements that several modules need. Not here: what is done with them (see
`workshops` and `trainers`), how a database is opened (see the room `database`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workbook.database.store import Database
from workbook.workshop.errors import StoreError

__all__ = ["AT_ONCE", "WorkshopStore", "put"]

AT_ONCE = 500
"""How many values a list in a statement has at most: a statement may have some thousands of parameters."""


class WorkshopStore(Database):
    """A database of workshops (see `Database`); what it can't do is raised as WorkshopError."""

    Error = StoreError


def put(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], changed: Sequence[str]
) -> None:
    """Add rows; one whose key is there already has its columns `changed` set instead."""
    if not rows:
        return
    statement = _insert_of(connection.dialect.name)(table)
    key = [column.name for column in table.primary_key]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=key, set_={name: statement.excluded[name] for name in changed}
        ),
        list(rows),
    )


def _insert_of(dialect: str) -> Any:  # noqa: ANN401 - two functions of the same use and of no common type
    """Return the database's own INSERT, which knows what to do where a row is there already."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - most have SQLite

        return insert
    return sqlite_insert
