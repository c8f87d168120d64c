"""Keeping what a learner sends: the one function of this room that an exercise knows.

Here: where a message goes, as whoever runs the server has decided. Not here: what it may be (see `message`),
the two places (see `box` and `file`). Nothing here writes a word of a message into a log.
"""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from workbook.usage.message import KINDS, LIMIT, USEFUL, Message, RefusedError, read_message

__all__ = ["KINDS", "LIMIT", "USEFUL", "RefusedError", "feedback_file", "keep"]

_PATIENCE_S = 5.0
"""Half of what the form waits for an answer."""


def keep(sent: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> None:
    """Keep what the form sent; it is on the disk when this returns, and a second try keeps it no second time.

    It goes into the table (CSV) that WORKBOOK_FEEDBACK names in `environment`, where that is set, and else
    into the database that WORKBOOK_USAGE names. Raises RefusedError: "unreadable", "long" or "empty" for
    what can't be kept, "full" or "closed" where the place takes nothing, "off" where there is none.
    """
    message = read_message(sent)
    today = datetime.now(UTC).date()
    file = feedback_file(environment)
    if file is not None:
        from workbook.usage.file import add  # noqa: PLC0415 - few publishers have one

        add(message, file, today, _PATIENCE_S)
        return
    address = environment.get("WORKBOOK_USAGE", "").strip()
    if not address:
        raise RefusedError("off")
    _put(address, message, today)


def feedback_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the table (CSV) that WORKBOOK_FEEDBACK names for feedback, instead of the database; else None.

    It is best an absolute path; a relative one counts from the kernel's working directory.
    """
    named = environment.get("WORKBOOK_FEEDBACK", "").strip()
    return Path(named).expanduser() if named else None


def _put(address: str, message: Message, day: date) -> None:
    """Put a message into a database, whose connection is not kept: the next message may never come."""
    from workbook.database.errors import DatabaseError  # noqa: PLC0415 - a page is there sooner without
    from workbook.usage.box import put  # noqa: PLC0415
    from workbook.usage.store import UsageStore  # noqa: PLC0415

    try:
        with UsageStore(address, timeout=_PATIENCE_S) as store:
            put(store, message, day)
    except DatabaseError as error:
        raise RefusedError("full" if error.reason == "full" else "closed") from None
