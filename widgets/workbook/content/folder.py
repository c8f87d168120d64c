"""Finds the folder of the content.

Here: the order in which places are tried. Not here: reading the folder (see `load`).
"""

import os
import sys
from pathlib import Path

from workbook.content.errors import ContentError

__all__ = ["PACKAGE_FILE", "data_folder"]

PACKAGE_FILE = "datapackage.json"
"""The schema's file name: a folder with this file contains the workbook's content."""


def data_folder() -> Path:
    """Return the folder with the content, as an absolute path.

    Tried in this order: the environment variable WORKBOOK_DATA; `data` in the working directory or the
    nearest folder above it that has one with a datapackage.json; the copy installed with the workbook
    (`share/workbook/data` below `sys.prefix`).

    Raises ContentError, saying what to do, if none of them contains a datapackage.json.
    """
    named = os.environ.get("WORKBOOK_DATA", "")
    if named:
        return _named(Path(named))
    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "data" / PACKAGE_FILE).is_file():
            return parent / "data"
    installed = Path(sys.prefix) / "share" / "workbook" / "data"
    if (installed / PACKAGE_FILE).is_file():
        return installed
    raise ContentError(
        f"No content was found: neither {here} nor a folder above it has a 'data' with a {PACKAGE_FILE}. "
        "Start from the workbook's folder, or set WORKBOOK_DATA to the folder of the tables."
    )


def _named(folder: Path) -> Path:
    if not (folder / PACKAGE_FILE).is_file():
        raise ContentError(
            f"WORKBOOK_DATA names the folder {folder}, which has no {PACKAGE_FILE}. "
            "Set it to the folder of the workbook's tables, or unset it."
        )
    return folder.resolve()
