"""Records under recovery codes: made, opened, read, written, given another code, deleted.

Here: what is done in one transaction, and what happens where stored rows were changed. Not here: bytes (see
`seal`), SQL (see `store`), messages of the front end (see `desk`).

Where stored rows do not fit together, the rest stays readable, and what does not fit is counted. A save mends
what it can: an entry that is saved again takes the place of its damaged row, and a manifest that was lost is
made again from the rows that unseal. A change of code leaves behind what can't be read.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from workbook.record.contents import Contents, Manifest, contents, lock_of, read_manifest
from workbook.record.errors import RecordError
from workbook.record.merge import MOST_OTHERS, Entry, canonical, merge, valid
from workbook.record.rows import EntryRow, RecordRow, Rows
from workbook.record.seal import Kdf, Keys, Lock, Random, lock, lookup_of, unlock
from workbook.record.store import Store

__all__ = ["AGE", "MOST_ENTRIES", "OpenRecord", "Pulled", "Pushed", "Vault"]

MOST_ENTRIES = 5_000
"""How many entries a record may have: some ten times what the workbook asks for."""


AGE = 2**32
"""How many heads an age of a record has. A new one begins when a device finds the record put back."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a device gets: the entries, the record's head, how many parts of it are damaged.

    `code_works` is False where the stored lock was changed, so that the record's code opens nothing any
    more, or where nobody can tell since the manifest was lost: the learner needs a new code while a device
    still holds the key.
    """

    entries: list[Entry] = field(repr=False)
    head: int
    damaged: int
    code_works: bool


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of the entries that were saved, and the record's head after it."""

    entries: list[Entry] = field(repr=False)
    head: int


class Vault:
    """The records of one course in a store.

    `namespace` is the course's (see `seal.lookup_of`); `random` gives random bytes, `today` the day in UTC;
    `kdf` is what new locks cost.
    """

    def __init__(
        self,
        store: Store,
        *,
        random: Random = secrets.token_bytes,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
        kdf: Kdf | None = None,
        namespace: str = "",
    ) -> None:
        self.store = store
        self.namespace = namespace
        self.random = random
        self.today = today
        self.kdf = kdf or Kdf()

    def create(self, code: str) -> "OpenRecord":
        """Make an empty record for a code (as `read_code` gives it).

        Asked again for the same code, because an answer was lost, it opens what it made.
        """
        keys, locked = lock(code, self.kdf, self.random, namespace=self.namespace)
        with self.store.transaction(write=True) as rows:
            known = rows.by_lookup(locked.lookup)
            if known is None:
                rows.add_record(self.new_row(keys, locked, Manifest(0, {}, locked.digest())))
        return self.open(code) if known else OpenRecord(self, locked.lookup, keys.data_key)

    def open(self, code: str) -> "OpenRecord":
        """Open the record of a code.

        Raises RecordError: "unknown" where there is none, which is counted; "damaged" where the lock was
        changed, so that the right code does not open it.
        """
        lookup = lookup_of(code, self.namespace)
        with self.store.transaction(write=False) as rows:
            row = rows.by_lookup(lookup)
        if row is None:
            self._note_failure()
            raise RecordError("unknown")
        keys = unlock(code, row.record_id, lock_of(row))
        manifest = read_manifest(keys, row)
        self.touch(row)
        return OpenRecord(self, lookup, keys.data_key, head=manifest.head if manifest else 0)

    def resume(self, lookup: bytes, key: bytes) -> "OpenRecord":
        """Return the record of a look-up id and a data key (32 bytes each), without asking the store."""
        return OpenRecord(self, lookup, key)

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

    def new_row(self, keys: Keys, locked: Lock, manifest: Manifest) -> RecordRow:
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


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record with its key. Each method is one transaction, and reads anew what is stored.

    `head` is what it was when a code opened the record (0 where the manifest is damaged, and after `resume`);
    `damaged` is how many parts of it were damaged when its code was changed (0 otherwise).

    Every method raises RecordError: "unknown" where there is no such record (any more), "wrong" where the key
    is not its own, and whatever the store says.
    """

    vault: Vault = field(repr=False)
    lookup: bytes = field(repr=False)
    key: bytes = field(repr=False)
    head: int = 0
    damaged: int = 0

    def pull(self, since: int = 0, seen_head: int | None = None) -> Pulled:
        """Return the entries that were saved after the head `since` (0: all of them).

        `seen_head` is the highest head that the asking device has seen, by default `since`. Raises
        RecordError ("older") where the whole record was put back to before that, or has been since then.
        """
        seen = since if seen_head is None else seen_head
        with self.vault.store.transaction(write=False) as rows:
            row, keys = self._row(rows)
            stored = rows.entries(row.record_id)
        found = contents(keys, row, read_manifest(keys, row), stored)
        head = found.manifest.head
        if _was_put_back(found, seen):
            raise RecordError("older")
        self.vault.touch(row)
        locked = lock_of(row)
        return Pulled(
            entries=[entry for slot, entry in found.entries.items() if found.versions[slot] > since],
            head=max(head, seen),
            damaged=found.damaged,
            code_works=locked.fits(keys.data_key) and locked.digest() == found.manifest.lock,
        )

    def push(self, entries: Iterable[object], seen_head: int = 0, *, again: bool = False) -> Pushed:
        """Save entries, merged with what is stored, all or none; they are on the disk when this returns.

        What is stored already changes nothing, so a save may be repeated. `seen_head` is the highest head
        that the saving device has seen. Raises RecordError: "unreadable" or "big" for an entry that is none
        (see `merge.valid`), "big" for too many; "older" as `pull` does, until the device says by `again` that
        it sends all that it has. The first to do so begins a new age of the record, by which every other
        device finds out as well.
        """
        given: dict[str, Entry] = {}
        for one in entries:
            entry = valid(one)
            given[entry["key"]] = merge(given.get(entry["key"], entry), entry)
        with self.vault.store.transaction(write=True) as rows:
            row, keys = self._row(rows)
            wanted = {keys.slot(key): entry for key, entry in given.items()}
            found = self._contents(rows, row, keys, wanted)
            if _was_put_back(found, seen_head) and not again:
                raise RecordError("older")
            before = found.entries | found.outdated
            merged = {slot: merge(before.get(slot, entry), entry) for slot, entry in wanted.items()}
            changed = {
                slot: text for slot, text in _texts(merged).items() if text != _sound_text(found, slot)
            }
            manifest = _grown(found, changed, seen_head)
            for slot, text in changed.items():
                sealed = keys.seal(slot, manifest.head, text, self.vault.random)
                rows.put_entry(row.record_id, EntryRow(slot, manifest.head, sealed))
            self._keep(rows, row, keys, found, manifest)
        return Pushed(list(merged.values()), manifest.head)

    def recode(self, new_code: str) -> "OpenRecord":
        """Give the record another code and data key; the old ones open nothing any more.

        What can't be read is left behind, and counted in `damaged`. Asked again, because an answer was lost,
        it opens what it made.
        """
        vault = self.vault
        keys, locked = lock(new_code, vault.kdf, vault.random, namespace=vault.namespace)
        try:
            with self.vault.store.transaction(write=True) as rows:
                row, old = self._row(rows)
                found = contents(old, row, read_manifest(old, row), rows.entries(row.record_id))
                manifest = self._reseal(rows, row, found, keys, locked)
        except RecordError as problem:
            if problem.reason != "unknown":
                raise
            return self.vault.open(new_code)
        return OpenRecord(self.vault, locked.lookup, keys.data_key, manifest.head, found.damaged)

    def delete(self) -> int:
        """Delete the record and all its entries, and return how many rows of it are left: 0."""
        with self.vault.store.transaction(write=True) as rows:
            row, keys = self._row(rows)
            contents(keys, row, read_manifest(keys, row), rows.entries(row.record_id))  # is the key right?
            rows.remove_record(row.record_id)
        with self.vault.store.transaction(write=False) as rows:
            return rows.count_entries(row.record_id) + (rows.by_lookup(self.lookup) is not None)

    def _row(self, rows: Rows) -> tuple[RecordRow, Keys]:
        row = rows.by_lookup(self.lookup)
        if row is None:
            raise RecordError("unknown")
        return row, Keys(row.record_id, self.key)

    def _contents(self, rows: Rows, row: RecordRow, keys: Keys, slots: Collection[bytes]) -> Contents:
        """Return what is in some slots, or in all where a lost manifest has to be made of them again."""
        manifest = read_manifest(keys, row)
        return contents(keys, row, manifest, rows.entries(row.record_id, slots if manifest else None))

    def _keep(self, rows: Rows, row: RecordRow, keys: Keys, found: Contents, manifest: Manifest) -> None:
        """Put a new manifest in its place, and note the day."""
        today = max(self.vault.today(), row.last_used)
        if manifest != found.manifest or found.lost:
            sealed = manifest.seal(keys, self.vault.random)
            rows.change_record(replace(row, manifest=sealed, last_used=today))
        elif today != row.last_used:
            rows.change_record(replace(row, last_used=today))

    def _reseal(self, rows: Rows, row: RecordRow, found: Contents, keys: Keys, locked: Lock) -> Manifest:
        """Put what is sound under a new lock and new keys, in the place of the old record."""
        slots = {keys.slot(entry["key"]): slot for slot, entry in found.entries.items()}
        versions = {new: found.versions[old] for new, old in slots.items()}
        manifest = Manifest(max(found.manifest.head, *versions.values(), 0) + 1, versions, locked.digest())
        rows.remove_record(row.record_id)
        new_row = self.vault.new_row(keys, locked, manifest)
        rows.add_record(replace(new_row, last_used=max(new_row.last_used, row.last_used)))
        for new, old in slots.items():
            text = canonical(found.entries[old])
            sealed = keys.seal(new, versions[new], text, self.vault.random)
            rows.put_entry(keys.record_id, EntryRow(new, versions[new], sealed))
        return manifest


def _texts(entries: Mapping[bytes, Entry]) -> dict[bytes, str]:
    """Return what is sealed of each entry. Raises RecordError ("big") for one with too many versions."""
    if any(len(entry["others"]) > MOST_OTHERS for entry in entries.values()):
        raise RecordError("big")
    return {slot: canonical(entry) for slot, entry in entries.items()}


def _sound_text(found: Contents, slot: bytes) -> str | None:
    """Return what is stored in a slot, or None where that has to be written again."""
    if slot not in found.entries or found.versions[slot] != found.manifest.versions.get(slot):
        return None
    return canonical(found.entries[slot])


def _was_put_back(found: Contents, seen_head: int) -> bool:
    """Say whether a record was put back to an earlier state after a device had seen this head; 0 is none.

    Where the manifest is lost, nobody can tell, and everything counts as damaged.
    """
    head = found.manifest.head
    return seen_head > 0 and not found.lost and (head < seen_head or head // AGE != seen_head // AGE)


def _grown(found: Contents, changed: Collection[bytes], seen_head: int) -> Manifest:
    """Return the manifest after a save. Raises RecordError ("big") where the record has too many entries."""
    manifest = found.manifest
    if not changed and seen_head <= manifest.head:
        return manifest
    highest = max(manifest.head, seen_head, *found.versions.values())
    is_put_back = manifest.head < seen_head and not found.lost
    head = (highest // AGE + 1) * AGE if is_put_back else highest + 1
    versions = manifest.versions | dict.fromkeys(changed, head)
    if len(versions) > MOST_ENTRIES:
        raise RecordError("big")
    return replace(manifest, head=head, versions=versions)
