"""Long lists that are folded: all words by letter, and further reading by theme."""

import pytest
from playwright.sync_api import expect

GAP = 120
FOLDED = "() => document.querySelectorAll('.wb-exercise details:not([open])').length"


@pytest.fixture
def listed(server, open_page):
    """Open a page with a list, and return the page and the list."""

    def open_one(name, mark="", **options):
        page = open_page(f"{server.page(name)}{mark}", **options)
        return page, page.locator(f".wb-{name}")

    return open_one


def test_a_search_for_a_word_leaves_what_has_it_and_opens_a_few(listed):
    page, words = listed("glossary")
    folds = words.locator("details")
    total = folds.count()
    assert words.locator("details[open]").count() == 0
    page.get_by_label("Find a word").fill("CONSENT")
    expect(words.locator("details[open]").filter(has_text="consent").first).to_be_visible()
    assert 0 < words.locator("details:not([hidden])").count() < total
    below = page.get_by_role("heading", name="Where next").bounding_box()["y"]
    assert below < words.bounding_box()["y"] + words.bounding_box()["height"] + GAP
    assert words.locator(".wb-letter:not([hidden])").count() < 5
    expect(words.locator(".wb-letters")).to_be_hidden()
    page.get_by_label("Find a word").fill("zzz")
    expect(words.get_by_text("No word here matches that.")).to_be_visible()
    page.get_by_label("Find a word").fill("")
    expect(words.locator("details:not([hidden])")).to_have_count(total)
    assert words.locator("details[open]").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_word_or_a_text_opens_what_it_stands_in(listed, scripts):
    options = {} if scripts else {"ready": False, "java_script_enabled": False}
    page, words = listed("glossary", "#wb-word-safeguarding", **options)
    meaning = page.locator("#wb-word-safeguarding")
    expect(meaning).to_be_in_viewport()
    expect(words.get_by_text("safeguarding", exact=True)).to_be_in_viewport()
    page, _ = listed("reading", "#wb-reading-niscc-easy-read", **options)
    expect(page.locator("#wb-reading-niscc-easy-read")).to_be_in_viewport()


def test_a_letter_leads_to_its_words(listed):
    _, words = listed("glossary", size="phone")
    words.get_by_role("link", name="S", exact=True).click()
    expect(words.get_by_role("heading", name="S", exact=True)).to_be_in_viewport()


def test_further_reading_is_narrowed_by_a_search_and_a_place(listed):
    page, texts = listed("reading")
    assert texts.locator("details[open]").count() == 0
    page.get_by_label("Where it applies").select_option("Wales")
    expect(texts.locator("details[open] li:visible")).to_have_count(1)
    expect(texts.locator("details:not([hidden]) summary")).to_contain_text(["1 of "])
    page.get_by_label("Find a text").fill("no such words")
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_label("Where it applies")).to_be_focused()
    assert texts.locator("details[hidden], details[open]").count() == 0
    page.get_by_label("Find a text").fill("easy-read")
    expect(texts.get_by_role("link", name="Our Rules for Social Workers")).to_be_visible()


def test_what_is_folded_is_printed(listed):
    page, words = listed("glossary")
    assert page.evaluate(FOLDED)
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(FOLDED) == 0
    page.emulate_media(media="print")
    expect(words.locator("#wb-word-safeguarding")).to_be_visible()
    expect(words.locator(".wb-letters")).to_be_hidden()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(FOLDED)
