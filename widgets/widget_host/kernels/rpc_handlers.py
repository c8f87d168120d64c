"""The server's side of calls from its kernels, which have no secrets and so can't reach the database.

Here: the socket, and the threads that answer. Not here: the format of a call (see `common.kernel_rpc`), and
the answers (see `settings.Offer`). Each service has its own threads: while one waits for the database, or
decrypts with a code, the others continue. No part of a message is logged.
"""

import asyncio
import hmac
import json
import logging
import secrets
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from widget_host.common.kernel_rpc import ADDRESS, HEAD_BYTES, SERVICES, RpcError, framed, length_of

__all__ = ["Answer", "RpcServer"]

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Answers one message. It is called in a thread, may block, and raises no errors meant for a kernel."""

_LOG = logging.getLogger("widget_host")
_NAME = "broker"
_THREADS = 4
# The most calls that are read or answered at once; others wait their turn.
_MOST_AT_ONCE = 256
_READS_WITHIN_S = 30.0
# A call that waits longer for a thread is answered as "busy", as if it had waited for the database.
_WAITS_AT_MOST_S = 10.0
_BACKLOG = 1024
_BUFFER_BYTES = 1 << 18
_IS_UNIX = hasattr(socket, "AF_UNIX")


class _Lane:
    """One service, and its threads."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._threads = ThreadPoolExecutor(_THREADS, "broker")
        self._free = asyncio.Semaphore(_THREADS)

    async def answered(self, body: bytes) -> bytes:
        """Return the response to a message; raises RpcError if no thread is free."""
        try:
            await asyncio.wait_for(self._free.acquire(), _WAITS_AT_MOST_S)
        except TimeoutError:
            raise RpcError("busy") from None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._work, body)
        finally:
            self._free.release()

    def _work(self, body: bytes) -> bytes:
        message = json.loads(body)
        if not isinstance(message, dict):
            raise RpcError("down")
        return framed(self._answer(message))

    async def stop(self) -> None:
        """Wait for calls in progress."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)


def _bound(path: Path) -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    try:
        made.bind(str(path))
    except OSError:
        made.close()
        raise
    return made


class RpcServer:
    """The server that kernels call. Only the server and its kernels can access its socket's folder."""

    def __init__(self, folder: Path, services: Mapping[str, Answer], *, is_unix: bool = _IS_UNIX) -> None:
        """Open the socket, unless there are no services; calls are answered only after `start`."""
        self._services = services
        self._lanes: dict[str, _Lane] = {}
        self._token = ""
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._at_once = asyncio.Semaphore(_MOST_AT_ONCE)
        if services:
            self._open(folder / _NAME, is_unix=is_unix)

    def _open(self, path: Path, *, is_unix: bool) -> None:
        if is_unix:
            self._socket = _bound(path)
            self._address = str(path)
            return
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._token = secrets.token_hex(16)
        self._address = f"{self._socket.getsockname()[1]} {self._token}"

    @property
    def path(self) -> Path | None:
        """The socket's file, if it has one."""
        return Path(self._address) if self._socket is not None and not self._token else None

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables for kernels."""
        if self._socket is None:
            return {}
        return {ADDRESS: self._address, SERVICES: " ".join(sorted(self._services))}

    async def start(self) -> None:
        """Start answering, in the running loop."""
        if self._socket is None:
            return
        self._lanes = {name: _Lane(answer) for name, answer in self._services.items()}
        await self._listen()

    async def ensure(self) -> bool:
        """Reopen the socket if its file has been deleted, and return whether it had been.

        Calls in progress on the previous socket still get their answers. Raises OSError if its folder no
        longer exists.
        """
        path = self.path
        if path is None or self._server is None or path.exists():
            return False
        # Close it first: closing may delete the file under its name.
        self._server.close()
        self._socket = _bound(path)
        await self._listen()
        return True

    async def _listen(self) -> None:
        begin: Any = asyncio.start_server if self._token else asyncio.start_unix_server
        self._server = await begin(self._serve, sock=self._socket, limit=_BUFFER_BYTES, backlog=_BACKLOG)

    async def stop(self) -> None:
        """Accept no more calls, and finish those in progress."""
        if self._server is not None:
            self._server.close()
        elif self._socket is not None:
            self._socket.close()
        self._socket = None
        await asyncio.gather(*(lane.stop() for lane in self._lanes.values()))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one call."""
        try:
            async with self._at_once:
                writer.write(await self._answered(reader))
                await writer.drain()
        except (OSError, ValueError, RecursionError, asyncio.IncompleteReadError):
            pass  # not one of our kernels, or one that has ended
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answered(self, reader: asyncio.StreamReader) -> bytes:
        async with asyncio.timeout(_READS_WITHIN_S):
            line = await reader.readline()
            header = json.loads(line) if len(line) <= HEAD_BYTES else None
            if not isinstance(header, dict):
                raise ValueError("head")
            lane = self._lane(header)
            body = await reader.readexactly(length_of(header))
        try:
            return await lane.answered(body)
        except RpcError as problem:
            return framed(None, fault=problem.reason)
        except Exception as problem:  # any error is reported to the kernel, and logged without its message
            _LOG.error("A call of a kernel could not be answered: %s.", type(problem).__name__)
            return framed(None, fault="down")

    def _lane(self, header: Mapping[str, Any]) -> _Lane:
        """Return the lane for a call's first line; raises ValueError if there is none."""
        if not hmac.compare_digest(str(header.get("token", "")).encode(), self._token.encode()):
            raise ValueError("token")
        lane = self._lanes.get(str(header.get("service")))
        if lane is None:
            raise ValueError("service")
        return lane
