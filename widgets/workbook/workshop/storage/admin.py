"""A publisher's administration of the database of workshops: counting and expiring.

Here: the work behind `workbook workshops`. Nothing here reveals what a workshop was about, or anybody's
answers. Not here: trainers (see `trainers`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from workbook.workshop.domain.answers import Options
from workbook.workshop.domain.plans import Step
from workbook.workshop.storage.schema import trainers, workshops
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops

__all__ = ["WorkshopStats", "end_restored", "expire", "stats"]

_FAR = 1_000_000  # revisions


@dataclass(frozen=True, slots=True)
class WorkshopStats:
    """Counts of a database: running workshops, ended workshops, and trainers."""

    running: int
    ended: int
    trainers: int


def stats(store: WorkshopStore) -> WorkshopStats:
    """Return the counts. Raises WorkshopError as the store does."""
    store.check()
    with store.connection(write=False) as connection:
        counts = select(func.count(), func.count(workshops.c.ended)).select_from(workshops)
        every, ended = connection.execute(counts).one()
        people = connection.execute(select(func.count()).select_from(trainers)).scalar_one()
    return WorkshopStats(every - ended, ended, people)


def expire(store: WorkshopStore, days: int, now: datetime) -> int:
    """Delete workshops that ended more than `days` days ago (0 keeps all); return how many.

    Raises WorkshopError as the store does.
    """
    store.check()
    return Workshops(store, _NoTexts()).expire(days, now)


def end_restored(connection: Connection) -> int:
    """End the workshops that were running when a backup was made: it contains no answers. Returns 0.

    For a restore, in its transaction.
    """
    running = workshops.c.ended.is_(None)
    connection.execute(
        update(workshops)
        .where(running)
        # The end is set to the start, so that it is deleted in time; the revision jumps, so that servers
        # reread it.
        .values(ended=workshops.c.started, timer_ends=None, revision=workshops.c.revision + _FAR)
    )
    return 0


class _NoTexts:
    """Has no ids: nobody answers here."""

    def options(self, _step: Step) -> Options:
        """Return no ids."""
        return {}
