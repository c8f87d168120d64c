"""Answering in a workshop, and reading the results, with a server that the test controls."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.workshop.played_room import CHOICES, ITEMS, STATES, activity, band, entering


@pytest.fixture
def enter(server, open_page):
    """Open a page in a browser whose workshop is played: `enter(path, is_in=False, **state)`."""
    return entering(server, open_page)


def test_votes_ratings_and_orders_are_sent_by_a_button_and_a_vote_can_be_changed(enter):
    page = enter()
    page.get_by_role("button", name="Send my vote").click()
    expect(activity(page)).to_contain_text("Pick one of the choices first.")
    page.get_by_label(re.compile(CHOICES["b"])).check()
    expect(activity(page)).not_to_contain_text("Pick one of the choices first.")
    assert page.room.said("answer") == []
    for choice in ("b", "c"):
        page.get_by_label(re.compile(CHOICES[choice])).check()
        page.get_by_role("button", name="Send my vote").click()
        expect(activity(page).get_by_text("Your answer is counted.")).to_be_visible()
    assert [one["answer"] for one in page.room.said("answer")] == ["b", "c"]

    page.room.show(**STATES["rating"])
    page.get_by_role("group", name="I know my employer's policy.").get_by_label("4").check()
    page.get_by_role("button", name="Send my ratings").click()
    expect(activity(page)).to_contain_text("One is still to be rated: I can answer a friend request kindly.")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Send my ratings").click()
    expect(activity(page).get_by_text("Your answer is counted.")).to_be_visible()
    assert page.room.said("answer")[2:] == [{"step": "rating-1", "answer": {"r1": 4, "r2": 2}}]

    page.room.show(**STATES["order"])
    for item in ("i3", "i1"):
        page.get_by_role("button", name=ITEMS[item]).press("Enter")
    expect(page.get_by_role("button", name=f"{ITEMS['i1']}, place 2 of 3", pressed=True)).to_be_focused()
    expect(band(page).get_by_text(f"{ITEMS['i1']}: place 2 of 3.")).to_be_attached()
    page.get_by_role("button", name="Send my order").click()
    expect(activity(page)).to_contain_text("Still without a number: 1.")
    page.get_by_role("button", name=ITEMS["i3"]).click()
    for item in ("i2", "i3"):
        page.get_by_role("button", name=ITEMS[item]).click()
    page.get_by_role("button", name="Send my order").click()
    expect(activity(page).get_by_text("Your answer is counted.")).to_be_visible()
    assert page.room.said("answer")[3:] == [{"step": "order-1", "answer": ["i1", "i2", "i3"]}]


def test_what_a_case_is_about_is_said_before_it_is_unfolded(enter):
    note = activity(enter()).get_by_text("This one is about an illness.")
    expect(note).to_be_visible()
    expect(note.locator("xpath=following-sibling::details")).to_contain_text("Davy drove lorries.")


def test_words_reach_the_room_only_by_the_button_after_a_look_for_people_and_can_be_taken_back(enter):
    page = enter(**STATES["share"])
    page.get_by_label("What will you do differently?").fill("I will ring Mrs Kelly first.")
    page.reload()
    expect(page.get_by_label("What will you do differently?")).to_have_value("I will ring Mrs Kelly first.")
    show = page.get_by_role("button", name="Show to the room")
    show.click()
    expect(activity(page).get_by_role("status").filter(has_text="Mrs Kelly")).to_contain_text(
        "point to a person"
    )
    assert violations(page, "#wb-room") == []
    assert page.room.said("share") == []
    show.click()
    expect(activity(page)).to_contain_text("With the trainer. The room does not see it yet.")
    assert [one["text"] for one in page.room.said("share")] == ["I will ring Mrs Kelly first."]
    expect(page.get_by_label("What will you do differently?")).to_have_value("")
    shown = {"share": "s9", "text": "I will ring Mrs Kelly first.", "status": "shown"}
    page.room.push({"type": "mine", "shares": [shown]})
    expect(activity(page)).to_contain_text("Shown to the room.")
    page.get_by_role("button", name="Take it back").click()
    expect(activity(page)).not_to_contain_text("Mrs Kelly")
    expect(band(page).get_by_text("It is taken back, and its words are deleted.")).to_be_attached()
    assert page.room.said("withdraw") == [{"share": "s9"}]


def test_what_is_no_word_is_not_sent(enter):
    page = enter(**STATES["word"])
    for word, fault in (
        ("<b>x</b>", "“<” can't be in it"),
        ("one two three", "3 words"),
        ("k7m", "“7” can't be in it"),
    ):
        page.get_by_label("One word?").fill(word)
        expect(activity(page)).not_to_contain_text(fault)
        page.get_by_role("button", name="Show to the room").click()
        expect(activity(page)).to_contain_text(fault)
    assert page.room.said("share") == []


def test_a_result_says_what_is_not_shown_and_two_rounds_stand_side_by_side(enter):
    page = enter(**STATES["result"])
    table = page.get_by_role("table", name="What the room would do")
    rows = table.get_by_role("row").all_inner_texts()
    assert [" ".join(row.split()) for row in rows[1:]] == [
        f"A. {CHOICES['a']} 12 (40%)",
        f"B. {CHOICES['b']} not shown",
        f"C. {CHOICES['c']} not shown",
    ]
    expect(activity(page)).to_contain_text("so that nobody can be picked out")
    page.room.show(**STATES["few"])
    expect(activity(page)).to_contain_text("Fewer than 5 people answered, so nothing is shown.")
    assert table.count() == 0

    page.room.show(**STATES["reasons"])
    expect(table.get_by_role("columnheader")).to_have_text(["Choice", "Alone", "After talking"])
    last = table.get_by_role("row").last.get_by_role("cell")
    assert [one.split("\n")[-1] for one in last.all_inner_texts()] == ["10 (33%)", "24 (80%)"]
    expect(activity(page)).to_contain_text("16 stayed with their choice, 14 changed it.")
    flows = page.get_by_role("table", name="Who changed").get_by_role("row").all_inner_texts()
    assert flows[1:] == ["B\tC\t8", "A\tC\t6"]
    page.get_by_text(f"B. {CHOICES['b']}").last.click()
    expect(activity(page)).to_contain_text("Since b.")


def test_a_room_is_told_before_it_answers_what_will_be_seen_and_from_how_many(enter):
    page = enter()
    seen = activity(page).locator(".wb-room-seen")
    expect(seen).to_contain_text("Once 5 people have answered, the room can see how many gave each answer")
    rating = STATES["rating"]["step"]
    page.room.show(step={**rating, "least": 8})
    expect(seen).to_contain_text("Once 8 people have answered, the room can see an average and three groups.")


def test_ratings_are_strips_of_groups_and_what_a_strip_shows_is_said_beside_it(enter):
    page = enter(size="phone", **STATES["rated"])
    strips = activity(page).locator(".wb-room-strip")
    parts = [strip.locator("[data-of]:visible").all_inner_texts() for strip in strips.all()]
    assert [[part.strip() for part in strip] for strip in parts] == [
        ["12", "10", "8"],
        ["6", "24"],
        ["10", "20"],
        ["20", "10"],
        ["0\N{EN DASH}2", "28+"],
        ["0\N{EN DASH}2", "28+"],
    ]
    expect(strips.nth(4)).to_contain_text("2 or fewer; Sure (4 or 5): 28 or more")
    expect(activity(page)).to_contain_text("4.0 or less")
    expect(activity(page)).to_contain_text("So nobody's own rating can be worked out.")
    assert violations(page, "#wb-room") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
