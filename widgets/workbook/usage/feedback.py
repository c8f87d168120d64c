"""Stores a learner's feedback: the one function of this package that an exercise calls.

Here: where a message goes, according to the server's settings. Not here: its format (see `message`), the two
places (see `feedback_rows` and `feedback_csv`). No text of a message is ever logged.
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
"""The name of the service by which a server stores feedback for its kernels."""

_PATIENCE_S = 5.0
"""Half of the time that the form waits for an answer."""


def keep(sent: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> None:
    """Store a message from the form; it is on disk when this returns, and a repeat is not stored twice.

    The server stores it, if one has started this kernel; else it goes into the table (CSV) that
    WORKBOOK_FEEDBACK names in `environment`. Raises RefusedError: "unreadable", "long" or "empty" for an
    invalid message, "full" or "closed" if the place accepts nothing, "off" if there is no place.
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
    """Return the service that stores feedback for a server's kernels, as `keep_here` does."""

    def answer(sent: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            keep_here(sent, address, file)
        except RefusedError as problem:
            return {"refused": problem.reason}
        return {}

    return answer


def keep_here(sent: Mapping[str, object], address: str, file: Path | None) -> None:
    """Store a message from the form in a table (CSV), or else in the database at `address`.

    Raises RefusedError as `keep` does.
    """
    message = read_message(sent)
    today = datetime.now(UTC).date()
    if file is not None:
        from workbook.usage.feedback_csv import add  # noqa: PLC0415 - few publishers use one

        add(message, file, today, _PATIENCE_S)
        return
    if not address:
        raise RefusedError("off")
    _put(address, message, today)


def feedback_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the table (CSV) for feedback from WORKBOOK_FEEDBACK, or None for the database.

    An absolute path is best; a relative one starts at the working directory.
    """
    named = environment.get("WORKBOOK_FEEDBACK", "").strip()
    return Path(named).expanduser() if named else None


def _put(address: str, message: Message, day: date) -> None:
    """Add a message to a database, and close the connection: the next message may never come."""
    from workbook.database.errors import DatabaseError  # noqa: PLC0415 - a page loads sooner without
    from workbook.usage.feedback_rows import put  # noqa: PLC0415
    from workbook.usage.store import UsageStore  # noqa: PLC0415

    try:
        with UsageStore(address, timeout=_PATIENCE_S) as store:
            put(store, message, day)
    except DatabaseError as error:
        raise RefusedError("full" if error.reason == "full" else "closed") from None
