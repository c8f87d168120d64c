"""How this process and its kernels speak: over sockets that are files, and over ports on Windows alone.

A kernel's ports are chosen here, and taken by the kernel a second later. Whatever else starts meanwhile,
another kernel above all, can take one of them first, and then the kernel ends before it has said a word.
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
"""What Jupyter calls the way of speaking."""


def short_temporary_folder() -> str:
    """Return a folder in which to make one for sockets, whose paths may not exceed some 104 characters."""
    short = Path("/tmp")  # noqa: S108 - a folder of its user's own is made in it
    return str(short) if os.name != "nt" and os.access(short, os.W_OK) else tempfile.gettempdir()


class SocketFolder:
    """The folder of this process's sockets, which lies where something may clean up while it runs."""

    def __init__(self, parent: str) -> None:
        """Make it in a folder: for this user alone, under a name of its own."""
        self.path = Path(tempfile.mkdtemp(prefix="wb_", dir=parent))
        self._user: KernelUser | None = None

    def open_to(self, user: "KernelUser") -> None:
        """Let the user in that kernels run as; raises ServeError where that can't be."""
        self._user = user
        user.let_into(self.path)

    def ensure(self) -> None:
        """Make it again where it is gone, with the same rights.

        Raises PermissionError where somebody else has made it since, and ServeError as `open_to` does.
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
        """Delete it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _is_own(self) -> bool:
        found = self.path.lstat()
        if os.name == "nt":
            return stat.S_ISDIR(found.st_mode)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return False
        is_shared = self._user is not None and found.st_gid == self._user.gid
        return not found.st_mode & (0o007 if is_shared else 0o077)
