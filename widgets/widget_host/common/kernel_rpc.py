"""Calls from a kernel to its server, for resources that a kernel can't access itself.

A kernel runs a notebook's code, and gets no secrets: only the server knows the database's address and
password. Here: the format of a call, and the kernel's side of it. Every package may import this module, and
it imports no other. Not here: the server's side (see `kernels.rpc_handlers`), and the services (see
`record.service`, `usage.feedback` and `workshop.report.request`).

One connection carries one call: a line of JSON with the name of the service and the length of the message,
and then the message as JSON. The answer has the same format, with either a `fault` or a message.
"""

import json
import os
import socket
from collections.abc import Mapping
from typing import Any, BinaryIO

__all__ = [
    "ADDRESS",
    "HEAD_BYTES",
    "MOST_BYTES",
    "SERVICES",
    "RpcError",
    "call",
    "framed",
    "is_offered",
    "length_of",
]

ADDRESS = "WIDGET_HOST_RPC"
"""The environment variable with the address at which the server listens for kernels: a socket's path.

On Windows, which has no such sockets, it is a port of this machine, and a token by which the server
recognises its own kernels: `4321 token`.
"""

SERVICES = "WIDGET_HOST_SERVICES"
"""The environment variable with the names of the server's services, separated by blanks."""

HEAD_BYTES = 1024
"""The maximum length of the first line, in bytes."""

MOST_BYTES = 64 << 20
"""The maximum length of a message, in bytes."""

_WITHIN_S = 60.0


class RpcError(Exception):
    """The server did not answer a call. `reason` is "busy" if it may do so later, else "down"."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = "busy" if reason == "busy" else "down"
        super().__init__(self.reason)


def is_offered(environment: Mapping[str, str], service: str) -> bool:
    """Return whether the server of a kernel with this environment offers a service."""
    return service in environment.get(SERVICES, "").split()


def call(
    environment: Mapping[str, str], service: str, message: Mapping[str, Any], within_s: float = _WITHIN_S
) -> dict[str, Any]:
    """Return the server's answer to a message; both can be any JSON value.

    Raises RpcError if there is none within so many seconds.
    """
    try:
        with _connected(environment.get(ADDRESS, ""), within_s) as (connection, token):
            connection.sendall(framed(message, service=service, token=token))
            with connection.makefile("rb") as answer:
                return _read(answer)
    except (OSError, OverflowError, ValueError, RecursionError):
        raise RpcError("down") from None


def framed(message: object, **header: object) -> bytes:
    """Return a message in the transmitted format, with further values for its first line.

    It is ASCII, so that lone surrogates, which a browser's texts may contain, can be sent.
    """
    body = json.dumps(message).encode("ascii")
    return json.dumps({**header, "bytes": len(body)}).encode("ascii") + b"\n" + body


def length_of(header: Mapping[str, Any]) -> int:
    """Return how many bytes follow a first line; raises ValueError if the length is invalid."""
    length = header.get("bytes")
    if not isinstance(length, int) or not 0 <= length <= MOST_BYTES:
        raise ValueError("bytes")
    return length


class _connected:  # noqa: N801 - reads as what it gives
    """A connection to the server, on which the token has been sent if the address has one."""

    def __init__(self, address: str, within_s: float) -> None:
        port, _, self._token = address.partition(" ")
        if port.isdigit() and self._token:
            self._socket = socket.create_connection(("127.0.0.1", int(port)), timeout=within_s)
            return
        self._token = ""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(within_s)
        try:
            self._socket.connect(os.fspath(address))
        except OSError:
            self._socket.close()
            raise

    def __enter__(self) -> tuple[socket.socket, str]:
        return self._socket, self._token

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def _read(answer: BinaryIO) -> dict[str, Any]:
    """Return the message of an answer; raises RpcError for a fault, and ValueError for no answer."""
    header = json.loads(answer.readline(HEAD_BYTES))
    if header.get("fault"):
        raise RpcError(str(header["fault"]))
    length = length_of(header)
    body = answer.read(length)
    message = json.loads(body) if len(body) == length else None
    if not isinstance(message, dict):
        raise ValueError("message")
    return message
