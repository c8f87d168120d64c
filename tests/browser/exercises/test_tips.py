"""The exercises of the page Staying safe online, as far as only a browser shows them."""

import re

import pytest
from playwright.sync_api import expect

from browser.shared import shared_page
from workbook.content import load
from workbook.exercises.audience.model import Assumptions, PostAudience, audience
from workbook.front import words

CONTENT = load()
REACH = {setting.reach: setting.title for setting in CONTENT.audience_settings}
GIVEN = Assumptions.of({row.id: row.value for row in CONTENT.audience_assumptions})
NOTES = sorted(CONTENT.policy_checklist, key=lambda item: item.number)[:6]

# Everything that the browser keeps for the workbook, as one text.
KEPT = """async () => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open('workbook');
    request.onsuccess = () => resolve(request.result);
  });
  const all = (name) => new Promise((resolve) => {
    const request = database.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const stores = await Promise.all([...database.objectStoreNames].map(all));
  database.close();
  return JSON.stringify([stores, { ...localStorage }, { ...sessionStorage }]);
}"""


@pytest.fixture(scope="module")
def page(server, chromium):
    with shared_page(chromium, server.page("staying-safe")) as page:
        yield page


@pytest.fixture(scope="module")
def again(server, page):
    """The page opened again after something was answered in each exercise, and the record beside it."""
    answer_all(page)
    page.reload()
    page.wait_for_widgets()
    page.record = page.context.new_page()
    page.record.goto(server.page("record"), wait_until="domcontentloaded")
    page.record.wait_for_selector("body[data-ready]")
    return page


def answer_all(page):
    """Answer the exercises that keep what is answered, each in its own way, and wait until all is kept."""
    request = page.locator(".wb-boundaries .wb-request").nth(1)
    request.locator(".wb-opener").click()
    request.get_by_role("radio").nth(1).check()
    request.get_by_role("button", name="See what it does").click()
    request.locator(".wb-status[data-state=saved]").wait_for()
    post = page.locator(".wb-offensive")
    post.get_by_role("radio", name="Unwise").check()
    post.get_by_role("button", name="See how it may read").click()
    post.locator(".wb-act").get_by_role("radio").nth(1).check()
    post.locator(".wb-act").get_by_role("button", name="See what follows").click()
    post.locator(".wb-status[data-state=saved]").wait_for()
    for number, item in enumerate(NOTES):
        page.locator(".wb-policy").get_by_label(item.find).fill(f"Note {number} on the policy")
    advice = page.locator(".wb-advice")
    advice.get_by_role("checkbox").first.check()
    advice.get_by_label("Someone else: a role or a place").fill("The duty desk")
    advice.get_by_role("button", name="Add to my list").click()
    advice.get_by_label("How to reach them: The duty desk").fill("Extension 4711")
    plan = page.locator(".wb-good_use")
    plan.locator("summary", has_text="Pick an idea").click()
    plan.get_by_role("radio").nth(1).check()
    plan.get_by_label("What is my first step?").fill("Ask at the team meeting")
    plan.locator("textarea:visible").last.blur()
    for part in (*[page.locator(".wb-policy")] * 6, advice, plan):
        expect(part.locator("[data-state=writing], [data-state=saving]")).to_have_count(0)


def numbers(text):
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def in_the_table(exercise):
    """What the table says: people by group, the groups as the model names them."""
    names = {text: name for name, text in words("audience").items()}
    people = {}
    for row in exercise.locator("tbody tr").all():
        title = row.locator("th").evaluate("(cell) => (cell.querySelector('span') ?? cell).firstChild.data")
        people[names[title].split(".")[-1]] = numbers(row.locator("td").inner_text())[0]
    return people


def in_the_picture(exercise):
    """How wide the outer half ring is drawn, and the numbers that the picture's name and its key say."""
    picture = exercise.get_by_role("img")
    ring = picture.locator(".wb-reached").get_attribute("d")
    named = numbers(picture.get_attribute("aria-label"))
    key = numbers(" ".join(exercise.locator(".wb-key strong").all_inner_texts()))
    return float(re.search(r"A([\d.]+)", ring)[1]), named, key


def test_table_and_picture_follow_every_change_together_and_say_what_the_model_says(page):
    exercise = page.locator(".wb-audience")
    post = {"reach": "friends", "friends": 200, "tagged": 0}
    steps = [
        ("radio", REACH["some friends"], {"reach": "some friends"}),
        ("radio", REACH["friends"], {"reach": "friends"}),
        ("radio", "3", {"tagged": 3}),
        ("checkbox", words("audience")["audience.screenshot"], {"screenshot": True}),
        ("checkbox", words("audience")["audience.reshare"], {"reshare": True}),
        ("radio", "1,000", {"friends": 1000}),
        ("radio", REACH["friends of friends"], {"reach": "friends of friends"}),
    ]
    widths = []
    for role, label, change in steps:
        exercise.get_by_role(role, name=re.compile(f"^{re.escape(label)}")).check()
        post |= change
        model = audience(PostAudience(**post), GIVEN)
        total = sum(model.values())
        by_others = sum(
            model[group] for group in ("friends_of_tagged", "friends_of_resharer", "screenshot_group")
        )
        people = {group: count for group, count in model.items() if count}
        assert in_the_table(exercise) == people | {"together": total}, post
        assert numbers(exercise.locator(".wb-headline").inner_text()) == [total - 1]
        width, named, key = in_the_picture(exercise)
        assert named == [total - by_others, total]
        assert key == [total - by_others, by_others]
        widths.append(width)
    assert widths == sorted(set(widths)), "each step lets in more people, and the picture grows with it"


def test_a_post_for_nobody_and_a_post_for_anyone_are_said_in_words(page):
    exercise = page.locator(".wb-audience")
    exercise.get_by_role("radio", name=REACH["nobody"]).check()
    expect(exercise.locator(".wb-headline")).to_have_text("Only you")
    assert in_the_table(exercise) == {"you": 1, "together": 1}
    exercise.get_by_role("radio", name=REACH["anyone"]).check()
    expect(exercise.locator("tbody tr").last).to_have_text("All togetherNo upper limit")
    expect(exercise.locator("[role=status]").first).to_have_text("Anyone could see it.")


DRAFT = "The Parmigianos are on 028 9649 6123, H&C No. 399 999 9993, at BT59 4QX."


def test_a_draft_is_marked_with_reasons_and_its_words_are_neither_kept_nor_sent(server, open_page):
    page = open_page(server.address, ready=False)
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(server.page("staying-safe"))
    page.wait_for_widgets()
    exercise = page.locator(".wb-draft")
    field = exercise.get_by_label("What the post says")
    field.fill(DRAFT)
    expect(exercise.locator(".wb-count")).to_have_text("3 things to look at.")
    expect(exercise.locator("mark")).to_have_text(
        [re.compile("028 9649 6123"), re.compile("399 999 9993"), re.compile("BT59 4QX")]
    )
    named = words("identifiers")
    why = [named[f"identifiers.rule.{rule}"] for rule in ("phone", "health_and_care", "postcode")]
    rules = [f"{reason} {named['identifiers.do.take_out']}" for reason in why]
    assert [row.locator("p").last.inner_text() for row in exercise.locator(".wb-reasons li").all()] == rules
    expect(exercise.locator("[role=status]").first).to_have_text("3 things to look at.")
    assert "Parmigiano" not in page.evaluate(KEPT)
    page.reload()
    page.wait_for_widgets()
    assert field.input_value() == CONTENT.drafts[0].text
    assert sum("staying-safe" in one for one in sent) >= 2
    assert sockets == [], "nothing is said to a kernel at all"
    assert not [one for one in sent if "Parmigiano" in one or "6123" in one]
    assert "Parmigiano" not in page.evaluate(KEPT)


@pytest.mark.slow
def test_an_answer_to_a_request_is_found_again(again):
    request = again.locator(".wb-boundaries .wb-request").nth(1)
    expect(again.locator(".wb-boundaries .wb-request.wb-unread")).to_have_count(len(CONTENT.requests) - 1)
    request.locator(".wb-opener").click()
    assert [radio.is_checked() for radio in request.get_by_role("radio").all()].index(True) == 1
    (answer,) = [
        one
        for one in CONTENT.request_answers
        if one.answer == request.locator(".wb-option:has(:checked)").inner_text()
    ]
    expect(request.locator(".wb-panel")).to_contain_text(answer.what_happens)


def test_a_judgement_and_what_follows_are_found_again(again):
    post = again.locator(".wb-offensive")
    expect(post.get_by_role("button", name="Post 1, answered")).to_be_visible()
    expect(post.get_by_role("radio", name="Unwise")).to_be_checked()
    expect(post.locator(".wb-act").get_by_role("radio").nth(1)).to_be_checked()
    expect(post.locator(".wb-act .wb-panel")).to_have_count(1)


def test_six_notes_on_the_policy_are_found_again_and_stand_in_the_record(again):
    policy = again.locator(".wb-policy")
    expect(policy.locator(".wb-done")).to_have_text("Done")
    expect(policy.locator(".wb-done-line [role=status]")).to_be_empty()
    entries = again.record.locator(".wb-your_record-group", has_text="My employer's policy")
    for number, item in enumerate(NOTES):
        expect(policy.get_by_label(item.find)).to_have_value(f"Note {number} on the policy")
        expect(entries.locator(".wb-question").nth(number)).to_have_text(item.find)
        expect(entries.locator(".wb-said").nth(number)).to_have_text(f"Note {number} on the policy")


def test_a_list_of_people_to_ask_is_found_again(again):
    advice = again.locator(".wb-advice")
    expect(advice.get_by_role("checkbox").first).to_be_checked()
    expect(advice.locator(".wb-people .wb-label")).to_have_text([CONTENT.advisers[0].who, "The duty desk"])
    expect(advice.get_by_label("How to reach them: The duty desk")).to_have_value("Extension 4711")


@pytest.mark.slow
def test_a_plan_is_found_again(again):
    plan = again.locator(".wb-good_use")
    idea = CONTENT.good_uses[1]
    expect(plan.locator("summary")).to_contain_text(idea.title)
    expect(plan.locator(".wb-panel")).to_contain_text(idea.care)
    expect(plan.get_by_label("What is my first step?")).to_have_value("Ask at the team meeting")
