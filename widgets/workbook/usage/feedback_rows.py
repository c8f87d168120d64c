"""The feedback box: rows of the database.

Here: adding, reading and removing messages. Not here: the format of a message (see `message`), and its
presentation to a publisher (see `cli.storage.feedback`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select

from workbook.database.upsert import upsert
from workbook.usage.message import Message, RefusedError
from workbook.usage.schema import feedback
from workbook.usage.store import UsageStore

__all__ = ["MOST", "KeptMessage", "messages", "put", "remove"]

MOST = 20_000
"""The most messages in the box: nobody reads more, and a flood has to end somewhere."""


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message in the box, with its number; of its time, only the day (UTC) is stored."""

    number: int
    day: date
    kind: str
    page: str
    useful: str
    text: str


def put(store: UsageStore, message: Message, day: date) -> None:
    """Add a message; it is on disk when this returns. One that is already there changes nothing.

    Raises RefusedError ("full") if the box is full, and DatabaseError.
    """
    with store.connection(write=True) as connection:
        mine = select(feedback.c.number).where(feedback.c.message == message.message)
        if connection.execute(mine).first():
            return
        if connection.execute(select(func.count()).select_from(feedback)).scalar_one() >= MOST:
            raise RefusedError("full")
        row = {"day": day, **{name: getattr(message, name) for name in Message.__slots__}}
        # Two attempts with the same message may be in progress at once.
        upsert(connection, feedback, [row], key=["message"])


def messages(store: UsageStore, since: date | None = None, page: str = "") -> list[KeptMessage]:
    """Return the messages by number: optionally only from the day `since` on, and about one page.

    Raises DatabaseError.
    """
    columns = [feedback.c[name] for name in KeptMessage.__slots__]
    wanted = select(*columns).order_by(feedback.c.number)
    if since:
        wanted = wanted.where(feedback.c.day >= since)
    if page:
        wanted = wanted.where(feedback.c.page == page)
    with store.connection(write=False) as connection:
        return [KeptMessage(*row) for row in connection.execute(wanted)]


def remove(store: UsageStore, numbers: Collection[int]) -> set[int]:
    """Delete the messages with these numbers, all or none, and return the numbers that do not exist.

    If one is missing, none is deleted. In SQLite, their bytes are also removed from the file and its log.
    Raises DatabaseError.
    """
    wanted = set(numbers)
    with store.connection(write=True) as connection:
        these = feedback.c.number.in_(wanted)
        found = set(connection.execute(select(feedback.c.number).where(these)).scalars())
        if wanted == found:
            connection.execute(delete(feedback).where(these))
    if wanted == found:
        store.forget()
    return wanted - found
