"""The kernels behind the pages: which Python they use, how they start and end, how many there are.

Here: the kernel specification and the kernel manager. Not here: the code run in a kernel (see `cell_runner`).
"""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ipykernel
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from jupyter_server.utils import ApiPath
from traitlets import Type

from forked_kernels.limits import ResourceWatch
from widget_host.kernels.builds import NotebookTemplate
from widget_host.kernels.fork_pool import Forks

__all__ = ["KERNEL_NAME", "Kernels", "OwnPython", "PageKernel"]

KERNEL_NAME = "python3"
"""The only kernel that is offered, whatever a notebook's metadata requests."""

_LOG = logging.getLogger("widget_host")
_RESOURCES = Path(ipykernel.__file__).parent / "resources"


class OwnPython(KernelSpecManager):
    """Resolves every kernel name to the Python that this server runs in.

    A kernel named `python3` in the user's home may belong to another Python, which lacks the server; and an
    environment in which no kernel was installed has none at all.
    """

    provisioner = "local-provisioner"
    """The name of the Jupyter provisioner that starts its kernels (see `provisioner`)."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the one kernel's name and the folder of its logos."""
        return {KERNEL_NAME: str(_RESOURCES)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - whatever is asked for
        """Return the kernel of this Python, whatever name is requested."""
        return _own_kernel(self.provisioner)

    def get_all_specs(self) -> dict[str, Any]:
        """Return the one kernel in the form in which Jupyter's servers list kernels."""
        return {
            KERNEL_NAME: {"resource_dir": str(_RESOURCES), "spec": _own_kernel(self.provisioner).to_dict()}
        }


class PageClient(AsyncKernelClient):
    """The server's own client of a kernel, without a heartbeat: the process shows whether a kernel is alive.

    jupyter_client's heartbeat is a thread that can't be stopped in its first moments (its `_running` is set
    after it has started): it creates sockets until there are none left, while the code that ended it waits.
    So a visitor who leaves immediately would block the server for everybody.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Open the channels; see jupyter_client."""
        super().start_channels(shell, iopub, stdin, hb, control)


class PageKernel(ServerKernelManager):
    """One kernel, without Jupyter's events: for these, it would load a schema and validate each event."""

    client_factory = Type(default_value=PageClient, klass=AsyncKernelClient)

    def emit(self, schema_id: str, data: dict[str, object]) -> None:
        """Drop the event."""


class Kernels(AsyncMappingKernelManager):
    """Jupyter's kernel manager, for kernels that each belong to one open page.

    A kernel's console output is discarded: a failing callback would print the message that it got, which may
    contain a learner's words. Kernels that die are not restarted, since a fresh kernel knows nothing about
    the page (set in `settings`).
    """

    forks: Forks | None = None
    """The fork pool, if forking is possible."""

    on_removed: Callable[[str], None] | None = None
    """Called with the name of each kernel that was removed."""

    before_start: Callable[[], Awaitable[None]] | None = None
    """Called before each start of a kernel, for example to ensure that the folder for its sockets exists."""

    _watching: asyncio.Task[None] | None = None

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - as its base has it
        """Create the manager with traitlets' options."""
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._ending: dict[str, asyncio.Task[None]] = {}

    async def start_page_kernel(
        self, kernel_id: str, folder: str, env: dict[str, str], template: NotebookTemplate | None = None
    ) -> None:
        """Start a kernel with this id, working in `folder` (relative to the notebooks, `/` between).

        With a `template`, it has already run the page's cells; raises RuntimeError if it can't be forked.
        """
        if self._watching is None and sys.platform == "linux":
            self._watching = asyncio.create_task(ResourceWatch(self._pids).keep())
        if self.before_start is not None:
            await self.before_start()
        forked = {} if template is None else {"template": template}
        await self.start_kernel(
            kernel_id=kernel_id,
            kernel_name=KERNEL_NAME,
            path=ApiPath(folder),
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **forked,
        )
        if template is not None:
            # It already answers. Otherwise each client would wait in steps of 50 ms for that to show.
            self.get_kernel(kernel_id).execution_state = "idle"  # type: ignore[attr-defined]

    async def end_page_kernel(self, kernel_id: str) -> None:
        """End a kernel immediately; one that has already ended, or is just ending, is not an error."""
        ending = self.end_left_kernel(kernel_id)
        if ending is not None:
            # Whoever waits may stop waiting, and the kernel ends all the same.
            await asyncio.shield(ending)

    def end_left_kernel(self, kernel_id: str) -> "asyncio.Task[None] | None":
        """Begin to end a kernel that nobody needs; returns the task, or None if there is no such kernel."""
        if kernel_id not in self._ending and kernel_id in self:
            ending = asyncio.ensure_future(self.shutdown_kernel(kernel_id, now=True))  # type: ignore[no-untyped-call]
            self._ending[kernel_id] = ending
            ending.add_done_callback(lambda _ending: self._ending.pop(kernel_id, None))
        return self._ending.get(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - as its base has it
        """Forget a kernel, and call `on_removed`."""
        removed = super().remove_kernel(kernel_id)
        if self.on_removed is not None:
            self.on_removed(kernel_id)
        return removed

    def can_be_reached(self, kernel_id: str, session_key: str) -> bool:
        """Return whether a page can reach a kernel, or is connected: its socket files may be deleted."""
        if (
            kernel_id in self._kernel_buffers
            and self._kernel_buffers[kernel_id]["session_key"] == session_key
        ):
            return True
        kernel: Any = self.get_kernel(kernel_id)
        return kernel.transport != "ipc" or Path(f"{kernel.ip}-{kernel.shell_port}").exists()

    def start_watching_activity(self, kernel_id: str) -> None:
        """Record that the kernel exists. Jupyter would listen to all its messages; we watch its WebSocket."""
        kernel: Any = self._kernels[kernel_id]
        kernel.reason = ""
        kernel.last_activity = datetime.now(UTC)
        kernel.execution_state = "idle"

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Log it once, and forget the kernel: its page finds that it is gone, and offers to resume."""
        _LOG.warning("A kernel died. Its page offers to resume.")
        self.remove_kernel(kernel_id)

    async def end_all(self) -> None:
        """End all kernels at once, together."""
        ids = self.list_kernel_ids()
        await asyncio.gather(*(self.end_page_kernel(kernel_id) for kernel_id in ids))
        if self._watching:
            self._watching.cancel()
        if self.forks:
            self.forks.stop()

    def _pids(self) -> list[int]:
        """Return the kernels' process ids."""
        provisioners = (self.get_kernel(kernel_id).provisioner for kernel_id in self.list_kernel_ids())
        return [one.pid for one in provisioners if isinstance(one, LocalProvisioner) and one.pid]


def _own_kernel(provisioner: str) -> KernelSpec:
    return KernelSpec(
        # Without the history: it is one database in the user's home, for which thirty kernels would contend.
        argv=[
            sys.executable,
            "-m",
            "ipykernel_launcher",
            "-f",
            "{connection_file}",
            "--HistoryManager.enabled=False",
        ],
        display_name="Workbook",
        language="python",
        resource_dir=str(_RESOURCES),
        metadata={"kernel_provisioner": {"provisioner_name": provisioner}},
    )
