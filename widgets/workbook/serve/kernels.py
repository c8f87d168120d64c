"""The kernels behind the pages: which Python they run, how they start and end, how many there are.

Here: the kernel specification and the kernel manager. Not here: what is run in a kernel (see `run`).
"""

import asyncio
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import ipykernel
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath

from workbook.serve.forks import Forks

__all__ = ["KERNEL_NAME", "Kernels", "OwnPython"]

KERNEL_NAME = "python3"
"""The one kernel that there is, whatever a notebook's metadata asks for."""

_LOG = logging.getLogger("workbook.serve")
_RESOURCES = Path(ipykernel.__file__).parent / "resources"


class OwnPython(KernelSpecManager):
    """Answers every question for a kernel with the Python that this server runs in.

    A kernel named `python3` in the user's home may belong to another Python, which lacks the workbook; and an
    environment that was never told about kernels has none at all.
    """

    provisioner = "local-provisioner"
    """How its kernels are started, by the name that Jupyter has for it (see `forks`)."""

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


class Kernels(AsyncMappingKernelManager):
    """Jupyter's kernel manager, for kernels of which each belongs to one opened page.

    What a kernel prints goes nowhere: a failing callback would print the message that it got, which may hold
    a learner's words. Kernels that die are not started again, since a fresh kernel knows nothing of the page
    (set in `settings`).
    """

    forks: Forks | None = None
    """What kernels are forked from, where that can be had."""

    async def start_page_kernel(self, kernel_id: str, folder: str, env: dict[str, str]) -> None:
        """Start a kernel under the given id, working in `folder` (relative to the notebooks, `/` between)."""
        await self.start_kernel(
            kernel_id=kernel_id,
            kernel_name=KERNEL_NAME,
            path=ApiPath(folder),
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    async def end_page_kernel(self, kernel_id: str) -> None:
        """End a kernel at once; one that is already gone is no error."""
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Say so once, and forget the kernel: its page hears that it is gone, and offers to resume."""
        _LOG.warning("A kernel died. Its page offers to resume.")
        self.remove_kernel(kernel_id)

    async def end_all(self) -> None:
        """End all kernels at once, together."""
        ids = self.list_kernel_ids()
        await asyncio.gather(*(self.end_page_kernel(kernel_id) for kernel_id in ids))
        if self.forks:
            self.forks.stop()


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
