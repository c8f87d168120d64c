"""Every page as a person meets it: phone and laptop, light and dark, before and after its exercises."""

import json

import pytest

from browser.axe import violations
from browser.server import NOTEBOOKS, ROOT
from workbook.notebook_files import notebook_files

OUT = ROOT / "tests" / "out"
PAGES = [str(path.relative_to(NOTEBOOKS).with_suffix("")) for path in notebook_files(NOTEBOOKS)]
LOOKS = [("desk", "light"), ("phone", "dark")]
every_look = pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=["desk-light", "phone-dark"])

# Answers what there is, in the order of the page, and again what appears because of it: choices, fields, and
# what unfolds. What can only be done once (send, clear, print, save) is left alone. Gives how much it did.
ANSWER_ALL = """async () => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const shown = (element) => element.offsetParent !== null;
  const left = (element) =>
    !element.dataset.answered && shown(element) && !element.closest('.wb-keeping-choice');
  const alone = /clear|delete|print|save|send|full screen|forget|reload|start again/i;
  let changed = 0;
  for (let round = 0; round < 12; round += 1) {
    for (const exercise of document.querySelectorAll('.wb-exercise:not(.wb-keeping)')) {
      const groups = new Set();
      for (const input of exercise.querySelectorAll('input[type=radio], input[type=checkbox]')) {
        if (!left(input) || groups.has(input.name)) continue;
        groups.add(input.name);
        const group = exercise.querySelectorAll(`input[name="${input.name}"]`);
        for (const one of group) one.dataset.answered = 'yes';
        input.click();
        changed += 1;
      }
      for (const field of exercise.querySelectorAll('textarea, input[type=text]')) {
        if (!left(field)) continue;
        field.dataset.answered = 'yes';
        field.value = 'Averyveryveryverylongwordthathasnospacesandnevereverseemstocometoanyend, and more.';
        field.dispatchEvent(new Event('input', {bubbles: true}));
        changed += 1;
      }
      for (const summary of exercise.querySelectorAll('summary')) {
        if (!left(summary)) continue;
        summary.dataset.answered = 'yes';
        summary.parentElement.open = true;
        changed += 1;
      }
      for (const button of exercise.querySelectorAll('button')) {
        if (!left(button) || alone.test(button.textContent) || button.ariaDisabled === 'true') continue;
        button.dataset.answered = 'yes';
        button.click();
        changed += 1;
        await wait(0);
      }
    }
    await wait(30);
  }
  return changed;
}"""


def promised(path, but=()):
    """How many cells of a notebook show an exercise; those of some names are left out."""
    cells = json.loads((NOTEBOOKS / f"{path}.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and "check" not in cell["metadata"].get("tags", [])
    ]
    return sum(not any(f"workbook.{name}(" in source for name in but) for source in shown)


def sideways(page):
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def small_targets(page):
    """What can be pressed and is smaller than 24 by 24 pixels, outside a line of text (WCAG 2.2, 2.5.8)."""
    return page.evaluate("""() => [...document.querySelectorAll('button, summary, select, .wb-option, input')]
      .filter((one) => one.offsetParent !== null && !one.closest('.wb-option label, .wb-visually-hidden'))
      .filter((one) => !(one.matches('input') && one.closest('label')))
      .map((one) => [one.getBoundingClientRect(), one])
      .filter(([box]) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(([box, one]) => `${box.width} x ${box.height}: ${one.outerHTML.slice(0, 120)}`)""")


def look(page, name):
    """Leave a picture to be looked at."""
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"{name}.png", full_page=True)


@every_look
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_before_and_after_its_exercises_are_answered(
    server, open_page, path, size, scheme
):
    page = open_page(server.page(path), size=size, scheme=scheme)
    name = f"{path.replace('/', '-')}-{size}"
    look(page, name)
    assert page.locator(".wb-exercise").count() >= promised(path)
    assert violations(page) == []
    assert sideways(page) <= 0
    answered = page.evaluate(ANSWER_ALL)
    assert answered >= promised(path, but=("keeping", "privacy")) or path.startswith("guides/")
    page.wait_for_timeout(800)
    look(page, f"{name}-answered")
    assert violations(page) == []
    assert sideways(page) <= 0
    assert small_targets(page) == []


@every_look
def test_the_home_page_is_accessible_and_fits(server, open_page, size, scheme):
    page = open_page(server.address, size=size, scheme=scheme)
    look(page, f"home-{size}")
    assert violations(page) == []
    assert sideways(page) <= 0


def test_the_home_page_shows_what_this_device_has_done(server, open_page):
    page = open_page(server.page("standard-6"))
    home = open_page(server.address, context=page.context)
    card = home.locator("li", has=home.get_by_role("link", name="Standard 6"))
    card.get_by_text("Not started").wait_for()
    page.locator(".wb-reflection textarea").first.fill("I will ask sooner.")
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()
    card.get_by_text("1 of").wait_for()


def test_on_paper_the_words_stand_before_their_meanings_and_no_button_is_left(server, open_page):
    page = open_page(server.page("standard-4"))
    page.emulate_media(media="print")
    strip = page.locator(".wb-glossary")
    assert strip.get_by_text("proportionate", exact=True).is_visible()
    assert strip.locator(".wb-meaning").first.is_visible()
    assert page.locator(".wb-scenario .wb-button").first.is_hidden()
