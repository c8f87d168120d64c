"""Writes a file whole or not at all: beside the place where it is wanted, which it takes in one step.

Every room may know this module, and it knows none. Not here: a folder that is written as a whole (see
`publish.writing`), and a file that grows (see `usage.file`).
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

__all__ = ["draft_of", "write_whole"]

_OWNER, _ALL = 0o600, 0o666


def write_whole(file: Path, data: bytes, mode: int | None = None, *, is_new: bool = False) -> None:
    """Put a file there with these bytes; the rest is as in `draft_of`."""
    with draft_of(file, mode, is_new=is_new) as draft:
        draft.write(data)


@contextmanager
def draft_of(file: Path, mode: int | None = None, *, is_new: bool = False) -> Iterator[BinaryIO]:
    """Give an empty file beside the one that is wanted, in whose place it is put when the block ends well.

    Else nothing is left of it, and what was there stays. A link is replaced, not followed. With `is_new`
    nothing is replaced: FileExistsError is raised where something has the name, at the beginning or at the
    end. The file gets exactly the rights of `mode`, and until then its owner alone can read it; without one
    it has those that new files have. Raises OSError.
    """
    if is_new and os.path.lexists(file):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    path = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    made_with = partial(os.open, mode=_ALL if mode is None else _OWNER)
    draft = open(path, "xb", opener=made_with)  # noqa: SIM115 - closed below, where it is ours to delete
    try:
        with draft:
            yield draft
        if mode is not None:
            path.chmod(mode)
        if is_new:
            _name(path, file)
        else:
            path.replace(file)
    finally:
        path.unlink(missing_ok=True)


def _name(path: Path, file: Path) -> None:
    """Give a file its name, unless another has taken that meanwhile."""
    try:
        os.link(path, file)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # no hard links here, such as on a USB stick
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER))
        path.replace(file)
