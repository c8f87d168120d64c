"""The option of `workbook serve` for languages, and the command `workbook languages`.

Here: the options, and the printed tables. Not here: updating catalogues (see
`front.catalogue_update`), and pages in a language (see `workbook.server`).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook.cli.environment import ListOption
from workbook.cli.shared import counted, reported_errors, say
from workbook.cli.storage.feedback import in_columns, table

if TYPE_CHECKING:
    from widget_host.settings import Settings

__all__ = ["language_option", "languages", "with_languages"]

_FOLDER = click.Path(path_type=Path)
_HEADS = ("language", "part", "name", "done", "missing", "stale")
_SHOWN = ("Part", "Name", "Done", "Missing", "Stale")

Command = Callable[..., Any]


def language_option(command: Command) -> Command:
    """Add the option for languages besides English."""
    option = click.option(
        "--language",
        "languages",
        cls=ListOption,
        multiple=True,
        metavar="CODE",
        help="A language to offer besides English, such as ga. Give it as often as needed.",
    )
    return option(command)


def with_languages(settings: "Settings", codes: tuple[str, ...]) -> "Settings":
    """Return a server's settings with these languages; raises LanguageError for an unknown one."""
    from widget_host.languages import ENGLISH  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.front import catalogue  # noqa: PLC0415 - see the docstring of `cli`

    offered = tuple(dict.fromkeys(code for code in codes if code != ENGLISH))
    for code in offered:
        catalogue(code)
    warm_up = (*settings.warm_up, "workbook.front:read_offered") if offered else settings.warm_up
    return replace(settings, languages=offered, warm_up=warm_up)


@click.group()
def languages() -> None:
    """Report on translations, and update their catalogues."""


@languages.command()
@click.argument("code", required=False, metavar="[LANG]")
@click.option("--data", type=_FOLDER, help="Folder of the content's tables. [default: the nearest one]")
@click.option("--notebooks", type=_FOLDER, help="Folder of the pages. [default: the nearest one]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv"]),
    default="text",
    show_default=True,
    help="A table to read, or CSV for a spreadsheet.",
)
def report(code: str | None, data: Path | None, notebooks: Path | None, form: str) -> None:
    """Show what is done, missing and stale in one language or in all.

    A translation is stale where the English has changed since. The English is shown there instead.
    """
    with reported_errors():
        from widget_host.languages import Language  # noqa: PLC0415 - see the docstring of `cli`
        from workbook.front import shipped  # noqa: PLC0415 - see the docstring of `cli`
        from workbook.server.folders import find_folders  # noqa: PLC0415

        folders = find_folders(notebooks, data)
        chosen = [Language(code)] if code else list(shipped())
        rows = [row for one in chosen for row in _rows(one, folders.data, folders.notebooks)]
    if form == "csv":
        click.echo(table(_HEADS, rows), nl=False)
        return
    for one in chosen:
        own = [row[1:] for row in rows if row[0] == one]
        total = [str(sum(int(row[at]) for row in own)) for at in (2, 3, 4)]
        say(f"{one.name} ({one})")
        for line in in_columns(_SHOWN, [*own, ("all", "", *total)]):
            say(line)
        say("")


@languages.command()
@click.argument("codes", nargs=-1, metavar="[LANG]...")
def update(codes: tuple[str, ...]) -> None:
    """Put new and changed English texts into the catalogues, of all languages or of some."""
    with reported_errors():
        from workbook.front import catalogue_update, shipped  # noqa: PLC0415 - see the docstring of `cli`

        for code in codes or shipped():
            found = catalogue_update.update(code)
            say(
                f"{code}: {counted(found.new, 'new word', 'new words')}, {found.changed} changed, "
                f"{found.gone} gone."
            )


@languages.command()
@click.argument("code", metavar="LANG")
def add(code: str) -> None:
    """Begin the catalogue of another language, such as pl, with all texts still to translate."""
    with reported_errors():
        from workbook.front import catalogue_update  # noqa: PLC0415 - see the docstring of `cli`

        say(f"Wrote {catalogue_update.add(code)}. Translate it with a program such as Poedit.")


def _rows(language: str, data: Path, notebooks: Path) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a report: language, part, name, done, missing, stale."""
    from widget_host.pages.metadata import PageIndex  # noqa: PLC0415
    from workbook.content.errors import Unreadable  # noqa: PLC0415
    from workbook.content.languages import progress  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.front import catalogue_update  # noqa: PLC0415
    from workbook.server.branding import course_listing  # noqa: PLC0415

    for one in catalogue_update.report(language):
        yield (language, "words", one.name, *map(str, (one.done, one.missing, one.stale)))
    try:
        for name, done, missing, stale in progress(data, language):
            yield (language, "table", name, *map(str, (done, missing, stale)))
    except Unreadable:
        raise click.ClickException("The tables can't be read. `workbook check` says what to do.") from None
    index = PageIndex(notebooks, language=language, listing=course_listing())
    paths = index.paths()
    own = sum(index.spoken(path) == language for path in paths)
    yield (language, "pages", "notebooks", *map(str, (own, len(paths) - own, 0)))
