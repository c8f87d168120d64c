"""The rules for a table's rows in a backup, which each table has in its `info`.

A test checks that no table lacks one.
"""

from dataclasses import dataclass

from sqlalchemy import Table

__all__ = ["COPIED", "LEFT_OUT", "MERGED", "Kept", "copied_where", "kept"]

_KEY = "backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """The rule for a table's rows.

    `copied`: they are backed up, but only those for which the SQL condition `where` is true. `merged`: a
    restore keeps the database's rows, in addition to the backup's.
    """

    copied: bool
    where: str = ""
    merged: bool = False


COPIED = {_KEY: Kept(copied=True)}
"""All rows are copied."""

LEFT_OUT = {_KEY: Kept(copied=False)}
"""No row is copied: they are transient, or must not be kept."""

MERGED = {_KEY: Kept(copied=True, merged=True)}
"""All rows are copied, and a restore removes none from the database."""


def copied_where(condition: str) -> dict[str, Kept]:
    """Return the `info` by which only rows that satisfy an SQL condition are copied."""
    return {_KEY: Kept(copied=True, where=condition)}


def kept(table: Table) -> Kept:
    """Return the rule for a table's rows; raises KeyError if it has none."""
    found: Kept = table.info[_KEY]
    return found
