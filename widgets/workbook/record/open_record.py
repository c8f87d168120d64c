"""Operations on a record with its key: reading, writing, changing the code, deleting.

Here: the operations on one record, each in one transaction, and the handling of tampered rows. Not here:
creating a record and opening it by its code (see `records`), encryption (see `encryption`), SQL (see
`store`).

If stored rows are inconsistent, the rest stays readable, and the damaged rows are counted. A save repairs as
much as it can: an entry that is saved again replaces its damaged row, and a lost manifest is rebuilt from the
rows that can be decrypted. A change of code drops unreadable rows.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbook.record.contents import (
    MOST_ENTRIES,
    Contents,
    Manifest,
    contents,
    grown,
    lock_of,
    read_manifest,
    was_put_back,
)
from workbook.record.encryption import Lock, RecordKeys, lock
from workbook.record.errors import Gone, RecordError
from workbook.record.limits import RecordLimits
from workbook.record.merge import MOST_OTHERS, Entry, canonical, merge, valid
from workbook.record.rows import EntryRow, RecordRow, Rows
from workbook.record.tombstones import bury, why_gone

if TYPE_CHECKING:
    from workbook.record.records import Records

__all__ = ["OpenRecord", "PullResult", "PushResult", "RecordAccess"]


@dataclass(frozen=True, slots=True)
class PullResult:
    """The result of a pull: the entries, the record's head, how many parts of it are damaged.

    `nearly_full` says that the record uses four fifths of its limit.

    `code_works` is False if the stored lock was changed, so that the record's code no longer opens it, or if
    this is unknown because the manifest was lost: the learner needs a new code while a device still has the
    key.
    """

    entries: list[Entry] = field(repr=False)
    head: int
    damaged: int
    code_works: bool
    generation: str
    nearly_full: bool = False


@dataclass(frozen=True, slots=True)
class PushResult:
    """The result of a push: the merged entries, and the record's new head."""

    entries: list[Entry] = field(repr=False)
    head: int
    generation: str


@dataclass(frozen=True, slots=True)
class RecordAccess:
    """The data that a device keeps beside a record's key, to recreate a record that a restored backup lacks.

    `generation` is the database's: it changes whenever a backup is restored.
    """

    record_id: bytes = field(repr=False)
    locked: Lock = field(repr=False)
    generation: str


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record with its key. Each method is one transaction, and rereads the stored rows.

    `head` is its value when a code opened the record (0 if the manifest is damaged, and after `resume`);
    `damaged` is how many parts of it were damaged when its code was changed (0 otherwise); `generation` is
    the one that the device sent (see `Records.resume`), and `access` is None after `resume`.

    Every method raises RecordError: with the reason from `tombstones.why_gone` if the record does not exist
    (any more), "wrong" if the key is not its own, and the store's errors.
    """

    records: "Records" = field(repr=False)
    lookup: bytes = field(repr=False)
    key: bytes = field(repr=False)
    head: int = 0
    damaged: int = 0
    generation: str | None = field(default=None, repr=False)
    access: RecordAccess | None = field(default=None, repr=False)

    def pull(self, since: int = 0, seen_head: int | None = None) -> PullResult:
        """Return the entries that were saved after the head `since` (0: all of them).

        `seen_head` is the highest head that the calling device has seen, by default `since`. Raises
        RecordError ("older") if the whole record was rolled back to before that, now or in the meantime.
        """
        seen = since if seen_head is None else seen_head
        with self.records.store.transaction(write=False) as rows:
            row, keys = self._row(rows)
            stored = rows.entries(row.record_id)
            generation = rows.generation()
        found = contents(keys, row, read_manifest(keys, row), stored)
        head = found.manifest.head
        if was_put_back(found, seen) or self._is_restored(generation, seen):
            raise RecordError("older")
        self.records.touch(row)
        locked = lock_of(row)
        return PullResult(
            entries=[entry for slot, entry in found.entries.items() if found.versions[slot] > since],
            head=max(head, seen),
            damaged=found.damaged,
            code_works=locked.fits(keys.data_key) and locked.digest() == found.manifest.lock,
            generation=generation,
            nearly_full=_is_nearly_full(self.records.limits, stored),
        )

    def push(self, entries: Iterable[object], seen_head: int = 0, *, again: bool = False) -> PushResult:
        """Save entries, merged with the stored ones, all or none; they are on disk when this returns.

        Already stored entries change nothing, so a save may be repeated. `seen_head` is the highest head that
        the saving device has seen. Raises RecordError: "unreadable" or "big" for an invalid entry (see
        `merge.valid`); "quota" if the record would exceed its limit, and "scarce" if there is little space
        (see `limits`); "older" as `pull` does, until the device declares with `again` that it sends all its
        entries. The first device to do so starts a new age of the record, by which every other device detects
        the rollback as well.
        """
        given: dict[str, Entry] = {}
        for one in entries:
            entry = valid(one)
            given[entry["key"]] = merge(given.get(entry["key"], entry), entry)
        with self.records.store.transaction(write=True) as rows:
            row, keys = self._row(rows)
            wanted = {keys.slot(key): entry for key, entry in given.items()}
            found = self._contents(rows, row, keys, wanted)
            generation = rows.generation()
            is_older = was_put_back(found, seen_head) or self._is_restored(generation, seen_head)
            if is_older and not again:
                raise RecordError("older")
            before = found.entries | found.outdated
            merged = {slot: merge(before.get(slot, entry), entry) for slot, entry in wanted.items()}
            changed = {
                slot: text for slot, text in _texts(merged).items() if text != _sound_text(found, slot)
            }
            manifest = grown(found, changed, seen_head)
            size = rows.size(row.record_id) if changed else 0
            for slot, text in changed.items():
                sealed = keys.seal(slot, manifest.head, text, self.records.random)
                rows.put_entry(row.record_id, EntryRow(slot, manifest.head, sealed))
            if changed:
                self.records.limits.check_grown(size, rows.size(row.record_id), rows)
            self._keep(rows, row, keys, found, manifest)
        return PushResult(list(merged.values()), manifest.head, generation)

    def recode(self, new_code: str) -> "OpenRecord":
        """Give the record another code and data key; the old ones no longer open it.

        Unreadable rows are dropped, and counted in `damaged`. If repeated, because an answer was lost, this
        opens the record that it created. Other devices learn that the code was changed.
        """
        records = self.records
        keys, locked = lock(new_code, records.kdf, records.random, namespace=records.namespace)
        try:
            with self.records.store.transaction(write=True) as rows:
                row, old = self._row(rows)
                found = contents(old, row, read_manifest(old, row), rows.entries(row.record_id))
                manifest = self._reseal(rows, row, found, keys, locked)
                bury(rows, self.lookup, "changed", self.records.today())
                access = RecordAccess(keys.record_id, locked, rows.generation())
        except RecordError as problem:
            if problem.reason not in ("unknown", "changed"):
                raise
            try:
                return self.records.open(new_code)
            except RecordError:
                raise problem from None
        return OpenRecord(
            self.records, locked.lookup, keys.data_key, manifest.head, found.damaged, access=access
        )

    def delete(self, reason: Gone = "deleted") -> int:
        """Delete the record and all its entries, and return how many of its rows are left: 0.

        A tombstone remains, by which every other device learns the reason. A record that is already gone gets
        one as well: a device that does not know would recreate it. Raises RecordError as `bury` does.
        """
        with self.records.store.transaction(write=True) as rows:
            row = rows.by_lookup(self.lookup)
            if row is not None:
                keys = RecordKeys(row.record_id, self.key)
                contents(keys, row, read_manifest(keys, row), rows.entries(row.record_id))  # checks the key
                rows.remove_record(row.record_id)
            bury(rows, self.lookup, reason, self.records.today())
        with self.records.store.transaction(write=False) as rows:
            left = rows.count_entries(row.record_id) if row else 0
            return left + (rows.by_lookup(self.lookup) is not None)

    def _is_restored(self, generation: str, seen_head: int) -> bool:
        """Return whether a backup was restored since a device that saw a head last contacted the database."""
        return seen_head > 0 and self.generation is not None and self.generation != generation

    def _row(self, rows: Rows) -> tuple[RecordRow, RecordKeys]:
        row = rows.by_lookup(self.lookup)
        if row is None:
            raise RecordError(why_gone(rows, self.lookup, self.generation))
        return row, RecordKeys(row.record_id, self.key)

    def _contents(self, rows: Rows, row: RecordRow, keys: RecordKeys, slots: Collection[bytes]) -> Contents:
        """Return the contents of some slots, or of all if a lost manifest has to be rebuilt from them."""
        manifest = read_manifest(keys, row)
        return contents(keys, row, manifest, rows.entries(row.record_id, slots if manifest else None))

    def _keep(
        self, rows: Rows, row: RecordRow, keys: RecordKeys, found: Contents, manifest: Manifest
    ) -> None:
        """Store a new manifest, and today as the day of last use."""
        today = max(self.records.today(), row.last_used)
        if manifest != found.manifest or found.lost:
            sealed = manifest.seal(keys, self.records.random)
            rows.change_record(replace(row, manifest=sealed, last_used=today))
        elif today != row.last_used:
            rows.change_record(replace(row, last_used=today))

    def _reseal(
        self, rows: Rows, row: RecordRow, found: Contents, keys: RecordKeys, locked: Lock
    ) -> Manifest:
        """Re-encrypt the intact entries under a new lock and new keys, replacing the old record."""
        slots = {keys.slot(entry["key"]): slot for slot, entry in found.entries.items()}
        versions = {new: found.versions[old] for new, old in slots.items()}
        manifest = Manifest(max(found.manifest.head, *versions.values(), 0) + 1, versions, locked.digest())
        rows.remove_record(row.record_id)
        new_row = self.records.new_row(keys, locked, manifest)
        rows.add_record(replace(new_row, last_used=max(new_row.last_used, row.last_used)))
        for new, old in slots.items():
            text = canonical(found.entries[old])
            sealed = keys.seal(new, versions[new], text, self.records.random)
            rows.put_entry(keys.record_id, EntryRow(new, versions[new], sealed))
        return manifest


def _is_nearly_full(limits: RecordLimits, stored: Collection[EntryRow]) -> bool:
    size = sum(len(one.sealed) for one in stored)
    return limits.is_nearly_full(size, len(stored) / MOST_ENTRIES)


def _texts(entries: Mapping[bytes, Entry]) -> dict[bytes, str]:
    """Return each entry's plaintext. Raises RecordError ("big") for one with too many versions."""
    if any(len(entry["others"]) > MOST_OTHERS for entry in entries.values()):
        raise RecordError("big")
    return {slot: canonical(entry) for slot, entry in entries.items()}


def _sound_text(found: Contents, slot: bytes) -> str | None:
    """Return the text stored in a slot, or None if it has to be rewritten."""
    if slot not in found.entries or found.versions[slot] != found.manifest.versions.get(slot):
        return None
    return canonical(found.entries[slot])
