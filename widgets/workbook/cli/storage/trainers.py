"""The commands `workbook trainer` and `workbook workshops`: who may run workshops, and stored workshops.

Here: their options, asking for a passphrase, and their output. Not here: their work (see
`workbook.workshop`), nor the options of `workbook serve` for workshops (see `workshops`).
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from workbook.cli.shared import Number, counted, reported_errors, say
from workbook.cli.storage.records import database_here, database_option

__all__ = ["trainer", "workshops"]

_MOST_DAYS = 3650
_LONGEST_FILE = 2000  # bytes: a passphrase has at most 200 characters


@click.group()
def trainer() -> None:
    """Set up and remove the trainers, who may run workshops."""


@trainer.command()
@database_option
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="Read the passphrase from the first line of a file instead of asking for it.",
)
@click.argument("name")
def add(database: str | None, passphrase_file: Path | None, name: str) -> None:
    """Set up the trainer NAME, or give them a new passphrase.

    The passphrase is asked for twice and not shown. Only a hash of it is kept.
    """
    with reported_errors():
        from workbook.workshop.storage import trainers  # noqa: PLC0415 - see the docstring of `cli`

        with _store(database) as store:
            store.prepare()
            known = {named for named, _ in trainers.names(store)}
            passphrase = _asked() if passphrase_file is None else _read(passphrase_file)
            kept = trainers.add(store, name, passphrase, _today())
            where = store.where
    if kept in known:
        say(f"{kept} has a new passphrase, and is signed out everywhere.")
    else:
        say(f"{kept} can run workshops now, with the name and the passphrase. Kept in {where}.")


@trainer.command(name="list")
@database_option
def list_(database: str | None) -> None:
    """List the trainers, and the day when each was set up."""
    with reported_errors():
        from workbook.workshop.storage import trainers  # noqa: PLC0415

        with _store(database) as store:
            store.check()
            found = trainers.names(store)
    for name, added in found:
        say(f"{name}, since {added.isoformat()}")
    if not found:
        say("No trainer is set up yet: `workbook trainer add NAME`.")


@trainer.command()
@database_option
@click.argument("name")
def remove(database: str | None, name: str) -> None:
    """Remove the trainer NAME, with their own plans. Their workshops stay until they expire."""
    with reported_errors():
        from workbook.workshop.storage import trainers  # noqa: PLC0415

        with _store(database) as store:
            store.check()
            trainers.remove(store, name)
    say(f"{name} can't run workshops any more, and is signed out everywhere.")


@click.group()
def workshops() -> None:
    """Count workshops, and delete old ones. Nothing shows a title, a note or an answer."""


@workshops.command(name="list")
@database_option
def list_workshops(database: str | None) -> None:
    """Count the workshops and the trainers, and nothing else."""
    with reported_errors():
        from workbook.workshop.storage import admin  # noqa: PLC0415

        with _store(database) as store:
            found = admin.stats(store)
            say(f"Database: {store.where}")
    say(f"Workshops that are running: {found.running}")
    say(f"Workshops that have ended: {found.ended}")
    say(f"Trainers: {found.trainers}")


@workshops.command()
@database_option
@click.option(
    "--days",
    type=Number("a number of days", _MOST_DAYS),
    default=90,
    show_default=True,
    help="Days after which a workshop is deleted, from its end, or from its start if nobody ended it; 0 "
    "deletes none.",
)
def expire(database: str | None, days: int) -> None:
    """Delete old workshops. `workbook serve` does so once a day."""
    with reported_errors():
        from workbook.workshop.storage import admin  # noqa: PLC0415

        with _store(database) as store:
            number = admin.expire(store, days, datetime.now(UTC))
    if days == 0:
        say("Workshops are kept until their trainers delete them. None was deleted.")
    else:
        what = counted(number, "workshop that was", "workshops that were")
        say(f"Deleted {what} over more than {counted(days, 'day', 'days')} ago.")


def _store(database: str | None) -> Any:  # noqa: ANN401 - the type's module is imported lazily
    from workbook.workshop.storage.store import WorkshopStore  # noqa: PLC0415

    return WorkshopStore(database_here(database))


def _asked() -> str:
    """Say what a passphrase has to be, and ask for it twice, without showing it."""
    from workbook.workshop.storage.trainers import LEAST_CHARACTERS, MOST_CHARACTERS  # noqa: PLC0415

    if not sys.stdin.isatty():
        raise click.ClickException(
            "Nobody can be asked for the passphrase here. Put it into a file, and give --passphrase-file."
        )
    say(
        f"A passphrase has {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters, spaces included: "
        "four words that do not belong together, say. Nothing shows while you type."
    )
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt="The same again"))


def _read(file: Path) -> str:
    """Return a file's first line."""
    try:
        with file.open("rb") as opened:
            first = opened.read(_LONGEST_FILE).splitlines()[:1]
        return first[0].decode("utf-8-sig") if first else ""
    except OSError:
        raise click.ClickException(f"The file {file} can't be read. Check its name and its rights.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"The file {file} holds no text. Save the passphrase as UTF-8.") from None


def _today() -> date:
    return date.today()
