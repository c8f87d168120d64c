"""A database with all tables, in SQLite or PostgreSQL, which each package opens for its own tables.

Here: transactions, and the check that the tables are ours and of the present version. Not here: their
contents, and upgrades from an older version (see `steps`).
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
"""The command that upgrades an older database to the present version."""

_TRUNCATES_WITHIN_MS = 2000
_LOCK = 0x776F726B  # an advisory lock number that no other program is likely to use


def default_database(namespace: str = "") -> Path:
    """Return the default database file of a course's records.

    `namespace` is the course's (see `content.namespace`), so that two courses of one account have two files.
    """
    name = f"records-{namespace}.sqlite" if namespace else "records.sqlite"
    return platformdirs.user_data_path("workbook", appauthor=False) / name


class Database:
    """A database, as a path or a SQLAlchemy URL. Nothing is opened before the first use.

    It keeps one connection open, and belongs to one process: create it after a fork, not before. `timeout` is
    how many seconds it waits for other writers; `clock` returns the time in seconds, as `time.time` does.

    Errors of the database's driver are raised as `Error`: "busy", "closed", "full", "damaged", "old" or
    "newer". A transaction that raises is rolled back.
    """

    STEPS: ClassVar[Steps] = OURS
    Error: ClassVar[type[Exception]] = DatabaseError
    """The exception that is raised; it takes a reason (see `DatabaseError`) and a text for a person."""

    def __init__(
        self,
        address: str | os.PathLike[str],
        *,
        timeout: float = TIMEOUT_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the address; raises `Error` ("closed") if it is not one."""
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
        """The full address, for another process: it may contain a password."""
        return str(self._url.database) if self.file else self._url.render_as_string(hide_password=False)

    @property
    def file(self) -> Path | None:
        """The database's file if it is SQLite's."""
        return Path(str(self._url.database)) if self._url.get_backend_name() == "sqlite" else None

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        self._engine.dispose()

    @contextmanager
    def connection(self, *, write: bool) -> Iterator[Connection]:
        """Yield a connection in a transaction, for a package's own statements."""
        trouble = None
        try:
            connection = self._connected()
            with connection:
                options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                connection.execution_options(**{WRITES: write}, **({} if write or self.file else options))
                with connection.begin():
                    yield connection
        except StepError as problem:  # it knows neither the package nor the address
            trouble = problem.reason, str(problem).replace("{where}", self.where)
        except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
            trouble = read_trouble(problem, self.where)
        if trouble:
            raise self.Error(*trouble) from None

    def version(self) -> str | None:
        """Return the version of the tables, or None if there are none."""
        with self.connection(write=False) as connection:
            return self.version_in(connection)

    def check(self) -> None:
        """Raise `Error` ("old", "newer", or the reason why it is closed) unless the database can be used."""
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
        """Rewrite an existing value: this fails if the database can't be written to."""
        version = self.STEPS.version
        connection.execute(update(version).values(version_num=version.c.version_num))

    @classmethod
    def is_known(cls, version: str) -> bool:
        """Return whether this workbook knows a version of the tables; any other is from a newer one."""
        return version in cls.STEPS.known

    @classmethod
    def is_old(cls, version: str) -> bool:
        """Return whether a version of the tables is older than the present one."""
        return version in cls.STEPS.known[:-1]

    def prepare(self, *, log: bool = True) -> None:
        """Create missing tables, in a file that is private to its owner, and check that it is writable.

        Without `log` SQLite gets no write-ahead log, so that the database is a single file whenever it is
        closed. Raises `Error`: "old" or "newer" for tables of other versions, "closed" if it contains
        something else.
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
            # From then on, readers and the one writer work concurrently: the file stores this setting.
            self._pragmas("journal_mode=WAL")
            self.forget()

    def upgrade(self, *, dry_run: bool = False) -> tuple[str | None, str]:
        """Upgrade the tables to the present version, all or nothing; return the version before and after.

        Before is None if there were no tables. With `dry_run` nothing is changed. Raises `Error`: "newer" if
        a newer workbook made them, else as a transaction does.
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
        """Upgrade older tables to the present version in a connection's transaction."""
        self.wait_for_others(connection)
        version = self.version_in(connection)
        if version is None or self.is_old(version):
            self.STEPS.take(connection)
        else:
            self.check_version(version)

    def forget(self) -> None:
        """Empty SQLite's write-ahead log, which still contains deleted data; other users may delay that."""
        if self.file:
            self._pragmas(f"busy_timeout={_TRUNCATES_WITHIN_MS}", "wal_checkpoint(TRUNCATE)")

    def _pragmas(self, *pragmas: str) -> None:
        """Run statements outside of any transaction, skipping any that is not possible at the moment."""
        with suppress(SQLAlchemyError, OSError), self._connected() as connection:
            driver = connection.connection.driver_connection
            for pragma in (*pragmas, f"busy_timeout={round(self._timeout * 1000)}"):
                with suppress(Exception):
                    driver.execute(f"PRAGMA {pragma}").fetchall()  # type: ignore[union-attr]

    def _connected(self) -> Connection:
        """Return a connection; if PostgreSQL has none to spare, wait for one."""
        until = time.monotonic() + self._timeout
        while True:
            try:
                return self._engine.connect()
            except SQLAlchemyError as problem:
                if read_trouble(problem, "")[0] != "busy" or time.monotonic() > until:
                    raise
            time.sleep(random.uniform(0.02, 0.1))  # noqa: S311 - no secret

    def wait_for_others(self, connection: Connection) -> None:
        """Wait, in a transaction, for others in the same critical section; SQLite has one writer anyway."""
        if not self.file:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def make_file(self) -> None:
        """Create SQLite's file, empty and private to its owner, if it is missing. Raises `Error`."""
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as problem:
            raise self.Error(*read_trouble(problem, self.where)) from None

    def check_version(self, version: str | None) -> None:
        """Raise `Error` for a version that can't be used: no tables, older or newer ones."""
        if version is None:
            raise self.Error(
                "old", f"The database {self.where} has no tables yet. Run `{UPGRADE}` to make them."
            )
        if self.is_old(version):
            raise self.Error(
                "old",
                f"The database {self.where} was made by an older version of the workbook. "
                f"Copy it first (`workbook backup FILE`), then run `{UPGRADE}`.",
            )
        if not self.is_known(version):
            raise self.Error(
                "newer",
                f"The database {self.where} was made by a newer version of the workbook. "
                "Install that version, and try again.",
            )

    def version_in(self, connection: Connection) -> str | None:
        """Return the version of the tables as a transaction sees it, or None if there are none."""
        look, table = inspect(connection), self.STEPS.version
        if look.has_table(table.name):
            return connection.execute(select(table.c.version_num)).scalar()
        return EARLIER if any(look.has_table(name) for name in self.STEPS.earlier) else None
