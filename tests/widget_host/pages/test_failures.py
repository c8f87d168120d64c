"""How a notebook fails, in words that reveal nothing about the machine."""

import pytest

from widget_host.pages.failures import Failure, failure_in
from widget_host.pages.notebook import Cell

CELLS = (Cell(1, source="import os"), Cell(4, source="\n  \nvalue = first_word\nmore"))


def message(text):
    return failure_in(CELLS, 4, name="ValueError", message=text).message


def test_a_failure_names_the_cell_as_a_person_counts_its_first_line_and_the_error():
    failure = failure_in(CELLS, 4, name="NameError", message="name 'first_word' is not defined")
    assert failure == Failure(
        "raises", 5, "value = first_word", "NameError", "name 'first_word' is not defined"
    )
    assert failure.error == "NameError: name 'first_word' is not defined"


@pytest.mark.parametrize(
    ("name", "text", "kind", "told"),
    [
        ("ModuleNotFoundError", "No module named 'plots.thing'", "module", "plots.thing"),
        ("StdinNotImplementedError", "raw_input was called", "input", "StdinNotImplementedError"),
        ("MemoryError", "", "memory", "MemoryError"),
        ("SystemExit", "2", "ended", "SystemExit"),
        ("ImportError", "cannot import name 'x'", "raises", "ImportError"),
    ],
)
def test_some_errors_are_of_a_kind_of_their_own(name, text, kind, told):
    failure = failure_in(CELLS, 1, name=name, message=text)
    assert (failure.kind, failure.name) == (kind, told)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "[Errno 2] No such file or directory: '/home/anna/course/x.csv'",
            "[Errno 2] No such file or directory: 'x.csv'",
        ),
        (r"can't open C:\Users\anna\course\x.csv now", "can't open x.csv now"),
        (
            "no file data/x.csv or https://example.org/a/b.csv",
            "no file data/x.csv or https://example.org/a/b.csv",
        ),
        ("1 / 0 and/or <b>x</b>", "1 / 0 and/or <b>x</b>"),
        ("'(' was never closed (4711.py, line 2)", "'(' was never closed (line 2)"),
        ("bad (<ipython-input-3-0a1b>, line 7)", "bad (line 7)"),
        ("\x1b[31mred\x1b[0m\n\n  and\u202e more\x00", "red and more"),
        ("", ""),
    ],
)
def test_what_an_error_says_is_one_line_without_colours_and_folders(said, told):
    assert message(said) == told


def test_what_an_error_says_is_cut():
    assert len(message("a " * 100_000)) == 300
    assert len(failure_in((Cell(0, source="x" * 5000),), 0).line) == 300


def test_a_notebook_as_a_whole_has_no_cell():
    assert failure_in(CELLS, None, kind="ended") == Failure("ended")
