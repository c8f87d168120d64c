"""The store of feedback and counts: SQLite, or PostgreSQL by one setting; it may share a database.

Not here: their rows (see `feedback_rows` and `counts`), how a database is opened (see `workbook.database`).
"""

from workbook.database.store import Database

__all__ = ["UsageStore"]


class UsageStore(Database):
    """A database of feedback and counts (see `Database`); failures are raised as DatabaseError."""
