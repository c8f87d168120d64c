"""The commands `workbook records`, and the options of `workbook serve` for records.

Here: their options, and their output. Not here: their work (see `workbook.record`).
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from workbook.cli.shared import Number, counted, reported_errors, say

__all__ = ["database_here", "database_option", "ready", "records", "retention_option"]

_MOST_MONTHS = 600

Command = Callable[..., Any]


def _database_in_file() -> str | None:
    """Return the database's address from the file named in WORKBOOK_DATABASE_FILE, or None.

    Containers and systemd pass secrets as files, which don't appear in lists of processes or settings.
    """
    name = os.environ.get("WORKBOOK_DATABASE_FILE", "")
    if not name:
        return None
    try:
        return Path(name).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(
            f"The database's address can't be read from {name}. Check WORKBOOK_DATABASE_FILE."
        ) from None


database_option = click.option(
    "--database",
    default=_database_in_file,
    metavar="PATH OR URL",
    help="Where records, workshops, feedback and counts are kept: a SQLite file, or PostgreSQL as "
    "postgresql://user@host/name. [default: a file for this course in your own data folder]",
)


def retention_option(name: str) -> Callable[[Command], Command]:
    """Return the option, with this name, for how long records are kept."""
    return click.option(
        name,
        "months",
        type=Number("a number of months", _MOST_MONTHS),
        default=24,
        show_default=True,
        envvar="WORKBOOK_KEEP_RECORDS",
        show_envvar=True,
        help="Months without use after which a record is deleted; 0 keeps it until its learner deletes it.",
    )


def database_here(database: str | None) -> str:
    """Return the address of the given database, or else that of the nearest course's own file.

    Without a course it is the file used before courses had identifiers. Raises ContentError if the course
    can't be read.
    """
    if database:
        return database
    from workbook.content import ContentError, data_folder, load, namespace  # noqa: PLC0415
    from workbook.database.store import default_database  # noqa: PLC0415 - see the docstring of `cli`

    try:
        folder = data_folder()
    except ContentError:
        return str(default_database())
    return str(default_database(namespace(load(folder, "en").facts())))


def ready(database: str, months: int) -> tuple[str, str]:
    """Prepare the database, and return its full address, and a line that says where and how long.

    Raises RecordError if records can't be stored there.
    """
    from workbook.record.store import Store  # noqa: PLC0415 - see the docstring of `cli`

    with Store(database) as store:
        store.prepare()
        kept = f"Records with a recovery code are kept in {store.where}"
        unused = f"Those not used for {_months(months)} are deleted each day."
        return store.address, f"{kept}. {unused}" if months else f"{kept}, until their learners delete them."


@click.group()
def records() -> None:
    """Count learners' records, and delete old ones. Nothing shows what anyone wrote."""


@records.command()
@database_option
def stats(database: str | None) -> None:
    """Count the records, and nothing else."""
    with reported_errors():
        from workbook.record import admin  # noqa: PLC0415

        with _store(database) as store:
            found = admin.stats(store, _today())
            say(f"Database: {store.where}")
    say(f"Records: {found.records}")
    say(f"Entries: {found.entries}")
    say(f"Records used in the last 30 days: {found.used_in_30_days}")
    say(f"Records used in the last 365 days: {found.used_in_365_days}")
    say(f"Size: {found.size / 1e6:.1f} MB")


@records.command()
@database_option
@retention_option("--months")
@click.option("--dry-run", is_flag=True, help="Say how many there are, and delete none.")
def expire(database: str | None, months: int, dry_run: bool) -> None:
    """Delete the records that have not been used for a long time. `workbook serve` does so once a day."""
    with reported_errors():
        from workbook.record import admin  # noqa: PLC0415

        with _store(database) as store:
            number = admin.expire(store, months, _today(), dry_run=dry_run)
    if months == 0:
        say("Records are kept until their learners delete them. None was deleted.")
    elif dry_run:
        what = counted(number, "record was", "records were")
        say(f"{what} not used for {_months(months)}, and would be deleted.")
    else:
        what = counted(number, "record that was", "records that were")
        say(f"Deleted {what} not used for {_months(months)}.")


def _store(database: str | None) -> Any:  # noqa: ANN401 - the type's module is imported lazily
    from workbook.record.store import Store  # noqa: PLC0415

    return Store(database_here(database))


def _today() -> date:
    return date.today()


def _months(months: int) -> str:
    return counted(months, "month", "months")
