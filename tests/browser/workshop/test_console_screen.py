"""The console on a trainer's laptop and on a phone: what the step needs is in sight, and nothing else is."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.pictures import picture
from browser.workshop.workshop_room import begin, console, press, set_up_trainer, sign_in

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# How far below the top of the window the end of an element is.
BOTTOM = "element => element.getBoundingClientRect().bottom"


@pytest.fixture
def running(server, open_page):
    """A console with a workshop that has just begun, on a laptop."""
    set_up_trainer(server)
    page = open_page(server.page("workshop"))
    page.set_viewport_size(LAPTOP)
    sign_in(page)
    begin(page)
    return page


def test_while_a_workshop_runs_the_page_is_the_console_and_its_step_is_on_the_first_screen(running):
    menu = running.get_by_role("navigation")
    line = running.locator(".wb-keeping")
    steps_button = console(running).get_by_role("button", name="Next step")
    expect(menu).to_have_count(0)
    expect(line).to_be_hidden()
    assert steps_button.evaluate(BOTTOM) < LAPTOP["height"]
    picture(running, "workshop-first-screen", full=False)
    steps_button.click()
    opens = console(running).get_by_role("button", name="Open it")
    expect(opens).to_be_enabled()
    assert opens.evaluate(BOTTOM) < LAPTOP["height"] / 2
    assert violations(running, ".wb-workshop_console") == []
    press(running, "Back to all workshops (this one goes on)")
    expect(console(running)).to_contain_text("Start a workshop")
    expect(menu).not_to_have_count(0)
    expect(line).to_be_visible()


def test_a_phone_is_a_remote_whose_buttons_stay_in_sight(running):
    running.set_viewport_size(PHONE)
    press(running, "Next step")
    opens = console(running).get_by_role("button", name="Open it")
    assert opens.evaluate(BOTTOM) < PHONE["height"]
    running.evaluate("scrollBy(0, 500)")
    expect(opens).to_be_in_viewport()
    assert running.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(running, "workshop-remote", full=False)


def test_the_link_to_join_is_copied_or_there_to_be_copied(running):
    press(running, "Copy the link to join")
    told = console(running).locator(".wb-workshop_console-join [role=status]")
    field = told.get_by_label("Copy this link into the chat of Teams or Zoom")
    expect(field.or_(told.get_by_text("Copied."))).to_be_visible()
    if field.count():
        expect(field).to_have_value(re.compile(r"^http.*#join=[0-9A-Z]{6}$"))


def test_the_wall_is_a_window_of_its_own_and_the_trainer_is_told_what_the_room_may_see(running):
    with running.expect_popup() as popup:
        press(running, "Open the wall")
    running.watched.watch(popup.value)
    popup.value.locator(".wb-workshop_console-wall").wait_for()
    expect(console(running)).to_contain_text("the room can read your notes")
    console(running).get_by_text("How to extend the display").click()
    expect(console(running)).to_contain_text("press the Windows key and P")
    assert violations(running, ".wb-workshop_console") == []
    press(running, "All right")
    expect(console(running)).not_to_contain_text("the room can read your notes")
