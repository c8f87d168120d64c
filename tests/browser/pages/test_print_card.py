"""A page with a card prints the card and nothing else, on one side of A5."""

import io
import json

import pypdf
import pytest
from playwright.sync_api import expect

from browser.server import NOTEBOOKS

A5 = (420, 595)


def card():
    """The lines of the card of the page The next hour, without the marks of Markdown."""
    cells = json.loads((NOTEBOOKS / "next-hour.ipynb").read_text(encoding="utf-8"))["cells"]
    (source,) = ["".join(cell["source"]) for cell in cells if "card" in cell["metadata"].get("tags", ())]
    return source


def words(text):
    return " ".join(text.split())


@pytest.fixture
def page(server, open_page):
    return open_page(server.page("next-hour"))


def test_the_card_of_the_next_hour_is_all_that_is_printed_and_fits_one_side_of_a5(page):
    (sheet,) = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert tuple(round(float(side)) for side in (sheet.mediabox.width, sheet.mediabox.height)) == A5
    printed = words(sheet.extract_text())
    assert printed.startswith("The next hour Is anyone in danger?")
    assert printed.endswith("My union")
    for step in ("Stop", "Contain", "Tell", "Record", "Say sorry", "Ring your union", "Look after yourself"):
        assert f"{step}." in printed
        assert f"**{step}" in card()


def test_on_the_screen_the_whole_page_is_there(page):
    expect(page.locator(".wb-print-card")).to_have_count(1)
    for heading in ("The next hour", "Tell", "The Council", "A decision in five steps", "Reflection"):
        expect(page.get_by_role("heading", name=heading, exact=True).first).to_be_visible()


def test_a_page_without_a_card_prints_whole(server, open_page):
    page = open_page(server.page("technology"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Why it matters", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Things to weigh", exact=True)).to_be_visible()
