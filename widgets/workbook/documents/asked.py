"""Validates a page's request for a document: its time and its language.

Here: parsing both, since a page may be anybody's. Not here: the response if they are invalid.
"""

import re
from datetime import datetime

__all__ = ["language_asked", "moment_asked"]

# Tags in use are far shorter than RFC 5646 allows; Word accepts no more than 255 characters.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
# A clock may be wrong; but years at either end of the calendar overflow in some time zones.
_FIRST_YEAR, _LAST_YEAR = 1970, 2999


def moment_asked(made: object) -> datetime | None:
    """Return a time in the years 1970 to 2999, given in ISO format with its offset from UTC, else None."""
    try:
        moment = datetime.fromisoformat(made) if isinstance(made, str) else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment


def language_asked(tag: object) -> str | None:
    """Return the tag of a language such as en-GB, else None."""
    return tag if isinstance(tag, str) and _TAG.fullmatch(tag) else None
