"""Widgets drawn by our own hosts: when a page asks for a kernel, and that stock widgets work.

Tests of one page share it where what one does can't be seen by another.
"""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.shared import shared_page
from timeouts import scaled

SLOW_MS = 20_000


@pytest.fixture(scope="module")
def stock(chromium, small_server):
    """The page of stock widgets, which all tests of it work on."""
    with shared_page(chromium, small_server.page("stock")) as page:
        yield page


def row(page, label):
    """The control with this label, with its label."""
    return page.locator(".lm-Widget", has=page.locator(f".widget-label:text-is('{label}')")).last


def told(page, words):
    expect(page.get_by_text(words, exact=True)).to_be_visible(timeout=scaled(SLOW_MS))


def test_every_page_has_values_of_its_own(small_server, open_page):
    first, second = (open_page(small_server.page("echo")) for _ in range(2))
    for page, words in ((first, "one"), (second, "two")):
        page.get_by_label("Words").first.fill(words)
        page.get_by_role("button", name="Say it back").first.click()
    expect(first.locator(".answer").first).to_have_text("ONE", timeout=scaled(SLOW_MS))
    expect(second.locator(".answer").first).to_have_text("TWO", timeout=scaled(SLOW_MS))


@pytest.mark.slow
def test_light_widgets_in_a_box_need_no_jupyter_widgets_until_one_comes(small_server, open_page):
    page = open_page(small_server.page("growing"))
    loaded = (
        "performance.getEntriesByType('resource').filter((one) => one.name.includes('jupyter-js')).length"
    )
    assert page.evaluate(loaded) == 0
    box = page.locator(".wb-live > div")
    assert box.evaluate("one => getComputedStyle(one).borderLeftWidth") == "3px"
    assert box.evaluate("one => getComputedStyle(one).flexDirection") == "column"
    page.get_by_role("button", name="Back to five").click()
    told(page, "Pressed 5 times")
    page.get_by_role("button", name="Grow").click()
    handle = row(page, "New").locator(".noUi-handle")
    handle.wait_for(timeout=scaled(SLOW_MS))
    assert page.evaluate(loaded) > 0
    handle.press("ArrowRight")
    told(page, "Moved to 5")
    assert page.get_by_role("button", name="Back to five").count() == 0
    page.get_by_role("button", name="Grow").click()
    expect(row(page, "New").locator(".widget-readout")).to_have_text("4", timeout=scaled(SLOW_MS))


def test_the_first_press_of_a_stock_button_reaches_python(small_server, open_page):
    page = open_page(small_server.page("stock"))
    page.get_by_role("button", name="Press", exact=True).click()
    told(page, "Pressed at 3 hours.")


def test_what_was_done_before_the_kernel_was_there_arrives_in_order(small_server, open_page):
    page = open_page(small_server.page("stock"), may_break=True)
    held = []
    page.route("**/host/kernel", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.reload()
    page.wait_for_widgets()
    row(page, "Hours").locator(".noUi-handle").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Press", exact=True).click()
    assert held, "The page had a kernel before."
    for route in held:
        route.continue_()
    told(page, "Pressed at 7 hours.")


@pytest.mark.parametrize(
    ("label", "act", "words"),
    [
        ("Whole", lambda box: box.locator("input").fill("7"), "IntText: 7"),
        ("Bounded", lambda box: box.locator("input").fill("4.5"), "BoundedFloatText: 4.5"),
        ("Share", lambda box: box.locator(".noUi-handle").press("ArrowRight"), "FloatSlider: 0.6"),
        (
            "Range",
            lambda box: box.locator(".noUi-handle").first.press("ArrowRight"),
            "IntRangeSlider: (3, 5)",
        ),
        ("Level", lambda box: box.locator(".noUi-handle").press("ArrowRight"), "SelectionSlider: middle"),
        ("County", lambda box: box.locator("select").select_option("Down"), "Dropdown: Down"),
        ("Radio", lambda box: box.get_by_label("no").check(), "RadioButtons: no"),
        ("Select", lambda box: box.locator("select").select_option("two"), "Select: two"),
        (
            "Several",
            lambda box: box.locator("select").select_option(["red", "blue"]),
            "SelectMultiple: ('red', 'blue')",
        ),
        ("Shift", lambda box: box.get_by_role("button", name="night").click(), "ToggleButtons: night"),
        ("Text", lambda box: box.locator("input").fill("in words"), "Text: in words"),
        ("Long", lambda box: box.locator("textarea").fill("longer"), "Textarea: longer"),
        ("Place", lambda box: box.locator("input").fill("Derry"), "Combobox: Derry"),
        ("Date", lambda box: box.locator("input").fill("2026-03-09"), "DatePicker: 2026-03-09"),
        ("Colour", lambda box: box.locator("input[type=color]").fill("#00ff00"), "ColorPicker: #00ff00"),
    ],
    ids=lambda value: value if isinstance(value, str) and ":" not in value else "",
)
def test_a_stock_control_tells_python_what_was_chosen(stock, label, act, words):
    act(row(stock, label))
    stock.keyboard.press("Tab")
    told(stock, words)


def test_boxes_that_are_ticked_or_pressed_tell_python(stock):
    stock.get_by_label("Agreed").check()
    told(stock, "Checkbox: True")
    stock.get_by_role("button", name="Toggle").click()
    told(stock, "ToggleButton: True")


def test_play_goes_on_by_itself(stock):
    stock.locator(".widget-play .fa-play").locator("..").click()
    told(stock, "Play: 5")


def test_containers_fold_and_change(stock):
    stock.locator(".lm-TabBar-tab", has_text="Second").click()
    assert row(stock, "Second").is_visible()
    assert stock.get_by_text("In the first tab").is_hidden()
    stock.locator(".jupyter-widget-Collapse-header").click()
    assert stock.get_by_text("Unfolded").is_visible()
    assert stock.get_by_text("Below", exact=True).is_visible()
    assert stock.get_by_text("Above", exact=True).is_hidden()
    first, second = (stock.get_by_text(f"Cell {n}", exact=True).bounding_box() for n in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]


def test_links_work_in_the_browser_both_ways_and_one_way(stock):
    row(stock, "Left").locator(".noUi-handle").press("ArrowRight")
    expect(row(stock, "Right").locator(".widget-readout")).to_have_text("2")
    row(stock, "Right").locator(".noUi-handle").press("ArrowRight")
    expect(row(stock, "Left").locator(".widget-readout")).to_have_text("3")
    bar = row(stock, "Watch").locator(".progress-bar")
    expect(bar).to_have_attribute("style", re.compile("width: 3%"))


def test_an_output_shows_what_callbacks_print_and_display(stock):
    output = stock.locator(".jupyter-widgets-output-area").first
    expect(output).to_contain_text("Printed when the page was made.")
    stock.get_by_role("button", name="Fill").click()
    expect(output).to_contain_text("A widget in an output", timeout=scaled(SLOW_MS))
    expect(output.locator("pre").first).to_have_text("Printed words.\nMore of them.\n")
    assert output.get_by_text("Printed when the page was made.").count() == 0
    assert output.locator(".jp-RenderedHTML th", has_text="age").count() == 1
    assert output.locator("img").evaluate("one => one.naturalWidth") == 2
    assert output.locator(".jupyter-widgets", has_text="A widget in an output").is_visible()
    stock.get_by_role("button", name="Fill").click()
    expect(output.get_by_text("A widget in an output")).to_have_count(1, timeout=scaled(SLOW_MS))
    stock.get_by_role("button", name="Run").click()
    expect(output).to_have_text("finished", timeout=scaled(SLOW_MS))
    stock.get_by_role("button", name="Fail").click()
    expect(output).to_contain_text("Something did not work here. Try it once more.", timeout=scaled(SLOW_MS))
    assert "fault" not in output.inner_text()


def test_functions_answer_to_their_controls(stock):
    laugh = stock.locator(".widget-interact")
    expect(laugh.locator("pre")).to_have_text("haha\n")
    row(stock, "word").locator("select").select_option("ho")
    expect(laugh.locator("pre")).to_have_text("hoho\n", timeout=scaled(SLOW_MS))
    row(stock, "Base").locator("input").fill("5")
    stock.keyboard.press("Tab")
    told(stock, "5 squared is 25")


def test_widgets_that_a_callback_makes_work_too(stock):
    stock.get_by_role("button", name="Grow").click()
    row(stock, "Text 1").locator("input").fill("new words")
    stock.keyboard.press("Tab")
    told(stock, "Wrote new words")
    # Of the anywidgets, one came with the page and one now.
    expect(stock.get_by_role("button", name="Shout")).to_have_count(2)


def test_an_anywidget_beside_stock_widgets_takes_and_gives_bytes(stock):
    shout = stock.get_by_role("button", name="Shout").last
    answer = stock.locator(".shouted").last
    assert answer.inner_text() == "begun 3"
    assert answer.evaluate("one => getComputedStyle(one).letterSpacing") == "2px"
    shout.click()
    expect(answer).to_have_text("QUIET", timeout=scaled(SLOW_MS))
    expect(stock.locator("[data-bytes=QUIET]")).to_have_count(1)


def test_a_file_goes_up_and_a_picture_comes_down(stock):
    file = {"name": "words.txt", "mimeType": "text/plain", "buffer": b"in a file"}
    with stock.expect_file_chooser() as chooser:
        stock.get_by_role("button", name="Upload").click()
    chooser.value.set_files(file)
    told(stock, "words.txt: in a file")
    assert stock.locator("img.widget-image").evaluate("one => one.naturalWidth") == 2


def test_html_that_an_author_writes_keeps_its_marks(stock):
    assert stock.locator(".widget-html strong.bold").inner_text() == "bold"


@pytest.mark.slow
def test_stock_widgets_fit_the_window_and_can_be_read(small_server, open_page):
    page = open_page(small_server.page("stock"))
    wrong = offences(page)
    assert [one for one in wrong if "color-contrast" in one or "wider than" in one] == []
