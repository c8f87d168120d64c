"""Starts the server's kernels by forking the process that has run the page, or the fork server.

Here: the provisioner that the server's kernel manager uses. Not here: kernels of other programs (see
`forked_kernels.provisioner`), the process that is forked (see `fork_pool`).
"""

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory

from forked_kernels.fork_client import ForkedKernel, ForkError, can_fork
from forked_kernels.provisioner import Ask, ForkingProvisioner, plain_kernel
from widget_host.kernels.builds import NotebookTemplate
from widget_host.kernels.fork_pool import Forks, RestartNeededError

__all__ = ["FORKING", "PageProvisioner", "offer_forks"]

FORKING = "widget-host-fork"
"""The name by which the server's kernel specification selects the provisioner."""

_CONNECTION_FILE = "-f"


class PageProvisioner(ForkingProvisioner):
    """Starts a page's kernel by forking, or as usual where that isn't possible.

    The server's kernel manager has `forks`, and passes the `template` of a page to `start_kernel`, which then
    raises RuntimeError if it can't be forked, since no other kernel has the page's widgets.
    """

    async def fork(self, cmd: list[str], kwargs: dict[str, Any]) -> ForkedKernel | None:
        """Return a kernel from the page's template, or one that has run nothing."""
        template: NotebookTemplate | None = kwargs.pop("template", None)
        forks: Forks | None = getattr(getattr(self.parent, "parent", None), "forks", None)
        if forks is None:
            return await super().fork(cmd, kwargs)
        if forks.user is not None:
            forks.user.let_read(Path(_connection_file(cmd)))
        if template is not None:
            try:
                return await forks.kernel(template, _connection_file(cmd), kwargs["env"])
            except ForkError as error:
                raise RuntimeError(f"The page's kernel could not be forked: {error}") from None
        kernel = await plain_kernel(cmd, kwargs, _asking(forks))
        if kernel is None and forks.user is not None:
            raise RuntimeError("A kernel could not be started as its own user")
        return kernel


def offer_forks() -> bool:
    """Register the provisioner with Jupyter; return whether kernels can be forked on this system."""
    if not can_fork():
        return False
    factory = KernelProvisionerFactory.instance()
    value = f"{__name__}:{PageProvisioner.__name__}"
    factory.provisioners[FORKING] = EntryPoint(FORKING, value, KernelProvisionerFactory.GROUP_NAME)
    return True


def _asking(forks: Forks) -> Ask:
    """Return a function that forks kernels which have run nothing."""

    async def ask(
        command: list[str], folder: str, env: dict[str, str], streams: tuple[int, int]
    ) -> ForkedKernel:
        try:
            return await forks.plain_kernel(command, folder, env, streams)
        except RestartNeededError:
            # A kernel started as usual would run other code than this server.
            raise RuntimeError("No kernel can be started: restart the server") from None

    return ask


def _connection_file(cmd: list[str]) -> str:
    return cmd[cmd.index(_CONNECTION_FILE) + 1]
