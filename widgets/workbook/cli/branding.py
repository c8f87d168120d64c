"""The look of pages: the option `--theme`, and the course's name.

Here: the option, and combining content and theme for the views. Not here: the settings of a theme (see
`workbook.theme`).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from widget_host.settings import Settings
    from workbook.content import Content, Latest
    from workbook.server.branding import Branding
    from workbook.server.situations import Situations

__all__ = ["branding_of", "situations_of", "theme_option", "unnamed", "with_branding"]

_UNNAMED = (
    "This course has no identifier: under one host name, or in one database, other courses can get at what "
    "its learners keep. Run `workbook check` for what to do."
)

Command = Callable[..., Any]


def theme_option(command: Command) -> Command:
    """Add the option for a theme's folder."""
    option = click.option(
        "--theme",
        type=click.Path(path_type=Path),
        help="Folder with your own colours, logo, footer and privacy notice.",
    )
    return option(command)


def branding_of(
    data: Path, theme: Path | None, latest: "Latest | None" = None, *, codes: bool = False
) -> "Branding":
    """Return the branding of pages for a content folder and, optionally, a theme's folder.

    A server passes the `latest` content, which changes while it runs; with `codes`, it offers recovery codes.
    Raises ThemeError if the theme has a fault, and ContentError if the tables have one.
    """
    from widget_host.languages import ENGLISH  # noqa: PLC0415
    from workbook.content import load, namespace  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.server.branding import Branding  # noqa: PLC0415
    from workbook.theme import PLAIN, load_theme  # noqa: PLC0415

    made: dict[str, tuple[Content, Situations]] = {}

    def situations(language: str = ENGLISH) -> "Situations":
        content = latest.content(language) if latest else load(data, language)
        known = made.get(language)
        if known is None or known[0] is not content:
            known = made[language] = (content, situations_of(content))
        return known[1]

    def facts(language: str = ENGLISH) -> dict[str, str]:
        return latest.facts(language) if latest else load(data, language).facts()

    return Branding(
        load_theme(theme) if theme else PLAIN,
        facts,
        facts,
        namespace(facts()),
        situations=situations,
        codes=codes,
    )


def situations_of(content: "Content") -> "Situations":
    """Return the situations of a course for its home page."""
    from workbook.server.situations import Situation, Situations  # noqa: PLC0415

    every = (
        Situation(
            one.id,
            one.situation or one.title,
            one.minutes,
            one.setting,
            one.platform,
            one.standard,
            int(one.home) if one.home.isdecimal() else 0,
        )
        for one in content.scenarios
    )
    standards = sorted(content.standards, key=lambda one: one.number)
    return Situations(tuple(every), tuple((one.id, one.number, one.short_title) for one in standards))


def with_branding(settings: "Settings", data: Path, branding: "Branding") -> "Settings":
    """Return the settings of a server that shows the course of a folder, and tells kernels which it is."""
    env = {
        **settings.kernel_env,
        "WORKBOOK_DATA": str(data),
        "WORKBOOK_NAMESPACE": branding.namespace,
        "WORKBOOK_PAGE_LANGUAGES": " ".join(settings.languages),
    }
    return replace(settings, extension=branding, name="The workbook", program="workbook", kernel_env=env)


def unnamed(data: Path) -> tuple[str, ...]:
    """Return the warning that the course in a folder has no identifier; nothing if it has one."""
    from workbook.content import load  # noqa: PLC0415

    return () if load(data, "en").facts().get("identifier") else (_UNNAMED,)
