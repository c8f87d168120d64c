"""Shared by the tests of backups."""

from datetime import UTC, datetime

from database.filling import contents, reflected
from workbook.cli.storage.database import parts
from workbook.database.backup import backup
from workbook.database.steps import OURS

NOW = datetime(2026, 11, 30, 16, 44, tzinfo=UTC)
NOT_COPIED = {
    "attempts",
    "workbook_database",
    "workbook_retention",
    "workshop_answers",
    "workshop_seats",
    "workshop_secrets",
    "workshop_sessions",
    "workshop_shares",
    "workshop_tries",
}
BESIDE = {"workbook_backup", OURS.version.name}
"""Tables that are not kept of anything: of the version, and of a backup itself."""


def copy_of(store, file):
    """Make a backup."""
    return backup(store, file, parts(), NOW)


def everything(store):
    """All rows of all tables, by the tables' names."""
    with store.connection(write=False) as connection:
        return contents(connection, reflected(connection))
