"""Where somebody is in a scenario: ticks, scenes, the end, Back and Forward, and links to a scene."""

import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.pictures import picture
from workbook.content import load

CONTENT = load()
TICKS = CONTENT.scenarios.by_id("two-blue-ticks")
"""The first scenario of Standard 2, with five steps: every path through it has three scenes."""
TELL = "Show what a practice teacher would say"


def on_page(page, row):
    return page.locator(".wb-scenario", has=page.get_by_role("heading", name=row.title, exact=True))


@pytest.fixture
def phone(server, open_page):
    return open_page(
        server.page("standard-2"),
        size="phone",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )


def press(scenario, name):
    scenario.get_by_role("button", name=name, exact=True).click()


def heading(scenario, name):
    return scenario.get_by_role("heading", name=name, exact=True)


def decide(scenario):
    scenario.locator("[data-step=options]").get_by_role("radio").first.check()
    press(scenario, "See what follows")


def walk_to_the_end(scenario):
    press(scenario, "Options")
    for scene in (1, 2, 3):
        expect(scenario.locator("[data-step=options] .wb-position")).to_have_text(f"Scene {scene} of 3")
        decide(scenario)
        if scene < 3:
            press(scenario, "Go on to the next scene")


def test_after_each_press_the_step_has_the_focus_and_its_top_is_in_view(phone):
    scenario = on_page(phone, TICKS)
    walk = (
        ("Next: people", "Who does it affect?"),
        ("Next: standard", "Which other standard is in play?"),
        ("Next: options", "What could you do?"),
    )
    for name, step in walk:
        press(scenario, name)
        expect(heading(scenario, step)).to_be_focused()
        box = heading(scenario, step).bounding_box()
        assert 0 <= box["y"] < phone.viewport_size["height"] * 0.6
    decide(scenario)
    expect(heading(scenario, "What follows, and why?")).to_be_focused()
    assert 0 <= heading(scenario, "What follows, and why?").bounding_box()["y"] < 400


def test_steps_that_were_visited_are_ticked_and_say_so_to_a_screen_reader(phone):
    scenario = on_page(phone, TICKS)
    numbers = scenario.locator(".wb-step-number")
    assert numbers.all_inner_texts() == ["1", "2", "3", "4", "5"]
    press(scenario, "Next: people")
    press(scenario, "Options")
    assert numbers.all_inner_texts() == ["✓", "✓", "3", "4", "5"]
    expect(scenario.get_by_role("button", name="Facts", exact=True)).to_have_accessible_description("Seen")
    expect(scenario.get_by_role("button", name="Standard", exact=True)).to_have_accessible_description("")


def test_later_scenes_have_the_facts_to_unfold_and_the_end_shows_the_path_and_what_was_not_tried(phone):
    scenario = on_page(phone, TICKS)
    again = scenario.locator("[data-step=options] summary", has_text="The facts again")
    press(scenario, "Options")
    assert again.count() == 0
    decide(scenario)
    press(scenario, "Go on to the next scene")
    again.click()
    assert scenario.locator("[data-step=options]").get_by_text(TICKS.facts[:60]).is_visible()
    assert scenario.locator(".wb-end-card").count() == 0
    decide(scenario)
    press(scenario, "Go on to the next scene")
    decide(scenario)
    press(scenario, TELL)
    card = scenario.locator(".wb-end-card")
    assert card.locator("li .wb-badge").count() == 3
    scenes = [scene.id for scene in CONTENT.scenes.where(scenario=TICKS.id)]
    total = sum(1 for choice in CONTENT.choices if choice.scene in scenes)
    expect(card).to_contain_text(f"There are {total - 3} choices here that you have not tried.")
    picture(phone, "scenario-end-phone")
    assert offences(phone, ".wb-scenario") == []
    press(card, "From the beginning")
    expect(heading(scenario, "What has happened?")).to_be_focused()
    press(scenario, "Reasons")
    press(scenario, "Options")
    expect(scenario.locator("[data-step=options] .wb-position")).to_have_text("Scene 1 of 3")


def test_the_end_leads_on_to_the_next_exercise_of_the_page(phone):
    scenario = on_page(phone, TICKS)
    walk_to_the_end(scenario)
    press(scenario, "Next on this page")
    focused = phone.evaluate("document.activeElement.closest('.wb-exercise').className")
    assert focused == phone.evaluate(
        """(title) => {
          const all = [...document.querySelectorAll('.wb-exercise')];
          const here = all.findIndex((one) => one.querySelector('h3')?.textContent === title);
          return all[here + 1].className;
        }""",
        TICKS.title,
    )


def test_back_and_forward_bring_back_step_and_scene_and_the_address_says_nothing(phone):
    scenario = on_page(phone, TICKS)
    address = phone.url
    walk_to_the_end(scenario)
    reasons, choices = heading(scenario, "What follows, and why?"), heading(scenario, "What could you do?")
    for step, scene in ((choices, 3), (reasons, 2), (choices, 2), (reasons, 1), (choices, 1)):
        phone.go_back()
        expect(step).to_be_focused()
        expect(scenario.locator(".wb-step:visible .wb-position")).to_have_text(f"Scene {scene} of 3")
        phone.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    phone.go_back()
    expect(heading(scenario, "What has happened?")).to_be_focused()
    for _ in range(4):
        phone.go_forward()
    expect(scenario.locator(".wb-step:visible .wb-position")).to_have_text("Scene 2 of 3")
    expect(reasons).to_be_visible()
    assert phone.url == address
    kept = phone.evaluate("JSON.stringify(history.state)")
    assert not [choice.id for choice in CONTENT.choices if choice.id in kept]

    phone.reload()
    phone.wait_for_widgets()
    scenario = on_page(phone, TICKS)
    expect(heading(scenario, "What follows, and why?")).to_be_visible()
    expect(scenario.locator(".wb-step:visible .wb-position")).to_have_text("Scene 2 of 3")


def test_each_scenario_of_a_page_goes_back_by_itself(phone):
    first, second = on_page(phone, TICKS), on_page(phone, CONTENT.scenarios.by_id("the-signer-in-the-room"))
    press(first, "Next: people")
    decide(second)
    phone.go_back()
    expect(heading(second, "What could you do?")).to_be_visible()
    expect(heading(first, "Who does it affect?")).to_be_visible()
    phone.go_back()
    expect(heading(first, "What has happened?")).to_be_visible()


def test_a_link_to_a_scene_is_copied_and_opens_it_elsewhere(phone, open_page):
    scenario = on_page(phone, TICKS)
    press(scenario, "Options")
    decide(scenario)
    press(scenario, "Go on to the next scene")
    scenario.get_by_role("link", name=f"Link to this: {TICKS.title}").click()
    expect(scenario.locator("[role=status]", has_text="Link copied")).to_be_attached()
    link = phone.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"#{TICKS.id}/2")
    other = open_page(link)
    there = on_page(other, TICKS)
    expect(there.locator(".wb-step:visible .wb-position")).to_have_text("Scene 2 of 3")
    other.wait_for_function(
        "(id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight / 2",
        arg=TICKS.id,
    )
    assert offences(other, ".wb-scenario") == []
    decide(there)
    expect(there.get_by_text("Your choice:")).to_be_visible()
    there.locator(".wb-step:visible").get_by_role("button", name=TELL).wait_for()


def test_a_link_does_not_pass_by_what_a_scenario_says_before_it(server, open_page):
    row = CONTENT.scenarios.by_id("one-candle")
    page = open_page(f"{server.page('standard-2')}#one-candle/2")
    scenario = on_page(page, row)
    assert scenario.get_by_text(row.content_note).is_visible()
    assert not heading(scenario, "What could you do?").is_visible()
    press(scenario, f"Go on: {row.title}")
    expect(scenario.locator(".wb-step:visible .wb-position")).to_have_text("Scene 2 of 2")


def test_other_exercises_have_a_link_as_well_and_their_own_address(server, open_page):
    row = next(iter(CONTENT.reflections.where(standard="standard-2")))
    page = open_page(f"{server.page('standard-2')}#reflection-{row.id}", whole=False)
    exercise = page.locator(f"#reflection-{row.id}")
    assert exercise.get_by_role("link", name=f"Link to this: {row.title}").is_visible()
    page.wait_for_function(
        "(id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight / 2",
        arg=f"reflection-{row.id}",
    )
