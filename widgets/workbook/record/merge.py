"""How an entry that was changed in several places becomes one again: nothing unseen is ever replaced.

Here: the merge of two states of one entry, and the check that what arrives is an entry at all. Not here: how
an entry is kept (see `records`). The twin in the browser is `record/ui/merge.js`; a test drives both with the
same cases.

It is a register of many values with a version vector (Parker et al., "Detection of mutual inconsistency in
distributed systems", 1983): a version is named by who wrote it (`client`) and by that writer's count
(`seq`), and `seen` tells how far each writer was seen.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from workbook.record.errors import RecordError

__all__ = ["BIGGEST", "MOST_OTHERS", "Entry", "Version", "canonical", "merge", "valid", "versions_of"]

Version: TypeAlias = dict[str, Any]
"""One state of an answer: value (any JSON), kind, title, page, client (text), seq (1 and up), updated (UTC,
such as 2026-11-22T14:05:33.120Z); also words, standard, question, frame (text) where they are known. Names
that this version of the workbook does not know are kept as they are."""

Entry: TypeAlias = dict[str, Any]
"""The newest version's own fields, and key, others (Versions, the newest first), seen (a count for each
client, at least that of each version that is there)."""

BIGGEST = 3_000_000
"""How many bytes a value may have as `canonical` JSON, and the rest of a version as well.

A text of 200,000 signs passes in any writing: a sign takes up to twelve bytes there.
"""

MOST_OTHERS = 50
"""How many versions may stand beside the newest."""

_LONGEST_NAME = 500
_MOST_CLIENTS = 50_000
_DEEPEST = 100
_LARGEST_COUNT = 2**53 - 1  # what a browser can count to
_UPDATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_TEXTS = ("kind", "title", "page")
_TEXTS_OR_NONE_AT_ALL = ("words", "standard", "question", "frame")
_OWN = ("key", "others", "seen")


def merge(a: Entry, b: Entry) -> Entry:
    """Return one state that holds what two states of an entry hold; order and repetition do not matter.

    A version that only one side holds stays, unless the other side has seen it and holds it no more: then
    something newer took its place there. Where both hold a version of the same name that is not the same,
    the greater `canonical` JSON stays. Raises ValueError for entries of different keys.
    """
    if a["key"] != b["key"]:
        raise ValueError("Two states of one entry have the same key.")
    ours, theirs = _by_name(versions_of(a)), _by_name(versions_of(b))
    kept = [
        max((versions[name] for versions in (ours, theirs) if name in versions), key=canonical)
        for name in ours.keys() | theirs.keys()
        if (name in ours or _is_unseen(name, a)) and (name in theirs or _is_unseen(name, b))
    ]
    # Two histories can't each have replaced all that the other holds; where something says so, keep it all.
    versions = kept or [*ours.values(), *theirs.values()]
    seen = {
        client: max(a["seen"].get(client, 0), b["seen"].get(client, 0)) for client in a["seen"] | b["seen"]
    }
    return _entry(a["key"], versions, seen)


def valid(entry: object) -> Entry:
    """Return an entry that came from outside, if it is one.

    Raises RecordError: "unreadable" where a field is missing or is not what it should be, where two versions
    have one name, or where `seen` does not reach as far as the entry's own versions; "big" where something
    is over a limit (see BIGGEST and MOST_OTHERS; a key, and a client's name, may have 500 signs).
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
    """Return all versions that an entry holds: its own, and the others in their order."""
    return [{name: part for name, part in entry.items() if name not in _OWN}, *entry["others"]]


def canonical(value: object) -> str:
    """Return JSON that is the same for the same value: names sorted, no blanks, ASCII alone.

    Half signs (lone surrogates), which a browser can send, come through as escapes. Raises ValueError for
    what JSON has not, such as NaN, and TypeError for what is not a value of JSON at all.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _by_name(versions: Iterable[Version]) -> dict[tuple[str, int], Version]:
    return {(version["client"], version["seq"]): version for version in versions}


def _is_unseen(name: tuple[str, int], entry: Entry) -> bool:
    client, seq = name
    return bool(seq > entry["seen"].get(client, 0))


def _entry(key: str, versions: Iterable[Version], seen: Mapping[str, int]) -> Entry:
    """Return an entry with the newest version first; the writer's name and count decide between equals."""
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
    """Say whether something can name a key or a client: 1 to 500 whole signs."""
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _is_count(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 < count <= _LARGEST_COUNT


def _size(value: object) -> int:
    """Return how many bytes a value has as canonical JSON. Raises RecordError ("unreadable") for no JSON."""
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
