"""The steps, choices and reasons of a scenario in the browser."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.pictures import picture
from workbook.content import load

CONTENT = load()


@pytest.fixture
def scenario(server, open_page):
    """The first scenario of Standard 4, on its page, opened after its content note."""
    page = open_page(server.page("standard-4"))
    first = page.locator(".wb-scenario").first
    press(first, "Go on: The open profile")
    return first


TELL = "Show what a practice teacher would say"
WHY = "Why this one?"


def press(scenario, name):
    scenario.get_by_role("button", name=name, exact=True).click()


def test_steps_come_in_any_order_and_nothing_is_judged_before_something_is_chosen(scenario):
    summary = scenario.locator("summary", has_text="See every choice and its reasons")
    assert summary.count() == 0
    press(scenario, "Reasons")
    assert "Nothing is chosen yet" in scenario.inner_text()
    press(scenario, "People")
    assert scenario.get_by_role("heading", name="Who does it affect?").is_visible()
    press(scenario, "Options")
    press(scenario, "See what follows")
    says_at_the_first_option(scenario, "Pick one of the options first.")
    assert offences(scenario.page, ".wb-scenario") == []
    scenario.get_by_role("radio").nth(1).check()
    expect(scenario.locator(".wb-fault")).to_have_count(0)
    assert summary.count() == 0


def says_at_the_first_option(scenario, text):
    """Fail unless the message belongs to the first option, which has the focus, and both are in view."""
    first = scenario.locator("[data-step=options]").get_by_role("radio").first
    expect(first).to_be_focused()
    expect(first).to_have_accessible_description(text)
    expect(scenario.get_by_role("radiogroup")).to_have_attribute("aria-invalid", "true")
    for one in (first, scenario.get_by_text(text)):
        expect(one).to_be_in_viewport(ratio=1)


def test_what_follows_is_announced_another_choice_can_be_tried_and_is_found_again(scenario):
    press(scenario, "Options")
    scenario.get_by_role("radio").first.check()
    press(scenario, "See what follows")
    follows = scenario.get_by_role("heading", name="What follows, and why?")
    grade = scenario.locator(".wb-step:visible .wb-panel .wb-badge").inner_text()
    scenario.locator("[role=status]", has_text=grade).wait_for(state="attached")
    assert follows.evaluate("(h) => h === document.activeElement")
    press(scenario, "Try another choice")
    label = scenario.locator(".wb-step:visible .wb-option").nth(1).inner_text()
    scenario.get_by_role("radio").nth(1).check()
    press(scenario, "See what follows")
    assert follows.is_visible()
    press(scenario, TELL)
    scenario.locator("summary", has_text="See every choice and its reasons").click()
    text = scenario.locator(".wb-everything").inner_text()
    for scene in CONTENT.scenes.where(scenario=row_of(scenario).id):
        for choice in CONTENT.choices.where(scene=scene.id):
            assert choice.rationale in text
    scenario.page.reload()
    scenario.page.wait_for_widgets()
    scenario.get_by_text("You answered this on").wait_for()
    assert label in scenario.locator(".wb-chosen").inner_text()


def row_of(scenario):
    title = scenario.locator("h3").inner_text()
    (row,) = [row for row in CONTENT.scenarios if row.title == title]
    return row


def decide(scenario, at=0):
    """Take the option at this place of the scene that is open, and return its row."""
    if scenario.locator(".wb-steps").count():
        press(scenario, "Options")
    radio = scenario.locator("[data-step=options]").get_by_role("radio").nth(at)
    radio.check()
    chosen = radio.get_attribute("value")
    press(scenario, "See what follows")
    return CONTENT.choices.by_id(chosen)


def reasons_in(scenario):
    """What its last step says, without what is only announced."""
    return scenario.locator("[data-step=reasons]").inner_text()


def test_the_consequence_shows_at_once_and_the_rationale_when_somebody_asks_for_it(scenario):
    choice = decide(scenario)
    assert choice.consequence in reasons_in(scenario)
    assert scenario.get_by_role("textbox", name=WHY).is_visible()
    assert offences(scenario.page, ".wb-scenario") == []
    assert choice.rationale not in scenario.inner_text()
    assert scenario.locator("summary", has_text="See every choice").count() == 0
    # With nothing written, by keyboard alone, in one press.
    scenario.get_by_role("textbox", name=WHY).focus()
    scenario.page.keyboard.press("Tab")
    scenario.page.keyboard.press("Enter")
    assert choice.rationale in reasons_in(scenario)
    assert focused(scenario.get_by_role("heading", name="What a practice teacher would say"))
    scenario.locator("[role=status]", has_text=choice.rationale).wait_for(state="attached")
    assert scenario.get_by_role("button", name=TELL).count() == 0
    assert offences(scenario.page, ".wb-scenario") == []


def test_a_rationale_that_was_shown_does_not_wait_again_and_that_of_another_choice_does(scenario):
    first = decide(scenario)
    press(scenario, TELL)
    press(scenario, "Try another choice")
    second = decide(scenario, at=1)
    assert second.rationale not in reasons_in(scenario)
    press(scenario, TELL)
    press(scenario, "Try another choice")
    decide(scenario)
    assert first.rationale in reasons_in(scenario)


COURT = CONTENT.scenarios.by_id("the-car-park-after-court")


def on_page(page, row):
    return page.locator(".wb-scenario", has=page.get_by_role("heading", name=row.title, exact=True))


def write(case, words):
    case.get_by_role("textbox", name=WHY).fill(words)
    case.locator(".wb-status[data-state=saved]").wait_for()


def test_own_reasons_are_kept_scene_by_scene_and_never_leave_the_browser(server, open_page):
    page = open_page(server.page("standard-5"))
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    case = on_page(page, COURT)
    first = decide(case, at=1)
    number = CONTENT.scenes.by_id(first.next_scene).number
    write(case, "marmalade on Monday")
    press(case, TELL)
    assert case.get_by_role("textbox", name=WHY).input_value() == "marmalade on Monday"
    press(case, "Go on to the next scene")
    last = decide(case)
    assert case.get_by_role("textbox", name=WHY).input_value() == ""
    write(case, "marmalade on Tuesday")

    page.reload()
    page.wait_for_widgets()
    case = on_page(page, COURT)
    case.get_by_text("You answered this on").wait_for()
    expect(case.get_by_role("textbox", name=WHY)).to_have_value("marmalade on Tuesday")
    assert last.rationale in reasons_in(case)
    press(case, "Back to the scene before")
    decide(case, at=1)
    expect(case.get_by_role("textbox", name=WHY)).to_have_value("marmalade on Monday")
    assert sent
    assert not [one for one in sent if "marmalade" in one]

    record = open_page(server.page("record"), context=page.context)
    parts = COURT.title, WHY, "marmalade on Monday", f"Scene {number}: why this one?", "marmalade on Tuesday"
    in_order = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
    expect(record.locator(".wb-your_record[data-part=record]")).to_contain_text(in_order)


NOTED = CONTENT.scenarios.by_id("twenty-to-one")
EXPECTED = """async () => {
  const open = indexedDB.open('workbook');
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [pages, settings, entries] = await Promise.all(['pages', 'settings', 'entries'].map(all));
  database.close();
  return {
    expected: pages.flatMap(({keys}) => keys),
    skipped: settings.map(({id}) => id).filter((id) => id.startsWith('skipped/')),
    entries: entries.map(({key}) => key),
  };
}"""


@pytest.fixture
def noted(server, open_page):
    """A scenario about suicide, on its page, on which it stands second."""
    page = open_page(server.page("standard-3"))
    return shown_again(page)


def shown_again(page):
    return on_page(page, NOTED)


def focused(element):
    return element.evaluate("(one) => one === document.activeElement")


def test_what_a_scenario_is_about_is_said_before_it_with_a_way_to_help(noted):
    facts = noted.get_by_role("heading", name="What has happened?")
    assert noted.get_by_text(NOTED.content_note).is_visible()
    assert not facts.is_visible()
    assert not noted.get_by_text(NOTED.facts[:40]).is_visible()
    way = noted.get_by_role("link", name="Help and advice")
    assert way.get_attribute("href").endswith("/help.ipynb")
    press(noted, f"Go on: {NOTED.title}")
    assert focused(facts)
    assert noted.get_by_text(NOTED.content_note).is_visible()
    assert noted.get_by_role("button", name="Skip this one").count() == 0


def test_a_scenario_that_is_skipped_counts_for_nothing_and_can_be_opened_again(noted):
    page, key = noted.page, f"scenario/{NOTED.id}"
    skip = noted.get_by_role("button", name="Skip this one")
    skip.focus()
    page.keyboard.press("Enter")
    told = noted.get_by_text("You skipped this one.")
    assert focused(told)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Open it"
    page.wait_for_function(f"async () => (await ({EXPECTED})()).skipped.length > 0")
    kept = page.evaluate(EXPECTED)
    assert kept["skipped"] == [f"skipped/{NOTED.id}"]
    assert key not in kept["expected"]
    assert kept["entries"] == []

    page.reload()
    page.wait_for_widgets()
    noted = shown_again(page)
    noted.get_by_text("You skipped this one.").wait_for()
    press(noted, f"Open it: {NOTED.title}")
    assert focused(noted.get_by_role("heading", name="What has happened?"))
    page.wait_for_function(f"async () => !(await ({EXPECTED})()).skipped.length")


def test_a_scenario_with_a_note_counts_once_it_is_answered_and_is_open_from_then_on(noted):
    page = noted.page
    press(noted, f"Go on: {NOTED.title}")
    decide(noted)
    page.wait_for_function(f"async () => (await ({EXPECTED})()).entries.includes('scenario/{NOTED.id}')")
    assert f"scenario/{NOTED.id}" in page.evaluate(EXPECTED)["expected"]
    page.reload()
    page.wait_for_widgets()
    noted = shown_again(page)
    noted.get_by_text("You answered this on").wait_for()
    assert noted.get_by_text(NOTED.content_note).is_visible()
    assert noted.get_by_role("button", name="Skip this one").count() == 0


def test_the_note_and_what_follows_a_skip_are_accessible_and_fit(noted):
    assert offences(noted.page, ".wb-scenario") == []
    press(noted, f"Skip this one: {NOTED.title}")
    assert offences(noted.page, ".wb-scenario") == []


def test_the_end_of_a_scenario_tells_the_law_with_its_source_and_date(server, open_page):
    page = open_page(server.page("standard-5"))
    law = CONTENT.law.by_id("family-proceedings")
    case = on_page(page, COURT)
    told = case.get_by_role("heading", name="The law here, in plain words")
    decide(case, at=1)
    assert told.count() == 0
    press(case, "Go on to the next scene")
    decide(case)
    assert told.is_visible()
    panel = case.locator(".wb-panel", has=page.get_by_role("heading", name="The law here, in plain words"))
    assert law.text in panel.inner_text()
    assert f"Last read: {law.read_on}" in panel.inner_text()
    assert "This is not legal advice." in panel.inner_text()
    assert panel.get_by_role("link").get_attribute("href") == law.address
    assert offences(page, ".wb-scenario") == []


@pytest.fixture
def faded(server, open_page):
    """The first three scenarios of Standard 6 on a phone: all steps, fewer, and none."""
    return open_page(server.page("standard-6"), size="phone").locator(".wb-scenario")


def test_the_five_steps_fade_from_the_first_scenario_of_a_page_to_its_last(faded):
    led, fewer, free, _ = faded.all()
    picture(faded.page, "scenarios-faded-phone")
    assert led.locator(".wb-steps button").count() == 5
    assert not led.locator("[data-step=options]").is_visible()
    assert fewer.locator(".wb-steps").count() == free.locator(".wb-steps").count() == 0
    for one in (fewer, free):
        row = row_of(one)
        assert one.get_by_role("heading", name="What has happened?").is_visible()
        assert one.get_by_role("heading", name="What could you do?").is_visible()
        assert not one.get_by_text(row.people.split("\n")[0]).is_visible()
        assert one.get_by_role("button", name=re.compile("^Next")).count() == 0
    assert fewer.locator("summary").all_inner_texts() == ["1. Facts", "2. People", "3. Standard"]
    assert free.locator("summary").all_inner_texts() == ["The five steps"]
    assert offences(faded.page, ".wb-scenario") == []


def test_each_step_that_has_faded_opens_on_one_press_and_works_as_on_the_first_scenario(faded):
    page, (_, fewer, free, _) = faded.page, faded.all()
    row = row_of(fewer)
    fewer.locator("summary", has_text="2. People").focus()
    page.keyboard.press("Enter")
    assert fewer.get_by_text(row.people.split("\n")[0]).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "3. Standard"
    page.keyboard.press("Enter")
    assert fewer.get_by_role("radio", name=re.compile("^6\\.")).count() == 0
    fewer.get_by_role("radio", name=re.compile("^2\\.")).check()
    assert fewer.locator(".wb-answer .wb-panel").get_by_text(row.why_standard.split("\n")[0]).is_visible()
    fewer.locator("summary", has_text="1. Facts").click()
    assert not fewer.get_by_role("heading", name="What has happened?").is_visible()

    row = row_of(free)
    free.locator("summary").click()
    assert free.get_by_text(row.people.split("\n")[0]).is_visible()
    for question in ("Who does it affect?", "Which other standard is in play?"):
        assert free.get_by_role("heading", name=question).is_visible()
    picture(page, "scenarios-unfolded-phone")
    assert offences(page, ".wb-scenario") == []
    choice = decide(free)
    assert focused(free.get_by_role("heading", name="What follows, and why?"))
    assert choice.consequence in reasons_in(free)
    assert not free.get_by_role("heading", name="What could you do?").is_visible()
    assert free.get_by_text(row.people.split("\n")[0]).is_visible()
    press(free, TELL)
    assert choice.rationale in reasons_in(free)
    picture(page, "scenarios-chosen-phone")


def test_two_practitioners_think_aloud_at_the_end_once_the_rationale_was_shown(server, open_page):
    case = on_page(open_page(server.page("standard-5")), COURT)
    aloud = case.get_by_role("heading", name="Two practitioners think aloud")
    decide(case, at=1)
    press(case, TELL)
    assert aloud.count() == 0
    press(case, "Go on to the next scene")
    decide(case)
    assert aloud.count() == 0
    press(case, TELL)
    assert aloud.is_visible()
    assert case.get_by_text("Both are made up from how people argue.").is_visible()
    for one in CONTENT.reasonings.where(scenario=COURT.id):
        assert case.locator("figure", has_text=one.who).get_by_text(one.reasoning).is_visible()
    assert offences(case.page, ".wb-scenario") == []


@pytest.mark.parametrize("path", ["", "standard-5", "guides/learner", "help"])
def test_help_is_one_touch_away_and_its_first_screen_has_the_numbers_to_ring(server, open_page, path):
    page = open_page(server.page(path) if path else server.address, size="phone")
    way = page.get_by_role("banner").get_by_role("link", name="Help and advice")
    assert way.bounding_box()["height"] >= 24
    way.click()
    page.wait_for_widgets()
    for number in ("tel:999", "tel:08088088000"):
        box = page.locator(f'[href="{number}"]').first.bounding_box()
        assert box["y"] + box["height"] <= page.viewport_size["height"]
