"""What a page says of the document that it asks for: when it is made, and in which language.

Here: reading both, since a page may be anybody's. Not here: what is said where they can't be read.
"""

import re
from datetime import datetime

__all__ = ["language_asked", "moment_asked"]

# The tags that are in use are far shorter than what RFC 5646 allows; Word takes no more than 255 characters.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
# A clock may be wrong; but a year at either end of the calendar has no time in some zones.
_FIRST_YEAR, _LAST_YEAR = 1970, 2999


def moment_asked(made: object) -> datetime | None:
    """Return a moment of the years 1970 to 2999 that is given in ISO with its offset from UTC, else None."""
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
