"""Kernels by forking a process that has imported everything already.

On the machine of two cores where it was measured, opening a page of eleven exercises took 0.16 s of a core
instead of 1.4 s, and a kernel 20 MB of its own instead of 76 MB.

Here: the server's side: starting that process, asking it for kernels, Jupyter's provisioner for them.
Not here: what runs in that process (see `forkserver`). Only on Linux; elsewhere, and whenever a fork can't
be had, kernels are started as usual.
"""

import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Literal, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from workbook.serve.assets import Assets
from workbook.serve.forkserver import READY

__all__ = ["FORKING", "ForkServer", "ForkedKernel", "ForkingProvisioner", "Forks", "offer_forks"]

FORKING = "workbook-fork"
"""The name under which a kernel specification asks for this provisioner."""

_ANSWERS_WITHIN_S = 5.0
_MOST_BYTES = 64
_LAUNCHER = ["-m", "ipykernel_launcher"]
_LOG = logging.getLogger("workbook.serve")


class ForkServer:
    """The process that kernels are forked from. Asked from the event loop, it answers in milliseconds."""

    def __init__(self, warm_up: tuple[str, ...], env: dict[str, str]) -> None:
        """Start it with what it is to import (see `forkserver`) and the environment to import it in."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._link = ours
        self._state: Literal["importing", "ready", "broken"] = "importing"
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workbook.serve.forkserver", str(theirs.fileno()), *warm_up],
                # One thread: a library's pool of threads would not survive the fork.
                env={**env, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def fork(self, argv: list[str], cwd: str, env: dict[str, str]) -> int | None:
        """Return the process id of a new kernel, or None where none can be had, or not yet."""
        try:
            if not self._is_ready():
                return None
            self._link.settimeout(_ANSWERS_WITHIN_S)
            self._link.send(json.dumps({"argv": argv, "cwd": cwd, "env": env}).encode())
            return int(self._link.recv(_MOST_BYTES))
        except (OSError, ValueError):
            # What it has forked may live on, so it is left alone.
            self._state = "broken"
            _LOG.warning(
                "Pages open more slowly from now on: the process that prepares them does not answer."
            )
            return None

    def stop(self) -> None:
        """End it; kernels that it has forked end within a second."""
        self._state = "broken"
        self._link.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()

    def _is_ready(self) -> bool:
        if self._state == "importing":
            self._link.setblocking(False)
            with suppress(BlockingIOError):
                self._state = "ready" if self._link.recv(_MOST_BYTES) == READY else "broken"
        return self._state == "ready"


class Forks:
    """The fork server of the present code: another one follows when the code changes."""

    def __init__(self, warm_up: tuple[str, ...], env: dict[str, str], code: Assets) -> None:
        """Start one; `code` is what its kernels' behaviour depends on."""
        self._warm_up = warm_up
        self._env = env
        self._code = code
        self._print = code.fingerprint()
        self._servers = [ForkServer(warm_up, env)]

    def fork(self, argv: list[str], cwd: str, env: dict[str, str]) -> int | None:
        """Return the process id of a new kernel with the present code, or None where none can be had."""
        if self._code.fingerprint() != self._print:
            self._print = self._code.fingerprint()
            # The one before stays: the kernels that it has forked would end with it.
            self._servers.append(ForkServer(self._warm_up, self._env))
        return self._servers[-1].fork(argv, cwd, env)

    def stop(self) -> None:
        """End all of them, and so their kernels."""
        for server in self._servers:
            server.stop()


class ForkedKernel:
    """A forked kernel's process, as Jupyter's provisioner wants it: like a `subprocess.Popen`.

    It is no child of this process, so its exit code can't be had: 0 stands for any.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        """Hold on to the process itself, since its number may be given to another after its end."""
        self.pid = pid
        self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs."""
        if self._descriptor < 0:
            return 0
        ended, _, _ = select.select([self._descriptor], [], [], 0)
        return 0 if ended else None

    def wait(self) -> int:
        """Return when it has ended."""
        if self._descriptor >= 0:
            select.select([self._descriptor], [], [])
            os.close(self._descriptor)
            self._descriptor = -1
        return 0

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


class ForkingProvisioner(LocalProvisioner):
    """Starts a kernel by a fork where the kernels' manager has a fork server, and as usual where not."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """Start the kernel that `cmd` would start."""
        manager = getattr(self.parent, "parent", None)
        forks: Forks | None = getattr(manager, "forks", None)
        usual = cmd[1:3] == _LAUNCHER
        pid = (
            forks.fork(cmd[3:], kwargs.get("cwd") or str(Path.cwd()), kwargs["env"])
            if forks and usual
            else None
        )
        if pid is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("subprocess.Popen[bytes]", ForkedKernel(pid))
        self.pid = self.pgid = pid
        return self.connection_info


def offer_forks() -> bool:
    """Make the provisioner known to Jupyter; answers whether kernels can be forked on this system."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    value = f"{__name__}:{ForkingProvisioner.__name__}"
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[FORKING] = EntryPoint(FORKING, value, KernelProvisionerFactory.GROUP_NAME)
    return True
