"""The server's side of calls from its kernels, which have no secret and so can't reach the database.

Here: the socket, and the threads that answer. Not here: the form of a call (see `common.kernel_rpc`), and
what is answered (see `settings.Offer`). Each service has threads of its own: where one waits for the
database, or opens a code, the others go on. Nothing of a message is logged.
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
"""Answers one message. It is called in a thread, may block, and raises nothing that a kernel has to know."""

_LOG = logging.getLogger("widget_host")
_NAME = "broker"
_THREADS = 4
# The most calls that are read or answered at once; others wait for their turn.
_MOST_AT_ONCE = 256
_READS_WITHIN_S = 30.0
# Who waits longer for a thread is told that the database is busy, as if it had waited for the database.
_WAITS_AT_MOST_S = 10.0
_BACKLOG = 1024
_BUFFER_BYTES = 1 << 18
_IS_UNIX = hasattr(socket, "AF_UNIX")


class _Lane:
    """One service, and the threads that answer for it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._threads = ThreadPoolExecutor(_THREADS, "broker")
        self._free = asyncio.Semaphore(_THREADS)

    async def answered(self, body: bytes) -> bytes:
        """Return what is sent back for a message; raises BrokerError where no thread is free."""
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
        """Wait for what is being answered."""
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
    """What kernels call. Its socket is in a folder that is closed to all but the server and its kernels."""

    def __init__(self, folder: Path, services: Mapping[str, Answer], *, is_unix: bool = _IS_UNIX) -> None:
        """Open the socket; nobody is answered before `start`. Without services there is none."""
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
        """The socket's file, where it has one."""
        return Path(self._address) if self._socket is not None and not self._token else None

    @property
    def environment(self) -> dict[str, str]:
        """What kernels are told."""
        if self._socket is None:
            return {}
        return {ADDRESS: self._address, SERVICES: " ".join(sorted(self._services))}

    async def start(self) -> None:
        """Begin to answer, in the running loop."""
        if self._socket is None:
            return
        self._lanes = {name: _Lane(answer) for name, answer in self._services.items()}
        await self._listen()

    async def ensure(self) -> bool:
        """Open the socket again where its file has been deleted, and say whether it had been.

        Whoever is being answered by way of the one before hears the answer. Raises OSError where there is no
        folder for it any more.
        """
        path = self.path
        if path is None or self._server is None or path.exists():
            return False
        # First: closing it may delete what lies under its name.
        self._server.close()
        self._socket = _bound(path)
        await self._listen()
        return True

    async def _listen(self) -> None:
        begin: Any = asyncio.start_server if self._token else asyncio.start_unix_server
        self._server = await begin(self._serve, sock=self._socket, limit=_BUFFER_BYTES, backlog=_BACKLOG)

    async def stop(self) -> None:
        """Take no more calls, and finish those that are being answered."""
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
            pass  # it is not a kernel of ours that speaks so, or it has ended
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answered(self, reader: asyncio.StreamReader) -> bytes:
        async with asyncio.timeout(_READS_WITHIN_S):
            line = await reader.readline()
            head = json.loads(line) if len(line) <= HEAD_BYTES else None
            if not isinstance(head, dict):
                raise ValueError("head")
            lane = self._lane(head)
            body = await reader.readexactly(length_of(head))
        try:
            return await lane.answered(body)
        except RpcError as problem:
            return framed(None, fault=problem.reason)
        except Exception as problem:  # whatever it is: the kernel is told, and the log without its words
            _LOG.error("A call of a kernel could not be answered: %s.", type(problem).__name__)
            return framed(None, fault="down")

    def _lane(self, head: Mapping[str, Any]) -> _Lane:
        """Return what answers a call by its first line; raises ValueError where nothing does."""
        if not hmac.compare_digest(str(head.get("token", "")).encode(), self._token.encode()):
            raise ValueError("token")
        lane = self._lanes.get(str(head.get("service")))
        if lane is None:
            raise ValueError("service")
        return lane
