"""Every page on a phone and a laptop, in light and dark mode, before and after its exercises have loaded."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from browser.axe import LOOKS, look_as, offences
from browser.finished import FINISH
from browser.pictures import picture
from browser.server import NOTEBOOKS
from widget_host.common.notebook_files import notebook_files

PAGES = [str(path.relative_to(NOTEBOOKS).with_suffix("")) for path in notebook_files(NOTEBOOKS)]
# One page of each kind: between them they have every exercise. All others are looked at in the long run.
ONE_OF_EACH = [
    "start",
    "standard-5",
    "concerns",
    "staying-safe",
    "technology",
    "next-hour",
    "come-back",
    "record",
    "privacy",
    "help",
    "reading",
    "feedback",
    "workshop",
    "guides/trainer",
    "guides/facilitator-notes",
]

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


def small_targets(page):
    """What can be pressed and is smaller than 24 by 24 pixels, outside a line of text (WCAG 2.2, 2.5.8)."""
    return page.evaluate("""() => [...document.querySelectorAll('button, summary, select, .wb-option, input')]
      .filter((one) => one.offsetParent !== null && !one.closest('.wb-option label, .wb-visually-hidden'))
      .filter((one) => !(one.matches('input') && one.closest('label')))
      .map((one) => [one.getBoundingClientRect(), one])
      .filter(([box]) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(([box, one]) => `${box.width} x ${box.height}: ${one.outerHTML.slice(0, 120)}`)""")


def exercises(paths):
    """The names of all exercises on some pages."""
    cells = [
        "".join(cell["source"])
        for path in paths
        for cell in json.loads((NOTEBOOKS / f"{path}.ipynb").read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code" and "check" not in cell["metadata"].get("tags", [])
    ]
    return {name for source in cells for name in re.findall(r"workbook\.(\w+)\(", source)}


def test_the_pages_that_every_run_looks_at_have_every_exercise():
    assert set(ONE_OF_EACH) <= set(PAGES)
    assert exercises(ONE_OF_EACH) == exercises(PAGES)


def come_back_later(page):
    """Finish something and let three days pass, so that the page Come back has questions."""
    page.evaluate(FINISH)
    page.clock.install(time=datetime.now(UTC) + timedelta(days=3))


def all_wrong(page, path, before, after):
    """What is wrong with a page in looks before and after its exercises are answered; a line for each."""
    name = path.replace("/", "-")
    found = []
    if page.locator(".wb-exercise").count() < promised(path):
        found.append("an exercise is missing")
    found += offences(page, looks=before)
    picture(page, name)
    answered = page.evaluate(ANSWER_ALL)
    if answered < promised(path, but=("keeping", "privacy", "reading")) and not path.startswith("guides/"):
        found.append(f"only {answered} could be answered")
    expect(page.locator("[data-state=writing], [data-state=saving]")).to_have_count(0)
    for size, scheme in after:
        found += [f"answered, {one}" for one in offences(page, looks=[(size, scheme)])]
        found += [f"answered, {size}, too small: {one}" for one in small_targets(page)]
        picture(page, f"{name}-answered-{size}")
    return [f"{path}: {one}" for one in found]


@pytest.mark.parametrize(
    ("paths", "before", "after"),
    [
        # Most of what is there before they are answered is there afterwards, too.
        pytest.param(ONE_OF_EACH[::2], [], LOOKS[:1], id="one of each kind, half of them"),
        pytest.param(ONE_OF_EACH[1::2], [], LOOKS[1:], id="the other half"),
        pytest.param(PAGES, LOOKS, LOOKS, id="every page", marks=pytest.mark.slow),
    ],
)
def test_pages_are_accessible_and_fit_before_and_after_their_exercises_are_answered(
    server, open_page, paths, before, after
):
    page = open_page(server.address)
    wrong = [f"home: {one}" for one in offences(page)]
    for path in paths:
        look_as(page, *after[0])
        if path == "come-back":
            come_back_later(page)
        page.goto(server.page(path), wait_until="domcontentloaded")
        page.wait_for_widgets()
        wrong += all_wrong(page, path, before, after)
    assert wrong == []


def test_the_home_page_shows_what_this_device_has_done(server, open_page):
    page = open_page(server.page("standard-6"))
    home = open_page(server.address, context=page.context)
    card = home.locator("li", has=home.get_by_role("link", name="Standard 6"))
    expect(home.locator("[data-course][data-stage=none]").first).to_be_attached()
    expect(card.locator(".wb-progress-mark")).to_have_count(0)
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
