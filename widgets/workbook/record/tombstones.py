"""Tombstones: why a record was removed on purpose, so that its other devices can be notified.

A tombstone has a digest of the record's look-up id, a reason and a day: no texts, and nothing that links it
to a record without the record's code or key.

Here: the answer to a device whose record is gone, and what restoring a backup and the daily expiry do with
tombstones. Not here: when one is created (see `records`), its row (see `rows`).
"""

from datetime import date

from sqlalchemy import Connection, delete, select

from workbook.record.encryption import mark_of
from workbook.record.errors import Gone, Reason, RecordError
from workbook.record.rows import Rows
from workbook.record.schema import records, tombstones

__all__ = ["bury", "expire_tombstones", "remove_buried", "why_gone"]


def why_gone(rows: Rows, lookup: bytes, generation: str | None = None) -> Reason:
    """Return why there is no record of a look-up id.

    "deleted", "left" or "changed" if it was removed on purpose; "restored" if a backup was restored since the
    calling device learned the database's `generation`; else "unknown".
    """
    said = rows.tombstone(mark_of(lookup))
    if said is not None:
        return said
    is_other = generation is not None and generation != rows.generation()
    return "restored" if is_other else "unknown"


def bury(rows: Rows, lookup: bytes, reason: Gone, day: date) -> None:
    """Store why a record is gone. A record that was deleted for all devices stays deleted.

    Raises RecordError if the reason would be false: "changed" for a record that is now under another code,
    "deleted" for one that should be kept on a device and was deleted for all.
    """
    known = rows.tombstone(mark_of(lookup))
    if known == "changed" != reason:
        raise RecordError("changed")
    if known == "deleted" != reason:
        raise RecordError("deleted")
    rows.put_tombstone(mark_of(lookup), reason, day)


def remove_buried(connection: Connection) -> int:
    """Remove the records that have a tombstone, and return how many.

    For a restore: a backup contains records that were deleted after it was made. Call this in the transaction
    that copies the backup's rows, after merging its tombstones with those of the database.
    """
    marks = set(connection.execute(select(tombstones.c.mark)).scalars())
    lookups = connection.execute(select(records.c.lookup)).scalars().all()
    buried = [lookup for lookup in lookups if mark_of(lookup) in marks]
    for lookup in buried:
        connection.execute(delete(records).where(records.c.lookup == lookup))
    return len(buried)


def expire_tombstones(connection: Connection, last_day: date) -> int:
    """Delete the tombstones of a day and before, and return how many."""
    return connection.execute(delete(tombstones).where(tombstones.c.day <= last_day)).rowcount
