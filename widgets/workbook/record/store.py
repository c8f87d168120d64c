"""The store of learners' records: encrypted rows, in SQLite or PostgreSQL.

Here: transactions over the rows. Not here: the contents of a row (see `records`), the publisher's
administration (see `admin`), how a database is opened (see `workbook.database`).
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
        """Yield the rows in a transaction, which is committed when the block ends without an error.

        With `write`, no other process writes the same record meanwhile (in SQLite: any record). After a
        record was removed, SQLite's log is emptied, so that its bytes are no longer in any file.
        """
        with self.connection(write=write) as connection:
            rows = Rows(connection, self._clock, self.file)
            yield rows
        if rows.removed:
            self.forget()
