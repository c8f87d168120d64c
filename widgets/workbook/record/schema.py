"""The tables of learners' records.

Here: the present tables. Not here: how an older database gets them (see `database.migrations`; a test checks
that the migrations lead to these), the contents of the encrypted columns (see `encryption`).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from workbook.database.backup_rules import COPIED, LEFT_OUT, MERGED

__all__ = ["attempts", "entries", "metadata", "records", "tombstones"]

metadata = MetaData()

records = Table(
    "records",
    metadata,
    Column("record_id", LargeBinary(16), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("kdf", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("manifest", LargeBinary, nullable=False),
    Column("last_used", Date, nullable=False, index=True),
    info=COPIED,
)
"""One row for each recovery code; `last_used` is a day, and the only time that is stored."""

entries = Table(
    "entries",
    metadata,
    Column(
        "record_id", LargeBinary(16), ForeignKey("records.record_id", ondelete="CASCADE"), primary_key=True
    ),
    Column("slot", LargeBinary(16), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    info=COPIED,
)
"""One row for each entry of a record, under a slot that can only be derived from its key."""

attempts = Table(
    "attempts",
    metadata,
    Column("minute", Integer, primary_key=True, autoincrement=False),
    Column("failures", Integer, nullable=False),
    info=LEFT_OUT,
)
"""How many codes failed, by Unix minute; kept for an hour."""

tombstones = Table(
    "tombstones",
    metadata,
    Column("mark", LargeBinary(32), primary_key=True),
    Column("reason", String(8), nullable=False),
    Column("day", Date, nullable=False, index=True),
    info=MERGED,
)
"""One row for each record that was removed on purpose, so that its other devices can be notified.

`mark` is a digest of the record's look-up id (see `encryption.mark_of`), `reason` one of `errors.Gone`.
"""
