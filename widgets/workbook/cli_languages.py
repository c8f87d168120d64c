"""What `workbook serve` is told about languages, and the command `workbook languages`.

Here: the options, and the tables that a person reads. Not here: catalogues and how they are kept up to date
(see `front.catalogues`), and what pages do with a language (see the room `serve`).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from workbook.serve.settings import Settings

__all__ = ["language_option", "with_languages"]

Command = Callable[..., Any]


def language_option(command: Command) -> Command:
    """Add the option that offers a language beside English."""
    option = click.option(
        "--language",
        "languages",
        multiple=True,
        metavar="CODE",
        # WORKBOOK_LANGUAGE is another thing: the one language of a process.
        envvar="WORKBOOK_LANGUAGES",
        show_envvar=True,
        help="A language to offer beside English, such as ga. Give it as often as needed.",
    )
    return option(command)


def with_languages(settings: "Settings", codes: tuple[str, ...]) -> "Settings":
    """Return the settings of a server that offers these languages; ends the command for one without words."""
    from workbook.front import ENGLISH, languages  # noqa: PLC0415 - see the docstring of `cli`

    known = languages()
    for code in codes:
        if code not in known:
            named = ", ".join(f"{one} ({one.name})" for one in known)
            raise click.ClickException(
                f"The interface does not speak {code!r}. It has: {named}. "
                f"`workbook languages add` begins another language."
            )
    offered = tuple(dict.fromkeys(code for code in codes if code != ENGLISH))
    warm_up = (*settings.warm_up, "workbook.front:read_offered") if offered else settings.warm_up
    return replace(settings, languages=offered, warm_up=warm_up)
