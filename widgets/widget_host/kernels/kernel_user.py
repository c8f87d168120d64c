"""Runs kernels as another system user, so that a notebook's code can't read the server's own files.

Here: that user, how a program is started as it, and its access to the server's folder. Not here: the programs
that are started (see `fork_client`). `setpriv`, a part of util-linux, changes the user, and passes on no
privileges.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from widget_host.errors import ServeError

__all__ = ["KernelUser"]

_WITHIN_S = 60
# In the folder, each user may remove only their own files: otherwise a page's code could replace the server's
# socket with its own.
_FOLDER, _SOCKET, _FILE, _PIPE = 0o1770, 0o660, 0o640, 0o444
# A program that checks what that user has to read, and then waits to be ended by the server, as kernels are.
_TRY = (
    "import os, sys, forked_kernels, widget_host\n"
    "print(all(os.access(path, os.R_OK | os.X_OK) for path in sys.argv[1:]), flush=True)\n"
    "sys.stdin.read()"
)


@dataclass(frozen=True, slots=True)
class KernelUser:
    """The system user that kernels run as: its name, its ids, and its home."""

    name: str
    uid: int
    gid: int
    home: str

    UMASK = 0o007
    """Files that kernels create can be used by their user and by the server, which is in its group."""

    @classmethod
    def named(cls, name: str) -> Self:
        """Return the user with a name; raises ServeError if kernels can't run as it."""
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            raise ServeError(f"There is no user {name!r} for --kernel-user. Create one first.") from None
        if found.pw_uid in (0, os.geteuid()):
            raise ServeError(
                f"--kernel-user {name!r} is root, or the user that the server runs as. Kernels would be able "
                "to read the server's files. Give a user that owns nothing."
            )
        if shutil.which("setpriv") is None:
            raise ServeError("--kernel-user needs the program setpriv. Install util-linux.")
        home = found.pw_dir if Path(found.pw_dir).is_dir() else tempfile.gettempdir()
        return cls(name, found.pw_uid, found.pw_gid, home)

    @property
    def command(self) -> list[str]:
        """The prefix that runs a command as this user, without any privileges of the server."""
        return [
            *("setpriv", "--reuid", str(self.uid), "--regid", str(self.gid), "--init-groups"),
            *("--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs", "--"),
        ]

    def environment(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Return an environment adapted to this user."""
        kept = {name: value for name, value in environment.items() if not name.startswith("XDG_")}
        return {**kept, "HOME": self.home, "USER": self.name, "LOGNAME": self.name}

    def check(self, folders: Sequence[Path], environment: Mapping[str, str]) -> None:
        """Raise ServeError unless this process can start and end the user's, which can read the folders."""
        command = [*self.command, sys.executable, "-P", "-c", _TRY, *map(str, folders)]
        with subprocess.Popen(
            command,
            env=self.environment(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as tried:
            assert tried.stdout is not None  # noqa: S101 - a pipe, see above
            said = tried.stdout.readline().strip()
            try:
                tried.kill()
            except PermissionError:
                said = "may not"
            tried.communicate(timeout=_WITHIN_S)
        if said == "True":
            return
        if said == "False":
            raise ServeError(
                f"The user {self.name} can't read the pages or the tables. Let it read "
                f"{' and '.join(map(str, folders))} and the folders above."
            )
        raise ServeError(
            f"The server can't start, or can't end, processes as the user {self.name}, or that user can't "
            "read the server's own files. The publisher's guide says what is needed."
        )

    def let_into(self, folder: Path) -> None:
        """Give this user access to a folder of the server's; raises ServeError if that fails."""
        self._share(folder, _FOLDER)

    def let_call(self, path: Path) -> None:
        """Let this user connect to a socket of the server's; raises ServeError if that fails."""
        self._share(path, _SOCKET)

    def let_read(self, file: Path) -> None:
        """Let this user read a file of the server's; raises ServeError if that fails."""
        self._share(file, _FILE)

    @staticmethod
    def let_watch(pipe: int) -> None:
        """Let this user's processes reopen the reading end of a pipe that they have inherited."""
        os.fchmod(pipe, _PIPE)

    def _share(self, path: Path, mode: int) -> None:
        try:
            os.chown(path, -1, self.gid)
            path.chmod(mode)
        except PermissionError:
            raise ServeError(
                f"The server is not in the group of the user {self.name}, and so can't share its sockets "
                "with it. Add the server's user to that group."
            ) from None
