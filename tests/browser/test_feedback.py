"""Feedback on its way from the form to the publisher's table, and when there is nobody to answer."""

import csv
import fcntl

import pytest
from playwright.sync_api import expect

from browser.server import NOTEBOOKS

TELLING = "The scenario about the photo, with an é and a 🙂"


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Where the servers of a test keep feedback; the table is there, and nothing in it."""
    path = tmp_path / "feedback.csv"
    monkeypatch.setenv("WORKBOOK_FEEDBACK", str(path))
    return path


def rows(table):
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_sent_is_said_once_the_words_are_a_row_of_the_publishers_table(table, serve, open_page):
    page = open_page(serve(NOTEBOOKS).page("record"))
    form = page.locator(".wb-feedback")
    form.get_by_role("radio", name="Very useful").check()
    form.get_by_label("What helped, or got in the way?").fill(TELLING)
    sent = form.get_by_role("heading", name="Sent at")
    with table.open("w", encoding="utf-8") as held:
        # While somebody else writes to the table, the words wait, and so does the form.
        fcntl.flock(held, fcntl.LOCK_EX)
        form.get_by_role("button", name="Send").click()
        expect(form.get_by_role("button", name="Sending")).to_be_visible()
        page.wait_for_timeout(1500)
        assert not sent.is_visible()
        fcntl.flock(held, fcntl.LOCK_UN)
    expect(sent).to_be_focused()
    expect(form.get_by_text("Your words have arrived and are kept.").first).to_be_visible()
    (row,) = rows(table)
    assert (row["useful"], row["helped"], row["ideas"]) == ("very", TELLING, "")
    form.get_by_role("button", name="Send something else").click()
    assert form.get_by_label("What helped, or got in the way?").input_value() == ""


def test_when_its_kernel_has_died_the_words_stay_and_the_form_says_what_to_do(table, serve, open_page):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("record"), may_break=True)
    form = page.locator(".wb-feedback")
    ideas = form.get_by_label("Which topics should we cover next?")
    ideas.fill("Holidays")
    form.get_by_role("button", name="Send").click()
    form.get_by_role("button", name="Send something else").click()
    ideas.fill(TELLING)
    for process in server.kernel_processes():
        process.kill()
    form.get_by_role("button", name="Send").click()
    expect(form.locator(".wb-problem")).to_contain_text("Press Send to try again", timeout=15_000)
    assert ideas.input_value() == TELLING
    assert not form.get_by_text("Sent at").is_visible()
    assert [row["ideas"] for row in rows(table)] == ["Holidays"]
    page.get_by_role("button", name="Resume").click(timeout=30_000)
    page.wait_for_widgets()
    expect(ideas).to_have_value(TELLING)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="Sent at")).to_be_visible()
    assert [row["ideas"] for row in rows(table)] == ["Holidays", TELLING]
