"""The command `workbook new`: creates a folder for another regulator's course.

Here: the options, and the output. Not here: the initial files of a course (see `workbook.new`).
"""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from workbook.cli.shared import Number, reported_errors, say

__all__ = ["new"]

_PATH = click.Path(path_type=Path)
_MOST_STANDARDS = 60


class _Options(TypedDict):
    """The command's options."""

    name: str
    audience: str
    regulator: str
    standards: int
    notebooks: Path | None
    data: Path | None


@click.command()
@click.option("--name", default="[Name of the course]", help="What the course is called.")
@click.option("--audience", default="[A training workbook for ...]", help="Who it is for, in a line.")
@click.option("--regulator", default="[Regulator]", help="Whose standards it teaches, without an article.")
@click.option(
    "--standards",
    type=Number("a number of standards", _MOST_STANDARDS, 1),
    default=3,
    show_default=True,
    help="How many standards there are.",
)
@click.option("--notebooks", type=_PATH, help="Folder of the pages to begin from. [default: the nearest one]")
@click.option("--data", type=_PATH, help="Folder of the tables to begin from. [default: the nearest one]")
@click.argument("folder", type=_PATH, metavar="DIR")
def new(folder: Path, **options: Unpack[_Options]) -> None:
    """Start a course for another regulator's standards.

    It begins in the folder DIR, and can be served at once. Text in square brackets is for you to write over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(
            f"{folder} is there already. Give the name of a folder that is new or empty."
        )
    with reported_errors():
        from workbook.content import new_identifier  # noqa: PLC0415
        from workbook.new import NewCourse, new_course  # noqa: PLC0415 - see the docstring of `cli`
        from workbook.server.folders import find_folders  # noqa: PLC0415

        folders = find_folders(options["notebooks"], options["data"])
        named = (options["name"], options["audience"], options["regulator"])
        begun = NewCourse(*named, options["standards"], new_identifier())
    try:
        files = new_course(begun, folders.notebooks, folders.data)
        for path, data in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    except OSError as problem:
        why = f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem.strerror)
        raise click.ClickException(f"The course can't be written ({why}). Fix that and try again.") from None
    say(f"A course with {begun.standards} standards is in {folder}. Go there, and:")
    say("workbook serve    shows it")
    say("workbook check    lists what is still to be written")
