"""The facilitator's guide as whoever leads a session meets it: on the page, as a PDF and on paper."""

import pytest
from playwright.sync_api import expect

PAGE = "guides/facilitator-notes"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_guide_is_saved_as_a_pdf_with_one_press(server, open_page, size):
    page = open_page(server.page(PAGE), size=size)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the guide as a PDF").click()
    assert download.value.suggested_filename.startswith("facilitator-guide-")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    expect(page.get_by_text("Saved as facilitator-guide-")).to_be_visible()


def test_the_guide_is_named_in_few_words_and_shows_its_three_plans(server, open_page):
    page = open_page(server.page(PAGE))
    expect(page.get_by_role("heading", level=1)).to_have_text("Facilitator's guide")
    expect(page.locator(".wb-plan")).to_have_count(3)
    expect(page.locator(".wb-facilitator_note")).to_have_count(6)
