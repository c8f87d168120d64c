"""The transport between this process and its kernels: Unix sockets, or ports on Windows.

A kernel's ports are chosen here, and bound by the kernel a second later. Any process that starts meanwhile,
most likely another kernel, can bind one of them first, and then the kernel ends before it has sent anything.
"""

import logging
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widget_host.kernels.kernel_user import KernelUser

__all__ = ["TRANSPORT", "SocketFolder", "short_temporary_folder"]

_LOG = logging.getLogger("widget_host")

TRANSPORT = "tcp" if os.name == "nt" else "ipc"
"""Jupyter's name of the transport."""


def short_temporary_folder() -> str:
    """Return a folder in which to create one for sockets, whose paths may not exceed some 104 characters."""
    short = Path("/tmp")  # noqa: S108 - a private folder is created in it
    return str(short) if os.name != "nt" and os.access(short, os.W_OK) else tempfile.gettempdir()


class SocketFolder:
    """The folder of this process's sockets, in a place that may be cleaned up while the process runs."""

    def __init__(self, parent: str) -> None:
        """Create it in a folder: private to this user, with a unique name."""
        self.path = Path(tempfile.mkdtemp(prefix="wb_", dir=parent))
        self._user: KernelUser | None = None

    def open_to(self, user: "KernelUser") -> None:
        """Give access to the user that kernels run as; raises ServeError if that fails."""
        self._user = user
        user.let_into(self.path)

    def ensure(self) -> None:
        """Recreate it with the same permissions if it is gone.

        Raises PermissionError if somebody else has created it since, and ServeError as `open_to` does.
        """
        try:
            self.path.mkdir(mode=0o700)
        except FileExistsError:
            if not self._is_own():
                raise PermissionError(f"{self.path} was made by somebody else") from None
        else:
            if self._user is not None:
                self._user.let_into(self.path)
            _LOG.warning("The folder of the kernels' sockets had been deleted, and was made again.")

    def remove(self) -> None:
        """Delete it with its contents."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _is_own(self) -> bool:
        found = self.path.lstat()
        if os.name == "nt":
            return stat.S_ISDIR(found.st_mode)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return False
        is_shared = self._user is not None and found.st_gid == self._user.gid
        return not found.st_mode & (0o007 if is_shared else 0o077)
