"""The checker behind `workbook check`: every fault of the tables and the notebooks in one run.

Here: the order of the checks. Not here: the command (see `workbook.cli`), which prints `Report.text()` and
exits with `Report.exit_code`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from workbook.content.check.ages import check_ages
from workbook.content.check.amounts import check_amounts
from workbook.content.check.book import read_book
from workbook.content.check.faults import CATALOGUE, NOTES, CheckNote, Fault, Finding
from workbook.content.check.languages import check_languages
from workbook.content.check.notebooks import NotebookIndex, check_notebooks
from workbook.content.check.plans import check_plans
from workbook.content.check.report import Report
from workbook.content.check.running import RunFailure, check_running
from workbook.content.check.scenarios import check_scenarios
from workbook.content.check.schema_rules import check_schema_rules
from workbook.content.check.sounds import check_sounds
from workbook.content.check.texts import check_texts
from workbook.content.check.wording import check_wording
from workbook.content.reader import one_reader

__all__ = ["CATALOGUE", "NOTES", "CheckNote", "Fault", "Report", "RunFailure", "check", "with_failures"]

_Found = TypeVar("_Found", bound=Finding)


def check(data: Path, notebooks: Path, *, clock: Callable[[], date] = date.today) -> Report:
    """Check a folder of tables and a folder of notebooks, and return all faults, ordered by file and row.

    `clock` returns today, by which rows grow old. Raises nothing, whatever these folders contain: a fault
    that makes a file unreadable is reported, and the rules that need that file are skipped.
    """
    with one_reader():
        return _check(data, notebooks, clock())


def _check(data: Path, notebooks: Path, today: date) -> Report:
    book, found = read_book(data)
    index = NotebookIndex()
    found += check_schema_rules(book)
    book = book.named_rightly()
    found += check_scenarios(book)
    found += check_amounts(book)
    found += check_plans(book)
    found += check_ages(book, today)
    found += check_wording(book)
    found += check_texts(book)
    found += check_sounds(notebooks, book)
    found += check_languages(data, book, notebooks)
    found += check_notebooks(notebooks, book, index)
    faults = _ordered(one for one in found if isinstance(one, Fault))
    notes = _ordered(one for one in found if isinstance(one, CheckNote))
    rows = sum(len(sheet.lines) for sheet in book.sheets.values())
    return Report(faults, len(book.sheets), rows, index.count, notes)


def with_failures(report: Report, failures: Mapping[str, RunFailure], ran: str) -> Report:
    """Return the report with added faults of notebooks that fail when they are run, by path.

    `ran` is a sentence on which notebooks were run; it follows the summary.
    """
    faults = [*report.faults, *check_running(failures, report.faults)]
    return replace(report, faults=_ordered(faults), ran=ran)


def _ordered(found: Iterable[_Found]) -> tuple[_Found, ...]:
    return tuple(sorted(found, key=lambda one: (one.file, one.row or 0, one.column, one.type)))
