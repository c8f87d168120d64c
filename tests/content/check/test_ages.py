"""Lines of help and laws that were last read long ago: noted, and no fault."""

from datetime import date

import pytest


@pytest.mark.parametrize("table", ["support", "law"])
@pytest.mark.parametrize(
    ("read", "today", "is_old"),
    [
        ("November 2026", date(2027, 11, 30), False),
        ("November 2026", date(2027, 12, 1), True),
        ("2 November 2026", date(2027, 11, 2), False),
        ("2 November 2026", date(2027, 11, 3), True),
        ("December 2026", date(2027, 12, 31), False),
        ("29 February 2028", date(2029, 2, 28), False),
        ("29 February 2028", date(2029, 3, 1), True),
    ],
)
def test_a_row_is_noted_a_year_after_the_last_day_that_its_date_can_mean(small, table, read, today, is_old):
    small.edit(table, 2, read_on=read)
    report = small.check(today)
    noted = [(note.type, note.file, note.row) for note in report.notes if table in note.file]
    assert noted == ([("read-long-ago", f"{table}.csv", 2)] if is_old else [])
    assert report.faults == ()
    assert report.exit_code == 0


def test_what_to_do_about_an_old_number_is_said(small):
    text = small.check(date(2028, 1, 1)).text()
    assert "'a-line' was last read at its source in November 2026, more than a year ago." in text
    assert "Ring the number" in text


def test_a_date_that_a_spreadsheet_has_changed_is_read_as_it_was_typed(small):
    small.edit("support", 2, read_on="Nov-26")
    report = small.check()
    assert report.faults == ()
    assert {note.type for note in report.notes} == {"read-as-typed"}
