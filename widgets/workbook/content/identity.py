"""Identifies a course among those that share a browser, an account or a database.

A course's identifier is in the table course. The storage namespace is derived from it: a part of the names of
everything that a course stores outside its own folder. Here: the rules for both. Not here: the things named
after them.

Before courses had identifiers, all of them stored data under the same names. The one course that owns this
data continues to use these names, so that its learners find their texts without a migration: its row
`earlier-records` repeats its identifier. Since it is the identifier and not just a "yes", a copy of the
course with a new identifier can't access the data by mistake.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence

from workbook.content.errors import ContentError

__all__ = ["EARLIER_RECORDS", "IDENTIFIER", "is_identifier", "namespace", "new_identifier"]

IDENTIFIER = "identifier"
"""The row of the table course that distinguishes this course from all others."""

EARLIER_RECORDS = "earlier-records"
"""The row that says which course owns the data stored before courses had identifiers."""

# Safe in names of files and cookies and in addresses, also where case is not significant.
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]{7,31}")
_LETTERS = "abcdefghjkmnpqrstvwxyz"
_LETTERS_AND_DIGITS = f"{_LETTERS}23456789"
_LENGTH = 16


def is_identifier(text: str) -> bool:
    """Return whether a text can be an identifier: 8 to 32 lower-case letters and digits, a letter first."""
    return bool(_IDENTIFIER.fullmatch(text))


def new_identifier(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return an identifier for a new course: 16 random characters (some 78 bits), none easily misread."""
    return choose(_LETTERS) + "".join(choose(_LETTERS_AND_DIGITS) for _ in range(_LENGTH - 1))


def namespace(facts: Mapping[str, str]) -> str:
    """Return a course's storage namespace from its facts (see `Content.facts`, in English).

    It is the identifier, or "" for the earlier names: for the course that owns them, and for one that has no
    identifier yet. Raises ContentError for an invalid identifier.
    """
    identifier = facts.get(IDENTIFIER, "")
    if not identifier or facts.get(EARLIER_RECORDS, "") == identifier:
        return ""
    if not is_identifier(identifier):
        raise ContentError("The course's identifier can't be used. Run `workbook check` to see why.")
    return identifier
