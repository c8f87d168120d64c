"""Creates QR codes, as SVG paths.

Here: the drawing. Not here: the encoded address (see `addresses`).
"""

import segno

from workbook.workshop.errors import WorkshopError

__all__ = ["qr_path"]

_QUIET = 4
_MOST_LONG = 500


def qr_path(text: str) -> tuple[int, str]:
    """Return the size of a QR code with its quiet zone, in modules, and its dark modules as an SVG path.

    One unit of the path is a module. Raises WorkshopError ("unreadable") for an empty or very long text.
    """
    if not 0 < len(text) <= _MOST_LONG:
        raise WorkshopError("unreadable", "A QR code can contain 1 to 500 characters.")
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = len(row[x:]) - len(row[x:].lstrip(b"\1")) if row[x] else 0
            if run:
                parts.append(f"M{x + _QUIET} {y + _QUIET}h{run}v1h-{run}z")
            x += run or 1
    return len(rows) + 2 * _QUIET, "".join(parts)
