"""What `workbook serve` is told about running for others: how it is watched over, and what it must not do.

Here: the options, and the wiring of what the server itself does not know, such as the database. Not here:
what the server does with them (see the room `serve`).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from workbook.cli_parts import Number

if TYPE_CHECKING:
    from workbook.serve.settings import Settings

__all__ = ["serving_options", "with_checks"]

_DATABASE_WITHIN_S = 2.0
_NO_DATABASE = "The database can't be reached or used. Look at its address and at the database itself."
_NO_CONTENT = "The content can't be read. Run `workbook check`."

_MOST_SECONDS = 3600

Command = Callable[..., Any]


def serving_options(command: Command) -> Command:
    """Add the options of a server that runs for others."""
    for option in (
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="Form of the log's lines.",
        ),
        click.option(
            "--stop-within",
            type=Number("a number of seconds", _MOST_SECONDS),
            default=30,
            show_default=True,
            help="Seconds that an orderly stop may take: what was begun is finished first.",
        ),
        click.option(
            "--public-metrics",
            is_flag=True,
            help="Tell the figures at /metrics to everybody. [default: this machine and private networks]",
        ),
    ):
        command = option(command)
    return command


def with_checks(settings: "Settings", database: str | None) -> "Settings":
    """Return the settings of a server that says at `readyz` whether its database and content can be used."""
    from workbook.content import load  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.database.store import default_database  # noqa: PLC0415
    from workbook.serve.settings import Check  # noqa: PLC0415
    from workbook.workshop.store import WorkshopStore  # noqa: PLC0415

    def look_at_database() -> None:
        # Opened anew each time: only so is it known that somebody who comes now would get in.
        with WorkshopStore(database or default_database(), timeout=_DATABASE_WITHIN_S) as store:
            store.check()

    content = Check(_NO_CONTENT, lambda: load(settings.data))
    return replace(settings, checks=(Check(_NO_DATABASE, look_at_database), content))
