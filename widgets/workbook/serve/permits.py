"""Permits for new records: how many may be made from one network, and how fast.

Here: the socket that kernels ask, and the figures. Not here: who asks (see `record.permit`). Hundreds of
learners who share an address can begin within a minute; whoever makes more is slowed, and then told to wait.
A kernel knows its network by a mark alone, which says nothing and ends with the server.
"""

import asyncio
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from workbook.serve.door import Bucket

__all__ = ["Permits"]

_NAME = "permits"
_AT_ONCE, _A_S = 400.0, 1.0
_MOST_KNOWN = 10_000
_MOST_BYTES = 128
_WITHIN_S = 2.0


class Permits:
    """The permits of one server."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a folder that is this user's alone."""
        self._path, self._clock = folder / _NAME, clock
        self._secret = secrets.token_bytes()
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._server: asyncio.AbstractServer | None = None

    def environment(self, network: str) -> dict[str, str]:
        """Return what a kernel is told whose page comes from a network, nothing where that is not counted."""
        if not network or self._server is None:
            return {}
        mark = hmac.digest(self._secret, network.encode(), "sha256").hex()
        return {"WORKBOOK_PERMITS": str(self._path), "WORKBOOK_VISITOR": mark}

    def wait_s(self, mark: str) -> float:
        """Count a new record and return 0, or return in how many seconds there may be one."""
        bucket = self._buckets.pop(mark, None) or Bucket(_AT_ONCE, _A_S, self._clock)
        self._buckets[mark] = bucket
        if len(self._buckets) > _MOST_KNOWN:
            self._buckets.popitem(last=False)
        return bucket.wait_s()

    async def start(self) -> None:
        """Begin to answer, where the system has such sockets."""
        if hasattr(asyncio, "start_unix_server"):
            self._server = await asyncio.start_unix_server(
                self._answer, path=str(self._path), limit=_MOST_BYTES
            )

    def stop(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, TimeoutError):
            mark = await asyncio.wait_for(reader.readline(), _WITHIN_S)
            writer.write(f"{self.wait_s(mark.decode().strip()):.3f}\n".encode())
            await writer.drain()
        writer.close()
