"""The commands `workbook backup`, `restore` and `upgrade`, for the database as a whole.

Here: their options, their output, and which packages have tables in the database. Not here: their work (see
`workbook.database`), and commands for one kind of data (see `records`, `trainers` and `feedback`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbook.cli.shared import counted, reported_errors, say
from workbook.cli.storage.records import database_here, database_option

if TYPE_CHECKING:
    from workbook.database.copying import Part
    from workbook.database.store import Database

__all__ = ["backup", "parts", "restore", "upgrade"]

_FILE = click.Path(path_type=Path)
# The tables that are listed for a backup; rows of other tables belong to one of these.
_NAMED = (
    ("records", "record", "records"),
    ("entries", "entry", "entries"),
    ("workshop_trainers", "trainer", "trainers"),
    ("workshops", "workshop", "workshops"),
    ("usage_feedback", "message of feedback", "messages of feedback"),
)
_FIGURES = ("usage_visits", "usage_finished")


def parts() -> list["Part"]:
    """Return each package's part of the database."""
    import workbook.record.schema as record  # noqa: PLC0415 - see the docstring of `cli`
    import workbook.usage.schema as usage  # noqa: PLC0415
    import workbook.workshop.storage.schema as workshop  # noqa: PLC0415
    from workbook.database.copying import Part  # noqa: PLC0415
    from workbook.record.tombstones import remove_buried  # noqa: PLC0415
    from workbook.workshop.storage.admin import end_restored  # noqa: PLC0415

    return [Part(record.metadata, remove_buried), Part(workshop.metadata, end_restored), Part(usage.metadata)]


@click.command()
@database_option
@click.argument("file", type=_FILE)
def backup(database: str | None, file: Path) -> None:
    """Copy the database to the new file FILE.

    People can go on meanwhile. The copy has records, trainers, workshops, feedback and counts as they were at
    one moment, without the trainers' sign-ins and the answers of workshops that are running. Records stay
    sealed in it, and only its owner can read FILE. It can be made of an older workbook's database, too.
    """
    with reported_errors():
        from workbook.database.backup import backup as copy  # noqa: PLC0415

        with _store(database) as store:
            done = copy(store, file.absolute(), parts(), datetime.now(UTC))
    say(f"Copied {_what(done.counts)} to {file}, and read them back.")


@click.command()
@database_option
@click.option("--replace", is_flag=True, help="First delete all that the database holds.")
@click.argument("file", type=_FILE)
def restore(database: str | None, replace: bool, file: Path) -> None:
    """Put a backup into an empty database.

    All of FILE is put there, or nothing. A backup of an older workbook is brought to the present version on
    the way. Servers need not be stopped.
    """
    with reported_errors():
        from workbook.database.restore import restore as put_back  # noqa: PLC0415

        with _store(database) as store:
            done = put_back(store, file.absolute(), parts(), replace=replace)
            where = store.where
    made = done.backup.made.astimezone(UTC)
    say(f"Put {_what(done.backup.counts)} into {where}, as they were on {made:%Y-%m-%d at %H:%M} UTC.")
    if done.removed:
        again = counted(done.removed, "record was", "records were")
        say(f"{again} deleted after that, and not put back.")
    say("Servers can go on. Trainers sign in again; workshops that were running have ended.")


@click.command()
@database_option
@click.option("--dry-run", is_flag=True, help="Show from which version to which, and change nothing.")
def upgrade(database: str | None, dry_run: bool) -> None:
    """Bring the database of an older workbook to the present version. Make a backup first.

    Records, trainers, workshops, feedback and counts are brought there together: all of them, or none.
    """
    with reported_errors(), _store(database) as store:
        before, after = store.upgrade(dry_run=dry_run)
        where = store.where
    if before == after:
        say(f"The database {where} is at version {after} already.")
    elif before is None:
        would = "has no tables yet, and would get those of" if dry_run else "had no tables, and has those of"
        say(f"The database {where} {would} version {after}.")
    else:
        would = "would be brought" if dry_run else "was brought"
        say(f"The database {where} {would} from version {before} to {after}.")


def _store(database: str | None) -> "Database":
    from workbook.database.store import Database  # noqa: PLC0415

    return Database(database_here(database))


def _what(counts: Mapping[str, int]) -> str:
    """Return the contents of a backup in words."""
    named = [counted(counts.get(table, 0), one, more) for table, one, more in _NAMED]
    figures = sum(counts.get(table, 0) for table in _FIGURES)
    return f"{', '.join(named)} and {counted(figures, 'count of use', 'counts of use')}"
