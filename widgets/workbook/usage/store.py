"""The store of feedback and counts: SQLite, or PostgreSQL by one setting; it may share a database.

Not here: what is in them (see `box` and `counts`), how a database is opened (see the room `database`).
"""

from workbook.database.store import Database

__all__ = ["UsageStore"]


class UsageStore(Database):
    """A database of feedback and counts (see `Database`); what it can't do is raised as DatabaseError."""
