"""The facilitator's guide as facilitators get it: on the page, as a PDF and printed."""

import io

import pypdf
import pytest
from playwright.sync_api import expect

from workbook.content import load

PAGE = "guides/facilitator-notes"


@pytest.mark.slow
def test_the_guide_is_folded_on_the_screen_whole_on_paper_and_saved_as_a_pdf_with_one_press(
    server, open_page
):
    page = open_page(server.page(PAGE), size="phone")
    expect(page.get_by_role("heading", level=1)).to_have_text("Facilitator's guide")
    expect(page.locator(".wb-plan")).to_have_count(4)
    expect(page.locator(".wb-facilitator_note")).to_have_count(6)
    steps, whole = page.locator(".wb-plan-steps"), page.locator(".wb-run")
    expect(steps.first).to_be_hidden()
    expect(whole.first).to_be_hidden()
    printed = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    words = " ".join(printed.split())
    plans = load().plan_steps.where(plan="two-hours")
    last = max(plans, key=lambda step: step.number)
    assert " ".join(last.title.split()) in words
    assert words.count("How to run it") == len(load().facilitator_notes)
    page.get_by_text("steps, minute by minute").first.press("Enter")
    expect(steps.first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the guide as a PDF").click()
    assert download.value.suggested_filename.startswith("facilitator-guide-")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    expect(page.get_by_text("Saved as facilitator-guide-")).to_be_visible()
