"""The store of workshops: SQLite, or PostgreSQL by one setting; it may share a database with records.

Not here: the operations on it (see `workshops` and `trainers`), how a database is opened (see
`workbook.database`).
"""

from workbook.database.store import Database
from workbook.workshop.errors import StoreError

__all__ = ["AT_ONCE", "WorkshopStore"]

AT_ONCE = 500
"""The most values of a list in a statement: a statement may have a few thousand parameters."""


class WorkshopStore(Database):
    """A database of workshops (see `Database`); failures are raised as WorkshopError."""

    Error = StoreError
