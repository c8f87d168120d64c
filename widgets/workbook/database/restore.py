"""A backup's rows back into a database: all of them, or none.

It goes into SQLite and PostgreSQL alike. Not here: how it was made and what it holds (see `backup`).
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, inspect, select, text

from workbook.database.backup import Backup, check_backup, tables_in
from workbook.database.copying import Part, copy_rows, kept_of
from workbook.database.errors import DatabaseError
from workbook.database.generation import renew
from workbook.database.kept import Kept
from workbook.database.schema import retention
from workbook.database.store import Database
from workbook.database.trouble import read_trouble

__all__ = ["Restored", "restore"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup had, and how many of its rows were removed again, such as records deleted since."""

    backup: Backup
    removed: int


def restore(store: Database, file: Path, parts: Sequence[Part], *, replace: bool = False) -> Restored:
    """Put a backup's rows into a database, all or none; with `replace`, in place of what it holds.

    Servers may go on meanwhile. A database without tables gets them, and an older one, as an older backup, is
    brought to the present version. Raises DatabaseError as the store does; "closed" also where the database
    holds something and `replace` is not given, "damaged" where the file is not a backup or is broken, "newer"
    where a newer workbook made it.
    """
    kept = kept_of(parts)
    with _opened(file) as (copy, about):
        store.make_file()
        with copy.connection(write=False) as source, store.connection(write=True) as target:
            store.bring(target)
            tables = tables_in(source, kept)
            if not store.file:
                names = ", ".join(f'"{table.name}"' for table in tables)
                target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
            _make_room(store, target, tables, kept, replace=replace)
            copy_rows(source, target, tables, kept)
            removed = sum(part.after_restore(target) for part in parts)
            _go_on_counting(target, tables)
            # What is due to be deleted has come back with the backup.
            target.execute(delete(retention))
            renew(target)
    store.prepare()  # also empties SQLite's log, which holds what was replaced
    return Restored(about, removed)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Database, Backup]]:
    """Give a whole backup of the present version: a copy of it, since an older one is changed for that."""
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
    store: Database, target: Connection, tables: Sequence[Table], kept: Mapping[str, Kept], *, replace: bool
) -> None:
    """Delete what is to be replaced; raises DatabaseError ("closed") where that is not wanted."""
    replaced = [table for table in tables if not kept[table.name].merged]
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
    """Let PostgreSQL give its next numbers after the copied ones, as SQLite does by itself."""
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
