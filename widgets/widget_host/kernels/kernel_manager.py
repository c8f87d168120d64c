"""The kernels behind the pages: which Python they run, how they start and end, how many there are.

Here: the kernel specification and the kernel manager. Not here: what is run in a kernel (see `cell_runner`).
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
"""The one kernel that there is, whatever a notebook's metadata asks for."""

_LOG = logging.getLogger("widget_host")
_RESOURCES = Path(ipykernel.__file__).parent / "resources"


class OwnPython(KernelSpecManager):
    """Answers every question for a kernel with the Python that this server runs in.

    A kernel named `python3` in the user's home may belong to another Python, which lacks what pages need; and
    an environment that was never told about kernels has none at all.
    """

    provisioner = "local-provisioner"
    """How its kernels are started, by the name that Jupyter has for it (see `fork_pool`)."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the one kernel's name and the folder of its logos."""
        return {KERNEL_NAME: str(_RESOURCES)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - whatever is asked for
        """Return the kernel of this Python, under whatever name it is asked for."""
        return _own_kernel(self.provisioner)

    def get_all_specs(self) -> dict[str, Any]:
        """Return the one kernel as Jupyter's servers list it."""
        return {
            KERNEL_NAME: {"resource_dir": str(_RESOURCES), "spec": _own_kernel(self.provisioner).to_dict()}
        }


class PageClient(AsyncKernelClient):
    """The server's own line to a kernel, without a heartbeat: whether a kernel lives, its process tells.

    jupyter_client's heartbeat is a thread that does not hear of its end in its first moments (its `_running`
    is set after it has started): it makes sockets until there are none left, and whoever ended it waits. A
    visitor who leaves at once would so stop the server for all.
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
    """One kernel, of which nobody is told: Jupyter would read a schema and check each event against it."""

    client_factory = Type(default_value=PageClient, klass=AsyncKernelClient)

    def emit(self, schema_id: str, data: dict[str, object]) -> None:
        """Leave an event to itself."""


class Kernels(AsyncMappingKernelManager):
    """Jupyter's kernel manager, for kernels of which each belongs to one opened page.

    What a kernel prints goes nowhere: a failing callback would print the message that it got, which may hold
    a learner's words. Kernels that die are not started again, since a fresh kernel knows nothing of the page
    (set in `settings`).
    """

    forks: Forks | None = None
    """What kernels are forked from, where that can be had."""

    on_removed: Callable[[str], None] | None = None
    """Hears of each kernel that is there no more, by its name."""

    before_start: Callable[[], Awaitable[None]] | None = None
    """What is called before each start of a kernel, such as to see that there is a folder for its sockets."""

    _watching: asyncio.Task[None] | None = None

    async def start_page_kernel(
        self, kernel_id: str, folder: str, env: dict[str, str], template: NotebookTemplate | None = None
    ) -> None:
        """Start a kernel under the given id, working in `folder` (relative to the notebooks, `/` between).

        With a `template` it has run the page's cells already; raises RuntimeError where that can't be had.
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
            # It answers already. Else whoever joins would wait in steps of 50 ms for a sign of that.
            self.get_kernel(kernel_id).execution_state = "idle"  # type: ignore[attr-defined]

    async def end_page_kernel(self, kernel_id: str) -> None:
        """End a kernel at once; one that is already gone is not an error."""
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - as its base has it
        """Forget a kernel, and say so."""
        removed = super().remove_kernel(kernel_id)
        if self.on_removed is not None:
            self.on_removed(kernel_id)
        return removed

    def can_be_reached(self, kernel_id: str, session_key: str) -> bool:
        """Say whether a page can connect to a kernel, or does already: its sockets' files may be deleted."""
        if (
            kernel_id in self._kernel_buffers
            and self._kernel_buffers[kernel_id]["session_key"] == session_key
        ):
            return True
        kernel: Any = self.get_kernel(kernel_id)
        return kernel.transport != "ipc" or Path(f"{kernel.ip}-{kernel.shell_port}").exists()

    def start_watching_activity(self, kernel_id: str) -> None:
        """Note that the kernel is there. Jupyter would listen to all that it says; ours lives by its line."""
        kernel: Any = self._kernels[kernel_id]
        kernel.reason = ""
        kernel.last_activity = datetime.now(UTC)
        kernel.execution_state = "idle"

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Say so once, and forget the kernel: its page hears that it is gone, and offers to resume."""
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
        # Without the history: it is one database in the user's home, over which thirty kernels would wait.
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
