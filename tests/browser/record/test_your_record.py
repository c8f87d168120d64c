"""The learner's record: answers from all pages, by standard; a copy of it; and deleting it."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from browser.shared import shared_page
from workbook.content import load

CONTENT = load()
STANDARD = CONTENT.standards.by_id("standard-3")
TITLE = f"Standard {STANDARD.number}: {STANDARD.short_title}"
STATEMENTS = [rating.statement for rating in CONTENT.self_ratings.where(standard="standard-3")]

# How many rows the browser's own database holds in all, and the names in its other store.
KEPT = """async () => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open('workbook');
    request.onsuccess = () => resolve(request.result);
  });
  const all = (name) => new Promise((resolve) => {
    const request = database.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const rows = (await Promise.all([...database.objectStoreNames].map(all))).flat();
  database.close();
  return { rows, names: Object.keys(localStorage) };
}"""


@pytest.fixture(scope="module")
def writing(server, chromium):
    """The page of Standard 3. The record is open in another tab of the same browser, as `writing.record`."""
    with shared_page(chromium, server.page("standard-3"), clock=True) as page:
        page.record = page.context.new_page()
        page.watched.watch(page.record)
        page.record.goto(server.page("record"), wait_until="domcontentloaded")
        page.record.wait_for_selector("body[data-ready]")
        yield page


@pytest.fixture
def record(writing):
    return writing.record.locator(".wb-your_record[data-part=record]")


def write(page, text):
    """Answer the first question of a page, and wait until it is kept. Gives the question."""
    page.locator(".wb-reflection textarea").first.fill(text)
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()
    return page.locator(".wb-reflection label").first.inner_text()


def section(record, title):
    return record.locator(".wb-your_record-section", has=record.page.get_by_role("heading", name=title))


def standard(record, title):
    """The answers of a standard."""
    return record.locator("details[data-fold]", has_text=title)


def today():
    now = datetime.now()
    return f"{now.day} {now:%B %Y}"


def test_what_is_written_in_another_tab_shows_at_once_under_its_standard_with_question_and_date(
    writing, record
):
    question = write(writing, "I would say who I am.")
    entry = standard(record, TITLE).locator(".wb-your_record-entry", has_text=question)
    expect(entry.locator(".wb-said")).to_have_text("I would say who I am.")
    expect(entry).to_contain_text(re.compile(rf"{today()}, \d\d:\d\d"))
    write(writing, "I would say who I am, and why I ask.")
    expect(entry.locator(".wb-said")).to_have_text("I would say who I am, and why I ask.")


def test_ratings_before_and_after_stand_in_a_picture_and_in_a_table(writing, record):
    before, after = writing.locator(".wb-confidence").first, writing.locator(".wb-confidence").last
    before.get_by_role("group", name=STATEMENTS[0]).get_by_role("radio").nth(1).check()
    after.get_by_role("group", name=STATEMENTS[0]).get_by_role("radio").nth(3).check()
    before.get_by_role("group", name=STATEMENTS[1]).get_by_role("radio").nth(2).check()
    ratings = section(record, "How sure you are")
    picture = ratings.get_by_role("img")
    first, second = "2 of 5, a little sure", "3 of 5, fairly sure"
    expect(picture.nth(1)).to_have_attribute("aria-label", f"Before: {second}. After: Not rated.")
    expect(picture.nth(0)).to_have_attribute("aria-label", f"Before: {first}. After: 4 of 5, sure.")
    ring, dot = (
        picture.nth(0).locator(".wb-ring").bounding_box(),
        picture.nth(0).locator(".wb-dot").bounding_box(),
    )
    assert ring["x"] < dot["x"]
    ratings.locator("summary").click()
    cells = [row.locator("th, td").all_inner_texts() for row in ratings.locator("tbody tr").all()]
    assert cells[0] == [f"{TITLE}: {STATEMENTS[0]}", f"{first}. {today()}", f"4 of 5, sure. {today()}"]
    assert cells[1] == [f"{TITLE}: {STATEMENTS[1]}", f"{second}. {today()}", "Not rated"]


def test_a_copy_of_it_is_saved_as_a_file_with_the_words_in_it(writing, record):
    question = write(writing, "To be kept: é, 語 and 🙂.")
    expect(record).to_contain_text("To be kept")
    record.get_by_text("Print, plain text and other formats").click()
    record.get_by_role("radio", name="Plain text All").check()
    record.get_by_role("button", name="Check for people and save").click()
    record.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    with record.page.expect_download() as download:
        record.get_by_role("button", name="Save it as it is").click()
    name = f"learning-record-{datetime.now():%Y-%m-%d}.txt"
    assert download.value.suggested_filename == name
    text = download.value.path().read_text(encoding="utf-8")
    assert f"## {TITLE}\n" in text
    assert f"{question}\n{today()}, " in text
    assert "\n\nTo be kept: é, 語 and 🙂.\n" in text
    expect(record.get_by_text(f"A copy was handed to your browser as {name}.")).to_be_visible()


def test_clearing_can_be_called_off_with_esc_and_leaves_nothing_when_it_is_confirmed(writing, record):
    page = writing.record
    write(writing, "Not for long.")
    expect(record).to_contain_text("Not for long.")
    form = page.context.new_page()
    writing.watched.watch(form)
    form.goto(page.url.replace("record.ipynb", "feedback.ipynb"), wait_until="domcontentloaded")
    form.wait_for_selector("body[data-ready]")
    form.get_by_label("What helped, or got in the way?").fill("A draft of feedback.")
    before = page.evaluate(KEPT)
    assert before["rows"]
    assert before["names"]
    page.get_by_role("button", name="Clear this device").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Clear this device?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate(KEPT) == before
    assert page.evaluate("document.activeElement.textContent") == "Clear this device"
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    until_on(page, "Delete everything")
    page.keyboard.press("Enter")
    told = page.get_by_role("dialog", name="This device is clear")
    expect(told).to_contain_text("Left on this device: nothing.")
    expect(writing.locator(".wb-reflection textarea").first).to_have_value("")
    form.reload()
    expect(form.get_by_label("What helped, or got in the way?")).to_have_value("")
    form.close()
    until_on(page, "Close")
    page.keyboard.press("Enter")
    expect(told).to_be_hidden()
    expect(record.get_by_text("Nothing here yet, and that is fine")).to_be_visible()
    # Longer than a field waits before it saves: nothing comes back.
    page.clock.fast_forward(10_000)
    assert page.evaluate(KEPT) == {"rows": [], "names": []}
    write(writing, "The first words after that.")
    pages = [row for row in page.evaluate(KEPT)["rows"] if "keys" in row]
    assert [row["page"] for row in pages] == ["standard-3"], "what is answered again counts again"
    assert len(pages[0]["keys"]) > 1


def until_on(page, label, within=6):
    """Press Tab until a button holds the focus."""
    for _ in range(within):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == label:
            return
    raise AssertionError(f"Tab never came to {label}")
