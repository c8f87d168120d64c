"""A plan that bends while it runs, in real browsers: the console and a learner's phone."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.pictures import picture as left_picture
from browser.workshop.workshop_room import (
    activity,
    answer,
    begin,
    console,
    fill_room,
    press,
    set_up_trainer,
    sign_in,
)


@pytest.fixture(scope="module")
def room(server):
    """The workbook as it is served, with a trainer set up."""
    set_up_trainer(server)
    return server


@pytest.fixture
def running(room, open_page):
    """A workshop of half an hour: its trainer, a learner's phone, and five who answer by themselves."""
    trainer = open_page(room.page("workshop"))
    sign_in(trainer)
    expect(console(trainer)).to_contain_text("Start a workshop")
    code = begin(trainer)
    learner = open_page(f"{room.address}#join={code}", size="phone", ready=False)
    expect(learner.locator("#wb-room")).to_contain_text("Team north")
    fill_room(open_page(room.address), room, code, 5)
    expect(console(trainer)).to_contain_text("6 have joined")
    return trainer, learner


def picture(page, name):
    left_picture(page, f"bend-{name}")


@pytest.mark.slow
def test_a_result_is_hidden_the_press_is_taken_back_and_the_question_is_asked_anew(running):
    trainer, learner = running
    result = activity(learner).locator(".wb-room-result")
    press(trainer, "Next step")
    press(trainer, "Open it")
    answer(learner, "vote", 0)
    expect(console(trainer)).to_contain_text("6 of 6 have answered")
    press(trainer, "Close it")
    press(trainer, "Show it to the room")
    expect(result).to_be_visible()
    press(trainer, "Hide it from the room")
    expect(result).to_have_count(0)
    picture(trainer, "hidden")
    press(trainer, "Undo: hiding it")
    expect(result).to_be_visible()
    press(trainer, "Ask it anew")
    expect(console(trainer)).to_contain_text("The answers that were given so far are deleted")
    picture(trainer, "reset")
    assert violations(trainer, ".wb-workshop_console") == []
    press(trainer, "Delete the answers")
    expect(result).to_have_count(0)
    press(trainer, "Open it")
    expect(activity(learner).get_by_role("radio").first).to_be_visible()
    expect(activity(learner).get_by_role("radio", checked=True)).to_have_count(0)
    expect(console(trainer)).to_contain_text("0 of 6 have answered")


@pytest.mark.slow
def test_what_is_coming_is_left_out_moved_shortened_and_added_to(running):
    trainer, learner = running
    here = console(trainer)
    here.get_by_text("Change what is coming").click()
    coming = here.locator(".wb-workshop_console-coming > li")
    count = coming.count()
    coming.nth(1).get_by_role("button", name=re.compile("^Leave out")).press("Enter")
    expect(coming.nth(1)).to_contain_text("left out")
    # The same button: the focus went along.
    expect(coming.nth(1).get_by_role("button", name=re.compile("^Put back"))).to_be_focused()
    expect(activity(learner)).to_contain_text(f"of {count}")
    here.get_by_label("Minutes for all of it").fill("9")
    press(trainer, "Shorten the steps to that")
    expect(here).to_contain_text("What is coming takes 9 minutes")
    picture(trainer, "coming")
    assert violations(trainer, ".wb-workshop_console") == []
    here.get_by_label("What happens").select_option("word")
    press(trainer, "Add it next")
    expect(coming).to_have_count(count + 1)
    expect(coming.first).to_contain_text("One word")
    press(trainer, "Undo: the step you added")
    expect(coming).to_have_count(count)
    press(trainer, "Next step")
    press(trainer, "Next step")
    expect(here.locator('[aria-current="step"]')).to_contain_text("vote again")
    trainer.set_viewport_size({"width": 390, "height": 844})
    picture(trainer, "coming-phone")
