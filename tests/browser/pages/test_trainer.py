"""A trainer's first task: change a scenario in a spreadsheet, find a mistake, see the change on the page."""

import csv
import shutil
import subprocess
import sys

import openpyxl
import pytest

from browser.server import DATA, NOTEBOOKS, ROOT, copied
from timeouts import scaled, wait_until

SCENARIO = "the-open-profile"
BEFORE, AFTER = "The open profile", "The page that anyone can read"


@pytest.fixture
def data(tmp_path):
    """A copy of the content, as a trainer would have it."""
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def pages(tmp_path):
    """The notebook of one standard."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return copied(NOTEBOOKS, folder, "standard-4")


def change(path, row_id, column, text):
    """Change one cell, as a spreadsheet program would save it. Gives the row's number as it shows it."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    at = rows[0].index(column)
    number = next(number for number, row in enumerate(rows, start=1) if row[0] == row_id)
    rows[number - 1][at] = text
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return number


def check(data):
    return subprocess.run(
        # The pages are run by the server beside it.
        [sys.executable, "-m", "workbook", "check", "--no-run", "--data", data, "--notebooks", NOTEBOOKS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def titles(page):
    page.wait_for_widgets()
    return page.locator(".wb-scenario h3").all_inner_texts()


def test_a_change_in_a_spreadsheet_is_seen_after_a_reload_of_the_page(serve, open_page, data, pages):
    server = serve(pages, data)
    page = open_page(server.page("standard-4"))
    assert BEFORE in titles(page)
    change(data / "scenarios.csv", SCENARIO, "title", AFTER)
    assert check(data).returncode == 0

    def seen():
        page.reload()
        return AFTER in titles(page)

    wait_until(seen, 60, what="the change is seen", every=0.5)
    assert BEFORE not in titles(page)


@pytest.mark.slow
def test_a_table_that_was_saved_as_xlsx_is_seen_too(serve, open_page, data, pages):
    change(data / "scenarios.csv", SCENARIO, "title", AFTER)
    book = openpyxl.Workbook()
    with (data / "scenarios.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            book.active.append(row)
    book.save(data / "scenarios.xlsx")
    (data / "scenarios.csv").unlink()
    assert check(data).returncode == 0
    page = open_page(serve(pages, data).page("standard-4"))
    assert AFTER in titles(page)


@pytest.mark.slow
def test_a_mistake_made_while_the_workbook_is_served_shows_a_learner_no_traceback(
    serve, open_page, data, pages
):
    server = serve(pages, data)
    change(data / "scenarios.csv", SCENARIO, "minutes", "a while")
    page = open_page(server.page("standard-4"), ready=False)
    page.locator("body[data-ready]").wait_for(timeout=scaled(60_000))
    text = page.locator("main").inner_text()
    assert "Traceback" not in text
    assert "ContentError" not in text
    assert "Why it matters" in text
