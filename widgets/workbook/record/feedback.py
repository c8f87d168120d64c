"""The store of feedback: a table (CSV) that grows by a row for each message, on the publisher's machine.

Here: what a message may hold, where the table is, and how a row gets onto the disk whole or not at all. Not
here: the form (see the exercise `feedback`). Nothing here writes a word of a message into a log.
"""

import csv
import errno
import io
import os
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Literal

import platformdirs

from workbook.documents.cells import harmless
from workbook.record._lock import locked

__all__ = ["COLUMNS", "LIMIT", "Feedback", "RefusedError", "feedback_file", "keep", "read_message"]

LIMIT = 5_000
"""The most characters that each of the two texts may have."""

COLUMNS = ("at", "client", "seq", "useful", "helped", "ideas")
"""The table's columns: when it arrived (UTC), which form it came from, the form's count, and what it says."""

Reason = Literal["empty", "long", "unreadable", "full", "closed"]

_USEFUL = ("", "very", "some", "little")
_CLIENT = re.compile(r"[0-9a-z]{1,64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LAST = 1_000_000  # a form that has sent more is no form
_BIGGEST = 50_000_000  # bytes: the table is read to find a repeat, and a flood has to end somewhere
_PATIENCE = 5.0  # seconds: half of what the form waits for an answer


@dataclass(frozen=True, slots=True)
class Feedback:
    """One message. `client` is a random name for one opening of the form, `seq` counts what it sent.

    `useful` is "very", "some", "little" or "" (not said); `helped` and `ideas` have at most LIMIT characters.
    """

    client: str
    seq: int
    useful: str
    helped: str
    ideas: str


class RefusedError(RuntimeError):
    """A message that is not kept. `reason` is one of: empty, long, unreadable, full (no room), closed."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason, and nothing of the message."""
        self.reason: Reason = reason
        super().__init__(reason)


def feedback_file() -> Path:
    """Return where the table is: WORKBOOK_FEEDBACK where that is set, else in the user's own data folder.

    WORKBOOK_FEEDBACK is best an absolute path; a relative one counts from the kernel's working directory.
    """
    named = os.environ.get("WORKBOOK_FEEDBACK", "")
    if named:
        return Path(named).expanduser()
    return platformdirs.user_data_path("workbook", appauthor=False) / "feedback.csv"


def read_message(message: Mapping[str, object]) -> Feedback:
    """Return what a form's message holds, without signs that nobody can see.

    Raises RefusedError ("unreadable", "long" or "empty").
    """
    client, seq, useful = message.get("client"), message.get("seq"), message.get("useful", "")
    helped, ideas = message.get("helped", ""), message.get("ideas", "")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        raise RefusedError("unreadable")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= _LAST:
        raise RefusedError("unreadable")
    if not isinstance(helped, str) or not isinstance(ideas, str) or useful not in _USEFUL:
        raise RefusedError("unreadable")
    if max(len(helped), len(ideas)) > LIMIT:
        raise RefusedError("long")
    feedback = Feedback(client, seq, str(useful), _clean(helped), _clean(ideas))
    if not (feedback.useful or feedback.helped or feedback.ideas):
        raise RefusedError("empty")
    return feedback


def keep(feedback: Feedback, path: Path | None = None) -> str:
    """Add a message to the table, by default that of `feedback_file()`, and return when it was kept.

    The answer is a UTC time such as 2026-11-22T14:05:33Z, and it comes when the row is on the disk. A
    message that is there already (the same `client` and `seq`) is not added again: its own time is returned.
    A new table can be read and written by its owner alone. Raises RefusedError ("full" or "closed").
    """
    try:
        target = feedback_file() if path is None else path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (
            open(target, "a+b", buffering=0, opener=_owner_only) as table,
            locked(table, _PATIENCE),
        ):
            return _append(table, feedback)
    except (OSError, ValueError) as problem:  # ValueError: a path that no system can open
        no_room = isinstance(problem, OSError) and problem.errno in _NO_ROOM
        raise RefusedError("full" if no_room else "closed") from None


def _clean(text: str) -> str:
    """Return a text without NUL and other control signs, and without halves of signs that UTF-8 has not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).encode("utf-8", "replace").decode("utf-8").strip()


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _append(table: FileIO, feedback: Feedback) -> str:
    """Write one row in one go, and leave the table as it was where that fails."""
    table.seek(0)
    before = table.readall()
    if len(before) > _BIGGEST:
        raise RefusedError("full")
    known = _time_of(feedback, before)
    if known:
        return known
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = _line(now, *(harmless(str(cell)) for cell in astuple(feedback)))
    # The mark in front of a new table tells a spreadsheet that it is UTF-8.
    data = _mending(before) + row if before else "\ufeff".encode() + _line(*COLUMNS) + row
    try:
        if table.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(table.fileno())
    except OSError:
        table.truncate(len(before))
        raise
    return now


def _line(*cells: str) -> bytes:
    """Return the cells as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8")


def _mending(before: bytes) -> bytes:
    """Return what closes a row that a power cut left unfinished: whole CSV has an even number of quotes."""
    end = b'"' if before.count(b'"') % 2 else b""
    return end if not end and before.endswith(b"\n") else end + b"\n"


def _time_of(feedback: Feedback, before: bytes) -> str:
    """Return when this very message was kept, or "" where it was not."""
    if f'"{feedback.client}"'.encode() not in before:
        return ""
    rows = csv.reader(io.StringIO(before.decode("utf-8-sig", "replace"), newline=""))
    wanted = [feedback.client, str(feedback.seq)]
    try:
        return next((row[0] for row in rows if row[1:3] == wanted), "")
    except csv.Error:
        return ""
