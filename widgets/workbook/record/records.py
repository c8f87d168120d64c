"""Records under recovery codes: made, opened, and made again where the database has lost them.

Here: what a code leads to. Not here: what is done with a record that is open (see `open_record`), bytes (see
`encryption`), SQL (see `store`), messages of the front end (see `rpc_handler`).
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

    `namespace` is the course's (see `encryption.lookup_of`); `random` gives random bytes, `today` the day in
    UTC; `kdf` is what new locks cost, `limits` how much is kept.
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
        """Make an empty record for a code (as `read_code` gives it).

        Asked again for the same code, because an answer was lost, it opens what it made. Raises RecordError
        ("scarce") where there is no room for new records.
        """
        keys, locked = lock(code, self.kdf, self.random, namespace=self.namespace)
        with self.store.transaction(write=True) as rows:
            access = RecordAccess(keys.record_id, locked, rows.generation())
            known = rows.by_lookup(locked.lookup)
            if known is None:
                self._add(rows, keys, locked)
        return self.open(code) if known else OpenRecord(self, locked.lookup, keys.data_key, access=access)

    def create_again(self, record_id: bytes, key: bytes, locked: Lock) -> OpenRecord:
        """Make a record again that the database has lost, empty, under the code and key that it had.

        The device gives what it kept of the record (see `RecordAccess`). Where another device was quicker,
        its record is the answer. Raises RecordError: as `why_gone` says where it was taken away on purpose,
        "wrong" where the key is not behind the lock, "damaged" where what stands for the lock is not a lock.
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
                # In an age that no device has seen, so that each of them sends all that it has.
                self._add(rows, keys, locked, AGE * (1 + int.from_bytes(self.random(2), "big")))
            access = RecordAccess(keys.record_id, locked, rows.generation())
        return OpenRecord(self, locked.lookup, key, access=access)

    def open(self, code: str) -> OpenRecord:
        """Open the record of a code.

        Raises RecordError: "unknown" where there is none, which is counted; "deleted", "left" or "changed"
        where it was taken away on purpose; "damaged" where the lock was changed, so that the right code does
        not open it.
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
        """Return the record of a look-up id and a data key (32 bytes each), without asking the store.

        `generation` is the database's when the device last heard of it, where it says so.
        """
        return OpenRecord(self, lookup, key, generation=generation)

    def failures(self, minutes: int = 10) -> int:
        """Return how many codes were unknown in the last minutes, whoever tried them."""
        with self.store.transaction(write=False) as rows:
            return rows.failures(minutes)

    def touch(self, row: RecordRow) -> None:
        """Note the day on which a record was read. Where that fails, reading matters more."""
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
