"""The checker behind `workbook check`: every fault of the tables and the notebooks in one run.

Here: the order in which things are looked at. Not here: the command (see the room's neighbour `cli`), which
prints `Report.text()` and exits with `Report.exit_code`.
"""

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
from workbook.content.check.wording import check_wording
from workbook.content.reader import one_reader

__all__ = ["CATALOGUE", "Fault", "Report", "check"]


def check(data: Path, notebooks: Path) -> Report:
    """Check a folder of tables and a folder of notebooks, and tell all faults, ordered by file and row.

    Raises nothing for what people put into these folders: a fault that keeps a file from being read is told,
    and the rules that need that file are left out.
    """
    with one_reader():
        return _check(data, notebooks)


def _check(data: Path, notebooks: Path) -> Report:
    book, faults = read_book(data)
    shelf = Shelf()
    faults += check_columns(book)
    faults += check_branching(book)
    faults += check_amounts(book)
    faults += check_plans(book)
    faults += check_wording(book)
    faults += check_languages(data, book)
    faults += check_notebooks(notebooks, book, shelf)
    ordered = sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column, fault.type))
    rows = sum(len(sheet.lines) for sheet in book.sheets.values())
    return Report(tuple(ordered), len(book.sheets), rows, shelf.count)
