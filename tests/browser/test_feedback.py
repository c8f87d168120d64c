"""Feedback on its way from the form to the publisher's database, and when there is nobody to answer."""

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.server import NOTEBOOKS
from workbook.usage.box import said
from workbook.usage.store import UsageStore

TELLING = "The scenario about the photo, with an é and a 🙂"


@pytest.fixture
def server(serve, monkeypatch):
    monkeypatch.delenv("WORKBOOK_FEEDBACK", raising=False)
    return serve(NOTEBOOKS)


def kept(server):
    with UsageStore(server.database) as store:
        return [(one.kind, one.page, one.useful, one.text) for one in said(store)]


def text_of(form):
    return form.get_by_label("What helped, or got in the way?")


def test_sent_is_said_once_the_words_are_in_the_publishers_database(server, open_page):
    page = open_page(server.page("record"))
    form = page.locator(".wb-feedback")
    form.get_by_role("radio", name="An idea for a topic").check()
    form.get_by_label("Which page is it about?").select_option("Standard 5: Public trust")
    form.get_by_label("Which topics should we cover next?").fill(TELLING)
    form.get_by_role("radio", name="Very useful").check()
    sent = form.get_by_role("heading", name="Sent at")
    with UsageStore(server.database) as store, store.connection(write=True):
        # While somebody else writes to the database, the words wait, and so does the form.
        form.get_by_role("button", name="Send").click()
        expect(form.get_by_role("button", name="Sending")).to_be_visible()
        page.wait_for_timeout(1500)
        assert not sent.is_visible()
    expect(sent).to_be_focused()
    expect(form.get_by_text("Your words have arrived and are kept.").first).to_be_visible()
    assert kept(server) == [("idea", "standard-5", "very", TELLING)]
    form.get_by_role("button", name="Send something else").click()
    assert form.get_by_role("radio", name="A comment").is_checked()
    assert text_of(form).input_value() == ""


def test_when_its_kernel_has_died_the_words_stay_and_the_form_says_what_to_do(server, open_page):
    page = open_page(server.page("record"), may_break=True)
    form = page.locator(".wb-feedback")
    text_of(form).fill("Holidays")
    form.get_by_role("button", name="Send").click()
    form.get_by_role("button", name="Send something else").click()
    text_of(form).fill(TELLING)
    for process in server.kernel_processes():
        process.kill()
    form.get_by_role("button", name="Send").click()
    expect(form.locator(".wb-problem")).to_contain_text("Press Send to try again", timeout=15_000)
    assert text_of(form).input_value() == TELLING
    assert not form.get_by_text("Sent at").is_visible()
    assert kept(server) == [("comment", "", "", "Holidays")]
    page.get_by_role("button", name="Resume").click(timeout=30_000)
    page.wait_for_widgets()
    expect(text_of(form)).to_have_value(TELLING)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="Sent at")).to_be_visible()
    assert kept(server) == [("comment", "", "", "Holidays"), ("comment", "", "", TELLING)]


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desk", "light")])
def test_the_form_can_be_used_by_everybody(server, open_page, size, scheme):
    page = open_page(server.page("record"), size=size, scheme=scheme)
    assert violations(page, ".wb-feedback") == []
    form = page.locator(".wb-feedback")
    width = page.evaluate("document.documentElement.clientWidth")
    assert all(
        box["x"] >= 0 and box["x"] + box["width"] <= width
        for box in (one.bounding_box() for one in form.locator("select, textarea, label, button").all())
        if box
    )
