"""Restores a backup's rows to a database: all of them, or none.

The target can be SQLite or PostgreSQL. Not here: making a backup, and its contents (see `backup`).
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, inspect, select, text

from workbook.database.backup import Backup, check_backup, tables_in
from workbook.database.backup_rules import BackupRule
from workbook.database.copying import Part, copy_rows, rules_of
from workbook.database.errors import DatabaseError
from workbook.database.generation import renew
from workbook.database.schema import retention
from workbook.database.store import Database
from workbook.database.trouble import read_trouble

__all__ = ["Restored", "restore"]


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup's contents, and how many of its rows were removed again, such as records deleted since."""

    backup: Backup
    removed: int


def restore(store: Database, file: Path, parts: Sequence[Part], *, replace: bool = False) -> Restored:
    """Restore a backup's rows to a database, all or none; with `replace`, in place of its present rows.

    Servers may keep running. A database without tables gets them, and an older database or backup is upgraded
    to the present version. Raises DatabaseError as the store does; "closed" also if the database is not empty
    and `replace` is not given, "damaged" if the file is not a backup or is broken, "newer" if a newer
    workbook made it.
    """
    rules = rules_of(parts)
    with _opened(file) as (copy, about):
        store.make_file()
        with copy.connection(write=False) as source, store.connection(write=True) as target:
            store.bring(target)
            tables = tables_in(source, rules)
            if not store.file:
                names = ", ".join(f'"{table.name}"' for table in tables)
                target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
            _make_room(store, target, tables, rules, replace=replace)
            copy_rows(source, target, tables, rules)
            removed = sum(part.after_restore(target) for part in parts)
            _go_on_counting(target, tables)
            # The backup has brought back rows that are due to be deleted.
            target.execute(delete(retention))
            renew(target)
    store.prepare()  # also empties SQLite's log, which contains the replaced rows
    return Restored(about, removed)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Database, Backup]]:
    """Yield a complete backup of the present version: a copy, since an older one is upgraded in place."""
    if file.is_dir():
        raise DatabaseError("closed", f"{file} is a folder. Give the file of a backup.")
    with tempfile.TemporaryDirectory(prefix="workbook_") as folder:
        private = Path(folder) / "backup.sqlite"
        try:
            shutil.copyfile(file, private)
        except FileNotFoundError:
            raise DatabaseError("closed", f"There is no file {file}.") from None
        except OSError as problem:
            raise DatabaseError(*read_trouble(problem, str(file))) from None
        with Database(private) as copy:
            about = _checked(copy, file)
            yield copy, about


def _checked(copy: Database, file: Path) -> Backup:
    try:
        version = copy.version()
        if version is not None and not copy.is_known(version):
            raise DatabaseError(
                "newer",
                f"{file} was made by a newer version of the workbook. Install that version, and try again.",
            )
        with copy.connection(write=False) as connection:
            about = check_backup(connection)
        with copy.connection(write=True) as connection:
            copy.bring(connection)
    except (DatabaseError, ValueError, TypeError, KeyError) as problem:
        if isinstance(problem, DatabaseError) and problem.reason in ("newer", "full"):
            raise
        raise DatabaseError("damaged", f"{file} is not a backup, or is damaged. Give another file.") from None
    return about


def _make_room(
    store: Database,
    target: Connection,
    tables: Sequence[Table],
    rules: Mapping[str, BackupRule],
    *,
    replace: bool,
) -> None:
    """Delete the rows to be replaced; raises DatabaseError ("closed") if `replace` is not given."""
    replaced = [table for table in tables if not rules[table.name].merged]
    if not replace and any(_count(target, table) for table in replaced):
        raise DatabaseError(
            "closed",
            f"{store.where} is not empty. Give an empty database, or --replace to delete what it holds.",
        )
    for table in reversed(replaced):
        target.execute(delete(table))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _go_on_counting(connection: Connection, tables: Sequence[Table]) -> None:
    """Set PostgreSQL's sequences to continue after the copied numbers, as SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    look = inspect(connection)
    for table in tables:
        for column in look.get_columns(table.name):
            if "nextval" in str(column["default"] or ""):
                name = column["name"]
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence(:table, :column), max({name})) "  # noqa: S608
                        f'FROM "{table.name}" HAVING max({name}) IS NOT NULL'
                    ),
                    {"table": table.name, "column": name},
                )
