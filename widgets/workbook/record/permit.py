"""Asks the server whether a new record may be made now: it knows how many come from one network.

Here: one question to the socket that WORKBOOK_PERMITS names, with the mark that WORKBOOK_VISITOR is, and the
seconds that come back. Without a server that answers, a record may be made at once. Not here: who is counted
how (see `serve.permits`).
"""

import socket
from collections.abc import Mapping
from contextlib import suppress

__all__ = ["seconds_to_wait"]

_WITHIN_S = 2.0
_MOST_BYTES = 32


def seconds_to_wait(environment: Mapping[str, str]) -> float:
    """Return in how many seconds this page may make a new record, 0 for now."""
    path, mark = environment.get("WORKBOOK_PERMITS", ""), environment.get("WORKBOOK_VISITOR", "")
    if not path or not mark or not hasattr(socket, "AF_UNIX"):
        return 0.0
    with suppress(OSError, ValueError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_WITHIN_S)
        line.connect(path)
        line.sendall(f"{mark}\n".encode())
        return max(0.0, float(line.recv(_MOST_BYTES)))
    return 0.0
