"""Writes files atomically: to a temporary file in the same folder, which is then renamed.

Every package may import this module, and it imports no other. Not here: writing a whole folder (see
`publish.writing`), and appending to a file (see `usage.feedback_csv`).
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
    """Write a file with these bytes; the rest is as in `draft_of`."""
    with draft_of(file, mode, is_new=is_new) as draft:
        draft.write(data)


@contextmanager
def draft_of(file: Path, mode: int | None = None, *, is_new: bool = False) -> Iterator[BinaryIO]:
    """Yield an empty temporary file, which replaces the target when the block ends without an error.

    Otherwise it is deleted, and an existing target stays unchanged. A link is replaced, not followed. With
    `is_new` nothing is replaced: FileExistsError is raised if the name exists, at the beginning or at the
    end. The file gets exactly the permissions of `mode`, and until then only its owner can read it; without
    `mode` it has the default permissions of new files. Raises OSError.
    """
    if is_new and os.path.lexists(file):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    path = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    made_with = partial(os.open, mode=_ALL if mode is None else _OWNER)
    draft = open(path, "xb", opener=made_with)  # noqa: SIM115 - closed below, where this function may delete it
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
    """Rename a file to its name, unless another file has taken that meanwhile."""
    try:
        os.link(path, file)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # no hard links here, such as on a USB stick
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER))
        path.replace(file)
