"""What a record holds when its rows are unsealed: what is sound, and what was changed behind its back.

Here: the manifest, and the comparison of a record's rows with it. Not here: bytes (see `seal`), transactions
and what is done with a record (see `vault`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbook.record.errors import RecordError
from workbook.record.merge import Entry
from workbook.record.rows import EntryRow, RecordRow
from workbook.record.seal import MANIFEST, Keys, Lock, Random

__all__ = ["Contents", "Manifest", "contents", "lock_of", "read_manifest"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a record's entries.

    `head` counts the record's saves, `versions` has the head at which each slot was saved last, and `lock`
    is the digest of the record's lock, so that a device notices where a code would not open it any more.
    """

    head: int
    versions: dict[bytes, int]
    lock: str

    def seal(self, keys: Keys, random: Random) -> bytes:
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


def read_manifest(keys: Keys, row: RecordRow) -> Manifest | None:
    """Return a record's manifest, or None where it is damaged or the keys are not the record's."""
    try:
        parts = json.loads(keys.unseal(MANIFEST, 0, row.manifest))
    except RecordError:
        return None
    versions = {bytes.fromhex(slot): version for slot, version in parts["versions"].items()}
    return Manifest(parts["head"], versions, parts["lock"])


def contents(keys: Keys, row: RecordRow, manifest: Manifest | None, stored: Iterable[EntryRow]) -> Contents:
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


def _read_entry(keys: Keys, row: EntryRow) -> Entry | None:
    """Return the entry of a row, of whatever version it is, or None where the row is damaged."""
    try:
        entry: Entry = json.loads(keys.unseal(row.slot, row.version, row.sealed))
    except RecordError:
        return None
    return entry
