"""The retention periods of `workbook serve`.

Here: the tasks for the server. Not here: the options (see `records`, `workshops` and `usage`), and
running the tasks (see `workbook.database.retention`).
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from widget_host.settings import Settings
    from workbook.database.retention import Task

__all__ = ["tasks", "with_retention"]


def tasks(record_months: int, workshop_days: int, usage_days: int) -> "list[Task]":
    """Return the tasks that delete old data, one for each kind; 0 keeps a kind for ever."""
    from workbook.database.retention import Task  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.record.admin import delete_unused  # noqa: PLC0415
    from workbook.usage import counts  # noqa: PLC0415
    from workbook.workshop.storage import workshops  # noqa: PLC0415

    def of_records(connection: "Connection", now: datetime, most: int) -> int:
        return delete_unused(connection, record_months, now.date(), most)

    def of_workshops(connection: "Connection", now: datetime, most: int) -> int:
        return workshops.delete_old(connection, workshop_days, now, most)

    def of_counts(connection: "Connection", now: datetime, _most: int) -> int:
        return counts.delete_old(connection, usage_days, now.date())

    return [Task("records", of_records), Task("workshops", of_workshops), Task("counts", of_counts)]


def with_retention(
    settings: "Settings", database: str, record_months: int, workshop_days: int, usage_days: int
) -> "Settings":
    """Return the settings of a server that deletes old data, even of kinds that it no longer stores.

    The database has to be prepared.
    """
    from widget_host.http.composite_routes import composite_routes  # noqa: PLC0415
    from workbook.database.retention import Retention  # noqa: PLC0415

    todo = tasks(record_months, workshop_days, usage_days)
    return replace(
        settings,
        more_routes=composite_routes(
            settings.more_routes, lambda _base_url, _port: Retention(database, todo)
        ),
    )
