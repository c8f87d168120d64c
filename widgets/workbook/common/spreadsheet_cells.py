"""Detects table cells that a spreadsheet would run as formulas, and makes them harmless.

Every package may import this module, and it imports no other.
"""

import unicodedata

__all__ = ["harmless", "is_formula"]

# OWASP's list for CSV injection: = + - @, their full-width forms, which some spreadsheets accept, and a tab
# or line break at the start of a cell.
_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_BREAKS = ("\t", "\r", "\n")
# Blanks, control characters, and characters without a width, such as direction marks: some programs drop
# them.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_FILLERS = "\u034f\u115f\u1160\u3164\uffa0"


def harmless(text: str) -> str:
    """Prefix a text with an apostrophe if a spreadsheet would read it as a formula (OWASP, CSV injection)."""
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would read a text as a formula, and run it."""
    first = next((one for one in text if not _is_unseen(one)), "")
    return first in _SIGNS or text.startswith(_BREAKS)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or character in _FILLERS
