"""Keeping what a learner sends: the one function of this room that an exercise knows.

Here: where a message goes, as whoever runs the server has decided. Not here: what it may be (see `message`),
the two places (see `box` and `file`). Nothing here writes a word of a message into a log.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

from widget_host.common.kernel_rpc import RpcError, call, is_offered
from workbook.usage.message import KINDS, LIMIT, USEFUL, Message, Reason, RefusedError, read_message

__all__ = [
    "KINDS",
    "LIMIT",
    "SERVICE",
    "USEFUL",
    "RefusedError",
    "feedback_file",
    "keep",
    "keep_here",
    "service",
]

SERVICE = "feedback"
"""The name under which a server keeps feedback for its kernels (see `common.kernel_rpc`)."""

_PATIENCE_S = 5.0
"""Half of what the form waits for an answer."""


def keep(sent: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> None:
    """Keep what the form sent; it is on the disk when this returns, and a second try keeps it no second time.

    The server keeps it, where one has started this kernel; else it goes into the table (CSV) that
    WORKBOOK_FEEDBACK names in `environment`. Raises RefusedError: "unreadable", "long" or "empty" for what
    can't be kept, "full" or "closed" where the place takes nothing, "off" where there is none.
    """
    if not is_offered(environment, SERVICE):
        keep_here(sent, "", feedback_file(environment))
        return
    try:
        refused = call(environment, SERVICE, sent).get("refused")
    except RpcError:
        refused = "closed"
    if refused:
        raise RefusedError(refused if refused in get_args(Reason) else "closed")


def service(address: str, file: Path | None) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """Return what keeps feedback for a server's kernels, as `keep_here` does."""

    def answer(sent: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            keep_here(sent, address, file)
        except RefusedError as problem:
            return {"refused": problem.reason}
        return {}

    return answer


def keep_here(sent: Mapping[str, object], address: str, file: Path | None) -> None:
    """Keep what the form sent in a table (CSV), or else in the database at `address`.

    Raises RefusedError as `keep` does.
    """
    message = read_message(sent)
    today = datetime.now(UTC).date()
    if file is not None:
        from workbook.usage.file import add  # noqa: PLC0415 - few publishers have one

        add(message, file, today, _PATIENCE_S)
        return
    if not address:
        raise RefusedError("off")
    _put(address, message, today)


def feedback_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the table (CSV) that WORKBOOK_FEEDBACK names for feedback, instead of the database; else None.

    It is best an absolute path; a relative one counts from the working directory.
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
