"""Records under recovery codes: creating, opening, and recreating them if the database has lost them.

Here: operations by code. Not here: operations on an open record (see `open_record`), encryption (see
`encryption`), SQL (see `store`), the front end's messages (see `rpc_handler`).
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from workbook.record.contents import AGE, Manifest, contents, lock_of, read_manifest
from workbook.record.encryption import Kdf, Lock, Random, RecordKeys, lock, lookup_of, mark_of, unlock
from workbook.record.errors import RecordError
from workbook.record.limits import RecordLimits
from workbook.record.open_record import OpenRecord, RecordAccess
from workbook.record.rows import RecordRow, Rows
from workbook.record.store import Store
from workbook.record.tombstones import why_gone

__all__ = ["Records"]


class Records:
    """The records of one course in a store.

    `namespace` is the course's (see `encryption.lookup_of`); `random` returns random bytes, `today` the day
    in UTC; `kdf` is the cost of new locks, `limits` the size limits.
    """

    def __init__(
        self,
        store: Store,
        *,
        random: Random = secrets.token_bytes,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
        kdf: Kdf | None = None,
        namespace: str = "",
        limits: RecordLimits | None = None,
    ) -> None:
        self.store = store
        self.namespace = namespace
        self.random = random
        self.today = today
        self.kdf = kdf or Kdf()
        self.limits = limits or RecordLimits()

    def create(self, code: str) -> OpenRecord:
        """Create an empty record for a code (from `read_code`).

        If repeated for the same code, because an answer was lost, this opens the record that it created.
        Raises RecordError ("scarce") if there is no space for new records.
        """
        keys, locked = lock(code, self.kdf, self.random, namespace=self.namespace)
        with self.store.transaction(write=True) as rows:
            access = RecordAccess(keys.record_id, locked, rows.generation())
            known = rows.by_lookup(locked.lookup)
            if known is None:
                self._add(rows, keys, locked)
        return self.open(code) if known else OpenRecord(self, locked.lookup, keys.data_key, access=access)

    def create_again(self, record_id: bytes, key: bytes, locked: Lock) -> OpenRecord:
        """Recreate a record that the database has lost, empty, under the same code and key.

        The device sends its stored data of the record (see `RecordAccess`). If another device was quicker,
        its record is returned. Raises RecordError: with the reason from `why_gone` if the record was removed
        on purpose, "wrong" if the key does not match the lock, "damaged" if the lock is invalid.
        """
        keys = RecordKeys(record_id, key)
        Kdf.read(locked.kdf)
        if not locked.fits(key):
            raise RecordError("wrong")
        with self.store.transaction(write=True) as rows:
            row = rows.by_lookup(locked.lookup)
            if row is not None:
                keys = RecordKeys(row.record_id, key)
                contents(keys, row, read_manifest(keys, row), rows.entries(row.record_id))  # is it the same?
            elif rows.tombstone(mark_of(locked.lookup)):
                raise RecordError(why_gone(rows, locked.lookup))
            else:
                # In an age that no device has seen, so that each of them sends all its entries.
                self._add(rows, keys, locked, AGE * (1 + int.from_bytes(self.random(2), "big")))
            access = RecordAccess(keys.record_id, locked, rows.generation())
        return OpenRecord(self, locked.lookup, key, access=access)

    def open(self, code: str) -> OpenRecord:
        """Open the record of a code.

        Raises RecordError: "unknown" if there is none, which is counted; "deleted", "left" or "changed" if it
        was removed on purpose; "damaged" if the lock was changed, so that the right code does not open it.
        """
        lookup = lookup_of(code, self.namespace)
        with self.store.transaction(write=False) as rows:
            row = rows.by_lookup(lookup)
            why = why_gone(rows, lookup)
            generation = rows.generation()
        if row is None:
            if why == "unknown":
                self._note_failure()
            raise RecordError(why)
        locked = lock_of(row)
        keys = unlock(code, row.record_id, locked)
        manifest = read_manifest(keys, row)
        self.touch(row)
        head, access = manifest.head if manifest else 0, RecordAccess(row.record_id, locked, generation)
        return OpenRecord(self, lookup, keys.data_key, head, access=access)

    def resume(self, lookup: bytes, key: bytes, generation: str | None = None) -> OpenRecord:
        """Return the record of a look-up id and a data key (32 bytes each), without querying the store.

        `generation` is the database's when the device last contacted it, if the device sent it.
        """
        return OpenRecord(self, lookup, key, generation=generation)

    def failures(self, minutes: int = 10) -> int:
        """Return how many unknown codes were tried in the last minutes, by anybody."""
        with self.store.transaction(write=False) as rows:
            return rows.failures(minutes)

    def touch(self, row: RecordRow) -> None:
        """Store today as the day on which a record was read. A failure is ignored: reading matters more."""
        today = self.today()
        if today <= row.last_used:
            return
        with suppress(RecordError), self.store.transaction(write=True) as rows:
            current = rows.by_lookup(row.lookup)
            if current:
                rows.change_record(replace(current, last_used=max(today, current.last_used)))

    def _add(self, rows: Rows, keys: RecordKeys, locked: Lock, head: int = 0) -> None:
        self.limits.check_new(rows)
        rows.add_record(self.new_row(keys, locked, Manifest(head, {}, locked.digest())))

    def new_row(self, keys: RecordKeys, locked: Lock, manifest: Manifest) -> RecordRow:
        """Return the row of a new record."""
        return RecordRow(
            record_id=keys.record_id,
            lookup=locked.lookup,
            kdf=locked.kdf,
            salt=locked.salt,
            wrapped=locked.wrapped,
            manifest=manifest.seal(keys, self.random),
            last_used=self.today(),
        )

    def _note_failure(self) -> None:
        with suppress(RecordError), self.store.transaction(write=True) as rows:
            rows.note_failure()
