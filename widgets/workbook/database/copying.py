"""Selects and copies the tables and rows of a whole database, and calculates their digest.

Here: how rows are read and written. Not here: each table's rule for its rows (see `backup_rules`), the backup
file (see `backup` and `restore`).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event, insert, select, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from workbook.database.backup_rules import BackupRule, backup_rule
from workbook.database.schema import metadata as own

__all__ = ["Digest", "Part", "copy_rows", "rules_of", "tables_of"]

_ROWS_AT_ONCE = 50  # an entry has up to some megabytes


@dataclass(frozen=True, slots=True)
class Part:
    """One package's stored data: its tables, each with a rule from `backup_rules` in its `info`.

    `after_restore` is called in the transaction that has restored a backup's rows to the tables of the
    present version; it returns how many rows it has removed again.
    """

    metadata: MetaData
    after_restore: Callable[[Connection], int] = field(default=lambda _: 0)


def rules_of(parts: Sequence[Part]) -> dict[str, BackupRule]:
    """Return the rule for the rows of each table of all parts and of the database's own, by name."""
    every = [own, *(part.metadata for part in parts)]
    return {table.name: backup_rule(table) for one in every for table in one.sorted_tables}


def tables_of(connection: Connection) -> list[Table]:
    """Return a database's tables by reflection, parents first, with types that every database supports."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def _for_every_database(_inspector: object, _table: object, column: ReflectedColumn) -> None:
        column["type"] = column["type"].as_generic()

    found.reflect(connection)
    return found.sorted_tables


class Digest:
    """A digest of the rows copied so far: how many of each table, and the SHA-256 of all."""

    def __init__(self) -> None:
        """Start empty."""
        self.counts: dict[str, int] = {}
        self._hash = hashlib.sha256()

    @property
    def text(self) -> str:
        """The digest, as 64 hexadecimal digits."""
        return self._hash.hexdigest()

    def read(self, connection: Connection, table: Table, where: str = "") -> Iterator[list[tuple[Any, ...]]]:
        """Yield a table's rows in the order of their key, in batches, and add them to the digest."""
        self.counts[table.name] = 0
        for part in _parts(connection, table, where):
            self.counts[table.name] += len(part)
            for row in part:
                self._add(table.name, *row)
            yield part

    def _add(self, *values: object) -> None:
        """Add values, each with its type and length, so that no byte can move from one to the next."""
        for value in values:
            kind, data = ("b", value) if isinstance(value, bytes) else ("t", str(value).encode())
            if value is None:
                kind = "n"
            self._hash.update(f"{kind}{len(data)}:".encode() + data)


def copy_rows(
    source: Connection, target: Connection, tables: Sequence[Table], rules: Mapping[str, BackupRule]
) -> Digest:
    """Copy the rows of tables that both databases have; a merged table keeps its existing rows."""
    digest = Digest()
    for table in tables:
        how = rules.get(table.name, BackupRule(copied=True))
        there = _keys(target, table) if how.merged else set()
        key = [table.c.keys().index(column.name) for column in table.primary_key]
        for part in digest.read(source, table, how.where):
            new = [row for row in part if tuple(row[at] for at in key) not in there]
            if new:
                target.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in new])
    return digest


def _keys(connection: Connection, table: Table) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(select(*table.primary_key))}


def _parts(connection: Connection, table: Table, where: str) -> Iterator[list[tuple[Any, ...]]]:
    wanted = select(table).order_by(*table.primary_key)
    if where:
        wanted = wanted.where(text(where))
    found = connection.execute(wanted.execution_options(yield_per=_ROWS_AT_ONCE))
    for part in found.partitions():
        yield [tuple(row) for row in part]
