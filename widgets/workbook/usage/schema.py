"""The tables of feedback and counts.

Here: the present tables. Not here: how an older database gets them (see `database.migrations`; a test checks
that the migrations lead to these). No column contains a time of day, an address, or anything that could show
that two rows come from one person.
"""

from sqlalchemy import BigInteger, Column, Date, Integer, LargeBinary, MetaData, String, Table, Text

from workbook.database.backup_rules import COPIED

__all__ = ["feedback", "finished", "metadata", "visits"]

metadata = MetaData()

feedback = Table(
    "usage_feedback",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("message", LargeBinary(16), nullable=False, unique=True),
    Column("day", Date, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("page", String(100), nullable=False),
    Column("useful", String(20), nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,  # a deleted number is never reused
    info=COPIED,
)
"""Learners' messages, until they are deleted. `message` is a random number that identifies a repeat of the
same message; other messages of the same person have other numbers.
"""

visits = Table(
    "usage_visits",
    metadata,
    Column("day", Date, primary_key=True),
    Column("page", String(200), primary_key=True),
    Column("visits", BigInteger, nullable=False),
    info=COPIED,
)
"""How often a page was opened on a day (UTC)."""

finished = Table(
    "usage_finished",
    metadata,
    Column("week", Date, primary_key=True),
    Column("standard", String(100), primary_key=True),
    Column("finished", BigInteger, nullable=False),
    info=COPIED,
)
"""How often a standard was finished in the week that began on this Monday: the day itself is not stored,
since in a small team it could reveal who it was (see `weeks`).
"""
