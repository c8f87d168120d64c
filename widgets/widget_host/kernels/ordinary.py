"""Runs cells in an ordinary kernel without a visitor, and collects their outputs.

Here: the kernel, and running one cell in it. Not here: how its messages become a `Run` (see `recording`), and
forked kernels (see `fork_pool`).
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from forked_kernels.recording import Recorder
from widget_host.errors import ServeError
from widget_host.kernels.transport import TRANSPORT, short_temporary_folder
from widget_host.pages.failures import Failure, failure_in
from widget_host.pages.notebook import Cell

__all__ = ["OrdinaryKernel", "ordinary_kernel"]

_COMMAND = [
    sys.executable,
    "-m",
    "ipykernel_launcher",
    "-f",
    "{connection_file}",
    "--HistoryManager.enabled=False",
]
_STARTS_WITHIN_S = 120.0
# How often a silent kernel is checked for whether it is still running.
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class OrdinaryKernel:
    """A running kernel."""

    _manager: KernelManager
    _client: BlockingKernelClient

    def run(self, cell: Cell, recorder: Recorder, within_s: float) -> Failure | None:
        """Run a cell, pass its messages to `recorder`, and return how it fails, if it does.

        A cell that takes longer than `within_s` seconds fails.
        """
        asked = self._client.execute(cell.source, store_history=True, allow_stdin=False)
        recorder.cell(asked, cell.number)
        until = monotonic() + within_s
        try:
            while not _is_end(message := self._next(self._client.get_iopub_msg, until), asked):
                _take(recorder, message)
            while (reply := self._next(self._client.get_shell_msg, until))["parent_header"].get(
                "msg_id"
            ) != asked:
                continue
        except Empty:
            kind: Any = "slow" if self._manager.is_alive() else "ended"
            return failure_in([cell], cell.number, kind=kind, seconds=within_s)
        content = reply["content"]
        if content["status"] == "ok" or cell.may_fail:
            return None
        name, said = str(content.get("ename", "")), str(content.get("evalue", ""))
        return failure_in([cell], cell.number, name=name, message=said)

    def _next(self, get: Any, until: float) -> dict[str, Any]:  # noqa: ANN401
        """Return the next message; raises queue.Empty at the time `until`, or if the kernel has ended."""
        while True:
            try:
                message: dict[str, Any] = get(timeout=min(_LOOK_EVERY_S, max(0.0, until - monotonic())))
            except Empty:
                if monotonic() >= until or not self._manager.is_alive():
                    raise
            else:
                return message


@contextmanager
def ordinary_kernel(folder: Path, env: Mapping[str, str]) -> Iterator[OrdinaryKernel]:
    """Start a kernel with this Python in a folder, and end it afterwards; raises ServeError."""
    with TemporaryDirectory(prefix="wb_", dir=short_temporary_folder()) as sockets:
        manager = KernelManager(
            kernel_name="python3", transport=TRANSPORT, connection_file=f"{sockets}/kernel.json"
        )
        if manager.kernel_spec is None:
            raise ServeError("The pages can't be run: this Python has no kernel. Install ipykernel for it.")
        manager.kernel_spec.argv = list(_COMMAND)
        manager.start_kernel(cwd=str(folder), env=dict(env), stdout=DEVNULL, stderr=DEVNULL)
        client = manager.blocking_client()
        try:
            client.start_channels()
            client.wait_for_ready(timeout=_STARTS_WITHIN_S)
            yield OrdinaryKernel(manager, client)
        except RuntimeError:
            raise ServeError("The pages can't be run: no kernel starts. Install ipykernel again.") from None
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def _take(recorder: Recorder, message: dict[str, Any]) -> None:
    recorder.take(
        message["header"]["msg_type"],
        message["parent_header"].get("msg_id", ""),
        message["content"],
        message.get("buffers") or [],
    )


def _is_end(message: dict[str, Any], asked: str) -> bool:
    return bool(
        message["header"]["msg_type"] == "status"
        and message["content"]["execution_state"] == "idle"
        and message["parent_header"].get("msg_id") == asked
    )
