"""The options of `workbook serve` for workshops, and its output about them.

Here: the options, and connecting the package to the server. Not here: trainers (see `trainers`), and
workshops themselves (see `workbook.workshop`).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from workbook.cli.shared import Number, counted

if TYPE_CHECKING:
    from widget_host.settings import Settings
    from workbook.content import Content

__all__ = ["with_workshops", "workshop_options"]

_MOST_DAYS = 3650
_NOBODY = "No trainer is set up yet: `workbook trainer add NAME`."

Command = Callable[..., Any]


def workshop_options(command: Command) -> Command:
    """Add the options of workshops."""
    for option in (
        click.option(
            "--keep-workshops",
            type=Number("a number of days", _MOST_DAYS),
            default=90,
            show_default=True,
            help="Days after which a workshop is deleted; 0 keeps it until its trainer deletes it.",
        ),
        click.option(
            "--public-address",
            default="",
            metavar="URL",
            help="The address that people type to reach it, shown in workshops. [default: this machine's]",
        ),
    ):
        command = option(command)
    return command


def with_workshops(
    settings: "Settings", database: str, public_address: str, content: Callable[[], "Content"]
) -> tuple["Settings", str]:
    """Return the settings of a server with workshops, and the line that says who can run them.

    `content` returns the present content immediately. Raises WorkshopError if workshops can't be stored in
    the database, or the address is invalid.
    """
    from workbook.workshop.live.addresses import read_public_address  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.workshop.live.extension import WorkshopExtension, prepared  # noqa: PLC0415
    from workbook.workshop.report.request import SERVICE, service  # noqa: PLC0415
    from workbook.workshop.texts import Texts  # noqa: PLC0415

    public = read_public_address(public_address, settings.base_url) if public_address else ""
    address, trainers = prepared(database)
    opening = WorkshopExtension(address, Texts(content), settings.host, public)
    # The console's kernel creates reports from the data that the server reads for it.
    answer = service(address)
    services = {**settings.services, SERVICE: lambda _saved: answer}
    said = f"Workshops: {counted(trainers, 'trainer', 'trainers')}." if trainers else _NOBODY
    return replace(settings, more_routes=opening, services=services), said
