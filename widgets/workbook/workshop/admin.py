"""What a publisher does with the database of workshops: counting and expiring.

Here: the work behind `workbook workshops`. Nothing here tells what a workshop was about, or what anyone
answered. Not here: trainers (see `trainers`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workbook.workshop.answers import Options
from workbook.workshop.plans import Step
from workbook.workshop.schema import trainers, workshops
from workbook.workshop.store import WorkshopStore
from workbook.workshop.workshops import Workshops

__all__ = ["Stats", "expire", "stats"]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of a database: workshops that are running, those that have ended, and trainers."""

    running: int
    ended: int
    trainers: int


def stats(store: WorkshopStore) -> Stats:
    """Return the counts. Raises WorkshopError as the store does."""
    store.check()
    with store.connection(write=False) as connection:
        counts = select(func.count(), func.count(workshops.c.ended)).select_from(workshops)
        every, ended = connection.execute(counts).one()
        people = connection.execute(select(func.count()).select_from(trainers)).scalar_one()
    return Stats(every - ended, ended, people)


def expire(store: WorkshopStore, days: int, now: datetime) -> int:
    """Delete the workshops that are over for more than `days` days (0 keeps all); return how many they are.

    Raises WorkshopError as the store does.
    """
    store.check()
    return Workshops(store, _NoTexts()).expire(days, now)


class _NoTexts:
    """Knows no ids: nobody answers here."""

    def options(self, _step: Step) -> Options:
        """Return none."""
        return {}
