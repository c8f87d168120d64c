"""Documents made from the record and read back in; conflicting texts; time; the learning plan."""

import json
import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from browser.axe import violations
from browser.shared import shared_page
from timeouts import wait_until

RISKY = "Mrs O'Neill of 14 Abbey Road asked me who had said yes. I had not thought to ask."
QUESTION = "What happened on the sports day?"
WITH_WORDS = ("A Word document", "A PDF document", "Plain text All", "Markdown", "CSV", "JSON")

# Answers as other pages keep them, and one that was written on two devices.
SEED = """async ([risky, question]) => {
  const mark = document.querySelector("link[rel=icon]").href;
  const { openRecord } = await import(mark.replace("server/static/mark.svg", "record/ui/record.js"));
  const record = openRecord();
  const about = { kind: "reflection", title: "A reflection", standard: "standard-1", question };
  const version = (client, value, hour) => ({
    ...about, question: "Which words would you use again?", value, page: "standard-1", client, seq: 1,
    updated: `2026-07-01T${hour}:00:00.000Z`,
  });
  await record.takeIn([{
    ...version("phone", risky, "11"), question, key: "reflection/sports-day", seen: { phone: 1 }, others: [],
  }, {
    ...version("phone", "The kind ones.", "10"), key: "reflection/again", seen: { phone: 1, laptop: 1 },
    others: [version("laptop", "The plain ones.", "09")],
  }]);
  await record.save("time/standard-1/phone", { "2026-07-01": 35 },
    { kind: "time", title: "Standard 1" });
}"""


@pytest.fixture(scope="module")
def page(server, chromium):
    with shared_page(chromium, server.page("record"), size="phone", clock=True) as page:
        page.evaluate(SEED, [RISKY, QUESTION])
        yield page


@pytest.fixture
def record(page):
    return page.locator(".wb-your_record[data-part=record]")


@pytest.fixture
def documents(record):
    """The part that hands the record in, with all that is folded unfolded."""
    part = record.locator(".wb-hand-in")
    for folded in ("Print, plain text and other formats", "Choose what goes in"):
        unfold(part, folded)
    return part


@pytest.fixture
def check(page):
    """The check before something goes out, closed again after the test."""
    dialog = page.get_by_role("dialog", name="A check by simple rules, which cannot see everything")
    yield dialog
    if dialog.is_visible():
        page.keyboard.press("Escape")


def unfold(part, summary):
    folded = part.locator("details", has_text=summary).first
    if folded.is_visible() and folded.get_attribute("open") is None:
        folded.locator("summary").first.click()


def make(page, documents, label):
    """Choose a kind of document, say that nobody can be recognised, and give the file."""
    documents.get_by_role("radio", name=label).check()
    documents.get_by_role("button", name="Check for people and save").click()
    return saved_by(page)


def saved_by(page):
    """Say in the check that nobody can be recognised, and give the file that is saved then."""
    page.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as it is").click()
    return download.value


def test_before_a_document_is_made_what_might_identify_somebody_is_shown_above_the_words_themselves(
    page, documents, check
):
    documents.get_by_role("button", name="Check for people and save").click()
    expect(check.get_by_role("heading", name="A check by simple rules")).to_be_focused()
    expect(check).to_have_accessible_description(
        "In 2 places there is something that might point to a person. You decide about each."
    )
    expect(check.locator("mark")).to_have_text(["Mrs O'Neill", "14 Abbey Road"])
    expect(check.locator(".wb-passage p").first).to_have_text(
        "Mrs O'Neill of 14 Abbey Road asked me who had said yes."
    )
    expect(check.get_by_role("link", name="Change it")).to_have_attribute("href", "standard-1.ipynb")
    words = check.get_by_role("group", name="Your words, as they go out")
    expect(words.locator(".wb-said")).to_have_text(["The kind ones.", "The plain ones.", RISKY])
    assert violations(page, ".wb-people-check") == []


def test_the_question_has_to_be_answered_and_a_doubt_leads_back(documents, check):
    documents.get_by_role("button", name="Check for people and save").click()
    question = check.get_by_role("radiogroup", name="Could the family, a neighbour or a colleague")
    back = check.get_by_role("button", name="Go back and change")
    go = check.get_by_role("button", name="Save it as it is")
    go.press("Enter")
    expect(question.get_by_role("radio", name="Yes")).to_be_focused()
    expect(question.get_by_role("radio", name="Yes")).to_have_accessible_description(
        "Choose an answer first."
    )
    filled = re.compile("wb-button-primary")
    for answer, first, other in (("Yes", back, go), ("I am not sure", back, go), ("No", go, back)):
        question.get_by_role("radio", name=answer, exact=True).check()
        expect(first).to_have_class(filled)
        expect(other).not_to_have_class(filled)
        expect(check.get_by_text("Choose an answer first.")).to_have_count(0)
    question.get_by_role("radio", name="I am not sure").check()
    expect(check.get_by_role("status")).to_contain_text("look at it once more with their eyes")
    back.press("Enter")
    expect(check).to_have_count(0)
    expect(documents.get_by_role("button", name="Check for people and save")).to_be_focused()


def test_every_format_with_words_plain_text_print_and_the_copy_before_clearing_ask_the_same(
    page, documents, check
):
    page.evaluate("""() => {
      window.printed = 0;
      window.print = () => {
        window.printed += 1;
        window.dispatchEvent(new Event("afterprint"));
      };
    }""")
    go = documents.get_by_role("button", name="Check for people and save")
    for label in WITH_WORDS:
        documents.get_by_role("radio", name=label).check()
        go.click()
        expect(check.get_by_role("button", name="Save it as it is")).to_be_visible()
        page.keyboard.press("Escape")
        expect(go).to_be_focused()
    documents.get_by_role("radio", name="A print of this page").check()
    documents.get_by_role("button", name="Check for people and print").click()
    check.get_by_role("button", name="Print it as it is").click()
    assert page.evaluate("window.printed") == 0
    check.get_by_role("radio", name="No", exact=True).check()
    check.get_by_role("button", name="Print it as it is").click()
    wait_until(lambda: page.evaluate("window.printed") == 1)
    documents.get_by_role("radio", name="A Word document").check()
    page.get_by_role("button", name="Clear this device").click()
    page.get_by_role("button", name="Save a copy first").click()
    expect(check.locator("mark").first).to_have_text("Mrs O'Neill")
    assert saved_by(page).suggested_filename.endswith(".txt")
    page.get_by_role("button", name="Keep everything").click()


def test_a_printed_page_says_what_to_look_for_whoever_printed_it(page, record):
    line = record.get_by_text("Before you hand this to anyone, read it through")
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    page.emulate_media(media="screen")


def test_the_browser_s_own_command_prints_what_the_button_prints(page, record):
    def printed():
        return page.evaluate("""() => [...document.querySelectorAll(".wb-printing")].map(
          (one) => [one.dataset.part, [...one.querySelectorAll("details")].every((part) => part.open)],
        )""")

    def printing(event):
        page.evaluate("(name) => window.dispatchEvent(new Event(name))", event)

    page.evaluate("""() => {
      window.print = () => window.dispatchEvent(new Event("beforeprint"));
    }""")
    unfold(record.locator(".wb-hand-in"), "Print, plain text and other formats")
    record.get_by_role("radio", name="A print of this page").check()
    record.get_by_role("button", name="Check for people and print").click()
    page.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Print it as it is").click()
    wait_until(printed)
    by_button = printed()
    printing("afterprint")
    assert printed() == []
    printing("beforeprint")
    page.emulate_media(media="print")
    assert printed() == by_button
    expect(record.locator(".wb-version", has_text="The kind ones.")).to_be_visible()
    expect(page.locator(".wb-learning_plan")).to_be_hidden()
    page.emulate_media(media="screen")
    printing("afterprint")
    assert printed() == []
    record.get_by_role("radio", name="A Word document").check()


def test_a_word_document_holds_the_chosen_answers_and_the_name_which_is_not_kept(page, documents):
    documents.get_by_label("Your name").fill("Nuala Quinn")
    documents.get_by_text("Choose single answers").click()
    documents.get_by_role("checkbox", name="Which words would you use again?").uncheck()
    saved = make(page, documents, "A Word document")
    assert saved.suggested_filename == f"learning-record-{datetime.now():%Y-%m-%d}.docx"
    body = Document(BytesIO(saved.path().read_bytes())).element.body
    text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "Mrs O'Neill" in text
    assert "Nuala Quinn" in text
    assert "35 min" in text
    assert "The kind ones" not in text
    expect(documents.get_by_text("A copy was handed to your browser")).to_be_visible()
    documents.get_by_role("checkbox", name="Which words would you use again?").check()
    kept = page.evaluate("""async () => {
      const mark = document.querySelector("link[rel=icon]").href;
      const script = mark.replace("server/static/mark.svg", "record/ui/record.js");
      const { openRecord } = await import(script);
      return JSON.stringify([await openRecord().all(), { ...localStorage }]);
    }""")
    assert "Nuala" not in kept


def test_a_saved_record_is_read_back_in_and_loses_nothing(page, record, documents):
    saved = make(page, documents, "A file to read back in later")
    kept = json.loads(saved.path().read_text(encoding="utf-8"))
    again = next(one for one in kept["entries"] if one["key"] == "reflection/again")
    assert [again["value"], *(one["value"] for one in again["others"])] == [
        "The kind ones.",
        "The plain ones.",
    ]
    kept["entries"].append({**again, "key": "reflection/from-the-file", "value": "Once lost.", "others": []})
    part = record.locator("details", has_text="Read a saved record back in").first
    part.locator("summary").first.click()
    choose = part.get_by_label("The file that you saved")
    choose.set_input_files(
        {"name": "broken.json", "mimeType": "application/json", "buffer": b'{"entries": []}'}
    )
    expect(part.get_by_role("status")).to_contain_text("This is not a record that this page saved")
    choose.set_input_files(
        {"name": "kept.json", "mimeType": "application/json", "buffer": json.dumps(kept).encode()}
    )
    expect(part.get_by_role("status")).to_contain_text("This file holds 3 answers.")
    expect(record.get_by_text("Once lost.")).to_have_count(0)
    part.get_by_role("button", name="Put it together").click()
    expect(part.get_by_role("status")).to_have_text("Done. 1 answer was added.")
    expect(record.locator(".wb-said", has_text="Once lost.")).to_be_visible()
    expect(record.locator(".wb-said", has_text="Mrs O'Neill")).to_be_visible()


def test_both_texts_stay_until_the_learner_picks_and_then_the_focus_stays_with_the_answer(page, record):
    entry = record.locator('[data-entry="reflection/again"]')
    expect(entry.locator(".wb-version")).to_have_count(2)
    assert violations(page, ".wb-your_record") == []
    entry.get_by_role("button", name="Keep both, one after the other").focus()
    page.keyboard.press("Enter")
    expect(entry.locator(".wb-said")).to_have_text(["The kind ones.", "The plain ones."])
    expect(entry.locator(".wb-version")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.entry") == "reflection/again"


def test_one_of_two_texts_is_kept_alone(page, record):
    page.evaluate(SEED.replace("reflection/again", "reflection/other"), [RISKY, QUESTION])
    entry = record.locator('[data-entry="reflection/other"]')
    entry.locator(".wb-version", has_text="The plain ones.").get_by_role("button").click()
    expect(entry.locator(".wb-said")).to_have_text(["The plain ones."])
    expect(entry.locator(".wb-version")).to_have_count(0)


def test_minutes_are_put_right_and_taken_back(page, record):
    unfold(record, "Page by page, to correct it")
    row = record.locator(".wb-minutes li", has_text="Standard 1")
    expect(row).to_contain_text("About 35 minutes, measured")
    row.locator("summary").click()
    field = row.get_by_role("spinbutton")
    field.fill("1.5")
    field.press("Enter")
    expect(row).to_contain_text("Please give whole minutes, from 0 to 10,000.")
    field.fill("90")
    field.press("Enter")
    expect(row).to_contain_text("90 minutes, as you gave them.")
    assert page.evaluate("document.activeElement.type") == "number"
    field.fill("")
    field.press("Enter")
    expect(row).to_contain_text("About 35 minutes, measured")


def test_without_an_answer_from_the_workbook_the_words_stay_and_the_trouble_is_told(page, documents):
    page.evaluate("""() => {
      const record = globalThis[Symbol.for("workbook.record")];
      record.ask = record.rpc.ask;
      record.rpc.ask = async () => { throw { reason: "silent" }; };
    }""")
    documents.get_by_role("radio", name="A PDF document").check()
    documents.get_by_role("button", name="Check for people and save").click()
    page.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Save it as it is").click()
    expect(documents.get_by_text("There is no answer from the workbook.")).to_be_visible()
    page.evaluate("() => { globalThis[Symbol.for('workbook.record')].rpc.ask = undefined; }")
    page.evaluate("() => { delete globalThis[Symbol.for('workbook.record')].rpc.ask; }")
    documents.get_by_role("button", name="Check for people and save").click()
    assert saved_by(page).path().read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_a_plan_is_written_tied_to_a_standard_asked_about_and_removed(page):
    plan = page.locator(".wb-learning_plan")
    plan.get_by_label("What will I change?").fill("Ask first.")
    plan.get_by_label("By when?").fill(f"{datetime.now() - timedelta(days=2):%Y-%m-%d}")
    plan.get_by_label("Which standard does it belong to").select_option(index=4)
    expect(plan.get_by_text("has passed. How did it go?")).to_be_visible()
    expect(plan.get_by_label("What difference did it make?")).to_be_visible()
    plan.get_by_label("What difference did it make?").fill("People say no now, and that is fine.")
    expect(plan.get_by_text("has passed. How did it go?")).to_have_count(0)
    plan.get_by_role("button", name="Add another change").click()
    expect(plan.get_by_label("What will I change?").last).to_be_focused()
    page.keyboard.type("Read it aloud.")
    expect(plan.get_by_role("heading", level=4)).to_have_text(["Change 1", "Change 2"])
    assert violations(page, ".wb-learning_plan") == []
    plan.get_by_role("button", name="Remove this change: change 1").click()
    assert page.evaluate("document.activeElement.textContent") == "No, keep it"
    page.keyboard.press("Enter")
    expect(plan.get_by_role("heading", level=4)).to_have_count(2)
    plan.get_by_role("button", name="Remove this change: change 1").click()
    plan.get_by_role("button", name="Yes, remove it").click()
    expect(plan.get_by_role("heading", level=4)).to_have_text(["Change 1"])
    expect(plan.get_by_label("What will I change?")).to_have_value("Read it aloud.")
    # Longer than a field waits before it saves: what was removed stays away.
    page.clock.fast_forward(10_000)
    page.reload()
    page.wait_for_widgets()
    expect(plan.get_by_label("What will I change?")).to_have_count(1)
    expect(plan.get_by_label("What will I change?")).to_have_value("Read it aloud.")
    printed = page.locator(".wb-your_record .wb-printed-plan")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    expect(printed.get_by_text("Read it aloud.")).to_be_visible()
    page.emulate_media(media="screen")
