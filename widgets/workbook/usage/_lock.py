"""One writer at a time: a lock on an open file that several processes respect, on Unix and on Windows."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

if sys.platform == "win32":
    import msvcrt

    def _try(file: FileIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _release(file: FileIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


_PAUSE = 0.02  # seconds between two attempts


@contextmanager
def locked(file: FileIO, patience: float) -> Iterator[None]:
    """Hold the file's lock for a block of code.

    Raises TimeoutError (an OSError) if another process holds it for longer than `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            _try(file)
            break
        except OSError:
            if time.monotonic() > deadline:
                raise TimeoutError("The file is locked by another process.") from None
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        _release(file)
