"""Writes a copy's files to a folder: completely, or not at all.

A folder with an earlier copy can be overwritten; one with anything else in it never is.
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from workbook.publish.errors import SiteError

__all__ = ["MARK", "check_folder", "write_folder"]

MARK = ".workbook-copy"
"""The file that marks a folder as a copy of the workbook."""


def check_folder(folder: Path, *, replace: bool) -> None:
    """Refuse an unsuitable folder before any work is done. Raises SiteError."""
    if not folder.parent.is_dir():
        raise SiteError(f"There is no folder {folder.parent}. Create it first, or choose another.")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SiteError(f"{folder} is there already, and is not a folder. Choose another name.")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not (folder / MARK).is_file():
        raise SiteError(f"The folder {folder} has other things in it. Name one that is new or empty.")
    if not replace:
        raise SiteError(f"A copy is in {folder} already. Choose another folder, or add --replace.")


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, each a path below `folder` with `/` between and its bytes; return how many.

    They are first written beside the folder, and replace it when all are complete. Raises SiteError if that
    fails; then the folder's previous contents are still there.
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
            f"The folder {folder} can't be written ({why}). Check the disk space and your permissions."
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
