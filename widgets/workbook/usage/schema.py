"""The tables that feedback and counts are kept in.

Here: the tables as they are now. Not here: how an older database comes to have them (see
`database.migrations`; a test holds that the steps lead to these). No column holds a time of day, an address,
or anything by which two rows could be told to come from one person.
"""

from sqlalchemy import BigInteger, Column, Date, Integer, LargeBinary, MetaData, String, Table, Text

from workbook.database.kept import COPIED

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
    sqlite_autoincrement=True,  # a number that was deleted is never given again
    info=COPIED,
)
"""What learners sent, until it is deleted. `message` is a random number of the one message alone, by which a
second try is known; the others of the same person have others."""

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
"""How often a standard was finished in the week that began on this Monday: the day itself is not kept, since
in a small team it could tell who it was (see `weeks`)."""
