"""The learner's record as JSON, which this workbook or a later one can import again completely.

Here: the file's format, and importing it, completely or not at all. `merge.valid` validates the entries.
Every version of the format that was ever written has to be readable for ever: see `tests/record/documents/`.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from workbook.documents.files import File, file_name
from workbook.record.documents.request import labels_of, moment_of, things_of
from workbook.record.errors import RecordError
from workbook.record.merge import valid

__all__ = ["BIGGEST", "FORMAT", "VERSION", "Imported", "make", "read"]

FORMAT = "workbook learning record"
"""The value that identifies such a file."""

VERSION = 1
"""The version of the format. Increase it with each change that an older workbook could not read."""

BIGGEST = 50_000_000
"""The most characters that a file may have."""

_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Imported:
    """The contents of a file: the entries as they were written, and when the file was created (ISO)."""

    entries: list[dict[str, Any]]
    made: str


def make(request: Mapping[str, object]) -> File:
    """Write the request's entries as they are. Raises RecordError ("unreadable")."""
    made = moment_of(request)
    held = {
        "format": FORMAT,
        "version": VERSION,
        "made": made.isoformat(),
        "entries": things_of(request, "entries"),
    }
    try:
        text = json.dumps(held, ensure_ascii=False, allow_nan=False, indent=1)
    except (ValueError, TypeError, RecursionError):
        raise RecordError(
            "unreadable", "The record contains something that no JSON file can contain."
        ) from None
    # A lone surrogate can't be encoded, but a browser can store one: it is written as a JSON escape.
    text = _LONE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    name = file_name(labels_of(request).get("documents.file", ""), made, "json")
    return File(name, "application/json", f"{text}\n".encode())


def read(text: str) -> Imported:
    """Import a whole file. Unknown fields of an entry are kept.

    Raises RecordError: "big"; "newer" for a file of a later version; "unreadable" for any other file, and for
    a broken entry, whose number is in the text.
    """
    if len(text) > BIGGEST:
        raise RecordError("big", "This file is too big to be a learning record.")
    held = _parsed(text)
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise RecordError("unreadable", "This file is not a learning record that this workbook saved.")
    version, made, entries = held.get("version"), held.get("made"), held.get("entries")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RecordError("unreadable", "This file does not say which version of the learning record it is.")
    if version > VERSION:
        raise RecordError("newer", "This file was saved by a newer version of the workbook. Import it there.")
    if not isinstance(entries, list) or not isinstance(made, str) or not _is_moment(made):
        raise RecordError("unreadable", "This learning record is not complete.")
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise RecordError(
                "unreadable", f"Entry {number} of this file can't be read. Nothing was imported."
            )
        try:
            valid(entry)
        except RecordError as fault:
            said = "is too big" if fault.reason == "big" else "can't be read"
            raise RecordError(
                fault.reason, f"Entry {number} of this file {said}. Nothing was imported."
            ) from None
    return Imported(entries, made)


def _parsed(text: str) -> object:
    """Parse JSON, rejecting values that would not round-trip."""
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_constant=_refuse,
            parse_float=_finite,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        raise RecordError("unreadable", "This file is not JSON, or is cut short.") from None


def _refuse(_name: str) -> NoReturn:
    raise ValueError("no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number that is too big to be kept")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Reject an object with a duplicate name: one of the two would be lost silently."""
    held = dict(pairs)
    if len(held) < len(pairs):
        raise ValueError("a name that is there twice")
    return held


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
