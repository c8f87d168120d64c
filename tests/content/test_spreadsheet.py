"""How spreadsheets change what is typed, and how it is read back."""

from datetime import date

import pytest

from content.small_workbook import ROOT
from workbook.content import load
from workbook.content.package import read_package
from workbook.content.spreadsheet import as_typed, damage, date_as_shown

TABLES = read_package(ROOT / "data").tables


@pytest.mark.parametrize(
    ("saved", "typed"),
    [
        ("05:09", "5:9"),
        ("5:09", "5:9"),
        ("05:10:00", "5:10"),
        ("05:09:00 AM", "5:9"),
        ("01:10 PM", "13:10"),
        ("0.214583333333333", "5:9"),
    ],
)
def test_the_number_of_a_provision_is_no_time(saved, typed):
    assert as_typed(TABLES["provisions"], {"id": "a", "number": saved, "text": "05:09"}) == {"number": typed}
    assert as_typed(TABLES["course"], {"id": "provisions", "text": saved}) == {"text": typed}
    assert as_typed(TABLES["course"], {"id": "name", "text": saved}) == {}
    assert as_typed(TABLES["tips"], {"id": "a", "number": saved}) == {}


@pytest.mark.parametrize("text", ["", "5:9", "5.9", "12", "5:9; 5:10", "05:09:30", "0.2", "any"])
def test_any_other_number_of_a_provision_stays_as_it_is(text):
    assert as_typed(TABLES["provisions"], {"number": text}) == {}


@pytest.mark.parametrize(
    ("saved", "typed"),
    [
        ("13-Jul-23", "13 July 2023"),
        ("13-Jul-2023", "13 July 2023"),
        ("1-September-1999", "1 September 1999"),
        ("01-Sept-99", "1 September 1999"),
        ("Jul-23", "July 2023"),
        ("Aug-2019", "August 2019"),
        ("13-Jul", "13 July"),
        ("13/07/23", "13 July 2023"),
        ("13/07/2023", "13 July 2023"),
        ("07/13/2023", "13 July 2023"),
        ("07/07/2023", "7 July 2023"),
        ("2023-07-13 00:00:00", "13 July 2023"),
        ("2023-07-13T00:00:00", "13 July 2023"),
        ("45120", "13 July 2023"),
    ],
)
def test_a_date_is_read_back_into_words_where_dates_belong(saved, typed):
    assert as_typed(TABLES["reading"], {"published": saved, "title": saved}) == {"published": typed}
    assert damage(saved) == "a date"
    assert damage(typed) == ""


@pytest.mark.parametrize("text", ["05/07/2023", "31-Feb-23", "13/13/2023", "1.23E+11", "TRUE"])
def test_what_can_not_be_known_is_not_guessed(text):
    assert as_typed(TABLES["reading"], {"published": text}) == {}
    assert damage(text)


@pytest.mark.parametrize(
    "text",
    ["", "2023", "2023-07-13", "July 2023", "November 2015, revised August 2019", "45120 people", "E5"],
)
def test_what_people_type_is_no_damage(text):
    assert as_typed(TABLES["reading"], {"published": text}) == {}
    assert damage(text) == ""


def test_a_date_is_shown_by_the_format_of_its_cell():
    day = date(2023, 7, 3)
    assert date_as_shown(day, "General") == "3-Jul-2023"
    assert date_as_shown(day, '[$-809]mmmm\\ yyyy" due"') == "Jul-2023"


def test_whoever_loads_the_content_gets_what_was_typed(small):
    small.edit("reading", 2, published="13-Jul-23")
    small.edit("provisions", 2, number="05:09")
    small.edit("course", 9, text="05:09")
    content = load(small.data)
    assert content.reading[0].published == "13 July 2023"
    assert content.provisions[0].number == "5:9"
    assert content.facts()["provisions"] == "5:9"


@pytest.mark.parametrize("text", ["05:09", "5:09:00", "0.21458333"])
def test_a_time_in_a_text_may_have_been_something_else_and_is_a_note(small, text):
    small.edit("glossary", 2, meaning=text)
    report = small.check()
    assert report.faults == ()
    [note] = report.notes
    assert (note.type, note.column) == ("may-be-a-time", "meaning")
    assert "such as 5:9." in note.text()


def test_what_was_read_back_is_a_note_and_no_fault(small):
    small.edit("reading", 2, published="13-Jul-23")
    small.edit("course", 9, text="05:09")
    small.edit("standards", 2, summary="Standard 5:9 says it.")
    small.edit("scenarios", 2, online_is_good="TRUE")
    report = small.check()
    assert (report.faults, report.exit_code) == ((), 0)
    assert [(one.file, one.row, one.column) for one in report.notes] == [
        ("course.csv", 9, "text"),
        ("reading.csv", 2, "published"),
        ("scenarios.csv", 2, "online_is_good"),
    ]
    first, second, _, summary = report.text().split("\n\n")
    assert first.startswith(
        "course.csv, row 9, column text: The spreadsheet has made '05:09' of what was typed."
    )
    assert "It is read as '5:9'" in first
    assert "format the column as text, then type 5:9 again" in first
    assert "'13 July 2023'" in second
    assert summary.startswith("All is well")
    assert summary.endswith("no faults, 3 notes.")


def test_a_date_of_a_spreadsheet_s_own_is_read_back_and_said(small):
    def fill(sheet):
        place = sheet.cell(2, 5, date(2019, 8, 1))
        place.number_format = "mmm-yy"

    small.as_spreadsheet("reading", fill)
    (note,) = small.check().notes
    assert (note.value, note.details["read"]) == ("Aug-2019", "August 2019")
    assert load(small.data).reading[0].published == "August 2019"


def test_of_many_notes_of_a_column_one_is_shown_with_a_count(small):
    for row in range(2, 4):
        small.edit("scenarios", row, online_is_good="FALSE")
    assert "scenarios.csv: 1 more of this kind: Read as it was typed." in small.check().text()
