"""The command `workbook upgrade`: what a publisher does with the database as a whole.

Here: its options, and what it says. Not here: what it does (see the room `database`), and what concerns one
kind of what is kept alone (see `cli_records`, `cli_trainer` and `cli_feedback`).
"""

import click

from workbook.cli_parts import say, told
from workbook.cli_records import database_here, database_option

__all__ = ["upgrade"]


@click.command()
@database_option
@click.option("--dry-run", is_flag=True, help="Say from which version to which, and change nothing.")
def upgrade(database: str | None, dry_run: bool) -> None:
    """Bring the database of an older workbook to the present version. Make a backup first.

    Records, trainers, workshops, feedback and counts are brought there together: all of them, or none.
    """
    with told():
        from workbook.database.store import Database  # noqa: PLC0415 - see `cli`

        with Database(database_here(database)) as store:
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
