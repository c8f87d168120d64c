"""Tells the server how long a save took: a word and a number, and nothing of the save itself.

Here: one datagram to the socket that WORKBOOK_SAVES names; without one, or where nobody listens, nothing. It
never waits: a save is not to be slower because somebody measures it.
"""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from workbook.record.errors import RecordError

__all__ = ["timed_save"]

_MOST_S = 9999.0


@contextmanager
def timed_save(environment: Mapping[str, str]) -> Iterator[None]:
    """Tell how long the block took, and whether it came to its end; what it raises goes on.

    A save for which there was no room is told as such.
    """
    began = time.monotonic()
    word = "failed"
    try:
        yield
        word = "saved"
    except RecordError as problem:
        word = "full" if problem.reason == "full" else word
        raise
    finally:
        _tell(environment.get("WORKBOOK_SAVES", ""), f"{word} {min(time.monotonic() - began, _MOST_S):.6f}")


def _tell(path: str, told: str) -> None:
    if not path or not hasattr(socket, "AF_UNIX"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        line.sendto(told.encode(), path)
