"""The counts in the database: added by every server, read by the publisher, deleted when they are old.

Here: the rows. Not here: what is counted (see `tally`), and which numbers are shown (see `weeks`).
"""

from datetime import date, timedelta

from sqlalchemy import Connection, delete, select

from workbook.database.upsert import upsert
from workbook.usage.schema import finished, visits
from workbook.usage.store import UsageStore
from workbook.usage.tally import Counts

__all__ = ["add", "delete_old", "finished_by_week", "visits_by_day"]


def add(store: UsageStore, counts: Counts) -> None:
    """Add sums to the totals of all servers, in one transaction. Raises DatabaseError."""
    opened = [{"day": day, "page": page, "visits": n} for (day, page), n in counts.visits.items()]
    done = [{"week": week, "standard": name, "finished": n} for (week, name), n in counts.finished.items()]
    with store.connection(write=True) as connection:
        upsert(connection, visits, opened, added_up=["visits"])
        upsert(connection, finished, done, added_up=["finished"])


def visits_by_day(store: UsageStore, since: date | None = None) -> list[tuple[date, str, int]]:
    """Return days with pages and visits, in this order. Raises DatabaseError."""
    wanted = select(visits).order_by(visits.c.day, visits.c.page)
    if since:
        wanted = wanted.where(visits.c.day >= since)
    with store.connection(write=False) as connection:
        return [(row.day, row.page, row.visits) for row in connection.execute(wanted)]


def finished_by_week(store: UsageStore) -> dict[tuple[date, str], int]:
    """Return how often each standard was finished, by Monday and standard. Raises DatabaseError."""
    with store.connection(write=False) as connection:
        return {(row.week, row.standard): row.finished for row in connection.execute(select(finished))}


def delete_old(connection: Connection, days: int, today: date) -> int:
    """Delete counts older than `days` days, and return how many rows were deleted; 0 days keeps all.

    Finished standards are deleted by whole months: a sum that shrank from week to week would reveal the
    number of a single week (see `weeks`).
    """
    if not days:
        return 0
    last = today - timedelta(days=days)
    old = (visits.c.day < last, finished.c.week < last.replace(day=1))
    return sum(
        connection.execute(delete(table).where(which)).rowcount
        for table, which in zip((visits, finished), old, strict=True)
    )
