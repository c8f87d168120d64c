"""Puts a copy's files into a folder: whole, or not at all.

A folder that an earlier copy was written to can be written over; one with anything else in it never is.
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from workbook.publish.errors import SiteError

__all__ = ["MARK", "check_folder", "write_folder"]

MARK = ".workbook-copy"
"""The file by which a folder is known to hold a copy of the workbook."""


def check_folder(folder: Path, *, replace: bool) -> None:
    """Refuse a folder that can't become a copy, before any work is done. Raises SiteError."""
    if not folder.parent.is_dir():
        raise SiteError(f"There is no folder {folder.parent}. Make it first, or choose another.")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SiteError(f"{folder} is there already, and is not a folder. Choose another name.")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not (folder / MARK).is_file():
        raise SiteError(f"The folder {folder} has other things in it. Name one that is new or empty.")
    if not replace:
        raise SiteError(f"A copy is in {folder} already. Choose another folder, or add --replace.")


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, each a path below `folder` with `/` between and its bytes; returns how many.

    They are written beside the folder first, and take its place when all are there. Raises SiteError where
    that can't be done; what was in the folder is still there then.
    """
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            whole, before = Path(beside) / "new", Path(beside) / "old"
            count = _write(whole, files)
            if folder.exists():
                folder.rename(before)
            try:
                whole.rename(folder)
            except OSError:
                if before.exists():
                    before.rename(folder)
                raise
            shutil.rmtree(before, ignore_errors=True)
            return count
    except OSError as problem:
        why = problem.strerror or "no reason given"
        raise SiteError(
            f"The folder {folder} can't be written ({why}). Check the room on the disk and your rights."
        ) from None


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    folder.mkdir()
    (folder / MARK).write_bytes(b"")
    count = 0
    for path, data in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        count += 1
    return count
