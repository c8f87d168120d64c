"""Stores feedback in a table (CSV), one row for each message, if the publisher chooses that.

Here: writing a row to disk completely or not at all. Not here: the format of a message (see `message`), nor
the choice of place (see `feedback`). No text of a message is ever logged.
"""

import csv
import errno
import io
import os
from datetime import date
from io import FileIO
from pathlib import Path

from workbook.common.spreadsheet_cells import harmless
from workbook.usage._lock import locked
from workbook.usage.message import Message, RefusedError

__all__ = ["COLUMNS", "add"]

COLUMNS = ("day", "message", "kind", "page", "useful", "text")
"""The table's columns: the day of arrival (UTC), the message's own number, and its contents."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BIGGEST = 50_000_000  # bytes: the table is searched for repeats, and a flood has to end somewhere


def add(message: Message, path: Path, day: date, patience_s: float) -> None:
    """Add a message to the table at `path`; its row is on disk when this returns.

    A message that is already there changes nothing. Only its owner can read and write a new table. Raises
    RefusedError ("full" or "closed"), the latter also if another program locks the table for longer than
    `patience_s` seconds.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (
            open(path, "a+b", buffering=0, opener=_owner_only) as table,
            locked(table, patience_s),
        ):
            _append(table, message, day)
    except (OSError, ValueError) as problem:  # ValueError: a path that no system can open
        no_room = isinstance(problem, OSError) and problem.errno in _NO_ROOM
        raise RefusedError("full" if no_room else "closed") from None


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _append(table: FileIO, message: Message, day: date) -> None:
    """Write one row at once, and restore the table if that fails."""
    table.seek(0)
    before = table.readall()
    if f'"{message.message.hex()}"'.encode() in before:
        return
    if len(before) > _BIGGEST:
        raise RefusedError("full")
    says = (harmless(cell) for cell in (message.kind, message.page, message.useful, message.text))
    row = _line(day.isoformat(), message.message.hex(), *says)
    # The byte order mark of a new table tells a spreadsheet that it is UTF-8.
    data = _mending(before) + row if before else "\ufeff".encode() + _line(*COLUMNS) + row
    try:
        if table.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(table.fileno())
    except OSError:
        table.truncate(len(before))
        raise


def _line(*cells: str) -> bytes:
    """Return the cells as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8")


def _mending(before: bytes) -> bytes:
    """Return text that closes a row cut short by a power failure: valid CSV has an even number of quotes."""
    end = b'"' if before.count(b'"') % 2 else b""
    return end if not end and before.endswith(b"\n") else end + b"\n"
