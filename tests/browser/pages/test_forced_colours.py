"""When the system replaces a page's colours, no information depends on colour alone."""

import pytest

from browser.pages.forced_colours import MARKED


@pytest.mark.slow
def test_what_is_current_pressed_or_selected_can_be_told(server, open_page):
    seen = 0
    for path in ("standard-1", "staying-safe", "standard-5"):
        page = open_page(server.page(path), forced_colors="active")
        for button in page.locator("[aria-pressed=false]:visible").all()[:3]:
            button.click()
        marked = page.evaluate(MARKED)
        assert marked["same"] == [], path
        seen += marked["seen"]
    assert seen > 3
