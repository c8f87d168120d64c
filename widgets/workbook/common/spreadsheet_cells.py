"""Cells of a table that a spreadsheet opens: which it would run as a formula, and how one is made harmless.

Every room may know this module, and it knows none.
"""

import unicodedata

__all__ = ["harmless", "is_formula"]

# What OWASP names for CSV injection: = + - @, the wide forms that count in some spreadsheets, and a tab or
# line break that begins a cell.
_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_BREAKS = ("\t", "\r", "\n")
# Blanks, control characters, and those of no width, such as the ones that turn the direction: some programs
# drop them.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_FILLERS = "\u034f\u115f\u1160\u3164\uffa0"


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula, and run it."""
    first = next((one for one in text if not _is_unseen(one)), "")
    return first in _SIGNS or text.startswith(_BREAKS)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or character in _FILLERS
