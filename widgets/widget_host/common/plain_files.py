"""Reads the files that people put into folders, of which some are not files at all.

Opening a pipe that nobody writes to waits for ever, and a device may never end. So what a name stands for is
looked at first. Every room may know this module, and it knows none.
"""

import os
import stat
from pathlib import Path

__all__ = ["NoPlainFile", "State", "read_plain", "state_of"]

State = tuple[int, int, int]
"""What changes with a file: when it was changed (in ns), its size, and which file it is."""


class NoPlainFile(OSError):  # noqa: N818 - it reads as what it says
    """What stands under a name is not a file that can be read; `strerror` says why in a few plain words."""

    def __init__(self, reason: str) -> None:
        """Take the reason."""
        super().__init__(None, reason)

    def __str__(self) -> str:
        """Return the reason."""
        return str(self.strerror)


def read_plain(path: Path, most: int) -> bytes:
    """Return what a file holds; raises NoPlainFile where it is not one, or has more than `most` bytes.

    Raises OSError, as ever, where it is not there or may not be read. Nothing is waited for.
    """
    # Not to wait for who writes to a pipe, and never to become the master of a terminal.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    )
    _must_be_plain(path.stat(), most)
    number = os.open(path, flags)
    with os.fdopen(number, "rb") as file:
        _must_be_plain(os.fstat(number), most)
        found = file.read(most + 1)
    if len(found) > most:
        raise NoPlainFile(_too_large(most))
    return found


def state_of(path: Path) -> State:
    """Return what changes whenever a file is saved.

    Raises NoPlainFile where it is not a file, and OSError where it is not there or may not be looked at.
    """
    found = path.stat()
    _must_be_plain(found, None)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _must_be_plain(found: os.stat_result, most: int | None) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise NoPlainFile(f"it is {_KINDS.get(stat.S_IFMT(found.st_mode), 'no file')}")
    if most is not None and found.st_size > most:
        raise NoPlainFile(_too_large(most))


def _too_large(most: int) -> str:
    return f"it has more than {most >> 20} MB"


_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe of another program, and no file",
    stat.S_IFSOCK: "a socket of another program, and no file",
    stat.S_IFCHR: "a device, and no file",
    stat.S_IFBLK: "a device, and no file",
}
