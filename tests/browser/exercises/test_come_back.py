"""Coming back: what is due when, with the device's clock turned on; questions, reasons, the calendar file."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from browser.axe import sideways, violations
from browser.finished import FINISH
from browser.pictures import picture
from browser.shared import shared_page
from workbook.content import load

CONTENT = load()
FIRST = date(2026, 7, 1)
KEPT = """async () => {
  const all = await globalThis[Symbol.for("workbook.record")].all();
  return all.filter(({ kind }) => kind === "come_back");
}"""


@pytest.fixture(scope="module")
def page(server, chromium):
    with shared_page(chromium, server.page("come-back"), size="phone", clock=True) as page:
        at(page, 0)
        page.reload()
        page.wait_for_widgets()
        yield page


@pytest.fixture
def part(page):
    return page.locator(".wb-come_back")


def at(page, days):
    """Turn the device's clock to noon, some days after the first."""
    page.clock.set_system_time(datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC) + timedelta(days))


def go(page, address):
    page.goto(address, wait_until="domcontentloaded")
    if "/voila/render/" in address:
        page.wait_for_widgets()


def asked(part):
    """The row of the question on the page."""
    question = part.locator("legend").inner_text()
    return next(one for one in CONTENT.recall if one.question == question)


def answer(page, part, *, is_sound, by_keyboard=False):
    """Answer the question on the page; give its row, the answer and the sound one."""
    row = asked(part)
    rows = CONTENT.recall_answers.where(recall=row.id)
    chosen = next(one for one in rows if one.is_sound is is_sound)
    radio = part.get_by_role("radio", name=chosen.answer)
    if by_keyboard:
        part.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        for _ in range(rows.index(chosen)):
            page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        radio.check()
        part.get_by_role("button", name="This is my answer").click()
    return row, chosen, next(one for one in rows if one.is_sound)


def test_nothing_is_due_for_somebody_who_has_finished_nothing(page, part, server):
    expect(part.get_by_role("heading", name="Nothing is due yet")).to_be_visible()
    expect(part.get_by_role("link", name="Go to Standard 1: Rights and wellbeing")).to_be_visible()
    expect(part.get_by_role("button")).to_have_count(0)
    picture(page, "come-back-empty")
    go(page, server.address)
    expect(page.locator("[data-course][data-stage]").first).to_be_visible()
    expect(page.locator("#wb-come-back")).to_be_hidden()


def test_after_something_was_finished_the_page_says_when_questions_are_due(page, part, server):
    go(page, server.page("come-back"))
    page.evaluate(FINISH)
    days = part.locator(".wb-come_back-days li")
    expect(days).to_have_text(
        [
            "After two days Ready in 2 days, on 3 July 2026",
            "After two weeks Ready in 14 days, on 15 July 2026",
            "After six weeks Ready in 42 days, on 12 August 2026",
        ]
    )
    expect(part.get_by_role("radio")).to_have_count(0)
    assert violations(page, ".wb-come_back") == []
    picture(page, "come-back-waiting")
    at(page, 1)
    page.reload()
    page.wait_for_widgets()
    expect(days.first).to_have_text("After two days Ready tomorrow, 3 July 2026")


def test_the_calendar_file_has_three_whole_days_counted_from_today(page, part):
    with page.expect_download() as download:
        part.get_by_role("button", name="Save the calendar file").click()
    assert download.value.suggested_filename == "come-back.ics"
    made = download.value.path().read_bytes()
    events = Calendar.from_ical(made).walk("VEVENT")
    today = FIRST + timedelta(days=1)
    assert [event["DTSTART"].dt for event in events] == [today + timedelta(days=n) for n in (2, 14, 42)]
    assert len({event["UID"] for event in events}) == 3
    for event in events:
        assert event["SUMMARY"] == "Come back to the workbook: a few short questions"
        assert urlsplit(event["URL"]).path == urlsplit(page.url).path
        assert event["URL"].startswith("http://")
    assert b"ALARM" not in made
    assert b"tell her first" not in made
    expect(part.get_by_role("status").filter(has_text="The calendar file is saved.")).to_be_attached()


def test_on_the_second_day_home_leads_to_five_questions_that_are_answered_at_once(page, part, server):
    at(page, 2)
    go(page, server.address)
    line = page.locator("#wb-come-back")
    link = line.get_by_role("link", name="5 short questions are waiting for you, from what you did here")
    expect(link).to_be_visible()
    assert sideways(page) == 0
    assert violations(page, "main") == []
    picture(page, "come-back-home")
    link.click()
    page.wait_for_widgets()
    expect(part.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    assert asked(part).standard == "standard-2"
    picture(page, "come-back-question")
    part.get_by_role("button", name="This is my answer").click()
    expect(part.get_by_text("Pick an answer first.")).to_be_visible()
    _, chosen, sound = answer(page, part, is_sound=False, by_keyboard=True)
    expect(part.get_by_role("heading", name="Question 1 of 5")).to_be_focused()
    for text in (chosen.answer, chosen.why, sound.answer, sound.why, "That is not the sound one."):
        expect(part.get_by_text(text, exact=True).first).to_be_visible()
    expect(part.locator("p[role=status]").filter(has_text=chosen.why)).to_be_attached()
    assert sideways(page) == 0
    assert violations(page, ".wb-come_back") == []
    picture(page, "come-back-reasons")


def test_a_round_that_was_left_goes_on_where_it_was(page, part, server):
    go(page, server.address)
    expect(page.get_by_role("link", name="4 short questions are waiting")).to_be_visible()
    go(page, server.page("come-back"))
    expect(part.get_by_role("heading", name="Question 2 of 5")).to_be_visible()


def test_the_end_says_when_the_next_ones_are_due_and_nothing_is_counted(page, part, server):
    for number in (2, 3, 4, 5):
        expect(part.get_by_role("heading", name=f"Question {number} of 5")).to_be_visible()
        _, chosen, _ = answer(page, part, is_sound=True)
        expect(part.get_by_text("That is sound.", exact=True)).to_be_visible()
        expect(part.get_by_text("The sound answer", exact=True)).to_have_count(0)
        expect(part.get_by_text(chosen.why, exact=True).first).to_be_visible()
        part.get_by_role("button", name="Finish" if number == 5 else "Next question").click()
    expect(part.get_by_role("heading", name="Those were the 5 questions for today")).to_be_focused()
    expect(part.get_by_text("The next ones are ready on 15 July 2026.")).to_be_visible()
    expect(part.locator(".wb-come_back-days li").first).to_have_text("After two days Done on 3 July 2026")
    part.get_by_text("Read them again: After two days").click()
    expect(part.get_by_role("heading", level=5)).to_have_count(5)
    assert sideways(page) == 0
    assert violations(page, ".wb-come_back") == []
    picture(page, "come-back-end")
    (kept,) = page.evaluate(KEPT)
    assert kept["value"].keys() == {"from", "asked", "answers", "done"}
    assert kept["value"]["from"] == str(FIRST)
    assert len(kept["words"].splitlines()) == 5
    go(page, server.address)
    expect(page.locator("[data-course][data-stage]").first).to_be_visible()
    expect(page.locator("#wb-come-back")).to_be_hidden()


def test_two_weeks_later_other_questions_are_asked(page, part, server):
    at(page, 14)
    go(page, server.page("come-back"))
    (before,) = page.evaluate(KEPT)
    expect(part.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    assert asked(part).id not in before["value"]["asked"]
    answer(page, part, is_sound=True)
    expect(part.locator(".wb-status[data-state=saved]")).to_be_visible()
    _, now = page.evaluate(KEPT)
    assert not {*now["value"]["asked"]} & {*before["value"]["asked"]}


def test_the_record_shows_the_questions_and_the_answers_in_words(page, server):
    go(page, server.page("record"))
    record = page.locator(".wb-your_record[data-part=record]")
    group = record.get_by_role("heading", name="What has stayed with you?")
    expect(group).to_be_visible()
    expect(record.locator("[data-entry='come_back/1'] .wb-said")).to_have_count(5)
    expect(record.get_by_text("the workbook no longer asks")).to_have_count(0)
