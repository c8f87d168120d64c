"""Connections to a database: its address, and the configuration of SQLite and PostgreSQL.

Here: all differences between the two, except the syntax of statements. Not here: the stored data, nor
transactions (see `store`).
"""

import errno
import logging
import os
import random
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import QueuePool

from workbook.database.errors import DatabaseError

__all__ = ["WRITES", "make_engine", "read_address", "shown"]

WRITES = "workbook_writes"
"""The name of the execution option that says whether a transaction will write."""

_CONNECTS_WITHIN_S = 5
# A kernel whose learner is only reading gives up its connection: PostgreSQL has a hundred in total.
_IDLE_AFTER_S = 5
_SOON_S = 0.1
_FIRST_PAUSES_S = (0.001, 0.01)
_PAUSES_S = (0.01, 0.06)
_HELD_AT_MOST_S = 60
_IDLE_SESSIONS_SINCE = 140000


def read_address(given: str | os.PathLike[str]) -> URL:
    """Return the address of a database given as a path or a SQLAlchemy URL.

    A path may begin with `~`, and is made absolute. Raises DatabaseError ("closed") for anything other than a
    file or PostgreSQL, without quoting it, since it may contain a password.
    """
    text = os.fspath(given)
    if "://" not in text:
        return _file(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _no_database() from None
    kind = url.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database:
        return _file(url.database)
    raise _no_database()


def shown(url: URL) -> str:
    """Return an address for a person: a path, or a URL without its password and its options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def make_engine(url: URL, timeout: float) -> Engine:
    """Return an engine without a connection yet; `timeout` is how many seconds it waits for a lock.

    It keeps one connection, and never logs a statement's values.
    """
    # At a lower level it would log each row that it reads.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    if url.get_backend_name() == "sqlite":
        return _sqlite(Path(str(url.database)), timeout)
    return _postgresql(url, timeout)


def _file(text: str) -> URL:
    if not text.strip() or text == ":memory:" or text.startswith("file:"):
        raise _no_database()
    return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))


def _no_database() -> DatabaseError:
    return DatabaseError(
        "closed",
        "The --database that was given is not a database's address. Give a file's path, or postgresql://user@host/name.",
    )


def _sqlite(path: Path, timeout: float) -> Engine:
    """Return an engine for a file."""
    engine = create_engine(
        "sqlite://",
        creator=partial(_opened, path, timeout),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=-1,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        if connection.get_execution_options().get(WRITES):
            _begin_to_write(connection.connection.driver_connection, timeout)
        else:
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "connect")
    def _remember(_: object, record: Any) -> None:  # noqa: ANN401
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def _same_file(_: object, record: Any, __: object) -> None:  # noqa: ANN401
        if record.info["file"] != _identity(path):
            raise DisconnectionError  # the file was replaced; anything written to the old one would be lost

    return engine


def _opened(path: Path, timeout: float) -> sqlite3.Connection:
    """Open a file, which has to exist: creating an empty one would hide that the right one is gone."""
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=timeout,
        isolation_level=None,  # we begin and end transactions explicitly
        check_same_thread=False,
    )
    try:
        for setting in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin_to_write(driver: sqlite3.Connection, timeout: float) -> None:
    """Begin a write transaction: one that reads first fails if another has written in between.

    SQLite's own busy handler backs off to ten attempts a second, and so never got a turn among twenty busy
    writers. Here all waiting writers try equally often, however long they have waited, but not so often that
    trying takes the writers' time.
    """
    start = time.monotonic()
    until, soon = start + timeout, start + _SOON_S
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as problem:
                is_busy = problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > until:
                    raise
            pause = _FIRST_PAUSES_S if time.monotonic() < soon else _PAUSES_S
            time.sleep(random.uniform(*pause))  # noqa: S311 - no secret
    finally:
        driver.execute(f"PRAGMA busy_timeout={round(timeout * 1000)}")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def _postgresql(url: URL, timeout: float) -> Engine:
    """Return an engine whose connection the server closes when it is idle."""
    usual = {"connect_timeout": str(_CONNECTS_WITHIN_S), "application_name": "workbook"}
    engine = create_engine(
        url.set(query={**usual, **url.query}),
        connect_args={"prepare_threshold": None},  # statements prepared for one session fail behind a pooler
        pool_size=1,
        max_overflow=-1,
        pool_pre_ping=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _: object) -> None:  # noqa: ANN401
        limits = {"lock_timeout": timeout, "idle_in_transaction_session_timeout": _HELD_AT_MOST_S}
        if connection.info.server_version >= _IDLE_SESSIONS_SINCE:
            limits["idle_session_timeout"] = _IDLE_AFTER_S
        for name, seconds in limits.items():
            connection.execute(f"SET {name} = {max(1, round(seconds * 1000))}")
        connection.commit()

    return engine
