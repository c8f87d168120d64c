"""The rules for a table's rows in a backup, which each table has in its `info`.

A test checks that no table lacks one.
"""

from dataclasses import dataclass

from sqlalchemy import Table

__all__ = ["COPIED", "LEFT_OUT", "MERGED", "BackupRule", "backup_rule", "copied_where"]

_KEY = "backup"


@dataclass(frozen=True, slots=True)
class BackupRule:
    """The rule for a table's rows.

    `copied`: they are backed up, but only those for which the SQL condition `where` is true. `merged`: a
    restore keeps the database's rows, in addition to the backup's.
    """

    copied: bool
    where: str = ""
    merged: bool = False


COPIED = {_KEY: BackupRule(copied=True)}
"""All rows are copied."""

LEFT_OUT = {_KEY: BackupRule(copied=False)}
"""No row is copied: they are transient, or must not be kept."""

MERGED = {_KEY: BackupRule(copied=True, merged=True)}
"""All rows are copied, and a restore removes none from the database."""


def copied_where(condition: str) -> dict[str, BackupRule]:
    """Return the `info` by which only rows that satisfy an SQL condition are copied."""
    return {_KEY: BackupRule(copied=True, where=condition)}


def backup_rule(table: Table) -> BackupRule:
    """Return the rule for a table's rows; raises KeyError if it has none."""
    found: BackupRule = table.info[_KEY]
    return found
