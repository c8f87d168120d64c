"""Reads files from people's folders, in which some entries are not regular files.

Opening a pipe without a writer blocks for ever, and a device may never end. So the type of an entry is
checked first. Every package may import this module, and it imports no other.
"""

import os
import stat
from pathlib import Path

__all__ = ["NoPlainFile", "State", "read_plain", "state_of"]

State = tuple[int, int, int]
"""The state of a file: its modification time (in ns), its size, and its inode."""


class NoPlainFile(OSError):  # noqa: N818 - it reads as what it says
    """An entry is not a readable regular file; `strerror` says why in a few plain words."""

    def __init__(self, reason: str) -> None:
        """Take the reason."""
        super().__init__(None, reason)

    def __str__(self) -> str:
        """Return the reason."""
        return str(self.strerror)


def read_plain(path: Path, most: int) -> bytes:
    """Return a file's content; raises NoPlainFile if it is not a regular file, or has over `most` bytes.

    Raises OSError, as usual, if it is missing or may not be read. Never blocks.
    """
    # So as not to wait for a pipe's writer, nor acquire a controlling terminal.
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
    """Return a value that changes whenever a file is saved.

    Raises NoPlainFile if it is not a regular file, and OSError if it is missing or may not be accessed.
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
    stat.S_IFIFO: "a pipe of another program, not a file",
    stat.S_IFSOCK: "a socket of another program, not a file",
    stat.S_IFCHR: "a device, not a file",
    stat.S_IFBLK: "a device, not a file",
}
