"""The commands `workbook export`: the workbook's contents as files to keep and to print.

Here: their group, and the facilitator's guide. Not here: writing a file (see `cli.files`), and its contents
(see `workshop.report.guide`).
"""

from datetime import datetime
from pathlib import Path

import click

from workbook.cli.export.handout import handout
from workbook.cli.export.scorm import scorm
from workbook.cli.export.site import site
from workbook.cli.files import check_file, write_whole
from workbook.cli.shared import reported_errors, say

__all__ = ["export"]

_PATH = click.Path(path_type=Path)


@click.group()
def export() -> None:
    """Save the workbook, or a part of it, as files."""


export.add_command(handout)
export.add_command(scorm)
export.add_command(site)


@export.command("facilitator-guide")
@click.option("--data", type=_PATH, help="Folder of the content's tables. [default: the nearest one]")
@click.option("--replace", is_flag=True, help="Overwrite an existing file.")
@click.argument("file", type=_PATH)
def facilitator_guide(data: Path | None, replace: bool, file: Path) -> None:
    """Save the facilitator's guide as the PDF file FILE."""
    check_file(file, replace, (".pdf",), "The guide is a PDF")
    with reported_errors():
        from functools import partial  # noqa: PLC0415 - see the docstring of `cli`

        from workbook.content import load  # noqa: PLC0415
        from workbook.workshop.report.guide import guide_file  # noqa: PLC0415
        from workbook.workshop.texts import Texts  # noqa: PLC0415

        guide = guide_file(datetime.now().astimezone(), Texts(partial(load, data)))
    write_whole(file, guide.data)
    say(f"The facilitator's guide is in {file}.")
