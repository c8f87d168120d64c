"""The command `workbook export site`: the workbook as a folder of pages that needs no server.

Here: the options, and the output. Not here: the pages (see `publish.site`).
"""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from workbook.cli.branding import branding_of, theme_option
from workbook.cli.shared import reported_errors, say

__all__ = ["site"]

_PATH = click.Path(path_type=Path)


class _Options(TypedDict):
    """The command's options."""

    one_file: bool
    offline: bool
    theme: Path | None
    language: str
    notebooks: Path | None
    data: Path | None
    replace: bool


@click.command()
@click.option("--one-file", is_flag=True, help="Make each page a single file, to send by e-mail or to carry.")
@click.option(
    "--offline/--no-offline",
    default=True,
    show_default=True,
    help="Let browsers on a web host keep pages that were opened, and install the copy to a home screen.",
)
@theme_option
@click.option("--language", default="en", show_default=True, metavar="CODE", help="The pages' language.")
@click.option("--notebooks", type=_PATH, help="Folder of the pages. [default: the nearest one]")
@click.option("--data", type=_PATH, help="Folder of the content's tables. [default: the nearest one]")
@click.option("--replace", is_flag=True, help="Overwrite an existing copy.")
@click.argument("folder", type=_PATH, metavar="DIR")
def site(folder: Path, **options: Unpack[_Options]) -> None:
    """Save the workbook as pages in the folder DIR, for any web host or a USB stick.

    All exercises work. What learners write stays in their browsers, and they can save it as a document.
    """
    with reported_errors():
        from workbook.publish.site.site import make_site  # noqa: PLC0415 - see the docstring of `cli`
        from workbook.publish.writing import check_folder, write_folder  # noqa: PLC0415
        from workbook.server.folders import find_folders  # noqa: PLC0415

        target = folder.absolute()
        check_folder(target, replace=options["replace"])
        folders = find_folders(options["notebooks"], options["data"])
        branding = branding_of(folders.data, options["theme"])
        made = make_site(
            folders.notebooks,
            folders.data,
            language=options["language"],
            branding=branding,
            offline=options["offline"],
        )
        write_folder(target, made.single_files() if options["one_file"] else made.files())
    say(f"{len(made.pages)} pages are in {folder}. Open index.html there, or put the folder on a web host.")
