"""What becomes of a table's rows when all of a database is copied: each table says so in its `info`.

A test holds that no table is without.
"""

from dataclasses import dataclass

from sqlalchemy import Table

__all__ = ["COPIED", "LEFT_OUT", "MERGED", "Kept", "copied_where", "kept"]

_KEY = "backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """What becomes of rows.

    `copied`: they go into a backup, those alone for which the SQL condition `where` is true. `merged`: those
    that a database holds outlive a restore, beside the backup's.
    """

    copied: bool
    where: str = ""
    merged: bool = False


COPIED = {_KEY: Kept(copied=True)}
"""All rows are copied."""

LEFT_OUT = {_KEY: Kept(copied=False)}
"""No row is copied: they are of the moment, or must not outlive it."""

MERGED = {_KEY: Kept(copied=True, merged=True)}
"""All rows are copied, and a restore removes none that the database holds."""


def copied_where(condition: str) -> dict[str, Kept]:
    """Return what says that those rows are copied for which an SQL condition is true."""
    return {_KEY: Kept(copied=True, where=condition)}


def kept(table: Table) -> Kept:
    """Return what becomes of a table's rows; raises KeyError where it does not say."""
    found: Kept = table.info[_KEY]
    return found
