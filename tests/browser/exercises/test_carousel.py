"""The carousel of concerns: arrows, keys, swipes, its list, both kinds of full screen, and printing."""

import re

import pytest
from playwright.sync_api import expect

from browser.shared import shared_page
from timeouts import wait_until
from workbook.content import load

CONCERNS = load().concerns
LAST = len(CONCERNS) - 1
FOCUSED = "(element) => element === document.activeElement"


@pytest.fixture(scope="module")
def shared(server, chromium):
    with shared_page(chromium, server.page("concerns")) as page:
        yield page


@pytest.fixture
def carousel(shared):
    """The carousel at the first of all examples."""
    shared.get_by_label("Show", exact=True).select_option("")
    shared.locator(".wb-carousel .wb-arrow").first.focus()
    shared.keyboard.press("Home")
    return shared.locator(".wb-carousel")


def shows(carousel, at, among=CONCERNS):
    """Fail unless exactly one example is shown, with its position above it and said of itself."""
    position = f"{at + 1} of {len(among)}"
    expect(carousel.locator("h4:visible")).to_have_text([among[at].title])
    expect(carousel.locator(".wb-position")).to_have_text(position)
    expect(carousel.locator(".wb-slide:visible")).to_have_attribute("aria-label", position)
    expect(carousel.locator(".wb-pager-way span")).to_have_count(len(among))


def opener(carousel):
    return carousel.locator(".wb-expand")


def in_top_right_corner(carousel):
    """Whether the full-screen button is in the carousel's top right corner."""
    # Both are measured at once: after a swipe the page may still be rolling.
    right, top = carousel.evaluate("""(carousel) => {
      const frame = carousel.getBoundingClientRect();
      const button = carousel.querySelector(".wb-expand").getBoundingClientRect();
      return [frame.right - button.right, button.top - frame.top];
    }""")
    return 0 <= right <= 40 and 0 <= top <= 40


def fills_the_screen(carousel):
    """Whether only the carousel is visible in every corner of the window."""
    return carousel.evaluate("""(carousel) => {
      const [right, bottom] = [document.documentElement.clientWidth - 2, innerHeight - 2];
      const corners = [[1, 1], [right, 1], [1, bottom], [right, bottom]];
      return corners.every(([x, y]) => carousel.contains(document.elementFromPoint(x, y)));
    }""")


def test_arrows_move_round_and_the_position_is_announced(carousel):
    shows(carousel, 0)
    carousel.get_by_role("button", name="Next example").click()
    shows(carousel, 1)
    announced = carousel.locator("[role=status]")
    expect(announced).to_have_text(f"2 of {len(CONCERNS)}: {CONCERNS[1].title}")
    carousel.get_by_role("button", name="Previous example").click()
    carousel.get_by_role("button", name="Previous example").click()
    shows(carousel, LAST)
    expect(announced).to_have_text(f"{LAST + 1} of {len(CONCERNS)}: {CONCERNS[LAST].title}")


def test_keys_move_it(carousel):
    for key, at in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", LAST), ("Home", 0)]:
        carousel.page.keyboard.press(key)
        shows(carousel, at)


def test_a_list_picks_out_the_examples_of_one_kind_or_with_one_outcome(carousel):
    shown = carousel.get_by_label("Show", exact=True)
    for value, name in [("composite", "Composites"), ("none", "No sanction"), ("removal", "Removed from")]:
        some = [one for one in CONCERNS if value in (one.kind, one.outcome)]
        counted = re.compile(rf"^{name}.* \({len(some)}\)$")
        expect(shown.locator(f"option[value={value}]")).to_have_text(counted)
        shown.select_option(value)
        shows(carousel, 0, some)
        expect(carousel.locator("[role=status]")).to_have_text(f"1 of {len(some)}: {some[0].title}")
        carousel.get_by_role("button", name="Previous example").click()
        shows(carousel, len(some) - 1, some)
        carousel.page.keyboard.press("Home")
        shows(carousel, 0, some)
    shown.select_option("")
    shows(carousel, 0)


def test_keys_in_the_list_choose_in_it_and_do_not_turn_the_examples(carousel):
    shown = carousel.get_by_label("Show", exact=True)
    shown.focus()
    carousel.page.keyboard.press("End")
    removed = [one for one in CONCERNS if one.outcome == "removal"]
    expect(shown).to_have_value("removal")
    shows(carousel, 0, removed)


def test_on_paper_are_the_examples_that_are_picked_out(carousel):
    carousel.get_by_label("Show", exact=True).select_option("none")
    carousel.page.emulate_media(media="print")
    some = [one.title for one in CONCERNS if one.outcome == "none"]
    expect(carousel.locator("h4:visible")).to_have_text(some)
    expect(carousel.get_by_label("Show", exact=True)).to_be_hidden()
    carousel.page.emulate_media(media="screen")


def test_the_full_screen_button_in_the_corner_fills_the_screen_and_esc_leaves_it(carousel):
    assert in_top_right_corner(carousel)
    assert not fills_the_screen(carousel)
    opener(carousel).click()
    expect(opener(carousel)).to_have_text("Leave full screen")
    assert carousel.evaluate("(carousel) => carousel === document.fullscreenElement")
    assert fills_the_screen(carousel)
    assert in_top_right_corner(carousel)
    carousel.get_by_role("button", name="Next example").click()
    shows(carousel, 1)
    carousel.page.keyboard.press("Escape")
    expect(opener(carousel)).to_have_text("Full screen")
    assert carousel.evaluate("() => document.fullscreenElement === null")
    assert not fills_the_screen(carousel)
    assert opener(carousel).evaluate(FOCUSED)


def test_every_example_is_on_paper_if_none_are_picked_out(carousel):
    carousel.page.emulate_media(media="print")
    expect(carousel.locator("h4:visible")).to_have_text([concern.title for concern in CONCERNS])
    carousel.page.emulate_media(media="screen")
    shows(carousel, 0)


@pytest.fixture
def phone(server, open_page):
    """The page on a phone without full screen for elements, and with a clock that tests can move."""
    page = open_page(server.address, ready=False, size="phone", has_touch=True)
    page.add_init_script("delete Element.prototype.requestFullscreen;")
    page.clock.install()
    page.goto(server.page("concerns"))
    page.wait_for_widgets()
    return page.locator(".wb-carousel")


def swipe(carousel, across, down=0):
    """Swipe one finger over the example, in a few steps."""
    finger = carousel.page.context.new_cdp_session(carousel.page)
    words = carousel.locator(".wb-slide:visible .wb-told p").nth(1)
    words.evaluate("(words) => words.scrollIntoView({ block: 'center' })")
    box = words.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in (0.25, 0.5, 0.75, 1):
        point = {"x": x + across * step, "y": y + down * step}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def is_at_rest(page):
    """Whether a page does not scroll for a tenth of a second."""
    return page.evaluate("""async () => {
      const before = scrollY;
      await new Promise((done) => setTimeout(done, 100));
      return scrollY === before;
    }""")


@pytest.mark.slow
def test_a_phone_swipes_and_fills_its_screen_without_the_browsers_help_and_nothing_moves_by_itself(phone):
    phone.page.clock.fast_forward("05:00")
    shows(phone, 0)
    swipe(phone, across=-120)
    shows(phone, 1)
    swipe(phone, across=120)
    shows(phone, 0)
    swipe(phone, across=-45, down=-60)
    shows(phone, 0)
    # A touch of a page that still rolls only stops it.
    wait_until(lambda: is_at_rest(phone.page), what="the page rolls on")
    assert in_top_right_corner(phone)
    opener(phone).tap()
    expect(opener(phone)).to_have_text("Leave full screen")
    assert phone.evaluate("() => document.fullscreenElement === null")
    assert fills_the_screen(phone)
    assert in_top_right_corner(phone)
    for _ in range(7):
        phone.page.keyboard.press("Tab")
        assert phone.evaluate(
            "(carousel) => [carousel, document.body].some((one) => "
            "one === document.activeElement || carousel.contains(document.activeElement))"
        )
    phone.page.keyboard.press("Escape")
    expect(opener(phone)).to_have_text("Full screen")
    assert not fills_the_screen(phone)
    assert opener(phone).evaluate(FOCUSED)
