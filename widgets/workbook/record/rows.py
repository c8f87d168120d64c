"""The rows of learners' records within one transaction.

Here: reading and writing them. Not here: transactions (see `store`), the encrypted bytes (see `encryption`),
which rows belong together (see `records`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Select, case, delete, func, insert, or_, select, update

from workbook.database.disk import free_bytes, size_bytes
from workbook.database.engine import WRITES
from workbook.database.generation import generation
from workbook.database.upsert import upsert
from workbook.record.errors import Gone, RecordError
from workbook.record.schema import attempts, entries, records, tombstones

__all__ = ["EntryRow", "RecordRow", "Rows"]

_MINUTES_KEPT = 60
_SLOTS_AT_ONCE = 500  # a statement may have a few thousand parameters


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record: the values derived from its code, and the encrypted list of its entries.

    `record_id` has 16 bytes and `lookup` 32; `kdf` is JSON; `wrapped` and `manifest` are a nonce and the
    ciphertext; `last_used` is a day.
    """

    record_id: bytes
    lookup: bytes
    kdf: str
    salt: bytes
    wrapped: bytes
    manifest: bytes
    last_used: date


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its slot (16 bytes), the record's head when it was saved, a nonce and the ciphertext."""

    slot: bytes
    version: int
    sealed: bytes


class Rows:
    """What can be done in one transaction (see `store.Store.transaction`)."""

    def __init__(self, connection: Connection, clock: Callable[[], float], file: Path | None = None) -> None:
        """Take a connection in a transaction, a clock in seconds, and SQLite's file."""
        self._connection = connection
        self._clock = clock
        self._file = file
        self.removed = False
        """Whether a record was removed."""

    def by_lookup(self, lookup: bytes) -> RecordRow | None:
        """Return the record of a look-up id, or None; a writing transaction locks it against others."""
        row = self._connection.execute(self._held(select(records).where(records.c.lookup == lookup))).first()
        return None if row is None else RecordRow(**row._mapping)

    def add_record(self, row: RecordRow) -> None:
        """Add a record; if its id or its look-up id is taken, the transaction ends as "busy"."""
        self._connection.execute(insert(records).values(**_columns(row)))

    def change_record(self, row: RecordRow) -> None:
        """Replace the record with the same id; raises RecordError ("unknown").

        The day of its last use never goes back, even if a clock does.
        """
        day = case((records.c.last_used > row.last_used, records.c.last_used), else_=row.last_used)
        changed = self._connection.execute(
            update(records)
            .where(records.c.record_id == row.record_id)
            .values({**_columns(row), "last_used": day})
        )
        if not changed.rowcount:
            raise RecordError("unknown")

    def remove_record(self, record_id: bytes) -> None:
        """Remove a record and its entries; one that is already gone is not an error."""
        self._connection.execute(delete(records).where(records.c.record_id == record_id))
        self.removed = True

    def tombstone(self, mark: bytes) -> Gone | None:
        """Return why the record of a mark is gone (see `tombstones`), or None if there is no tombstone."""
        asked = select(tombstones.c.reason).where(tombstones.c.mark == mark)
        return cast("Gone | None", self._connection.execute(asked).scalar())

    def put_tombstone(self, mark: bytes, reason: Gone, day: date) -> None:
        """Store why the record of a mark is gone, and since when."""
        row = {"mark": mark, "reason": reason, "day": day}
        upsert(self._connection, tombstones, [row], changed=["reason", "day"])

    def generation(self) -> str:
        """Return the number that changes whenever a backup is restored (see `database.generation`)."""
        return generation(self._connection)

    def entries(self, record_id: bytes, slots: Collection[bytes] | None = None) -> list[EntryRow]:
        """Return a record's entries in the order of their slots: all, or those of the given slots."""
        columns = select(entries.c.slot, entries.c.version, entries.c.sealed)
        asked = columns.where(entries.c.record_id == record_id).order_by(entries.c.slot)
        if slots is None:
            return self._entries(asked)
        wanted = sorted(set(slots))
        parts = [wanted[at : at + _SLOTS_AT_ONCE] for at in range(0, len(wanted), _SLOTS_AT_ONCE)]
        return [row for part in parts for row in self._entries(asked.where(entries.c.slot.in_(part)))]

    def put_entry(self, record_id: bytes, row: EntryRow) -> None:
        """Add an entry, or replace the one with its slot."""
        new = {"record_id": record_id, "slot": row.slot, "version": row.version, "sealed": row.sealed}
        upsert(self._connection, entries, [new], changed=["version", "sealed"])

    def size(self, record_id: bytes) -> int:
        """Return how many bytes the encrypted entries of a record have."""
        total = func.coalesce(func.sum(func.length(entries.c.sealed)), 0)
        asked = select(total).where(entries.c.record_id == record_id)
        return int(self._connection.execute(asked).scalar_one())

    def free_bytes(self) -> int | None:
        """Return how many bytes are free on the database's disk, or None if that is unknown."""
        return free_bytes(self._file)

    def used_bytes(self) -> int:
        """Return how many bytes the database takes."""
        return size_bytes(self._connection, self._file)

    def count_entries(self, record_id: bytes) -> int:
        """Return how many entries there are under a record's id."""
        counted = select(func.count()).select_from(entries).where(entries.c.record_id == record_id)
        return self._connection.execute(counted).scalar_one()

    def failures(self, minutes: int) -> int:
        """Return how many codes failed in the last minutes (at most 60), including this one."""
        now = self._minute()
        recent = attempts.c.minute.between(now - minutes + 1, now)
        return int(
            self._connection.execute(
                select(func.coalesce(func.sum(attempts.c.failures), 0)).where(recent)
            ).scalar_one()
        )

    def note_failure(self) -> None:
        """Count one more failed code, and remove counts that are more than an hour old.

        Counts from a clock that was an hour ahead are removed too, so that nobody has to wait until then.
        """
        now = self._minute()
        far = or_(attempts.c.minute < now - _MINUTES_KEPT, attempts.c.minute > now + _MINUTES_KEPT)
        self._connection.execute(delete(attempts).where(far))
        upsert(self._connection, attempts, [{"minute": now, "failures": 1}], added_up=["failures"])

    def _held(self, statement: Select[Any]) -> Select[Any]:
        """Return a statement that locks its rows if the transaction may write."""
        writes = self._connection.get_execution_options().get(WRITES, False)
        return statement.with_for_update() if writes else statement

    def _entries(self, statement: Select[Any]) -> list[EntryRow]:
        return [EntryRow(*row) for row in self._connection.execute(statement)]

    def _minute(self) -> int:
        return int(self._clock() // 60)


def _columns(row: RecordRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RecordRow.__slots__}
