"""Nothing moves while exercises replace their readable content."""

import pytest

from browser.axe import LOOKS, look_as

JUMPS = """
window.jumps = 0;
new PerformanceObserver((list) => {
  for (const jump of list.getEntries()) window.jumps += jump.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.slow
def test_nothing_jumps_when_the_exercises_come(server, open_page):
    page = open_page(server.address)
    page.add_init_script(JUMPS)
    addresses = {name: server.prepared(name) for name in ("standard-1", "record")}
    for size, scheme in LOOKS:
        look_as(page, size, scheme)
        for name, address in addresses.items():
            page.goto(address)
            page.wait_for_widgets(whole=False)
            page.wait_for_load_state("networkidle")
            # What is good is up to 0.1; https://web.dev/articles/cls says how it is counted.
            assert page.evaluate("window.jumps") < 0.03, f"{name}, {size}"


TOP_OF_NEXT = """
  (exercise) => exercise.closest(".wb-cell").nextElementSibling.getBoundingClientRect().top
"""
OTHERS_FIT = """
  () => [...document.querySelectorAll(".wb-widget")].at(-1).style.minHeight === ""
"""


@pytest.mark.slow
def test_nothing_in_sight_moves_when_exercises_take_the_height_that_they_need(server, open_page):
    page = open_page(server.page("standard-1"))
    exercise = page.locator(".wb-confidence").first
    exercise.evaluate("(exercise) => exercise.scrollIntoView()")
    before = exercise.evaluate(TOP_OF_NEXT)
    page.wait_for_function(OTHERS_FIT)
    assert exercise.evaluate(TOP_OF_NEXT) == before
    page.emulate_media(media="print")
    assert exercise.evaluate("(one) => getComputedStyle(one.closest('.wb-widget')).minHeight") == "0px"
    page.emulate_media(media="screen")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => !document.querySelector('.wb-widget[style*=min-height]')")
