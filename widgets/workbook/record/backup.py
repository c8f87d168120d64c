"""Copies of the database of records: to a file, and back into an empty database.

Here: the copying and the checks of a copy. A backup is a SQLite file with the tables of `schema` and one row
that says what it holds, so that a broken one is noticed; it is as sealed as the database. It comes from
SQLite and PostgreSQL alike, and goes into either. The counts of failed attempts are left out.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)

from workbook.database.trouble import read_trouble
from workbook.record.errors import RecordError
from workbook.record.schema import entries, records
from workbook.record.store import Store

__all__ = ["Copied", "backup", "restore"]

_TABLES = (records, entries)
_ROWS_AT_ONCE = 50  # an entry has up to some megabytes

_contents = Table(
    "backup",
    MetaData(),
    Column("records", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("digest", String(64), primary_key=True),
)


@dataclass(frozen=True, slots=True)
class Copied:
    """How many records and entries were copied, and the SHA-256 of all their rows."""

    records: int
    entries: int
    digest: str


def backup(store: Store, file: Path) -> Copied:
    """Copy all rows of one moment into a new file for its owner alone, while others go on writing.

    Raises RecordError as the store does; "closed" also where the file exists or can't be made, "damaged"
    where it does not read back as it was written. No file is left then.
    """
    store.check()
    _reserve(file)
    try:
        with Store(file) as copy:
            copy.prepare(log=False)  # a backup is one file
            with store.connection(write=False) as source, copy.connection(write=True) as target:
                copied = _copy(source, target)
                _contents.create(target)
                target.execute(
                    insert(_contents).values(
                        records=copied.records, entries=copied.entries, digest=copied.digest
                    )
                )
        with Store(file) as again:
            _check_contents(again)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return copied


def restore(store: Store, file: Path, *, replace: bool = False) -> Copied:
    """Put a backup's rows into a database, all or none; with `replace`, in the place of what it holds.

    A database without tables gets them, and an older backup is brought to the present version. Raises
    RecordError as the store does; "closed" also where it holds records and `replace` is not given,
    "unreadable" where the file is no backup or is broken, "newer" where a newer workbook made it.
    """
    with _opened(file) as copy:
        store.prepare()
        with copy.connection(write=False) as source, store.connection(write=True) as target:
            if not store.file:
                target.execute(text("LOCK TABLE records, entries IN EXCLUSIVE MODE"))
            held = target.execute(select(func.count()).select_from(records)).scalar_one()
            if held and not replace:
                raise RecordError(
                    "closed",
                    f"{store.where} holds records already ({held}). "
                    "Give an empty database, or --replace to delete what it holds.",
                )
            target.execute(delete(records))
            copied = _copy(source, target)
    store.forget()
    return copied


def _reserve(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise RecordError("closed", f"{file} exists already. Give the name of a new file.") from None
    except FileNotFoundError:
        raise RecordError("closed", f"There is no folder {file.parent}. Make it, or give another.") from None
    except OSError as problem:
        raise RecordError(*read_trouble(problem, str(file))) from None


@contextmanager
def _opened(file: Path) -> Iterator[Store]:
    """Give a whole backup of the present version: a copy of it, since an older one is changed for that."""
    with tempfile.TemporaryDirectory(prefix="workbook_") as folder:
        private = Path(folder) / "backup.sqlite"
        try:
            shutil.copyfile(file, private)
        except OSError as problem:
            if isinstance(problem, FileNotFoundError):
                raise RecordError("closed", f"There is no file {file}.") from None
            raise RecordError(*read_trouble(problem, str(file))) from None
        with Store(private) as copy:
            _check_backup(copy, file)
            yield copy


def _check_backup(copy: Store, file: Path) -> None:
    try:
        version = copy.version()
        if version is not None and not copy.is_known(version):
            raise RecordError(
                "newer",
                f"{file} was made by a newer version of the workbook. Install that version, and try again.",
            )
        _check_contents(copy)
        with copy.connection(write=True) as connection:
            copy.bring(connection)
    except (RecordError, ValueError, TypeError) as problem:
        if isinstance(problem, RecordError) and problem.reason in ("newer", "full"):
            raise
        raise RecordError(
            "unreadable", f"{file} is no backup of records, or is broken. Give another file."
        ) from None


def _check_contents(copy: Store) -> None:
    """Raise RecordError ("damaged") unless a backup holds what it says; its tables may be older ones."""
    with copy.connection(write=False) as connection:
        if not inspect(connection).has_table(_contents.name):
            raise RecordError("damaged")
        said = connection.execute(select(_contents)).first()
        tables = [Table(table.name, MetaData(), autoload_with=connection) for table in _TABLES]
        found = _Digest()
        for table in tables:
            found.add(table, (row for part in _parts(connection, table) for row in part))
        if said is None or Copied(**said._mapping) != found.copied():
            raise RecordError("damaged")


def _copy(source: Connection, target: Connection) -> Copied:
    digest = _Digest()
    for table in _TABLES:
        for part in _parts(source, table):
            digest.add(table, part)
            target.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in part])
    return digest.copied()


def _parts(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Give a table's rows in the order of their key, some at a time."""
    rows = connection.execute(
        select(table).order_by(*table.primary_key).execution_options(yield_per=_ROWS_AT_ONCE)
    )
    for part in rows.partitions():
        yield [tuple(row) for row in part]


class _Digest:
    """What was copied so far."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys((table.name for table in _TABLES), 0)
        self._hash = hashlib.sha256()

    def add(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows, each value with its length, so that none can be moved into the next."""
        for row in rows:
            self._counts[table.name] += 1
            for value in (table.name, *row):
                data = value if isinstance(value, bytes) else str(value).encode()
                self._hash.update(len(data).to_bytes(8, "big") + data)

    def copied(self) -> Copied:
        """Return the counts and the digest."""
        return Copied(**self._counts, digest=self._hash.hexdigest())
