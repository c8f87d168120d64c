"""The kernel provisioner for forked kernels: Jupyter's extension point for starting and watching kernels.

Here: the provisioner, for any program that starts kernels with jupyter_client, such as nbclient, nbval, Voila
or JupyterLab. Not here: the process that is forked (see `fork_client`).
"""

import atexit
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import IO, Any, Self, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from forked_kernels.fork_client import ForkedKernel, ForkError, ForkServer, Lifeline, can_fork

__all__ = ["IMPORTS", "Ask", "ForkingProvisioner", "plain_kernel"]

IMPORTS = "FORKED_KERNELS_IMPORT"
"""The environment variable with the modules to import in advance, separated by commas or spaces."""

Ask = Callable[[list[str], str, dict[str, str], tuple[int, int]], Awaitable[ForkedKernel]]
"""Forks a kernel: takes  a module with its arguments, the folder, the environment, and the file descriptors
for stdout and stderr.
"""

_LOG = logging.getLogger("forked_kernels")


class ForkingProvisioner(LocalProvisioner):
    """Starts a kernel by forking, or as usual where that isn't possible.

    Kernels are forked from this program's own fork server, and have run nothing yet.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """Start the kernel that `cmd` would start."""
        kernel = await self.fork(cmd, kwargs)
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("subprocess.Popen[bytes]", kernel)
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def fork(self, cmd: list[str], kwargs: dict[str, Any]) -> ForkedKernel | None:
        """Return a forked kernel, or None if it has to be started as usual.

        `kwargs` are those that jupyter_client passes to `launch_kernel`. A subclass may fork from another
        process.
        """
        return await plain_kernel(cmd, kwargs, _OwnForkServer.kernel)


async def plain_kernel(cmd: list[str], kwargs: dict[str, Any], ask: Ask) -> ForkedKernel | None:
    """Return a forked kernel that has run nothing, or None if it has to be started as usual.

    This is the case on systems that can't fork, for programs other than this Python, and when `ask` raises
    ForkError, which is logged once.
    """
    if not can_fork():
        _say_once("Kernels can't be forked on this system: they are started as usual, which takes longer.")
        return None
    env = kwargs.get("env") or dict(os.environ)
    command = _module(cmd)
    if command is None or kwargs.get("independent") or not _same_python(env):
        return None
    folder = str(kwargs.get("cwd") or Path.cwd())
    with _Streams(kwargs.get("stdout"), kwargs.get("stderr")) as streams:
        try:
            kernel = await ask(command, folder, env, streams.files)
        except ForkError:
            _say_once("Kernels could not be forked: they are started as usual, which takes longer.")
            return None
        kernel.stdout, kernel.stderr = streams.readers
    return kernel


class _Streams:
    """A kernel's stdout and stderr, each given as `subprocess.Popen` takes it.

    `files` are the descriptors that it writes to; `readers` the files that this process reads from, or None.
    """

    def __init__(self, stdout: Any, stderr: Any) -> None:  # noqa: ANN401
        self._opened: list[int] = []
        self.readers: list[IO[bytes] | None] = []
        first = self._file(stdout, usual=1)
        self.files = (first, first if stderr == subprocess.STDOUT else self._file(stderr, usual=2))
        self.readers = [*self.readers, None][:2]

    def _file(self, given: Any, usual: int) -> int:  # noqa: ANN401
        self.readers.append(None)
        if given is None:
            return usual
        if given == subprocess.DEVNULL:
            self._opened.append(os.open(os.devnull, os.O_WRONLY))
            return self._opened[-1]
        if given == subprocess.PIPE:
            ours, theirs = os.pipe()
            self._opened.append(theirs)
            self.readers[-1] = os.fdopen(ours, "rb")
            return theirs
        return given if isinstance(given, int) else int(given.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._opened:
            os.close(file)


class _OwnForkServer:
    """The fork server that this program starts with its first kernel, and that ends with the program."""

    _lock = threading.Lock()
    _fork_server: ForkServer | None = None
    _lifeline: Lifeline | None = None

    @classmethod
    def present(cls) -> ForkServer:
        """Return the fork server, restarted if it has ended."""
        with cls._lock:
            if cls._lifeline is None:
                cls._lifeline = Lifeline()
                atexit.register(cls._end)
            if cls._fork_server is not None and not cls._fork_server.is_alive:
                cls._fork_server.stop()
                cls._fork_server = None
            if cls._fork_server is None:
                imports = os.environ.get(IMPORTS, "").replace(",", " ").split()
                cls._fork_server = ForkServer(tuple(imports), dict(os.environ), cls._lifeline)
            return cls._fork_server

    @classmethod
    async def kernel(
        cls, command: list[str], folder: str, env: dict[str, str], streams: tuple[int, int]
    ) -> ForkedKernel:
        """Return a new kernel (see `Ask`); raises ForkError."""
        return await cls.present().kernel(command, folder, env, streams)

    @classmethod
    def forget(cls) -> None:
        """Leave the fork server to the process that this one was forked from; start a new one when needed."""
        if cls._lifeline is not None:
            cls._lifeline.close()
        if cls._fork_server is not None:
            cls._fork_server.let_go()
        cls._lifeline = cls._fork_server = None

    @classmethod
    def _end(cls) -> None:
        if cls._lifeline is not None:
            cls._lifeline.close()
        if cls._fork_server is not None:
            cls._fork_server.stop()
        cls._lifeline = cls._fork_server = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_OwnForkServer.forget)


def _module(cmd: list[str]) -> list[str] | None:
    """Return the module that a command runs with this Python, and its arguments; None for other commands."""
    if not cmd or Path(cmd[0]) != Path(sys.executable):
        return None
    rest = cmd[1:]
    while rest and rest[0].startswith("-X"):
        rest = rest[1:]
    return rest[1:] if len(rest) > 1 and rest[0] == "-m" else None


def _same_python(env: dict[str, str]) -> bool:
    """Return whether Python behaves in this environment as it does in this process."""
    names = {name for name in (*env, *os.environ) if name.startswith("PYTHON")}
    return all(env.get(name) == os.environ.get(name) for name in names)


@cache
def _say_once(line: str) -> None:
    _LOG.warning("%s", line)
