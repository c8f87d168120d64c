"""The client of the fork server: starts it, and asks it and its templates for forks.

Here: the process, the conversations, a forked process as a handle. Not here: what runs in the fork server
(see `fork_server`), and which notebook has which template, which is up to whoever uses this package.
"""

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any, Protocol

from forked_kernels.fork_server import KERNEL, TEMPLATE, TRIAL
from forked_kernels.limits import Limits

__all__ = [
    "FailedForkError",
    "ForkError",
    "ForkServer",
    "ForkedKernel",
    "Lifeline",
    "ProcessConnection",
    "User",
    "can_fork",
]

_ANSWERS_WITHIN_S = 10.0
_STARTS_WITHIN_S = 120.0
_AGAIN_S = 0.01
_BLOCK = 1 << 18
_SETTING = {
    # A library's pool of threads would not survive the fork.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Each thread that asks for memory would else get a store of its own.
    "MALLOC_ARENA_MAX": "1",
    # A kernel that is told this number watches no parent, and believes that somebody looks after it.
    "JPY_PARENT_PID": "1",
}


class User(Protocol):
    """A user of the system that the fork server, and all that is forked from it, runs as."""

    @property
    def command(self) -> Sequence[str]:
        """What a command has in front of it to be run as this user."""

    @property
    def UMASK(self) -> int:  # noqa: N802 - it is the same for all
        """Which rights to new files are taken away."""

    def let_watch(self, pipe: int) -> None:
        """Let this user's processes open the reading end of a pipe that they have been handed."""


class ForkError(Exception):
    """What was asked for a fork is gone, or does not answer."""


class FailedForkError(ForkError):
    """A fork could not become what was asked for; the text is what it said of that."""


def can_fork() -> bool:
    """Say whether kernels can be forked on this system."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class Lifeline:
    """A pipe whose one end this process alone holds: when it ends, so do all that hold the other."""

    def __init__(self) -> None:
        """Open it."""
        self.theirs, self._ours = os.pipe2(os.O_CLOEXEC)

    def close(self) -> None:
        """Close it in this process; where this is the last, all that depend on it end."""
        for end in (self.theirs, self._ours):
            with suppress(OSError):
                os.close(end)
        self.theirs = self._ours = -1


class ProcessConnection:
    """The line to a process that forks for each request."""

    def __init__(self) -> None:
        """Open both ends; `theirs` is to be closed once the process has it."""
        self._ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.setblocking(False)

    @property
    def is_open(self) -> bool:
        """Whether the process is still there."""
        try:
            return self._ours.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Let the process go, which ends it; what it has forked lives on."""
        self._ours.close()

    async def ask(
        self,
        word: bytes,
        request: dict[str, Any],
        files: Sequence[int] = (),
        within_s: float = _ANSWERS_WITHIN_S,
    ) -> "Conversation":
        """Ask for a fork; returns the conversation with it once its process id is known.

        Raises ForkError where there is none `within_s` seconds later.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            async with asyncio.timeout(within_s):
                with theirs:
                    await self._send(word, [theirs.fileno(), *files])
                await asyncio.get_running_loop().sock_sendall(ours, json.dumps(request).encode())
                ours.shutdown(socket.SHUT_WR)
                return await Conversation.begun(ours)
        except (OSError, ValueError, TimeoutError) as error:
            ours.close()
            raise ForkError(type(error).__name__) from None
        except BaseException:
            ours.close()
            raise

    async def _send(self, word: bytes, files: list[int]) -> None:
        while True:
            try:
                socket.send_fds(self._ours, [word], files)
                return
            except BlockingIOError:
                await asyncio.sleep(_AGAIN_S)


class Conversation:
    """What is said with a fork, whose process id is `pid`."""

    def __init__(self, link: socket.socket, pid: int, rest: bytes) -> None:
        """Take the socket, and what has come after the process id."""
        self.pid = pid
        self._link = link
        self._parts = [rest]

    @classmethod
    async def begun(cls, link: socket.socket) -> "Conversation":
        """Wait for the process id; raises ValueError where none comes, FailedForkError for a reason."""
        loop = asyncio.get_running_loop()
        said = b""
        while b"\n" not in said:
            part = await loop.sock_recv(link, _BLOCK)
            if not part:
                raise ValueError
            said += part
        pid, _, rest = said.partition(b"\n")
        if not pid.isdigit():
            raise FailedForkError(pid.decode("ascii", "replace"))
        return cls(link, int(pid), rest)

    @property
    def said(self) -> bytes:
        """All that the fork has said so far."""
        return b"".join(self._parts)

    async def answer(self) -> bytes:
        """Wait for all that the fork has to say."""
        loop = asyncio.get_running_loop()
        with self._link, suppress(ConnectionError):
            while part := await loop.sock_recv(self._link, _BLOCK):
                self._parts.append(part)
        return self.said

    def close(self) -> None:
        """Hear no more."""
        self._link.close()


class ForkServer:
    """The process that kernels and templates are forked from."""

    def __init__(
        self,
        warm_up: tuple[str, ...],
        env: dict[str, str],
        lifeline: Lifeline,
        user: User | None = None,
    ) -> None:
        """Start it with what it is to import (see `fork_server`), and the environment to import it in.

        It and all that is forked from it run as `user`, where one is given.
        """
        self._line = ProcessConnection()
        if user is not None:
            user.let_watch(lifeline.theirs)
        with self._line.theirs as theirs:
            self._process = subprocess.Popen(
                [
                    *(user.command if user else ()),
                    *(sys.executable, "-P", "-m", "forked_kernels.fork_server"),
                    *(str(theirs.fileno()), str(lifeline.theirs)),
                    *warm_up,
                ],
                env={**env, **_SETTING},
                pass_fds=(theirs.fileno(), lifeline.theirs),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # Ctrl-C is for the server. Its session is shared: nice values count within one alone.
                process_group=0,
                umask=user.UMASK if user else -1,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    async def kernel(
        self,
        command: list[str],
        folder: str,
        env: dict[str, str],
        streams: tuple[int, int],
        limits: Limits | None = None,
    ) -> "ForkedKernel":
        """Return a new kernel, as if started by `python -m` with this command: a module and its arguments.

        `streams` are the files that it has for stdout and stderr. Raises ForkError.
        """
        request = {"command": command, "folder": folder, "env": env, "limits": limits and asdict(limits)}
        conversation = await self._line.ask(KERNEL, request, streams, _STARTS_WITHIN_S)
        conversation.close()
        return ForkedKernel(conversation.pid)

    async def template(self, request: dict[str, Any]) -> tuple[ProcessConnection, Conversation]:
        """Return the line to a new template, and the conversation in which it tells what cells showed.

        `request` is what `fork_server` takes. Raises ForkError.
        """
        line = ProcessConnection()
        try:
            with line.theirs as theirs:
                conversation = await self._line.ask(TEMPLATE, request, [theirs.fileno()], _STARTS_WITHIN_S)
        except BaseException:
            line.close()
            raise
        return line, conversation

    async def try_fork(self) -> None:
        """Fork once, for nothing but to see whether that can be done; raises ForkError."""
        (await self._line.ask(TRIAL, {}, (), _STARTS_WITHIN_S)).close()

    def let_go(self) -> None:
        """Leave it to the process that this one was forked from."""
        self._line.close()

    def stop(self) -> None:
        """End it; what it has forked lives on."""
        self._line.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


class ForkedKernel:
    """A forked process, as Jupyter's provisioner wants it: like a `subprocess.Popen`.

    It is not a child of this process, so its exit code can't be had: 0 stands for any.
    """

    stdin = None

    def __init__(self, pid: int) -> None:
        """Hold on to the process itself, since its number may be given to another after its end."""
        self.pid = pid
        self.stdout: IO[bytes] | None = None
        self.stderr: IO[bytes] | None = None
        self._descriptor = -1
        with suppress(ProcessLookupError):
            self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs; once it has ended, the file that it was held by is closed."""
        if self._descriptor >= 0 and not self._has_ended(0):
            return None
        self._close()
        return 0

    def wait(self) -> int:
        """Return when it has ended."""
        if self._descriptor >= 0:
            self._has_ended(None)
            self._close()
        return 0

    def _has_ended(self, within_ms: int | None) -> bool:
        """Say whether it has ended; with None, wait for it. `select` knows no file's number beyond 1023."""
        watch = select.poll()
        watch.register(self._descriptor, select.POLLIN)
        return bool(watch.poll(within_ms))

    def __del__(self) -> None:
        """Let go of the process."""
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def send_signal(self, number: int) -> None:
        """Send it a signal; one that has ended gets none."""
        if self._descriptor >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)
