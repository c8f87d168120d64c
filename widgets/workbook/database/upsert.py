"""The one way to add rows of which some may already exist.

Here: the statement, the only one whose syntax differs between SQLite and PostgreSQL. Not here: which rows,
and transactions (see `store`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

__all__ = ["upsert"]


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    changed: Sequence[str] = (),
    added_up: Sequence[str] = (),
    key: Sequence[str] = (),
) -> None:
    """Add rows, each with the same columns; a row whose `key` exists changes the existing row.

    The existing row gets the new one's values in the columns `changed`, and the sum of both in the columns
    `added_up`; without either it stays as it is. `key` names the identifying columns: those of the primary
    key by default.
    """
    if not rows:
        return
    known_by = list(key) or [column.name for column in table.primary_key]
    statement = _insert_of(connection.dialect.name)(table)
    new = statement.excluded
    values = {name: new[name] for name in changed} | {name: table.c[name] + new[name] for name in added_up}
    if values:
        statement = statement.on_conflict_do_update(index_elements=known_by, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=known_by)
    # Always in the same order: otherwise two servers that lock each other's rows would deadlock.
    connection.execute(statement, sorted(rows, key=lambda row: [row[name] for name in known_by]))


def _insert_of(dialect: str) -> Any:  # noqa: ANN401 - two functions with the same use and no common type
    """Return the dialect's own INSERT, which supports ON CONFLICT."""
    if dialect == "postgresql":
        # Most kernels use SQLite, and this would add half as much again to the import.
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415

        return insert
    return sqlite_insert
