"""The way through a long page: its height as it opens, its parts, the bar, and what the page's end says."""

import pytest
from playwright.sync_api import expect

from browser.record.full_record import fill

PHONE = {"width": 390, "height": 844}
MOST_SCREENS = 12
DECISION_SCREENS = 1.5
LEARNERS = [
    *("start", "five-minutes", "situations-children", "situations-adults", "concerns", "staying-safe"),
    *(f"standard-{number}" for number in range(1, 7)),
    *("technology", "next-hour", "come-back", "privacy", "help", "guides/learner"),
    *("reading", "glossary", "feedback"),
    "record",  # the last, with a full record
]
PRINTED = "() => [...document.querySelectorAll('.wb-unit-body')].map((one) => one.offsetHeight)"
# Whether the middle of what has the focus can be seen, and is not under the bar.
IN_SIGHT = """() => {
  const one = document.activeElement;
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const shown = document.elementFromPoint((left + right) / 2, Math.min(bottom, innerHeight) - 2);
  return one === document.body || bottom <= 0 || one.contains(shown) || !shown?.closest('.wb-path')
    || Boolean(one.closest('.wb-path'));
}"""


@pytest.fixture
def phone(server, open_page):
    """Open a page of the workbook on a phone, as it opens for a learner."""

    def open_one(name, mark="", **options):
        page = open_page(f"{server.page(name)}{mark}", whole=False, **options)
        page.set_viewport_size(PHONE)
        return page

    return open_one


def open_units(page):
    """The numbers of the units that are open."""
    return page.locator(".wb-unit[data-open]").evaluate_all("(all) => all.map((one) => one.dataset.unit)")


def rate(page):
    """Answer the page's first self-rating."""
    for group in page.locator(".wb-confidence").first.locator("fieldset").all():
        group.get_by_role("radio").nth(2).check(force=True)


def carry_on(page, control):
    """Press the button, which leads to a control of an exercise, with its heading below the bar."""
    bar = page.locator("#wb-path")
    bar.get_by_role("button", name="Carry on").click()
    expect(control).to_be_focused()
    expect(control).to_be_in_viewport()
    top = control.evaluate("(one) => one.closest('.wb-exercise').getBoundingClientRect().top")
    assert 0 <= top - bar.bounding_box()["y"] - bar.bounding_box()["height"] < 60


def test_no_page_of_learners_is_longer_than_twelve_screens_as_it_opens(server, phone):
    page = phone(LEARNERS[0])
    heights = {}
    for name in LEARNERS:
        if name == "record":
            fill(page)
        page.goto(server.page(name))
        page.wait_for_widgets(whole=False)
        heights[name] = page.evaluate("() => document.documentElement.scrollHeight")
    assert not {name: height for name, height in heights.items() if height > MOST_SCREENS * PHONE["height"]}


def test_start_here_offers_a_decision_within_a_screen_and_a_half(phone):
    page = phone("start")
    first = page.locator(".wb-scenario .wb-option").first
    assert first.bounding_box()["y"] <= DECISION_SCREENS * PHONE["height"]
    page.get_by_text("Not sure? Take the five steps").click()
    expect(page.locator(".wb-five").get_by_text("What you do not know yet")).to_be_visible()


def test_the_bar_counts_what_is_done_and_carries_on_with_the_first_that_is_not(phone):
    page = phone("standard-1")
    bar = page.locator("#wb-path")
    expect(bar.locator(".wb-path-count")).to_have_text("0 of 11")
    rate(page)
    expect(bar.locator(".wb-path-next")).to_have_text("Next: A van for Davy")
    carry_on(page, page.get_by_role("button", name="Go on: A van for Davy"))
    page.get_by_role("button", name="Skip this one: A van for Davy").click()
    expect(bar.locator(".wb-path-next")).to_have_text("Next: Kat's profile")
    expect(bar.locator(".wb-path-count")).to_have_text("2 of 10")
    assert open_units(page) == ["1"]
    carry_on(page, page.get_by_role("button", name="Go on: Kat's profile"))
    assert open_units(page) == ["1", "2"]
    bar.locator(".wb-path-toggle").click()
    ticked = bar.locator(".wb-path-steps .wb-path-line").filter(has_text="How sure am I?").first
    expect(ticked.locator(".wb-tick")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(bar.locator(".wb-path-panel")).to_be_hidden()
    expect(page.locator("#wb-around-done")).to_contain_text("Done on this page: ")
    expect(page.locator('.wb-menu [data-page="standard-1"] .wb-progress-mark')).to_contain_text(" of ")


def test_carrying_on_focuses_the_first_control_of_what_is_next(phone):
    page = phone("standard-6")
    carry_on(page, page.locator(".wb-confidence").first.get_by_role("radio").first)
    rate(page)
    expect(page.locator(".wb-path-next")).to_have_text("Next: The report due at nine")
    carry_on(page, page.locator(".wb-scenario .wb-steps").first.get_by_role("button").first)


def test_the_bar_and_its_list_say_how_long_a_part_takes(phone):
    page = phone("standard-5")
    expect(page.locator(".wb-path-part")).to_have_text("About 10 minutes")
    page.locator(".wb-path-toggle").click()
    shown = page.locator(".wb-path-unit > .wb-path-line .wb-path-minutes")
    expect(shown).to_have_text([f"About {minutes} minutes" for minutes in (10, 20, 16, 17)])
    expect(page.locator(".wb-unit-about").first).to_have_text("Part 1 of 4 · About 10 minutes")


def test_a_folded_part_opens_by_its_heading_by_a_link_and_as_a_whole(phone, server):
    page = phone("standard-5")
    assert open_units(page) == ["1"]
    page.get_by_role("button", name="Two more examples").click()
    assert open_units(page) == ["1", "3"]
    page.reload()
    page.wait_for_widgets(whole=False)
    assert open_units(page) == ["1", "3"]
    page.locator(".wb-path-toggle").click()
    page.get_by_role("button", name="Show the whole page").click()
    assert open_units(page) == ["1", "2", "3", "4"]
    page.goto(f"{server.page('standard-4')}#A-case-to-end-with")
    page.wait_for_widgets(whole=False)
    assert open_units(page) == ["1", "4"]
    expect(page.locator("#A-case-to-end-with")).to_be_in_viewport()


def test_all_parts_are_printed_and_without_scripts_all_are_open(phone):
    page = phone("standard-5")
    assert page.evaluate(PRINTED).count(0) == len(page.locator(".wb-unit").all()) - 1
    page.emulate_media(media="print")
    assert 0 not in page.evaluate(PRINTED)
    expect(page.locator("#wb-path")).to_be_hidden()
    page = phone("standard-5", ready=False, java_script_enabled=False)
    expect(page.get_by_text("Talk of the town").first).to_be_visible()
    expect(page.locator("#wb-path")).to_be_hidden()


def test_the_bar_covers_nothing_that_has_the_focus_and_leaves_a_low_window(phone):
    page = phone("five-minutes")
    page.wait_for_function("() => document.querySelector('.wb-path-count')?.textContent")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("() => document.activeElement.outerHTML")
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("() => document.activeElement.outerHTML")
    assert page.locator("#wb-path").evaluate("(bar) => getComputedStyle(bar).position") == "sticky"
    page.set_viewport_size({"width": 320, "height": 200})
    assert page.locator("#wb-path").evaluate("(bar) => getComputedStyle(bar).position") == "relative"
