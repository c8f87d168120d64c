"""Calls from a kernel to its server, for what a kernel can't reach itself.

A kernel runs a notebook's code, and is given no secret: the server alone knows where the database is, and how
to get in. Here: the form of a call, and the kernel's side of it. Not here: the server's side (see
`kernels.rpc_handlers`), and what is asked for, which the program that mounts the pages says.

One connection carries one call: a line of JSON that names the service and the length of the message, and the
message as JSON. The answer has the same form, and either a `fault` or a message.
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
"""The variable in a kernel's environment that says where the server listens: a socket's path.

On Windows, which has no such sockets, it is a port of this machine, and a token by which the server knows its
own: `4321 token`.
"""

SERVICES = "WIDGET_HOST_SERVICES"
"""The variable that names the services that the server has, with blanks in between."""

HEAD_BYTES = 1024
"""How long the first line is at most."""

MOST_BYTES = 64 << 20
"""How long a message is at most."""

_WITHIN_S = 60.0


class RpcError(Exception):
    """The server did not answer a call. `reason` is "busy" where it may do so later, else "down"."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = "busy" if reason == "busy" else "down"
        super().__init__(self.reason)


def is_offered(environment: Mapping[str, str], service: str) -> bool:
    """Say whether the server of a kernel with this environment has a service."""
    return service in environment.get(SERVICES, "").split()


def call(
    environment: Mapping[str, str], service: str, message: Mapping[str, Any], within_s: float = _WITHIN_S
) -> dict[str, Any]:
    """Return the server's answer to a message; both can be whatever JSON can say.

    Raises RpcError where there is none within so many seconds.
    """
    try:
        with _connected(environment.get(ADDRESS, ""), within_s) as (line, token):
            line.sendall(framed(message, service=service, token=token))
            with line.makefile("rb") as answer:
                return _read(answer)
    except (OSError, OverflowError, ValueError, RecursionError):
        raise RpcError("down") from None


def framed(message: object, **head: object) -> bytes:
    """Return a message in the form that goes over the line, with what its first line says besides.

    It is ASCII, so halves of characters (lone surrogates), which a browser's texts may have, go through.
    """
    body = json.dumps(message).encode("ascii")
    return json.dumps({**head, "bytes": len(body)}).encode("ascii") + b"\n" + body


def length_of(head: Mapping[str, Any]) -> int:
    """Return how many bytes follow a first line; raises ValueError where that can't be."""
    length = head.get("bytes")
    if not isinstance(length, int) or not 0 <= length <= MOST_BYTES:
        raise ValueError("bytes")
    return length


class _connected:  # noqa: N801 - reads as what it gives
    """A connection to the server, with the token that goes along where the address has one."""

    def __init__(self, address: str, within_s: float) -> None:
        port, _, self._token = address.partition(" ")
        if port.isdigit() and self._token:
            self._line = socket.create_connection(("127.0.0.1", int(port)), timeout=within_s)
            return
        self._token = ""
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(within_s)
        try:
            self._line.connect(os.fspath(address))
        except OSError:
            self._line.close()
            raise

    def __enter__(self) -> tuple[socket.socket, str]:
        return self._line, self._token

    def __exit__(self, *_: object) -> None:
        self._line.close()


def _read(answer: BinaryIO) -> dict[str, Any]:
    """Return the message of an answer; raises RpcError for a fault, and ValueError for no answer."""
    head = json.loads(answer.readline(HEAD_BYTES))
    if head.get("fault"):
        raise RpcError(str(head["fault"]))
    length = length_of(head)
    body = answer.read(length)
    message = json.loads(body) if len(body) == length else None
    if not isinstance(message, dict):
        raise ValueError("message")
    return message
