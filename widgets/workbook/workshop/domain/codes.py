"""The code for joining a workshop: six symbols, read from a wall and typed on a phone.

Here: creating a code, parsing it as a person types it, and formatting it. A code is not a secret: it only
admits people to a workshop, and the callers limit the rate of guesses.
"""

import secrets
import unicodedata
from collections.abc import Callable, Sequence
from typing import Protocol

from workbook.workshop.errors import WorkshopError

__all__ = ["ALPHABET", "new_join_code", "read_join_code", "show_join_code"]

ALPHABET = "CDFHJKMNPRTVWXY3479"
"""No vowels, so that there are no words, and no symbols that look like another one or like one left out: 0
and O, 1 and I and L, 2 and Z, 5 and S, 6 and G, 8 and B."""

_LENGTH = 6
_GROUP = 3
_TRIES = 1000
_LONGEST = 100  # the most characters that are parsed

# Rude associations of three symbols, with 3 for E, 4 for A, V for U, 7 for T.
_RUDE = (
    "CNT CVN FCK FVC FVK FKN FXK FWK PHK DCK DYK CXK CVM JCK JRK PRK PRC PNC WNK W4N TWT TW7 "
    "TRD TVR NKD F4P F4T F4C F4N K4T FTP F7P HVN VVF VD4 RVC N4Z KKK WTF M4D P4K J4P N3G P3N P3D D3D R4P "
    "C4C K4K CR4"
)
_RUDE_TRIPLES = frozenset(triple for triple in _RUDE.split() if set(triple) <= set(ALPHABET))

# Dashes, blanks and invisible characters (Unicode categories).
_BETWEEN = ("Pd", "Zs", "Zl", "Zp", "Cf", "Cc")


class _Random(Protocol):
    def choice(self, of: Sequence[str], /) -> str: ...


def new_join_code(is_taken: Callable[[str], bool], random: _Random = secrets) -> str:
    """Return a new code of six symbols that is not taken and contains no rude three in a row.

    Raises WorkshopError ("busy") if none was found.
    """
    for _ in range(_TRIES):
        code = "".join(random.choice(ALPHABET) for _ in range(_LENGTH))
        if not _is_rude(code) and not is_taken(code):
            return code
    raise WorkshopError("busy")


def read_join_code(text: object) -> str:
    """Return the six symbols of a code that a person typed, in any case, with blanks or hyphens.

    Raises WorkshopError ("unknown") for anything that is not a code.
    """
    if not isinstance(text, str):
        raise WorkshopError("unknown")
    signs = unicodedata.normalize("NFKC", text[:_LONGEST])
    code = "".join(sign for sign in signs if unicodedata.category(sign) not in _BETWEEN).upper()
    if len(code) != _LENGTH or not set(code) <= set(ALPHABET):
        raise WorkshopError("unknown")
    return code


def show_join_code(code: str) -> str:
    """Return a code in readable form: two groups of three, such as K7M-9XW."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def _is_rude(code: str) -> bool:
    return any(code[at : at + _GROUP] in _RUDE_TRIPLES for at in range(_LENGTH - _GROUP + 1))
