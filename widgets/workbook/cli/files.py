"""Writes a command's output file: with readable errors, and completely or not at all.

Not here: the contents of a file.
"""

import errno
from collections.abc import Sequence
from pathlib import Path

import click

from widget_host.common import safe_write

__all__ = ["check_file", "write_whole"]


def check_file(file: Path, replace: bool, endings: Sequence[str], what: str) -> None:
    """Refuse an invalid output file before any work is done.

    `endings` are the allowed suffixes, such as ".pdf"; `what` explains them: "The guide is a PDF".
    """
    if file.suffix.lower() not in endings:
        either = " or ".join(endings)
        raise click.ClickException(f"{what}. Give a name that ends in {either} instead of {file}.")
    if file.is_dir():
        raise click.ClickException(f"{file} is a folder. Give the name of a file in it.")
    if not file.parent.is_dir():
        raise click.ClickException(f"There is no folder {file.parent}. Create it first, or choose another.")
    if file.exists() and not replace:
        raise click.ClickException(
            f"The file {file} is there already. Choose another name, or add --replace."
        )


def write_whole(file: Path, data: bytes) -> None:
    """Write the file completely or not at all."""
    try:
        safe_write.write_whole(file, data)
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "The disk is full. Free some space." if full else "Check your rights to its folder."
        raise click.ClickException(f"The file {file} can't be written. {why}") from None
