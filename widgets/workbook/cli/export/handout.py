"""The command `workbook export handout`: the whole course, or a part of it,  to print and to write in.

Here: the options, and the output. Not here: the contents (see `publish.handout`).
"""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypedDict, Unpack

import click

from workbook.cli.files import check_file, write_whole
from workbook.cli.shared import Day, reported_errors, say

__all__ = ["handout"]

_PATH = click.Path(path_type=Path)


class _Options(TypedDict):
    """The command's options."""

    standards: tuple[str, ...]
    facilitator_notes: bool
    day: date | None
    notebooks: Path | None
    data: Path | None
    replace: bool


@click.command()
@click.option(
    "--standard",
    "standards",
    multiple=True,
    help="Only the page on this standard, such as standard-1. Give it as often as needed.",
)
@click.option("--facilitator-notes", is_flag=True, help="Add the notes for whoever leads a session.")
@click.option("--date", "day", type=Day(), help="The day on the title page. [default: today]")
@click.option("--notebooks", type=_PATH, help="Folder of the pages. [default: the nearest one]")
@click.option("--data", type=_PATH, help="Folder of the content's tables. [default: the nearest one]")
@click.option("--replace", is_flag=True, help="Overwrite an existing file.")
@click.argument("file", type=_PATH)
def handout(file: Path, **options: Unpack[_Options]) -> None:
    """Save the workbook as FILE, a PDF or a Word file to print and to write in."""
    ending = file.suffix.lower()
    check_file(file, options["replace"], (".pdf", ".docx"), "The handout is a PDF or a Word file")
    with reported_errors():
        from workbook.content import ContentError, UnknownName, load  # noqa: PLC0415 - see `cli`
        from workbook.publish.handout.handout import handout_file, handout_paper  # noqa: PLC0415
        from workbook.server.folders import find_folders  # noqa: PLC0415

        folders = find_folders(options["notebooks"], options["data"])
        day = options["day"]
        try:
            paper = handout_paper(
                load(folders.data),
                folders.notebooks,
                datetime.combine(day, time(), UTC) if day else datetime.now().astimezone(),
                standards=options["standards"],
                facilitator_notes=options["facilitator_notes"],
            )
        except UnknownName as name:
            raise ContentError(str(name)) from None
        made = handout_file(paper, ending)
    write_whole(file, made)
    say(f"The handout is in {file}.")
    if ending == ".docx":
        say(
            "When Word opens it and asks whether to update the fields, press Yes: that sets the page numbers."
        )
        say("In LibreOffice, choose Tools, Update, All indexes and tables.")
