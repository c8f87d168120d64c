"""The store of learners' records: rows that are sealed already, in SQLite or PostgreSQL.

Here: the rows that are read and written in one transaction. Not here: what a row says (see `records`), how
the publisher looks after the whole (see `admin`), how a database is opened (see the room `database`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from workbook.database.store import Database
from workbook.record.errors import RecordError
from workbook.record.rows import EntryRow, RecordRow, Rows

__all__ = ["EntryRow", "RecordRow", "Rows", "Store"]


class Store(Database):
    """A database of records (see `Database`)."""

    Error = RecordError

    @contextmanager
    def transaction(self, *, write: bool = True) -> Iterator[Rows]:
        """Give the rows of one moment, and keep what is done to them when the block ends without an error.

        With `write` no other process writes the same record meanwhile (in SQLite: any record). After a
        record was removed, SQLite's log is emptied, so that its bytes are in no file any more.
        """
        with self.connection(write=write) as connection:
            rows = Rows(connection, self._clock, self.file)
            yield rows
        if rows.removed:
            self.forget()
