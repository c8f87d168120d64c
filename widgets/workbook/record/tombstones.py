"""Tombstones: why a record is gone that was taken away on purpose, so that its other devices can be told.

A tombstone has a digest of the record's look-up id, a reason and a day: nothing of what was written, and
nothing that leads from it to a record without the record's code or key.

Here: what a device is told of a record that is not there, and what a restored backup and the daily expiry do
with tombstones. Not here: when one is made (see `records`), its row (see `rows`).
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

    "deleted", "left" or "changed" where it was taken away on purpose; "restored" where a backup was put back
    since the asking device heard of the database's `generation`; else "unknown".
    """
    said = rows.tombstone(mark_of(lookup))
    if said is not None:
        return said
    is_other = generation is not None and generation != rows.generation()
    return "restored" if is_other else "unknown"


def bury(rows: Rows, lookup: bytes, reason: Gone, day: date) -> None:
    """Note why a record is gone. What was deleted for all devices stays deleted.

    Raises RecordError where that would not be true: "changed" for a record that is under another code now,
    "deleted" for one that is to be kept on a device and was deleted for all.
    """
    known = rows.tombstone(mark_of(lookup))
    if known == "changed" != reason:
        raise RecordError("changed")
    if known == "deleted" != reason:
        raise RecordError("deleted")
    rows.put_tombstone(mark_of(lookup), reason, day)


def remove_buried(connection: Connection) -> int:
    """Remove the records that a tombstone says are gone, and return how many they were.

    For a restore: a backup has records that were deleted after it was made. Call it in the transaction that
    copies the backup's rows, after its tombstones and those of the database are together.
    """
    marks = set(connection.execute(select(tombstones.c.mark)).scalars())
    lookups = connection.execute(select(records.c.lookup)).scalars().all()
    buried = [lookup for lookup in lookups if mark_of(lookup) in marks]
    for lookup in buried:
        connection.execute(delete(records).where(records.c.lookup == lookup))
    return len(buried)


def expire_tombstones(connection: Connection, last_day: date) -> int:
    """Delete the tombstones of a day and before, and return how many they were."""
    return connection.execute(delete(tombstones).where(tombstones.c.day <= last_day)).rowcount
