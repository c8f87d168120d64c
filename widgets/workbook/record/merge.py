"""Merges entries that were changed on several devices: no unseen version is ever replaced.

Here: the merge of two states of one entry, and the validation of incoming entries. Not here: how an entry is
stored (see `records`). The equivalent in the browser is `record/ui/merge.js`; a test runs both with the same
cases.

It is a multi-value register with a version vector (Parker et al., "Detection of mutual inconsistency in
distributed systems", 1983): a version is identified by its writer (`client`) and the writer's count (`seq`),
and `seen` has the highest count seen of each writer.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from workbook.record.errors import RecordError

__all__ = ["BIGGEST", "MOST_OTHERS", "Entry", "Version", "canonical", "merge", "valid", "versions_of"]

Version: TypeAlias = dict[str, Any]
"""One state of an answer: value (any JSON), kind, title, page, client (text), seq (1 and up), updated (UTC,
such as 2026-11-22T14:05:33.120Z); also words, standard, question, frame (text) if known. Unknown names are
kept as they are."""

Entry: TypeAlias = dict[str, Any]
"""The newest version's own fields, and key, others (Versions, the newest first), seen (a count for each
client, at least that of each version present).
"""

BIGGEST = 3_000_000
"""The most bytes of a value as `canonical` JSON, and also of the rest of a version.

A text of 200,000 characters fits in any script: a character takes up to twelve bytes there.
"""

MOST_OTHERS = 50
"""The most versions beside the newest."""

_LONGEST_NAME = 500
_MOST_CLIENTS = 50_000
_DEEPEST = 100
_LARGEST_COUNT = 2**53 - 1  # the largest integer that a browser can represent exactly
_UPDATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_TEXTS = ("kind", "title", "page")
_TEXTS_OR_NONE_AT_ALL = ("words", "standard", "question", "frame")
_OWN = ("key", "others", "seen")


def merge(a: Entry, b: Entry) -> Entry:
    """Return the merge of two states of an entry; the order and repetition of merges do not matter.

    A version that only one side has is kept, unless the other side has seen it and no longer has it: then
    something newer replaced it there. If both have different versions with the same identity, the greater
    `canonical` JSON is kept. Raises ValueError for entries with different keys.
    """
    if a["key"] != b["key"]:
        raise ValueError("Two states of one entry have the same key.")
    ours, theirs = _by_name(versions_of(a)), _by_name(versions_of(b))
    kept = [
        max((versions[name] for versions in (ours, theirs) if name in versions), key=canonical)
        for name in ours.keys() | theirs.keys()
        if (name in ours or _is_unseen(name, a)) and (name in theirs or _is_unseen(name, b))
    ]
    # Two histories can't each have replaced everything in the other; if the data claims so, keep everything.
    versions = kept or [*ours.values(), *theirs.values()]
    seen = {
        client: max(a["seen"].get(client, 0), b["seen"].get(client, 0)) for client in a["seen"] | b["seen"]
    }
    return _entry(a["key"], versions, seen)


def valid(entry: object) -> Entry:
    """Validate an incoming entry, and return it.

    Raises RecordError: "unreadable" if a field is missing or invalid, if two versions have the same identity,
    or if `seen` does not cover the entry's own versions; "big" if something exceeds a limit (see BIGGEST and
    MOST_OTHERS; a key, and a client's name, may have 500 characters).
    """
    if not isinstance(entry, dict):
        raise RecordError("unreadable")
    others, seen = entry.get("others"), entry.get("seen")
    if not _is_name(entry.get("key")) or not isinstance(others, list) or not isinstance(seen, dict):
        raise RecordError("unreadable")
    if len(others) > MOST_OTHERS or len(seen) > _MOST_CLIENTS:
        raise RecordError("big")
    if not all(_is_name(client) and _is_count(count) for client, count in seen.items()):
        raise RecordError("unreadable")
    names = set()
    for version in versions_of(entry):
        _check_version(version)
        names.add((version["client"], version["seq"]))
        if version["seq"] > seen.get(version["client"], 0):
            raise RecordError("unreadable")
    if len(names) != 1 + len(others):
        raise RecordError("unreadable")
    return entry


def versions_of(entry: Entry) -> list[Version]:
    """Return all versions of an entry: its own, and the others in order."""
    return [{name: part for name, part in entry.items() if name not in _OWN}, *entry["others"]]


def canonical(value: object) -> str:
    """Return canonical JSON: names sorted, no blanks, only ASCII.

    Lone surrogates, which a browser can send, become escapes. Raises ValueError for numbers that JSON lacks,
    such as NaN, and TypeError for anything that is not a JSON value at all.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _by_name(versions: Iterable[Version]) -> dict[tuple[str, int], Version]:
    return {(version["client"], version["seq"]): version for version in versions}


def _is_unseen(name: tuple[str, int], entry: Entry) -> bool:
    client, seq = name
    return bool(seq > entry["seen"].get(client, 0))


def _entry(key: str, versions: Iterable[Version], seen: Mapping[str, int]) -> Entry:
    """Return an entry with the newest version first; the writer's name and count break ties."""
    first, *others = sorted(
        versions, key=lambda version: (version["updated"], version["client"], version["seq"]), reverse=True
    )
    return {**first, "key": key, "others": others, "seen": dict(seen)}


def _check_version(version: object) -> None:
    if not isinstance(version, dict) or not _is_name(version.get("client")) or "value" not in version:
        raise RecordError("unreadable")
    if any(name in version for name in _OWN) or not _is_count(version.get("seq")):
        raise RecordError("unreadable")
    known = [version.get(name) for name in _TEXTS] + [version.get(name, "") for name in _TEXTS_OR_NONE_AT_ALL]
    if not all(isinstance(text, str) for text in known):
        raise RecordError("unreadable")
    if not isinstance(version.get("updated"), str) or not _UPDATED.fullmatch(version["updated"]):
        raise RecordError("unreadable")
    rest = {name: part for name, part in version.items() if name != "value"}
    if max(_size(version["value"]), _size(rest)) > BIGGEST:
        raise RecordError("big")


def _is_name(name: object) -> bool:
    """Return whether a value can be a key or a client's name: 1 to 500 characters, no lone surrogates."""
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _is_count(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 < count <= _LARGEST_COUNT


def _size(value: object) -> int:
    """Return how many bytes a value has as canonical JSON. Raises RecordError ("unreadable") if none."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            part
            for outer in level
            if isinstance(outer, dict | list)
            for part in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            break
    else:
        raise RecordError("unreadable")
    try:
        return len(canonical(value))
    except (ValueError, TypeError):
        raise RecordError("unreadable") from None
