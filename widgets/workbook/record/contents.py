"""The contents of a record's decrypted rows: which are intact, and which were tampered with.

Here: the manifest, and the comparison of a record's rows with it. Not here: encryption (see `encryption`),
transactions and operations on a record (see `records`).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from workbook.record.encryption import MANIFEST, Lock, Random, RecordKeys
from workbook.record.errors import RecordError
from workbook.record.merge import Entry
from workbook.record.rows import EntryRow, RecordRow

__all__ = [
    "AGE",
    "MOST_ENTRIES",
    "Contents",
    "Manifest",
    "contents",
    "grown",
    "lock_of",
    "read_manifest",
    "was_put_back",
]

MOST_ENTRIES = 5_000
"""The most entries of a record: some ten times as many as the workbook has questions."""

AGE = 2**32
"""The number of heads in one age of a record. A new age begins when a device finds that the record was rolled
back.
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a record's entries.

    `head` counts the record's saves, `versions` has the head at which each slot was last saved, and `lock` is
    the digest of the record's lock, so that a device can detect that a code would no longer open it.
    """

    head: int
    versions: dict[bytes, int]
    lock: str

    def seal(self, keys: RecordKeys, random: Random) -> bytes:
        """Return the encrypted manifest for a record's row."""
        versions = {slot.hex(): version for slot, version in self.versions.items()}
        parts = {"head": self.head, "versions": versions, "lock": self.lock}
        return keys.seal(MANIFEST, 0, json.dumps(parts, separators=(",", ":")), random)


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents found in a record.

    `manifest` is the record's own, or, if that is damaged (`lost`), an empty one with the highest head of any
    row: until it is saved again, none of the existing entries counts as intact. `entries` has the intact
    entries by slot, and `outdated` those that are older than the manifest says. `damaged` counts the rows
    that can't be decrypted, are missing, or do not have the manifest's version, and a lost manifest.
    """

    manifest: Manifest
    lost: bool
    damaged: int
    entries: dict[bytes, Entry] = field(repr=False)
    outdated: dict[bytes, Entry] = field(repr=False)
    versions: dict[bytes, int]


def lock_of(row: RecordRow) -> Lock:
    """Return a record's lock."""
    return Lock(row.lookup, row.kdf, row.salt, row.wrapped)


def read_manifest(keys: RecordKeys, row: RecordRow) -> Manifest | None:
    """Return a record's manifest, or None if it is damaged or the keys are not the record's."""
    try:
        parts = json.loads(keys.unseal(MANIFEST, 0, row.manifest))
    except RecordError:
        return None
    versions = {bytes.fromhex(slot): version for slot, version in parts["versions"].items()}
    return Manifest(parts["head"], versions, parts["lock"])


def contents(
    keys: RecordKeys, row: RecordRow, manifest: Manifest | None, stored: Iterable[EntryRow]
) -> Contents:
    """Return the contents of a record's rows; `manifest` is the result of `read_manifest` for it.

    If only some rows are given, `damaged` counts the others as missing, and is meaningless. An entry that is
    newer than the manifest says is the learner's own text and is returned, but counts as damaged: the
    manifest was rolled back or lost, so there may have been a newer text. Raises RecordError ("wrong") if the
    keys decrypt nothing at all.
    """
    expected = {} if manifest is None else manifest.versions
    entries: dict[bytes, Entry] = {}
    outdated: dict[bytes, Entry] = {}
    versions: dict[bytes, int] = {}
    unsound, seen = 0, set()
    for one in stored:
        seen.add(one.slot)
        entry = _read_entry(keys, one)
        due = expected.get(one.slot, 0)
        unsound += entry is None or (manifest is not None and one.version != due)
        if entry is not None:
            (outdated if one.version < due else entries)[one.slot] = entry
            versions[one.slot] = one.version
    if manifest is None and not versions and not lock_of(row).fits(keys.data_key):
        raise RecordError("wrong")
    return Contents(
        manifest=manifest or Manifest(max(versions.values(), default=0), {}, lock=""),
        lost=manifest is None,
        damaged=unsound + len(expected.keys() - seen) + (manifest is None),
        entries=entries,
        outdated=outdated,
        versions=versions,
    )


def _read_entry(keys: RecordKeys, row: EntryRow) -> Entry | None:
    """Return the entry of a row, whatever its version, or None if the row is damaged."""
    try:
        entry: Entry = json.loads(keys.unseal(row.slot, row.version, row.sealed))
    except RecordError:
        return None
    return entry


def was_put_back(found: Contents, seen_head: int) -> bool:
    """Return whether a record was rolled back to before a head that a device has seen; 0 stands for none.

    If the manifest is lost, this is unknown, and everything counts as damaged.
    """
    head = found.manifest.head
    return seen_head > 0 and not found.lost and (head < seen_head or head // AGE != seen_head // AGE)


def grown(found: Contents, changed: Collection[bytes], seen_head: int) -> Manifest:
    """Return the manifest after a save. Raises RecordError ("quota") if there are too many entries."""
    manifest = found.manifest
    if not changed and seen_head <= manifest.head:
        return manifest
    highest = max(manifest.head, seen_head, *found.versions.values())
    is_put_back = manifest.head < seen_head and not found.lost
    head = (highest // AGE + 1) * AGE if is_put_back else highest + 1
    versions = manifest.versions | dict.fromkeys(changed, head)
    if len(versions) > MOST_ENTRIES:
        raise RecordError("quota")
    return replace(manifest, head=head, versions=versions)
