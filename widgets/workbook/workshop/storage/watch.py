"""Detects changes to the workshops' database by another server or process.

Here: how each kind of database reports them. Not here: rereading (see `registry`).

PostgreSQL names the workshop by NOTIFY to one listening connection of the server. SQLite has one number that
changes with every commit of another connection; it is polled while a workshop is live here.
"""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

__all__ = ["CHANNEL", "ChangeWatch", "PostgresWatch", "SqliteWatch", "watch_for"]

CHANNEL = "workbook_workshop"
"""The name of PostgreSQL's notification channel; the payload is the workshop's id."""

_LOOK_EVERY_S = 0.3
_LISTEN_FOR_S = 0.5
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0
_STOPS_WITHIN_S = 3.0
_IDLE_SESSIONS_SINCE = 140000

Heard = Callable[[str | None], None]
"""Called with a workshop's id, or None if any may have changed, in the watch's own thread."""


class ChangeWatch:
    """A thread that listens when needed, and reconnects when its connection breaks."""

    def __init__(self, heard: Heard) -> None:
        """Take the callback."""
        self._heard = heard
        self._wanted = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self, *, wanted: bool) -> None:
        """Start or pause listening; changes during a pause are not reported."""
        if not wanted:
            self._wanted.clear()
            return
        self._wanted.set()
        if self._thread is None and not self._stopped.is_set():
            self._thread = threading.Thread(target=self._run, name="workshops-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(_STOPS_WITHIN_S)

    def _run(self) -> None:
        pause = _FIRST_PAUSE_S
        while not self._stopped.is_set():
            self._wanted.wait()
            try:
                with contextlib.closing(self._connected()) as connection:
                    pause = _FIRST_PAUSE_S
                    self._heard(None)  # for any change from before the connection
                    while self._wanted.is_set() and not self._stopped.is_set():
                        self._poll(connection)
            except Exception:  # whatever broke the connection, the next one may work
                self._stopped.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)

    def _connected(self) -> Any:  # noqa: ANN401 - each driver has its own
        raise NotImplementedError

    def _poll(self, connection: Any) -> None:  # noqa: ANN401
        """Check once, for a moment; raises the driver's errors when the connection is broken."""
        raise NotImplementedError


class PostgresWatch(ChangeWatch):
    """Listens to NOTIFY."""

    def __init__(self, address: str, heard: Heard) -> None:
        """Take the database's SQLAlchemy URL."""
        super().__init__(heard)
        self._url = make_url(address)

    def _connected(self) -> Any:  # noqa: ANN401
        import psycopg  # noqa: PLC0415 - needed only with PostgreSQL

        places, names = self._url.get_dialect()().create_connect_args(self._url)
        alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
        usual = {"connect_timeout": 5, "application_name": "workbook", **alive}
        connection = psycopg.connect(*places, **{**usual, **names}, autocommit=True)
        try:
            if connection.info.server_version >= _IDLE_SESSIONS_SINCE:
                connection.execute("SET idle_session_timeout = 0")
            connection.execute(f"LISTEN {CHANNEL}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _poll(self, connection: Any) -> None:  # noqa: ANN401
        for told in connection.notifies(timeout=_LISTEN_FOR_S):
            self._heard(told.payload or None)


class SqliteWatch(ChangeWatch):
    """Polls the number of the last commit."""

    def __init__(self, file: Path, heard: Heard) -> None:
        """Take the database's file."""
        super().__init__(heard)
        self._file = file
        self._last = 0
        self._identity = (0, 0)

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._file.as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=_LOOK_EVERY_S
        )
        self._identity = self._named()
        self._last = self._number(connection)
        return connection

    def _poll(self, connection: Any) -> None:  # noqa: ANN401
        self._stopped.wait(_LOOK_EVERY_S)
        if self._named() != self._identity:
            raise FileNotFoundError  # the file was replaced
        number = self._number(connection)
        if number != self._last:
            self._last = number
            self._heard(None)

    def _named(self) -> tuple[int, int]:
        about = os.stat(self._file)  # noqa: PTH116 - called three times a second
        return about.st_dev, about.st_ino

    @staticmethod
    def _number(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])


def watch_for(file: Path | None, address: str, heard: Heard) -> ChangeWatch:
    """Return the watch for a database: SQLite's `file`, or else PostgreSQL's `address`."""
    return PostgresWatch(address, heard) if file is None else SqliteWatch(file, heard)
