"""Waiting until a page's colours have settled, before axe reads them."""

import time

import pytest

from browser.axe import AT_REST
from timeouts import scaled

NEVER_ENDS = """() => {
  const one = document.body.animate([{color: 'red'}, {color: 'blue'}], {duration: 300});
  one.pause();
}"""
ENDS = "() => { document.body.animate([{color: 'red'}, {color: 'blue'}], {duration: 900}); }"


def test_an_animation_is_waited_for(chromium):
    page = chromium.new_page()
    page.evaluate(ENDS)
    page.evaluate(AT_REST)
    assert page.evaluate("() => document.getAnimations().length") == 0
    page.close()


@pytest.mark.slow
def test_an_animation_that_stands_still_is_not_waited_for_longer_than_it_lasts(chromium):
    page = chromium.new_page()
    page.evaluate(NEVER_ENDS)
    started = time.monotonic()
    page.evaluate(AT_REST)
    assert time.monotonic() - started < scaled(10)
    page.close()
