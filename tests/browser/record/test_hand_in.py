"""Handing in the record from a phone: how many presses and how much scrolling it takes."""

from io import BytesIO

import pytest
from docx import Document

from browser.record.full_record import WORDS, fill

PHONE = {"width": 390, "height": 844}
MOST_PRESSES = 5
MOST_SCREENS = 2

# Scrolls just so far that an element can be pressed, and gives by how much, in all that scrolls.
SCROLL = """(element) => {
  const all = [];
  for (let one = element.parentElement; one; one = one.parentElement) all.push(one);
  const places = () => all.map((one) => one.scrollTop);
  const before = places();
  element.scrollIntoView({ block: "nearest" });
  return places().reduce((sum, place, at) => sum + Math.abs(place - before[at]), 0);
}"""


class Learner:
    """Somebody with a phone, who scrolls only as far as they must."""

    def __init__(self, page):
        self.page = page
        self.presses = 0
        self.scrolled = 0

    @property
    def screens(self):
        """How many screens were scrolled."""
        return self.scrolled / PHONE["height"]

    def arrive(self):
        """Wait for a page that leads to a place in it, and count how far that is as well."""
        self.page.wait_for_widgets(whole=False)
        self.page.wait_for_function("() => scrollY > 0")
        self.scrolled += self.page.evaluate("() => scrollY")

    def press(self, role, name):
        """Find something in the page, or in the dialog that covers it, and press it."""
        dialog = self.page.get_by_role("dialog")
        place = dialog if dialog.count() else self.page
        one = place.get_by_role(role, name=name, exact=True)
        one.wait_for()
        self.scrolled += one.evaluate(SCROLL)
        self.presses += 1
        one.click()


@pytest.fixture
def learner(server, open_page):
    page = open_page(server.address)
    page.set_viewport_size(PHONE)
    fill(page)
    page.reload()
    return Learner(page)


def test_a_word_document_is_five_presses_and_two_screens_from_home(learner):
    learner.press("link", "Hand in your record")
    learner.arrive()
    learner.press("button", "Check for people and save")
    learner.press("radio", "No")
    with learner.page.expect_download() as download:
        learner.press("button", "Save it as it is")
    assert download.value.suggested_filename.endswith(".docx")
    body = Document(BytesIO(download.value.path().read_bytes())).element.body
    assert WORDS.strip() in "".join(node.text or "" for node in body.iter())
    assert learner.presses <= MOST_PRESSES
    assert learner.screens <= MOST_SCREENS, learner.screens
