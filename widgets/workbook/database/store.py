"""A database with all tables, in SQLite or PostgreSQL, as each room opens it for its own.

Here: transactions, and the check that the tables are ours and of the present version. Not here: what is in
them, and how an older version becomes the present one (see `steps`).
"""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, Self

import platformdirs
from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from workbook.database.disk import size_bytes
from workbook.database.engine import WRITES, make_engine, read_address, shown
from workbook.database.errors import DatabaseError, StepError
from workbook.database.steps import EARLIER, OURS, Steps
from workbook.database.trouble import read_trouble

__all__ = ["UPGRADE", "Database", "default_database"]

TIMEOUT_S = 10.0
"""Seconds that a transaction waits for others before it gives up ("busy")."""

UPGRADE = "workbook upgrade"
"""The command that brings an older database to the present version."""

_TRUNCATES_WITHIN_MS = 2000
_LOCK = 0x776F726B  # a number that no other program is likely to lock


def default_database(namespace: str = "") -> Path:
    """Return the file that a course's records are kept in where no other database is named.

    `namespace` is the course's (see `content.namespace`), so that two courses of one account have two files.
    """
    name = f"records-{namespace}.sqlite" if namespace else "records.sqlite"
    return platformdirs.user_data_path("workbook", appauthor=False) / name


class Database:
    """A database, as a path or a SQLAlchemy URL. Nothing is opened before it is first used.

    It keeps one connection open, and belongs to one process: make it after a fork, not before. `timeout` is
    how many seconds it waits for other writers; `clock` gives the time in seconds, as `time.time` does.

    Whatever the database's driver complains about is raised as `Error`: "busy", "closed", "full", "damaged",
    "old" or "newer". What was written in a transaction that raised is not there.
    """

    STEPS: ClassVar[Steps] = OURS
    Error: ClassVar[type[Exception]] = DatabaseError
    """What is raised; it takes a reason (see `DatabaseError`) and a text for a person."""

    def __init__(
        self,
        address: str | os.PathLike[str],
        *,
        timeout: float = TIMEOUT_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the address; raises `Error` ("closed") where it is not one."""
        try:
            self._url = read_address(address)
        except DatabaseError as error:
            raise self.Error(error.reason, str(error)) from None
        self._engine = make_engine(self._url, timeout)
        self._timeout = timeout
        self._clock = clock

    def __enter__(self) -> Self:
        """Return the store, to be closed after a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    @property
    def where(self) -> str:
        """The address for a person: a file's path, or a URL without its password."""
        return shown(self._url)

    @property
    def address(self) -> str:
        """The whole address, for another process: it may hold a password."""
        return str(self._url.database) if self.file else self._url.render_as_string(hide_password=False)

    @property
    def file(self) -> Path | None:
        """The database's file where it is SQLite's."""
        return Path(str(self._url.database)) if self._url.get_backend_name() == "sqlite" else None

    def close(self) -> None:
        """Close what is open; the next use opens it again."""
        self._engine.dispose()

    @contextmanager
    def connection(self, *, write: bool) -> Iterator[Connection]:
        """Give a connection in a transaction, for statements of the room's own."""
        trouble = None
        try:
            connection = self._connected()
            with connection:
                options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                connection.execution_options(**{WRITES: write}, **({} if write or self.file else options))
                with connection.begin():
                    yield connection
        except StepError as problem:  # it knows neither the room nor the address
            trouble = problem.reason, str(problem).replace("{where}", self.where)
        except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
            trouble = read_trouble(problem, self.where)
        if trouble:
            raise self.Error(*trouble) from None

    def version(self) -> str | None:
        """Return the version of the tables, or None where there are none."""
        with self.connection(write=False) as connection:
            return self.version_in(connection)

    def check(self) -> None:
        """Raise `Error` ("old", "newer", or what keeps the database closed) unless it can be used."""
        self.check_version(self.version())

    def size_bytes(self) -> int:
        """Return how many bytes the database takes on its disk."""
        with self.connection(write=False) as connection:
            return size_bytes(connection, self.file)

    def check_writing(self) -> None:
        """Raise `Error` ("full", "closed", "busy" or another) unless something can be written.

        It changes nothing.
        """
        with self.connection(write=True) as connection:
            self._write_nothing(connection)

    def _write_nothing(self, connection: Connection) -> None:
        """Write what is there already: what can't be written to says so."""
        version = self.STEPS.version
        connection.execute(update(version).values(version_num=version.c.version_num))

    @classmethod
    def is_known(cls, version: str) -> bool:
        """Return whether this workbook knows a version of the tables; else a newer one made it."""
        return version in cls.STEPS.known

    @classmethod
    def is_old(cls, version: str) -> bool:
        """Return whether a version of the tables is one before the present."""
        return version in cls.STEPS.known[:-1]

    def prepare(self, *, log: bool = True) -> None:
        """Make the tables where there are none, in a file for its owner alone, and check that one can write.

        Without `log` SQLite gets no write-ahead log, so that the database is one file whenever it is closed.
        Raises `Error`: "old" or "newer" for other tables, "closed" where something else is in there.
        """
        self.make_file()
        with self.connection(write=True) as connection:
            self.wait_for_others(connection)
            version = self.version_in(connection)
            if version is None:
                self.STEPS.take(connection)
            else:
                self.check_version(version)
                self._write_nothing(connection)
        if log and self.file:
            # Readers and the one writer work side by side from then on: the file remembers it.
            self._pragmas("journal_mode=WAL")
            self.forget()

    def upgrade(self, *, dry_run: bool = False) -> tuple[str | None, str]:
        """Bring the tables to the present version, all or nothing; return the version before and after.

        Before is None where there were no tables. With `dry_run` nothing is changed. Raises `Error`:
        "newer" where a newer workbook made them, else as a transaction does.
        """
        before, after = self.version(), self.STEPS.known[-1]
        if before is not None and not self.is_known(before):
            self.check_version(before)
        if not dry_run:
            if before is not None and self.is_old(before):
                with self.connection(write=True) as connection:
                    self.bring(connection)
            self.prepare()
        return before, after

    def bring(self, connection: Connection) -> None:
        """Bring the tables to the present version in a connection's transaction, where they are older."""
        self.wait_for_others(connection)
        version = self.version_in(connection)
        if version is None or self.is_old(version):
            self.STEPS.take(connection)
        else:
            self.check_version(version)

    def forget(self) -> None:
        """Empty SQLite's write-ahead log, which still holds what was removed; others may delay that."""
        if self.file:
            self._pragmas(f"busy_timeout={_TRUNCATES_WITHIN_MS}", "wal_checkpoint(TRUNCATE)")

    def _pragmas(self, *pragmas: str) -> None:
        """Run statements outside of any transaction; one that is not possible at the moment is left out."""
        with suppress(SQLAlchemyError, OSError), self._connected() as connection:
            driver = connection.connection.driver_connection
            for pragma in (*pragmas, f"busy_timeout={round(self._timeout * 1000)}"):
                with suppress(Exception):
                    driver.execute(f"PRAGMA {pragma}").fetchall()  # type: ignore[union-attr]

    def _connected(self) -> Connection:
        """Return a connection; where PostgreSQL has none to spare, wait for one."""
        until = time.monotonic() + self._timeout
        while True:
            try:
                return self._engine.connect()
            except SQLAlchemyError as problem:
                if read_trouble(problem, "")[0] != "busy" or time.monotonic() > until:
                    raise
            time.sleep(random.uniform(0.02, 0.1))  # noqa: S311 - no secret

    def wait_for_others(self, connection: Connection) -> None:
        """Wait in a transaction for who else does what one alone may do; in SQLite who writes is alone."""
        if not self.file:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def make_file(self) -> None:
        """Make SQLite's file, empty and for its owner alone, where there is none. Raises `Error`."""
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as problem:
            raise self.Error(*read_trouble(problem, self.where)) from None

    def check_version(self, version: str | None) -> None:
        """Raise `Error` for a version that can't be used: of no tables, of older or of newer ones."""
        if version is None:
            raise self.Error(
                "old", f"The database {self.where} has no tables yet. Run `{UPGRADE}` to make them."
            )
        if self.is_old(version):
            raise self.Error(
                "old",
                f"The database {self.where} was made by an older version of the workbook. "
                f"Run `{UPGRADE}`, after a backup.",
            )
        if not self.is_known(version):
            raise self.Error(
                "newer",
                f"The database {self.where} was made by a newer version of the workbook. "
                "Install that version, and try again.",
            )

    def version_in(self, connection: Connection) -> str | None:
        """Return the version of the tables as a transaction sees it, or None where there are none."""
        look, table = inspect(connection), self.STEPS.version
        if look.has_table(table.name):
            return connection.execute(select(table.c.version_num)).scalar()
        return EARLIER if any(look.has_table(name) for name in self.STEPS.earlier) else None
