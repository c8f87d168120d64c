"""Cells of a table (CSV) that a spreadsheet opens: what it would run as a formula is made harmless."""

import re

__all__ = ["harmless"]

# What OWASP names for CSV injection: = + - @, also behind blanks, the wide forms that count in some
# spreadsheets, and a tab or line break that begins a cell.
_FORMULA = re.compile("^(?:\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if _FORMULA.match(text) else text
