"""The store of workshops: SQLite, or PostgreSQL by one setting; it may share a database with records.

Not here: what is done with it (see `workshops` and `trainers`), how a database is opened (see the room
`database`).
"""

from workbook.database.store import Database
from workbook.workshop.errors import StoreError

__all__ = ["AT_ONCE", "WorkshopStore"]

AT_ONCE = 500
"""How many values a list in a statement has at most: a statement may have some thousands of parameters."""


class WorkshopStore(Database):
    """A database of workshops (see `Database`); what it can't do is raised as WorkshopError."""

    Error = StoreError
