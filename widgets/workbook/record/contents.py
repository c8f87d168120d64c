"""What a record holds when its rows are unsealed: what is sound, and what was changed behind its back.

Here: the manifest, and the comparison of a record's rows with it. Not here: bytes (see `encryption`),
transactions and what is done with a record (see `records`).
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
"""How many entries a record may have: some ten times what the workbook asks for."""

AGE = 2**32
"""How many heads an age of a record has. A new one begins when a device finds the record put back."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a record's entries.

    `head` counts the record's saves, `versions` has the head at which each slot was saved last, and `lock`
    is the digest of the record's lock, so that a device notices where a code would not open it any more.
    """

    head: int
    versions: dict[bytes, int]
    lock: str

    def seal(self, keys: RecordKeys, random: Random) -> bytes:
        """Return the manifest as a record's row holds it."""
        versions = {slot.hex(): version for slot, version in self.versions.items()}
        parts = {"head": self.head, "versions": versions, "lock": self.lock}
        return keys.seal(MANIFEST, 0, json.dumps(parts, separators=(",", ":")), random)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found in a record.

    `manifest` is the record's own, or, where that is damaged (`lost`), an empty one with the highest head
    that a row tells of: until it is saved again, nothing that was there counts as sound. `entries` has, by
    slot, what is sound, and `outdated` what is older than the manifest says. `damaged` counts the rows that
    do not unseal, are missing, or are not of the manifest's version, and a manifest that is lost.
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
    """Return a record's manifest, or None where it is damaged or the keys are not the record's."""
    try:
        parts = json.loads(keys.unseal(MANIFEST, 0, row.manifest))
    except RecordError:
        return None
    versions = {bytes.fromhex(slot): version for slot, version in parts["versions"].items()}
    return Manifest(parts["head"], versions, parts["lock"])


def contents(
    keys: RecordKeys, row: RecordRow, manifest: Manifest | None, stored: Iterable[EntryRow]
) -> Contents:
    """Return what the rows of a record hold; `manifest` is what `read_manifest` gave for it.

    Where only some rows are given, `damaged` counts the others as missing, and says nothing. An entry that is
    newer than the manifest says is the learner's own text and is given, but counts as damaged: the manifest
    was put back, or was lost, and then nobody can tell whether there was a newer text. Raises RecordError
    ("wrong") where the keys open nothing at all.
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
    """Return the entry of a row, of whatever version it is, or None where the row is damaged."""
    try:
        entry: Entry = json.loads(keys.unseal(row.slot, row.version, row.sealed))
    except RecordError:
        return None
    return entry


def was_put_back(found: Contents, seen_head: int) -> bool:
    """Say whether a record was put back to an earlier state after a device had seen this head; 0 is none.

    Where the manifest is lost, nobody can tell, and everything counts as damaged.
    """
    head = found.manifest.head
    return seen_head > 0 and not found.lost and (head < seen_head or head // AGE != seen_head // AGE)


def grown(found: Contents, changed: Collection[bytes], seen_head: int) -> Manifest:
    """Return the manifest after a save. Raises RecordError ("quota") where there are too many entries."""
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
