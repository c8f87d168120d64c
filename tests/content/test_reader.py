"""How a table's file becomes rows, whatever a spreadsheet has done to it."""

import os
import time
from datetime import datetime, timedelta
from datetime import time as clock
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from widget_host.common.worker_process import Bounds
from workbook.content import reader
from workbook.content.errors import Unreadable
from workbook.content.reader import one_reader, read_records

HEADER = ("id", "term", "meaning")
ROW = ("tag", "Tag", "To name somebody.")


@pytest.fixture
def table(tmp_path):
    """Write a table and read it: a CSV file from text, a spreadsheet from what `given` does with a book."""

    def read(given):
        if isinstance(given, str):
            path = tmp_path / "glossary.csv"
            path.write_text(given, encoding="utf-8", newline="")
        else:
            path, book = tmp_path / "glossary.xlsx", Workbook()
            given(book)
            book.save(path)
        return [(record.row, record.cells) for record in read_records(path)]

    return read


def filled(sheet, *rows):
    for row in rows or (HEADER, ROW):
        sheet.append(row)
    return sheet


@pytest.mark.parametrize("place", ["D1048576", "XFD1048576", "XFD2"])
def test_a_stray_blank_far_away_costs_nothing(table, place):
    began = time.process_time()
    (_, header), (_, row) = table(lambda book: filled(book.active).__setitem__(place, " "))
    assert (header, row) == (HEADER, ROW)
    assert time.process_time() - began < 5


def test_a_cell_far_beside_the_table_is_not_lost(table):
    _, (_, row) = table(lambda book: filled(book.active).__setitem__("XFD2", "stray"))
    assert (row[:3], row[-1], len(row)) == (ROW, "stray", 256)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_names_of_columns_may_have_capitals_and_spaces(table, kind):
    rows = ((" Id", "Term ", "Also Standard"), ROW)
    text = "\n".join(",".join(row) for row in rows)
    read = table(text if kind == "csv" else lambda book: filled(book.active, *rows))
    assert read[0] == (1, ("id", "term", "also_standard"))


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_line_that_tells_excel_the_separator_is_no_row(table, sign):
    lines = ("sep=" + sign, sign.join(HEADER), sign.join(ROW))
    assert table("\r\n".join(lines)) == [(2, HEADER), (3, ROW)]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (clock(5, 9), "hh:mm", "05:09"),
        (clock(5, 9, 30), "hh:mm:ss", "05:09:30"),
        (timedelta(hours=30, minutes=15), "[h]:mm:ss", "30:15"),
        (datetime(2023, 7, 13), "d-mmm-yy", "13-Jul-2023"),
        (datetime(2023, 7, 13), "[$-809]dd mmmm yyyy;@", "13-Jul-2023"),
        (datetime(2023, 7, 1), "mmm-yy", "Jul-2023"),
        (datetime(2026, 7, 13), "d-mmm", "13-Jul"),
        (datetime(2023, 7, 13, 14, 5), "dd/mm/yyyy hh:mm", "13-Jul-2023 14:05"),
        (123456789012, "General", "123456789012"),
    ],
)
def test_a_time_and_a_date_are_read_as_their_cells_show_them(table, value, form, shown):
    def fill(book):
        place = filled(book.active, ("id", "text"), ("a", value)).cell(2, 2)
        place.number_format = form

    assert table(fill)[1] == (2, ("a", shown))


def test_the_names_of_columns_are_kept_as_they_are_written(tmp_path):
    (tmp_path / "glossary.csv").write_text("Id,Also Standard\na,b\n", encoding="utf-8")
    header, row = read_records(tmp_path / "glossary.csv")
    assert (header.cells, header.written) == (("id", "also_standard"), ("Id", "Also Standard"))
    assert row.written == ()


def test_a_hidden_sheet_is_not_taken_for_the_table(table):
    def hidden(book):
        filled(book.active, HEADER, ("old", "Old", "Old")).sheet_state = "hidden"
        filled(book.create_sheet("Words"))

    assert table(hidden)[1] == (2, ROW)


def notes_first(book):
    book.active.title = "Notes"
    filled(book.active, ("What to do",), ("Ask at the office",))
    filled(book.create_sheet("Words"))


def hidden_alone(book):
    filled(book.active).sheet_state = "hidden"
    book.create_sheet("Empty")


@pytest.mark.parametrize(
    ("given", "problem", "row", "detail"),
    [
        (notes_first, "other-sheet", None, "it is 'Notes', and the table is on 'Words'"),
        (
            lambda book: filled(book.active, ("Our words",), (), HEADER, ROW),
            "late-header",
            1,
            "they are named in row 3",
        ),
        (lambda book: filled(book.active, HEADER, ("tag", "=A1", "x")), "formula", 2, "B2"),
        (hidden_alone, "empty", None, ""),
    ],
    ids=["notes first", "a title above", "a formula", "nothing to see"],
)
def test_what_is_really_wrong_is_said(table, given, problem, row, detail):
    with pytest.raises(Unreadable) as raised:
        table(given)
    told = raised.value
    assert (told.problem, told.row, told.detail) == (problem, row, detail)


def test_a_small_file_that_unpacks_to_much_is_refused_before_that(tmp_path):
    path = tmp_path / "glossary.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (60 << 20))
    assert path.stat().st_size < 100_000
    began = time.process_time()
    with pytest.raises(Unreadable) as raised:
        read_records(path)
    assert (raised.value.problem, raised.value.detail) == ("too-large", "more than 50 MB of cells")
    assert time.process_time() - began < 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders.")
def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "glossary.csv")
    with pytest.raises(Unreadable, match="unopenable"):
        read_records(tmp_path / "glossary.csv")


def test_what_takes_far_too_long_to_read_is_refused_and_ends_nothing_but_its_own_process(table, monkeypatch):
    monkeypatch.setattr(reader, "_BOUNDS", Bounds(cpu_s=2))

    def merge(book):
        filled(book.active, ["id", "term"], ["a", "A"])
        book.active.merged_cells.add("A3:XFD1048576")

    with pytest.raises(Unreadable) as error:
        read_records(table(merge))
    assert (error.value.problem, error.value.detail) == ("too-large", "reading it takes more than 2 s")


@pytest.mark.slow
@pytest.mark.parametrize("cells", ["a,", "\n"])
def test_more_cells_than_any_table_has_are_not_read(tmp_path, cells):
    file = tmp_path / "glossary.csv"
    file.write_text("id\n" + cells * 2_100_000, encoding="utf-8")
    with pytest.raises(Unreadable, match="too-large more than 2,000,000 cells"):
        read_records(file)


@pytest.mark.slow
def test_a_spreadsheet_of_more_cells_is_not_even_begun(tmp_path):
    file = tmp_path / "glossary.xlsx"
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", "<c><v/></c>" * 2_100_000)
    with pytest.raises(Unreadable, match="too-large more than 2,000,000 cells"):
        read_records(file)


def test_one_process_reads_all_spreadsheets_of_a_folder(table, monkeypatch):
    started = []
    start = reader.Worker
    monkeypatch.setattr(reader, "Worker", lambda *bounds: started.append(1) or start(*bounds))
    with one_reader():
        for _ in range(2):
            assert table(lambda book: filled(book.active)) != []
    assert len(started) == 1
