"""The command `workbook usage`, and the options of `workbook serve` for feedback and counts.

Here: the options, printing the counts, and connecting the package to the server. Not here: reading feedback
(see `feedback`), which numbers of finished standards may be shown (see `workbook.usage.weeks`).
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook.cli.shared import Day, Number, counted, reported_errors, say, write_new
from workbook.cli.storage.feedback import in_columns, table
from workbook.cli.storage.records import database_here, database_option

if TYPE_CHECKING:
    from widget_host.settings import Settings
    from workbook.usage.weeks import Span

__all__ = ["usage", "usage_options", "with_usage"]

_MOST_DAYS = 3650
_DAYS_SHOWN = 30
_FEW = "1 to 4"
_RULE = (
    "A week is shown once it is over, and where a standard was finished at least 5 times in it. "
    "Other weeks of a month are added up, so that nobody can be found in a number."
)

Command = Callable[..., Any]


def usage_options(command: Command) -> Command:
    """Add the options of counts."""
    for option in (
        click.option(
            "--keep-usage",
            type=Number("a number of days", _MOST_DAYS),
            default=400,
            show_default=True,
            help="Days after which counts of use are deleted; 0 keeps them.",
        ),
        click.option(
            "--counts/--no-counts",
            default=True,
            show_default=True,
            help="Count visits by page and day, and finished standards by week, but no persons; or nothing.",
        ),
    ):
        command = option(command)
    return command


def with_usage(settings: "Settings", database: str, data: Path, *, counts: bool) -> tuple["Settings", str]:
    """Return the settings of a server that stores feedback and counts, and the line that says where.

    `data` is the folder of the content, which names what can be counted.

    Raises DatabaseError if they can't be stored in the database.
    """
    from widget_host.http.composite_routes import composite_routes  # noqa: PLC0415
    from workbook.content import load  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.usage.extension import UsageExtension, prepared  # noqa: PLC0415
    from workbook.usage.feedback import SERVICE, feedback_file, service  # noqa: PLC0415

    file = feedback_file(os.environ)
    kept = f"Feedback is kept in {file}." if file else "Feedback is kept: `workbook feedback`."
    address = "" if file and not counts else prepared(database)
    answer = service(address, file)
    settings = replace(settings, services={**settings.services, SERVICE: lambda _saved: answer})
    if not counts:
        return settings, f"{kept} Nothing is counted."
    extension = UsageExtension(address, frozenset(load(data).standards.ids))
    settings = replace(
        settings,
        kernel_env={**settings.kernel_env, "WORKBOOK_COUNTS": "1"},
        more_routes=composite_routes(settings.more_routes, extension),
        visited=extension.visited,
    )
    return settings, f"{kept} Use is counted, without persons: `workbook usage`."


@click.command()
@database_option
@click.option(
    "--since",
    type=Day(),
    help=f"Show counts from this day on (YYYY-MM-DD). [default: {_DAYS_SHOWN} days ago; with --csv, all]",
)
@click.option(
    "--csv",
    "file",
    type=click.Path(path_type=Path),
    help="Write it to this new file instead, as a table for a spreadsheet.",
)
def usage(database: str | None, since: date | None, file: Path | None) -> None:
    """Show how often pages were opened and standards finished. Pages are by day, standards by week."""
    today = datetime.now(UTC).date()
    if since is None and file is None:
        since = today - timedelta(days=_DAYS_SHOWN)
    with reported_errors():
        from workbook.usage.counts import finished_by_week, visits_by_day  # noqa: PLC0415
        from workbook.usage.store import UsageStore  # noqa: PLC0415
        from workbook.usage.weeks import spans  # noqa: PLC0415

        with UsageStore(database_here(database)) as store:
            store.check()
            visits = visits_by_day(store, since)
            finished = spans(finished_by_week(store), today, since)
    opened = [(str(day), page, str(number)) for day, page, number in visits]
    if file:
        rows = [("visits", day, day, page, number) for day, page, number in opened]
        rows += [_row(span) for span in finished]
        write_new(file, table(("what", "first_day", "last_day", "page_or_standard", "number"), rows))
        say(f"Wrote {counted(len(rows), 'row', 'rows')} to {file}.")
        return
    say(f"Since {since}. Days are those of universal time (UTC).\n\nVisits by day and page")
    _show(("Day", "Page", "Visits"), opened)
    say("\nFinished standards by week")
    done = [(_when(span), span.standard, _number(span)) for span in finished]
    _show(("When", "Standard", "Finished"), done)
    say(f"\n{_RULE}")


def _show(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    for line in in_columns(heads, rows) if rows else ("None.",):
        say(line)


def _row(span: "Span") -> tuple[str, str, str, str, str]:
    what = "finished, other weeks of the month" if span.rest else "finished, week"
    return what, str(span.first), str(span.last), span.standard, _number(span)


def _when(span: "Span") -> str:
    days = f"{span.first} to {span.last}"
    return f"other weeks, {days}" if span.rest else f"week, {days}"


def _number(span: "Span") -> str:
    return _FEW if span.number is None else str(span.number)
