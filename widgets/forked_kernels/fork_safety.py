"""Checks whether a notebook leaves anything in its process that forks would share with each other, or lose.

Here: the check, for a process with one thread on Linux. Not here: running the notebook (see `template`).
"""

import fcntl
import gc
import os
import stat
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ProcessState", "own_files"]

_SQLITE = b"SQLite format 3\0"
_ENDING_S = 0.2
_PROC = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class ProcessState:
    """The state of a process at one moment: its open files, and the memory that others can write to."""

    files: frozenset[tuple[int, str]]
    shared: frozenset[str]

    @classmethod
    def now(cls) -> "ProcessState":
        """Return the present state of this process."""
        return cls(_files(), _shared())

    def since(self) -> str:
        """Return, in a few words, what was added since that would not survive a fork, or "" for nothing."""
        _close_databases()
        gc.collect()
        if not _alone(_PROC / "task", time.monotonic() + _ENDING_S):
            return "it leaves a thread running"
        if _has_children():
            return "it leaves another program running"
        if _shared() - self.shared:
            return "it shares memory with other programs"
        for number, name in sorted(_files() - self.files):
            trouble = _trouble(number, name)
            if trouble:
                return trouble
        return ""

    def readable(self) -> list[int]:
        """Return the descriptors of files that were opened for reading since and are still open."""
        return [number for number, name in _files() - self.files if name[0] == "/" and _is_plain(number)]


def own_files(numbers: list[int]) -> None:
    """Reopen files in a fork, which would otherwise share its position in each file with other forks."""
    for number in numbers:
        with suppress(OSError):
            own = os.open(f"/proc/self/fd/{number}", os.O_RDONLY | os.O_CLOEXEC)
            os.lseek(own, os.lseek(number, 0, os.SEEK_CUR), os.SEEK_SET)
            os.dup2(own, number, inheritable=False)
            os.close(own)


def _files() -> frozenset[tuple[int, str]]:
    """Return the open files: their descriptors, and their targets."""
    found = set()
    for name in os.listdir(_PROC / "fd"):  # noqa: PTH208 - this closes the descriptor that it lists with
        with suppress(OSError):
            found.add((int(name), os.readlink(_PROC / "fd" / name)))  # noqa: PTH115 - the target need not be a path
    return frozenset(found)


def _shared() -> frozenset[str]:
    """Return the memory ranges that are shared with other processes and writable."""
    lines = (_PROC / "maps").read_text().splitlines()
    return frozenset(line.split()[0] for line in lines if line.split()[1][1::2] == "ws")


def _trouble(number: int, name: str) -> str:
    """Return why a file can't stay open across a fork, or "" if it can."""
    if name.startswith("socket:"):
        return "it leaves a connection open"
    if not name.startswith("/"):
        return "it leaves a pipe open"
    if not _is_plain(number):
        return ""
    if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY:
        return "it leaves a file or database open for writing"
    with suppress(OSError):
        if os.pread(number, len(_SQLITE), 0) == _SQLITE:
            return "it leaves a database open"
    return ""


def _is_plain(number: int) -> bool:
    with suppress(OSError):
        return stat.S_ISREG(os.fstat(number).st_mode)
    return False


def _alone(tasks: Path, until: float) -> bool:
    """Return whether only one thread is left by the time `until`: some are about to end."""
    while len(os.listdir(tasks)) > 1:  # noqa: PTH208
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _has_children() -> bool:
    """Return whether a child process is still running."""
    with suppress(ChildProcessError):
        while True:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None:
                return True
            # A child that has ended doesn't count.
            os.waitpid(found.si_pid, 0)
    return False


def _close_databases() -> None:
    """Have SQLAlchemy close its pooled connections; it opens them again when they are needed."""
    if "sqlalchemy" not in sys.modules:
        return
    from sqlalchemy import Engine, SingletonThreadPool, StaticPool  # noqa: PLC0415 - imported by the notebook

    for thing in gc.get_objects():
        # An in-memory database would be lost with its connection; each fork has a copy of it.
        if issubclass(type(thing), Engine) and not isinstance(thing.pool, SingletonThreadPool | StaticPool):
            thing.dispose()
