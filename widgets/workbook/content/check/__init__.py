"""The checker behind `workbook check`: every fault of the tables and the notebooks in one run.

Here: the order in which things are looked at. Not here: the command (see the room's neighbour `cli`), which
prints `Report.text()` and exits with `Report.exit_code`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from workbook.content.check.amounts import check_amounts
from workbook.content.check.book import read_book
from workbook.content.check.branching import check_branching
from workbook.content.check.columns import check_columns
from workbook.content.check.faults import CATALOGUE, Fault
from workbook.content.check.languages import check_languages
from workbook.content.check.notebooks import Shelf, check_notebooks
from workbook.content.check.plans import check_plans
from workbook.content.check.report import Report
from workbook.content.check.running import Failure, check_running
from workbook.content.check.wording import check_wording

__all__ = ["CATALOGUE", "Failure", "Fault", "Report", "check", "with_failures"]


def check(data: Path, notebooks: Path) -> Report:
    """Check a folder of tables and a folder of notebooks, and tell all faults, ordered by file and row.

    Raises nothing for what people put into these folders: a fault that keeps a file from being read is told,
    and the rules that need that file are left out.
    """
    book, faults = read_book(data)
    shelf = Shelf()
    faults += check_columns(book)
    faults += check_branching(book)
    faults += check_amounts(book)
    faults += check_plans(book)
    faults += check_wording(book)
    faults += check_languages(data, book)
    faults += check_notebooks(notebooks, book, shelf)
    rows = sum(len(sheet.lines) for sheet in book.sheets.values())
    return Report(_ordered(faults), len(book.sheets), rows, shelf.count)


def with_failures(report: Report, failures: Mapping[str, Failure], ran: str) -> Report:
    """Return a report with the notebooks that fail when they are run, by their paths.

    `ran` says in a sentence which notebooks were run; it follows the summary.
    """
    faults = [*report.faults, *check_running(failures, report.faults)]
    return replace(report, faults=_ordered(faults), ran=ran)


def _ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column, fault.type)))
