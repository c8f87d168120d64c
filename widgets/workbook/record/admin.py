"""A publisher's administration of the database of records: counting and expiring.

Here: the work behind `workbook records`. Nothing here can identify a person, or read a text.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, text

from workbook.record.schema import entries, metadata, records
from workbook.record.store import Store
from workbook.record.tombstones import expire_tombstones

__all__ = ["RecordStats", "delete_unused", "expire", "last_expired_day", "stats"]


@dataclass(frozen=True, slots=True)
class RecordStats:
    """Counts of a database: records, their entries, records used in the last 30 and 365 days, bytes."""

    records: int
    entries: int
    used_in_30_days: int
    used_in_365_days: int
    size: int


def stats(store: Store, today: date) -> RecordStats:
    """Return the counts, with today as the last day. Raises RecordError as the store does."""
    store.check()
    with store.connection(write=False) as connection:
        used = [_count(connection, records.c.last_used > today - timedelta(days=days)) for days in (30, 365)]
        return RecordStats(
            records=_count(connection),
            entries=connection.execute(select(func.count()).select_from(entries)).scalar_one(),
            used_in_30_days=used[0],
            used_in_365_days=used[1],
            size=_size(connection, store.file),
        )


def expire(store: Store, months: int, today: date, *, dry_run: bool = False) -> int:
    """Delete the records that were not used for so many months, and return how many.

    Tombstones of the same age are deleted as well. `months` 0 keeps all. With `dry_run` they are only
    counted. In SQLite, their bytes are also removed from the file and its log. Raises RecordError as the
    store does.
    """
    store.check()
    if months == 0:
        return 0
    with store.connection(write=not dry_run) as connection:
        if dry_run:
            return _count(connection, records.c.last_used <= last_expired_day(today, months))
        removed = delete_unused(connection, months, today)
    store.forget()
    return removed


def delete_unused(connection: Connection, months: int, today: date, most: int | None = None) -> int:
    """Delete up to `most` records that were not used for so many months; return how many.

    Tombstones of the same age are deleted as well. `months` 0 keeps all. This runs in the given transaction.
    """
    if months == 0:
        return 0
    last_day = last_expired_day(today, months)
    expire_tombstones(connection, last_day)
    old = records.c.last_used <= last_day
    these = select(records.c.record_id).where(old).order_by(records.c.last_used).limit(most)
    return connection.execute(delete(records).where(records.c.record_id.in_(these))).rowcount


def last_expired_day(today: date, months: int) -> date:
    """Return the latest day of last use that is more than `months` (1 or more) months ago.

    A period of months ends on the day with the same number as its first, or on the last day of a month
    without that number (the corresponding date rule): one month from 31 January ends on 28 February, in a
    leap year on the 29th. On its last day a record is still kept.
    """
    day = _plus_months(today, -months) + timedelta(days=3)
    while _plus_months(day, months) >= today:
        day -= timedelta(days=1)
    return day


def _count(connection: Connection, *which: object) -> int:
    counted = select(func.count()).select_from(records).where(*which)  # type: ignore[arg-type]
    return connection.execute(counted).scalar_one()


def _size(connection: Connection, file: Path | None) -> int:
    """Return how many bytes the tables take on disk."""
    if file:
        log = file.with_name(f"{file.name}-wal")
        return sum(path.stat().st_size for path in (file, log) if path.exists())
    size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    return sum(connection.execute(size, {"name": name}).scalar_one() for name in metadata.tables)


def _plus_months(day: date, months: int) -> date:
    """Return the day with the same number so many months later, or the month's last if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
