"""The client of the fork server: starts it, and requests forks from it and its templates.

Here: the process, the conversations, and a handle for a forked process. Not here: the code that runs in the
fork server (see `fork_server`), and the assignment of templates to notebooks, which is up to the calling
program.
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
    # A library's thread pool would not survive the fork.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Otherwise each thread that allocates memory would get an arena of its own.
    "MALLOC_ARENA_MAX": "1",
    # With this number, a kernel does not poll for its parent, and assumes that somebody manages it.
    "JPY_PARENT_PID": "1",
}


class User(Protocol):
    """The system user that the fork server, and everything forked from it, runs as."""

    @property
    def command(self) -> Sequence[str]:
        """The prefix that runs a command as this user."""

    @property
    def UMASK(self) -> int:  # noqa: N802 - it is the same for all
        """The permissions that new files don't get."""

    def let_watch(self, pipe: int) -> None:
        """Let this user's processes reopen the reading end of a pipe that they have inherited."""


class ForkError(Exception):
    """The process that should fork has ended, or does not answer."""


class FailedForkError(ForkError):
    """A fork could not start as requested; the text is the reason that it gave."""


def can_fork() -> bool:
    """Return whether kernels can be forked on this system."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class Lifeline:
    """A pipe of which this process alone holds one end: when it ends, all holders of the other end do too."""

    def __init__(self) -> None:
        """Open the pipe."""
        self.theirs, self._ours = os.pipe2(os.O_CLOEXEC)

    def close(self) -> None:
        """Close it in this process; where no other process has it, all processes that depend on it end."""
        for end in (self.theirs, self._ours):
            with suppress(OSError):
                os.close(end)
        self.theirs = self._ours = -1


class ProcessConnection:
    """The connection to a process that forks for each request."""

    def __init__(self) -> None:
        """Open both ends; the caller closes `theirs` once the process has inherited it."""
        self._ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.setblocking(False)

    @property
    def is_open(self) -> bool:
        """Whether the process is still running."""
        try:
            return self._ours.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Disconnect, which ends the process; the processes that it has forked go on running."""
        self._ours.close()

    async def ask(
        self,
        word: bytes,
        request: dict[str, Any],
        files: Sequence[int] = (),
        within_s: float = _ANSWERS_WITHIN_S,
    ) -> "Conversation":
        """Request a fork, and return the conversation with it once its process id is known.

        Raises ForkError if there is no process id within `within_s` seconds.
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
    """A conversation with a fork, whose process id is `pid`."""

    def __init__(self, link: socket.socket, pid: int, rest: bytes) -> None:
        """Take the socket, and the bytes already received after the process id."""
        self.pid = pid
        self._link = link
        self._parts = [rest]

    @classmethod
    async def begun(cls, link: socket.socket) -> "Conversation":
        """Wait for the process id; raises ValueError if none comes, FailedForkError if a reason comes."""
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
        """Everything that the fork has sent so far."""
        return b"".join(self._parts)

    async def answer(self) -> bytes:
        """Wait until the fork has sent everything, and return it."""
        loop = asyncio.get_running_loop()
        with self._link, suppress(ConnectionError):
            while part := await loop.sock_recv(self._link, _BLOCK):
                self._parts.append(part)
        return self.said

    def close(self) -> None:
        """Stop listening."""
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
        """Start it with a list of imports (see `fork_server`), and the environment in which to import them.

        The process and everything forked from it run as `user`, if one is given.
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
                # Ctrl-C is for the server. It stays in the server's session: nice values only compare within
                # one session.
                process_group=0,
                umask=user.UMASK if user else -1,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process is still running."""
        return self._process.poll() is None

    async def kernel(
        self,
        command: list[str],
        folder: str,
        env: dict[str, str],
        streams: tuple[int, int],
        limits: Limits | None = None,
    ) -> "ForkedKernel":
        """Return a new kernel, as `python -m` with this command (a module and its arguments) would start it.

        `streams` are the file descriptors for its stdout and stderr. Raises ForkError.
        """
        request = {"command": command, "folder": folder, "env": env, "limits": limits and asdict(limits)}
        conversation = await self._line.ask(KERNEL, request, streams, _STARTS_WITHIN_S)
        conversation.close()
        return ForkedKernel(conversation.pid)

    async def template(self, request: dict[str, Any]) -> tuple[ProcessConnection, Conversation]:
        """Return the connection to a new template, and the conversation that reports its cells' outputs.

        `request` has the form that `fork_server` expects. Raises ForkError.
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
        """Fork once, only to test whether forking works; raises ForkError."""
        (await self._line.ask(TRIAL, {}, (), _STARTS_WITHIN_S)).close()

    def let_go(self) -> None:
        """Close the connection only: the fork server belongs to the process that this one was forked from."""
        self._line.close()

    def stop(self) -> None:
        """End it; the processes that it has forked go on running."""
        self._line.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


class ForkedKernel:
    """A forked process with the interface that Jupyter's provisioner needs: that of a `subprocess.Popen`.

    It is not a child of this process, so its exit code is unknown: 0 stands for any.
    """

    stdin = None

    def __init__(self, pid: int) -> None:
        """Open a handle to the process itself, since its id may be reused after it ends."""
        self.pid = pid
        self.stdout: IO[bytes] | None = None
        self.stderr: IO[bytes] | None = None
        self._descriptor = -1
        with suppress(ProcessLookupError):
            self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs; once it has ended, close its handle and return 0."""
        if self._descriptor >= 0 and not self._has_ended(0):
            return None
        self._close()
        return 0

    def wait(self) -> int:
        """Wait until it has ended."""
        if self._descriptor >= 0:
            self._has_ended(None)
            self._close()
        return 0

    def _has_ended(self, within_ms: int | None) -> bool:
        """Return whether it has ended; None waits for it. `select` can't watch descriptors above 1023."""
        watch = select.poll()
        watch.register(self._descriptor, select.POLLIN)
        return bool(watch.poll(within_ms))

    def __del__(self) -> None:
        """Close the handle."""
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self._descriptor >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)
