"""The commands `workbook export`: what the workbook holds, as files to keep and to print.

Here: where a file goes, and what is said of it. Not here: what a file holds (see `workshop.guide`).
"""

import errno
import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from workbook.cli_parts import say, told

__all__ = ["export"]

_PATH = click.Path(path_type=Path)


@click.group()
def export() -> None:
    """Save parts of the workbook as files."""


@export.command("facilitator-guide")
@click.option("--data", type=_PATH, help="Folder of the content's tables. [default: the nearest one]")
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
@click.argument("file", type=_PATH)
def facilitator_guide(data: Path | None, replace: bool, file: Path) -> None:
    """Save the facilitator's guide as the PDF file FILE."""
    _check(file, replace)
    with told():
        from functools import partial  # noqa: PLC0415 - see the docstring of `cli`

        from workbook.content import load  # noqa: PLC0415
        from workbook.workshop.guide import guide_file  # noqa: PLC0415
        from workbook.workshop.texts import Texts  # noqa: PLC0415

        guide = guide_file(datetime.now().astimezone(), Texts(partial(load, data)))
    _write(file, guide.data)
    say(f"The facilitator's guide is in {file}.")


def _check(file: Path, replace: bool) -> None:
    """Refuse what can't become a file before any work is done."""
    if file.suffix.lower() != ".pdf":
        raise click.ClickException(f"The guide is a PDF. Give a name that ends in .pdf instead of {file}.")
    if file.is_dir():
        raise click.ClickException(f"{file} is a folder. Give the name of a file in it.")
    if not file.parent.is_dir():
        raise click.ClickException(f"There is no folder {file.parent}. Make it first, or choose another.")
    if file.exists() and not replace:
        raise click.ClickException(
            f"The file {file} is there already. Choose another name, or add --replace."
        )


def _write(file: Path, data: bytes) -> None:
    """Put the file there whole or not at all."""
    kept: Path | None = None
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as part:
            kept = Path(part.name)
            part.write(data)
        kept.chmod(0o666 & ~_umask())
        kept.replace(file)
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "The disk is full. Make room on it." if full else "Check your rights to its folder."
        raise click.ClickException(f"The file {file} can't be written. {why}") from None
    finally:
        if kept is not None:
            kept.unlink(missing_ok=True)


def _umask() -> int:
    """Return which rights new files lack; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
