"""The one way to add rows of which some may be there already.

Here: the statement, in whose words alone SQLite and PostgreSQL differ. Not here: which rows, and transactions
(see `store`).
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
    """Add rows, each with the same columns; one whose `key` is there already changes the row that has it.

    The row that is there gets the new one's values in the columns `changed`, and the sum of both in the
    columns `added_up`; without either it stays as it is. `key` names the columns by which a row is known:
    those of the primary key, where nothing else is said.
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
    # Always in the same order: two servers that hold each other's rows would wait for ever.
    connection.execute(statement, sorted(rows, key=lambda row: [row[name] for name in known_by]))


def _insert_of(dialect: str) -> Any:  # noqa: ANN401 - two functions of the same use and of no common type
    """Return the database's own INSERT, which knows what to do where a row is there already."""
    if dialect == "postgresql":
        # Most kernels have SQLite, and this is half as much again to import.
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415

        return insert
    return sqlite_insert
