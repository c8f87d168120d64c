"""Which course this is, among those that share a browser, an account or a database.

A course's identifier stands in the table course. From it comes the storage namespace: a name that is part of
whatever a course keeps outside its own folder. Here: the rules for both. Not here: what is named after them.

Before courses had identifiers, all of them kept things under the same names. The one course that those
things belong to goes on with these names, so that its learners find what they wrote without anything being
moved: its row `earlier-records` repeats its identifier. Since it is the identifier and not just a "yes", a
copy of the course that is given an identifier of its own can't get at them by mistake.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence

from workbook.content.errors import ContentError

__all__ = ["EARLIER_RECORDS", "IDENTIFIER", "is_identifier", "namespace", "new_identifier"]

IDENTIFIER = "identifier"
"""The row of the table course that tells this course from all others."""

EARLIER_RECORDS = "earlier-records"
"""The row that says which course the things belong to that were kept before courses had identifiers."""

# Safe in a file's name, in a cookie's name and in an address, also where letter case is not told apart.
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]{7,31}")
_LETTERS = "abcdefghjkmnpqrstvwxyz"
_LETTERS_AND_DIGITS = f"{_LETTERS}23456789"
_LENGTH = 16


def is_identifier(text: str) -> bool:
    """Say whether a text can be a course's identifier: 8 to 32 small letters and digits, a letter first."""
    return bool(_IDENTIFIER.fullmatch(text))


def new_identifier(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return an identifier for a new course: 16 random characters (some 78 bits), none easily misread."""
    return choose(_LETTERS) + "".join(choose(_LETTERS_AND_DIGITS) for _ in range(_LENGTH - 1))


def namespace(facts: Mapping[str, str]) -> str:
    """Return a course's storage namespace from its facts (see `Content.facts`, in English).

    It is the identifier, or "" for the names that there were before: for the course that they belong to, and
    for one that has no identifier yet. Raises ContentError for an identifier that can't be one.
    """
    identifier = facts.get(IDENTIFIER, "")
    if not identifier or facts.get(EARLIER_RECORDS, "") == identifier:
        return ""
    if not is_identifier(identifier):
        raise ContentError("The course's identifier can't be used. Run `workbook check` to see why.")
    return identifier
