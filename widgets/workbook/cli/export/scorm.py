"""The command `workbook export scorm`: the course as a package for a learning platform.

Here: the options, and the output. Not here: the package (see `publish.lms`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack
from urllib.parse import urlsplit

import click

from workbook.cli.branding import branding_of, theme_option
from workbook.cli.files import check_file, write_whole
from workbook.cli.shared import Number, reported_errors, say

if TYPE_CHECKING:
    from workbook.publish.lms.package import LmsPackage

__all__ = ["scorm"]

_PATH = click.Path(path_type=Path)


class _Address(click.ParamType[str]):
    """The address of a workbook's server."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address; fails if no browser could open it in a platform's page."""
        parts = urlsplit(value)
        is_whole = (
            parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
        )
        if not is_whole or any(sign in value for sign in " ;'\"<>"):
            self.fail(
                f"{value} is not the address of a server. Give one such as https://workbook.example.org/.",
                param,
                ctx,
            )
        return value


class _Options(TypedDict):
    """The command's options."""

    standard: Literal["1.2", "2004", "cmi5"]
    embed: str | None
    complete_at: int
    theme: Path | None
    language: str
    notebooks: Path | None
    data: Path | None
    replace: bool


@click.command()
@click.option(
    "--standard",
    type=click.Choice(["1.2", "2004", "cmi5"]),
    default="1.2",
    show_default=True,
    help="What your platform takes: SCORM 1.2, which nearly all of them do, SCORM 2004 or cmi5.",
)
@click.option(
    "--embed",
    type=_Address(),
    help="Show the pages of your server, at this address, in a frame, instead of packing them.",
)
@click.option(
    "--complete-at",
    type=Number("a percentage", 100, 1),
    default=100,
    show_default=True,
    help="Percentage of the standards' exercises after which the course is complete.",
)
@theme_option
@click.option("--language", default="en", show_default=True, metavar="CODE", help="The pages' language.")
@click.option("--notebooks", type=_PATH, help="Folder of the pages. [default: the nearest one]")
@click.option("--data", type=_PATH, help="Folder of the content's tables. [default: the nearest one]")
@click.option("--replace", is_flag=True, help="Overwrite an existing file.")
@click.argument("file", type=_PATH)
def scorm(file: Path, **options: Unpack[_Options]) -> None:
    """Save the course as FILE, a ZIP file for a learning platform (LMS).

    The platform hears how far a learner has come, when the course is complete and how long it took. It never
    hears what a learner wrote.
    """
    check_file(file, options["replace"], (".zip",), "A package is a ZIP file")
    with reported_errors():
        package = _package(options)
    from workbook.publish.lms.package import zipped  # noqa: PLC0415 - see the docstring of `cli`

    write_whole(file, zipped(package))
    say(f"The package is in {file}. Upload it to your learning platform as it is.")
    if options["embed"]:
        say("Start your server with --frame-ancestor and the platform's address: then it may show the pages.")


def _package(options: _Options) -> "LmsPackage":
    from widget_host.languages import Language  # noqa: PLC0415
    from widget_host.pages.metadata import PageIndex  # noqa: PLC0415
    from workbook.publish.lms.package import LmsSettings, embedded_package, site_package  # noqa: PLC0415
    from workbook.publish.site.site import make_site  # noqa: PLC0415
    from workbook.server.branding import course_listing  # noqa: PLC0415
    from workbook.server.folders import find_folders  # noqa: PLC0415

    folders = find_folders(options["notebooks"], options["data"])
    branding = branding_of(folders.data, options["theme"])
    language = Language(options["language"])
    course = branding.course(language)
    to_tell = LmsSettings(
        course["name"], course["intro"], options["standard"], options["complete_at"], language
    )
    if options["embed"]:
        names = [
            page.name
            for page in PageIndex(folders.notebooks, listing=course_listing()).pages()
            if page.part == "standards"
        ]
        return embedded_package(options["embed"], names, to_tell)
    return site_package(
        make_site(folders.notebooks, folders.data, language=language, branding=branding, offline=None),
        to_tell,
    )
