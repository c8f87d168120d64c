"""Feedback, from the form to the publisher's database, and without anybody to answer."""

import pytest
from playwright.sync_api import expect

from browser.axe import LOOKS, offences
from timeouts import scaled
from workbook.usage.feedback_rows import messages
from workbook.usage.store import UsageStore

TELLING = "The scenario about the photo, with an é and a 🙂"


@pytest.fixture
def kept(server):
    """The feedback received since the test began: `kept()`."""

    def everything():
        with UsageStore(server.database) as store:
            return [(one.kind, one.page, one.useful, one.text) for one in messages(store)]

    before = len(everything())
    return lambda: everything()[before:]


def text_of(form):
    return form.get_by_label("What helped, or got in the way?")


def send(form):
    """Press Send, and confirm in the check that nobody can be recognised."""
    form.get_by_role("button", name="Send", exact=True).click()
    form.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    form.get_by_role("button", name="Send it as it is").click()


def test_nothing_is_sent_until_the_question_is_answered(server, open_page, kept):
    form = open_page(server.page("feedback")).locator(".wb-feedback")
    text_of(form).fill("Mary Kelly from Larne told me")
    form.get_by_role("button", name="Send", exact=True).click()
    check = form.get_by_role("dialog", name="A check by simple rules")
    expect(check.locator("mark")).to_have_text(["Mary Kelly", "Larne"])
    check.get_by_role("button", name="Send it as it is").click()
    expect(check.get_by_text("Choose an answer first.")).to_be_visible()
    check.get_by_role("button", name="Go back and change").click()
    expect(text_of(form)).to_be_focused()
    expect(text_of(form)).to_have_value("Mary Kelly from Larne told me")
    assert kept() == []


def test_sent_is_said_once_the_words_are_in_the_publishers_database(server, open_page, kept):
    page = open_page(server.page("feedback"))
    form = page.locator(".wb-feedback")
    form.get_by_role("radio", name="An idea for a topic").check()
    form.get_by_label("Which page is it about?").select_option("Standard 5: Public trust")
    form.get_by_label("Which topics should we cover next?").fill(TELLING)
    form.get_by_role("radio", name="Very useful").check()
    send(form)
    sent = form.get_by_role("heading", name="Sent at")
    expect(sent).to_be_visible()
    expect(sent).to_be_focused()
    expect(form.get_by_text("Your words have arrived and are kept.").first).to_be_visible()
    assert kept() == [("idea", "standard-5", "very", TELLING)]
    form.get_by_role("button", name="Send something else").click()
    assert form.get_by_role("radio", name="A comment").is_checked()
    assert text_of(form).input_value() == ""


@pytest.mark.slow
def test_when_its_kernel_has_died_the_words_stay_and_the_form_says_what_to_do(server, open_page, kept):
    others = server.kernel_processes()
    page = open_page(server.page("feedback"), may_break=True)
    form = page.locator(".wb-feedback")
    text_of(form).fill("Holidays")
    send(form)
    form.get_by_role("button", name="Send something else").click()
    text_of(form).fill(TELLING)
    for process in server.kernel_processes():
        if process not in others:
            process.kill()
    send(form)
    expect(form.locator(".wb-problem")).to_contain_text("Press Send to try again", timeout=scaled(15_000))
    assert text_of(form).input_value() == TELLING
    assert not form.get_by_text("Sent at").is_visible()
    assert kept() == [("comment", "", "", "Holidays")]
    page.get_by_role("button", name="Resume").click(timeout=scaled(30_000))
    page.wait_for_widgets()
    expect(text_of(form)).to_have_value(TELLING)
    send(form)
    expect(form.get_by_role("heading", name="Sent at")).to_be_visible()
    assert kept() == [("comment", "", "", "Holidays"), ("comment", "", "", TELLING)]


@pytest.mark.slow
def test_the_form_can_be_used_by_everybody(server, open_page):
    page = open_page(server.page("feedback"))
    form = page.locator(".wb-feedback")
    for size, scheme in LOOKS:
        assert offences(page, ".wb-feedback", looks=[(size, scheme)]) == []
        width = page.evaluate("document.documentElement.clientWidth")
        assert all(
            box["x"] >= 0 and box["x"] + box["width"] <= width
            for box in (one.bounding_box() for one in form.locator("select, textarea, label, button").all())
            if box
        )
