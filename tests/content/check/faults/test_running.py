"""Failures of notebooks that were run, as faults with a place and a remedy."""

from types import SimpleNamespace

import pytest

from workbook.content.check import with_failures
from workbook.content.check.faults import CATALOGUE, running

PAGE = "standard-1.ipynb"


def failure(kind, **about):
    """How a notebook fails, as the package `server` has it."""
    usual = {"cell": 6, "line": "x = first", "name": "", "error": "", "seconds": 60.0}
    return SimpleNamespace(kind=kind, **(usual | about))


TOLD = [
    (
        "failing-cell",
        failure("raises", error="NameError: name 'first' is not defined."),
        "The cell that begins with 'x = first' stops with NameError: name 'first' is not defined.\n",
    ),
    ("missing-module", failure("module", name="plots"), "needs the module plots, which is not installed.\n"),
    ("input-in-cell", failure("input"), "The cell that begins with 'x = first' asks for input()"),
    ("too-much-memory", failure("memory"), "needs more memory than a page may use.\n"),
    (
        "endless-cell",
        failure("slow"),
        "After 60 seconds the cell that begins with 'x = first' had not ended.\n",
    ),
    ("ended-process", failure("ended"), "The cell that begins with 'x = first' ends the page's process.\n"),
]


@pytest.mark.parametrize(("kind", "failed", "says"), TOLD, ids=[kind for kind, *_ in TOLD])
def test_a_notebook_that_fails_is_a_fault_with_its_cell_and_what_to_do(small, kind, failed, says):
    report = with_failures(small.check(), {PAGE: failed}, "2 pages were run.")
    assert [one.type for one in report.faults] == [kind]
    assert report.text().startswith(f"{PAGE}, cell 6: ")
    assert says in report.text()
    assert "What to do: " in report.text()
    assert report.text().endswith(
        "1 fault in 1 file (looked at 37 tables with 95 rows, 2 notebooks). 2 pages were run."
    )
    assert report.exit_code == 1


def test_every_kind_of_fault_of_running_is_told_here():
    kinds = {one.type for one in vars(running).values() if one in CATALOGUE.values()}
    assert kinds == {kind for kind, *_ in TOLD}


def test_all_is_well_where_no_notebook_fails(small):
    report = with_failures(small.check(), {}, "2 pages were run.")
    assert report.text().endswith("no faults. 2 pages were run.")
    assert report.exit_code == 0


def test_what_was_seen_without_running_is_told_once(small):
    row = small.add_cell('workbook.scenario("case-9")')
    known = small.check()
    report = with_failures(known, {PAGE: failure("raises", cell=row, error="UnknownName: no")}, "")
    assert report.faults == known.faults
    other = with_failures(known, {PAGE: failure("raises", cell=row + 1, error="E: x")}, "")
    assert [one.type for one in other.faults] == ["unknown-identifier", "failing-cell"]


def test_a_first_line_with_braces_is_shown_as_it_is(small):
    failed = failure("raises", line="print(f'{x}')", error="KeyError: '{y}'")
    text = with_failures(small.check(), {PAGE: failed}, "").text()
    assert "'print(f'{x}')' stops with KeyError: '{y}'." in text
