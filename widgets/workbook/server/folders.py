"""Finds the notebooks and the content when no folders are given.

Here: the search for the two folders. Not here: reading their files.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from widget_host.common.notebook_files import notebook_files
from widget_host.errors import ServeError

__all__ = ["Folders", "find_folders"]

_SCHEMA = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder of the notebooks and the folder of the content's tables, both absolute."""

    notebooks: Path
    data: Path


def find_folders(
    notebooks: Path | None = None, data: Path | None = None, start: Path | None = None
) -> Folders:
    """Return the folders to serve from.

    A folder that is given is used as it is. Otherwise this uses the nearest folder from `start` (default: the
    working directory) upwards that has both `notebooks/` and `data/datapackage.json`, or else the copy
    installed with the workbook (`share/workbook` below `sys.prefix`). If only the notebooks are given, a
    `data` folder beside them comes first.

    Raises ServeError, saying what to do, if a folder is missing or contains no notebook or no tables.
    """
    beside = notebooks.absolute().parent if notebooks else None
    root = next(
        (home for home in _candidates(beside, start or Path.cwd()) if _is_home(home, notebooks)), None
    )
    if root is None and (notebooks is None or data is None):
        raise ServeError(
            f"No workbook was found in {start or Path.cwd()} or a folder above it. "
            "Start from the workbook's folder, or give --notebooks and --data."
        )
    return Folders(
        notebooks=_with_notebooks(notebooks or _below(root, "notebooks")),
        data=_with_tables(data or _below(root, "data")),
    )


def _candidates(beside: Path | None, start: Path) -> list[Path]:
    """List the folders where a workbook may be, the likeliest first."""
    here = start.absolute()
    installed = Path(sys.prefix) / "share" / "workbook"
    return [*([beside] if beside else []), here, *here.parents, installed]


def _is_home(folder: Path, notebooks: Path | None) -> bool:
    """Return whether the folder contains the content, and the notebooks unless they were given."""
    has_pages = notebooks is not None or (folder / "notebooks").is_dir()
    return has_pages and (folder / "data" / _SCHEMA).is_file()


def _below(root: Path | None, name: str) -> Path:
    if root is None:
        raise AssertionError(name)
    return root / name


def _with_notebooks(folder: Path) -> Path:
    if not folder.is_dir():
        raise ServeError(f"There is no folder {folder}. Give the folder of the notebooks with --notebooks.")
    if not notebook_files(folder):
        raise ServeError(
            f"The folder {folder} contains no notebook (.ipynb). Give another one with --notebooks."
        )
    return folder.resolve()


def _with_tables(folder: Path) -> Path:
    if not folder.is_dir():
        raise ServeError(f"There is no folder {folder}. Give the folder of the tables with --data.")
    if not (folder / _SCHEMA).is_file():
        raise ServeError(
            f"The folder {folder} contains no {_SCHEMA}. Give the folder of the tables with --data."
        )
    return folder.resolve()
