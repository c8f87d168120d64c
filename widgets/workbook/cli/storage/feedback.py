"""The commands `workbook feedback`: reading and deleting learners' messages.

Here: their options, and showing a message so that it can't affect a terminal or a spreadsheet. Not here:
where messages are stored (see `workbook.usage`), the counts (see `usage`).
"""

import csv
import os
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import click

from workbook.cli.shared import Day, counted, plain, reported_errors, say, write_new
from workbook.cli.storage.records import database_here, database_option
from workbook.common.spreadsheet_cells import harmless

__all__ = ["feedback", "in_columns", "table"]

_HEADS = ("No.", "Day", "Kind", "Page", "Useful", "Text")
_NARROWEST = 30
_GAP = "  "


@click.group(invoke_without_command=True)
@database_option
@click.option("--since", type=Day(), help="Show only what came on this day or later (YYYY-MM-DD).")
@click.option("--page", default="", help="Show only what is about this page, such as standard-5.")
@click.option(
    "--csv",
    "file",
    type=click.Path(path_type=Path),
    help="Write it to this new file instead, as a table for a spreadsheet.",
)
@click.pass_context
def feedback(
    context: click.Context, database: str | None, since: date | None, page: str, file: Path | None
) -> None:
    """Show what learners sent with the feedback form. It asks for no name."""
    if context.invoked_subcommand:
        return
    with reported_errors():
        from workbook.usage.feedback import feedback_file  # noqa: PLC0415
        from workbook.usage.feedback_rows import messages  # noqa: PLC0415 - see the docstring of `cli`

        with _store(database) as store:
            store.check()
            found = messages(store, since, page)
        elsewhere = feedback_file(os.environ)
    if elsewhere:
        click.echo(f"What is sent now goes into {elsewhere}, as WORKBOOK_FEEDBACK says.", err=True)
    rows = [(str(one.number), str(one.day), one.kind, one.page, one.useful, one.text) for one in found]
    if file:
        write_new(file, table(("number", "day", "kind", "page", "useful", "text"), rows))
        say(f"Wrote {_messages(len(rows))} to {file}.")
    elif rows:
        for line in in_columns(_HEADS, rows):
            say(line)
    else:
        say("There is no feedback." if not (since or page) else "There is no such feedback.")


@feedback.command()
@database_option
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1, 2**31 - 1))
def delete(database: str | None, numbers: tuple[int, ...]) -> None:
    """Delete the messages with these NUMBERS, for good. If one of them does not exist, none is deleted."""
    with reported_errors():
        from workbook.usage.feedback_rows import remove  # noqa: PLC0415

        with _store(database) as store:
            store.check()
            missing = remove(store, numbers)
    if missing:
        named = ", ".join(map(str, sorted(missing)))
        raise click.ClickException(
            f"Nothing was deleted: there is no message {named}. `workbook feedback` shows all numbers."
        )
    say(f"Deleted {_messages(len(set(numbers)))}.")


def in_columns(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table's lines for a terminal, with the last column wrapped to the rest of the window's width.

    Characters that would affect the terminal, or that its encoding lacks, are replaced.
    """
    shown = [[plain(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(heads, *shown, strict=True)][:-1]
    before = sum(widths) + len(_GAP) * len(widths)
    left = max(_NARROWEST, shutil.get_terminal_size((100, 24)).columns - before - 1)
    lines = []
    for row in (heads, *shown):
        *first, last = row
        texts = [part for line in last.split("\n") for part in textwrap.wrap(line, left) or [""]]
        start = _GAP.join(cell.ljust(width) for cell, width in zip(first, widths, strict=True)) + _GAP
        lines += [(start if at == 0 else " " * before) + text for at, text in enumerate(texts)]
    return [line.rstrip() for line in lines]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table (CSV) for a spreadsheet, without active formulas."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _store(database: str | None) -> Any:  # noqa: ANN401 - the type's module is imported lazily
    from workbook.usage.store import UsageStore  # noqa: PLC0415

    return UsageStore(database_here(database))


def _messages(number: int) -> str:
    return counted(number, "message", "messages")
