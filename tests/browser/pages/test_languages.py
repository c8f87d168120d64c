"""A learner who changes the language: words, exercises, the record, and the layout."""

import pytest
from playwright.sync_api import expect

from browser.axe import LOOKS, offences
from browser.pictures import picture
from browser.server import DATA, NOTEBOOKS, Server
from timeouts import scaled
from workbook.content import untranslated
from workbook.front import words

IRISH = words("common", "confidence", "serve", language="ga")
ENGLISH = words("common", "confidence", "serve", language="en")


@pytest.fixture(scope="module")
def spoken():
    """The workbook, in English and in Irish."""
    running = Server(NOTEBOOKS, DATA, 0, "/", "--language", "ga")
    yield running
    assert running.stop() == 0


def switch(page, name):
    """Go to the same page in another language."""
    page.locator(".wb-languages").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/ga/**" if name == "Gaeilge" else lambda address: "/ga/" not in address)
    if "/voila/render/" in page.url:
        page.wait_for_widgets()


def field(page):
    return page.locator(".wb-reflection textarea").first


@pytest.mark.slow
def test_a_learner_goes_on_in_another_language_with_the_same_record(spoken, open_page):
    page = open_page(spoken.page("standard-1"))
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    switch(page, "Gaeilge")
    assert page.url.endswith("/ga/voila/render/standard-1.ipynb")
    assert page.evaluate("document.documentElement.lang") == "ga"
    article = page.locator(".wb-confidence").first
    expect(article).to_have_attribute("lang", "ga")
    expect(article.locator("h3, h2").first).to_have_text(IRISH["confidence.title.before"])
    article.get_by_role("radio").nth(3).check()
    field(page).fill("Focail i nGaeilge")
    saved = IRISH["common.saved"].partition("{")[0].strip()
    expect(page.locator(".wb-reflection .wb-status").first).to_contain_text(saved, timeout=scaled(20_000))
    switch(page, "English")
    expect(field(page)).to_have_value("Focail i nGaeilge", timeout=scaled(20_000))
    expect(page.locator(".wb-confidence").first.get_by_role("radio").nth(3)).to_be_checked()
    page.goto(f"{spoken.address}ga/")
    bar = page.locator('.wb-card[data-page="standard-1"] .wb-progress-mark')
    expect(bar).to_contain_text(
        IRISH["serve.progress.some"].partition("{")[0].strip(), timeout=scaled(20_000)
    )
    expect(page.locator("#wb-onward")).to_have_attribute(
        "href", spoken.address + "ga/voila/render/standard-1.ipynb#carry-on"
    )


@pytest.mark.slow
def test_what_needs_a_kernel_is_answered_in_the_page_s_language(spoken, open_page):
    page = open_page(f"{spoken.address}ga/voila/render/feedback.ipynb")
    spoken.wait_for_kernels(0)
    form = page.locator(".wb-feedback")
    form.scroll_into_view_if_needed()
    form.locator("textarea").first.fill("Go raibh maith agaibh")
    named = words("feedback", "people_check", language="ga")
    form.get_by_role("button", name=named["feedback.send"], exact=True).click()
    check = form.get_by_role("dialog")
    check.get_by_role("radio", name=named["people_check.answer.no"], exact=True).check()
    check.get_by_role("button", name=named["people_check.go.send"], exact=True).click()
    sent = named["feedback.sent"].partition("{")[0].strip()
    expect(form.get_by_text(sent).first).to_be_visible(timeout=scaled(20_000))
    assert spoken.kernels() == 1


@pytest.mark.slow
def test_pages_in_irish_are_accessible_and_fit(spoken, open_page):
    page = open_page(f"{spoken.address}ga/")
    for path in ("", "voila/render/standard-1.ipynb"):
        page.goto(f"{spoken.address}ga/{path}")
        if path:
            page.wait_for_widgets()
        for size, scheme in LOOKS:
            assert offences(page, looks=[(size, scheme)]) == [], path
            picture(page, f"irish-{'page' if path else 'home'}-{size}")
            here = page.locator(".wb-languages [aria-current]")
            expect(here).to_have_text("Gaeilge")
            box = here.bounding_box()
            assert min(box["width"], box["height"]) >= 44


AREAS = ("common", "confidence", "reflection", "scenario", "standard", "technology", "tip")
# The languages of all texts within the exercises, by the text: of the elements that say so next above it.
SPOKEN = """() => {
  const found = {};
  for (const exercise of document.querySelectorAll("article.wb-exercise")) {
    const walker = document.createTreeWalker(exercise, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      if (text) (found[text] ??= []).push(walker.currentNode.parentElement.closest("[lang]").lang);
    }
  }
  return found;
}"""


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["live", "before any script"])
def test_what_is_not_translated_says_that_it_is_english(spoken, open_page, scripts):
    page = open_page("about:blank", ready=False, java_script_enabled=scripts)
    english, irish = untranslated(DATA, "ga"), set(words(*AREAS, language="ga").values())
    lines = {line.strip() for text in english for line in text.split("\n")}
    for path in ("standard-1", "staying-safe", "technology"):
        page.goto(spoken.prepared(path, "ga"), wait_until="domcontentloaded")
        if scripts:
            page.wait_for_widgets()
        else:
            page.locator("article.wb-exercise").last.wait_for()
        languages = page.evaluate(SPOKEN)
        shown = lines & languages.keys()
        assert len(shown) > 5
        assert {text: languages[text] for text in shown if set(languages[text]) != {"en-GB"}} == {}
        assert {text for text in irish & languages.keys() - lines if set(languages[text]) != {"ga"}} == set()
