"""The store of workshops: SQLite, or PostgreSQL by one setting; it may share a database with records.

Here: which tables it has, and statements that several modules need. Not here: what is done with them (see
`workshops` and `trainers`), how a database is opened (see the room `database`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workbook.database.errors import Reason
from workbook.database.store import Database, Tables
from workbook.workshop.errors import of_database
from workbook.workshop.schema import KNOWN, metadata, schema_version, workshops

__all__ = ["WorkshopStore", "put"]


class WorkshopStore(Database):
    """A database of workshops (see `Database`); what it can't do is raised as WorkshopError."""

    TABLES = Tables(metadata, workshops, schema_version, KNOWN, "workbook workshops migrate")
    Error: ClassVar[Callable[[Reason, str], Exception]] = staticmethod(of_database)


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
