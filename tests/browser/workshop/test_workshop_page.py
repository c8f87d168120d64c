"""A workshop on a learner's page, in every state, with a server that the test controls."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import offences, violations
from browser.workshop.played_room import CHOICES, STATES, activity, band, entering, focused, step
from timeouts import scaled

SMALL = """[...document.querySelectorAll("#wb-room :is(button, .wb-option, summary)")]
  .filter((one) => one.offsetHeight && one.offsetHeight < 44).map((one) => one.textContent)"""
PAGE = "voila/render/standard-1.ipynb"


@pytest.fixture
def enter(server, open_page):
    """Open a page in a browser whose workshop is played: `enter(path, is_in=False, **state)`."""
    return entering(server, open_page)


@pytest.mark.slow
def test_a_page_outside_a_workshop_loads_nothing_of_it_and_leads_to_the_form(server, open_page):
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    for address in (server.address, server.address + PAGE):
        page.goto(address, wait_until="networkidle")
        script = page.evaluate("document.body.dataset.workshop")
        assert script
        assert not [url for url in asked if script in url or url.startswith("ws:")]
        assert band(page).count() == 0
    for place in (".wb-menu", ".wb-footer"):
        assert page.locator(place).get_by_role("link", name="Join a workshop").count() == 1
    page.locator(".wb-footer").get_by_role("link", name="Join a workshop").click()
    expect(page.get_by_label("Type the code on the screen.")).to_be_focused()


def test_a_code_that_is_typed_on_the_home_page_leads_in_and_stays_on_other_pages(enter):
    page = enter(is_in=False)
    page.get_by_label("Type the code on the screen.").fill("k7m-9xw")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are in the workshop “Team day”")).to_be_focused()
    assert page.room.said("join") == [{"code": "K7M9XW"}]
    expect(page.get_by_text("To go to another one, leave it first.")).to_be_visible()
    page.goto(page.url + PAGE, wait_until="domcontentloaded")
    expect(band(page)).to_contain_text("Team day")
    assert focused(page) == "BODY"
    assert page.room.said("join")[1:] == [{"workshop": "w1", "seat": "seat-1"}]


def test_a_link_leads_in_and_its_code_leaves_the_address_at_once(enter):
    page = enter(f"{PAGE}#join=K7M-9XW", is_in=False)
    expect(page.locator("#wb-room-title")).to_be_focused()
    assert page.url.endswith(PAGE)
    assert page.room.said("join") == [{"code": "K7M9XW"}]
    page.go_back()
    page.go_forward()
    assert "join" not in page.url


REFUSED = {
    "unknown": "There is no workshop with this code.",
    "ended": "The workshop with this code has ended.",
    "full": "All places in this workshop are taken.",
    "wait": "You can try again in 300 seconds.",
}


@pytest.mark.parametrize(
    "by_link", [pytest.param(False, id="typed"), pytest.param(True, id="by link", marks=pytest.mark.slow)]
)
def test_a_refused_code_is_told_kindly_and_exactly(enter, by_link):
    page = enter(is_in=False)
    home = page.url
    page.clock.install()
    for reason, words in REFUSED.items():
        page.room.refusals["join"] = {"reason": reason, "wait": 300}
        if by_link:
            page.goto("about:blank")
            page.goto(f"{home}#join=K7M9XW")
            told = band(page)
            expect(told).to_contain_text(words)
        else:
            page.get_by_label("Type the code on the screen.").fill("K7M9XW")
            page.get_by_role("button", name="Join").click()
            told = page.locator(".wb-join")
            expect(told.get_by_role("status").last).to_contain_text(words)
            expect(band(page)).to_be_hidden()
        assert violations(page) == [], reason
    button = told.get_by_role("button", name="Join")
    expect(button).to_have_attribute("aria-disabled", "true")
    page.room.refusals.clear()
    page.clock.fast_forward("05:01")
    expect(told).to_contain_text("You can try again now.")
    button.click()
    expect(band(page)).to_contain_text("You are in the workshop")


@pytest.mark.slow
def test_a_code_of_another_length_is_told_without_asking_the_server(enter):
    page = enter(is_in=False)
    page.get_by_label("Type the code on the screen.").fill("K7M-9")
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#wb-join-told")).to_have_text(re.compile("You have typed 4."))
    assert page.room.heard == []


@pytest.mark.slow
def test_every_state_can_be_used_by_everybody_at_every_width(enter):
    page = enter()
    page.get_by_text("What is shared, and how to leave").click()
    wrong = [f"talk: {one}" for one in offences(page)]
    for number, (name, more) in enumerate(STATES.items(), start=1):
        page.room.show(number=number, of=20, **more)
        drawn = "This workshop has ended." if "ended" in more else f"Step {number} of 20"
        expect(band(page)).to_contain_text(drawn)
        wrong += [f"{name}: {one}" for one in offences(page, "#wb-room")]
        wrong += [f"{name}, too small: {one}" for one in page.evaluate(SMALL)]
        if name == "reasons":
            two_rounds_are_told_apart_where_colours_are_forced(page)
    assert wrong == []


def two_rounds_are_told_apart_where_colours_are_forced(page):
    """Look at the bars of two rounds: they have the system's own colours."""
    page.emulate_media(forced_colors="active", color_scheme="light")
    first = activity(page).locator("td[data-series='0'] .wb-room-bar").first
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    hatched = first.evaluate("(bar) => getComputedStyle(bar).backgroundImage")
    assert set(re.findall(r"rgba?\(.+?\)", hatched)) == {black, white}
    expect(activity(page).locator("td[data-series='1'] .wb-room-bar").first).to_have_css(
        "background-color", black
    )
    page.emulate_media(forced_colors="none")


@pytest.mark.slow
def test_a_form_is_left_alone_by_what_the_room_does_meanwhile(enter):
    page = enter()
    page.get_by_label(re.compile(CHOICES["b"])).check()
    page.room.show(answered=7)
    expect(activity(page)).to_contain_text("7 have answered")
    expect(page.get_by_label(re.compile(CHOICES["b"]))).to_be_checked()
    expect(page.get_by_label(re.compile(CHOICES["b"]))).to_be_focused()
    page.room.show(status="closed")
    expect(page.get_by_role("heading", name="The vote")).to_be_focused()
    expect(activity(page)).to_contain_text("You did not send an answer, and that is all right.")


@pytest.mark.slow
def test_who_reads_further_down_is_told_calmly_and_keeps_the_focus(enter):
    page = enter(PAGE, status="ready")
    page.wait_for_selector("body[data-ready]")
    link = page.locator(".wb-footer a").last
    link.focus()
    page.room.show()
    notice = page.locator(".wb-room-notice")
    expect(notice).to_contain_text("“The vote” is open.")
    expect(link).to_be_focused()
    expect(band(page).get_by_role("status").filter(has_text="“The vote” is open.")).to_have_count(1)
    assert link.bounding_box()["y"] + link.bounding_box()["height"] <= notice.bounding_box()["y"]
    assert violations(page, from_top=False) == []
    notice.get_by_role("link", name="Go to it").click()
    expect(page.get_by_role("heading", name="The vote")).to_be_focused()
    expect(page.get_by_role("heading", name="The vote")).to_be_in_viewport()
    expect(notice).to_be_hidden()


@pytest.mark.slow
def test_an_answer_outlives_a_lost_line_and_a_reload(enter):
    page = enter()
    page.room.cut()
    page.get_by_label(re.compile(CHOICES["b"])).check()
    page.get_by_role("button", name="Send my vote").click()
    expect(activity(page)).to_contain_text("Your answer is kept in this tab")
    expect(band(page)).to_contain_text("No connection. This page tries again by itself")
    assert violations(page) == []
    assert page.room.said("answer") == []
    page.room.down = False
    page.reload()
    expect(activity(page)).to_contain_text("Your answer is counted.")
    assert [one["answer"] for one in page.room.said("answer")] == ["b"]
    expect(page.get_by_label(re.compile(CHOICES["b"]))).to_be_checked()


@pytest.mark.slow
def test_an_answer_that_came_too_late_is_told_without_blame(enter):
    page = enter()
    page.room.refusals["answer"] = {"reason": "closed"}
    page.get_by_label(re.compile(CHOICES["b"])).check()
    page.get_by_role("button", name="Send my vote").click()
    expect(activity(page)).to_contain_text("This was closed before your answer arrived")
    page.room.show(step=step("word", {"question": "One word?"}))
    expect(activity(page)).to_contain_text("“The vote” was closed before your answer arrived")


@pytest.mark.slow
def test_two_tabs_of_one_learner_show_the_same(enter, open_page):
    page = enter()
    other = open_page("about:blank", context=page.context, may_break=True)
    other.goto(page.url)
    other.get_by_label(re.compile(CHOICES["b"])).check()
    other.get_by_role("button", name="Send my vote").click()
    expect(activity(page)).to_contain_text("Your answer is counted.")
    other.get_by_text("What is shared, and how to leave").click()
    other.get_by_role("button", name="Leave the workshop").click()
    other.get_by_role("button", name="Leave", exact=True).click()
    expect(band(page)).to_be_hidden()


def test_who_leaves_is_asked_once_more_and_told_what_stays(enter):
    page = enter(size="phone")
    page.get_by_text("What is shared, and how to leave").click()
    page.get_by_role("button", name="Leave the workshop").click()
    expect(page.get_by_text("To come back you need the code on the screen.")).to_be_focused()
    page.get_by_role("button", name="Stay").click()
    expect(page.get_by_role("button", name="Leave the workshop")).to_be_focused()
    page.get_by_role("button", name="Leave the workshop").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(band(page)).to_contain_text("You have left the workshop. What was counted stays in the totals")
    expect(page.locator("#wb-room-title")).to_be_focused()
    for line in (page.locator("#wb-room-title"), band(page).get_by_text("You have left the workshop.")):
        expect(line).to_be_in_viewport(ratio=1)
    assert page.room.said("leave") == [{}]
    page.reload()
    expect(page.get_by_label("Type the code on the screen.")).to_be_visible()
    expect(band(page)).to_have_count(0)


@pytest.mark.slow
def test_the_end_is_told_and_closes(enter):
    page = enter()
    page.room.show(**STATES["result"], ended=True)
    expect(page.get_by_role("heading", name="This workshop has ended.")).to_be_visible()
    expect(page.get_by_role("table", name="What the room would do")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(band(page)).to_be_hidden()
    assert page.evaluate("localStorage.getItem('wb-workshop')") is None


@pytest.mark.slow
def test_a_timer_is_seen_and_heard_and_takes_nothing_away(enter):
    page = enter(timer=62)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"Time left: 1:0\d"))
    expect(band(page).get_by_text("One minute left.")).to_be_attached(timeout=scaled(8_000))
    page.room.show(timer=1)
    expect(page.get_by_role("timer")).to_have_text(re.compile("You can still answer"))
    expect(page.get_by_role("button", name="Send my vote")).to_be_enabled()


@pytest.mark.slow
def test_what_a_workshop_needs_is_asked_for_until_it_comes(enter):
    page = enter(is_in=False)
    script = page.evaluate("document.body.dataset.workshop")
    page.route(f"**{script}", lambda route: route.abort())
    page.get_by_label("Type the code on the screen.").fill("K7M9XW")
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#wb-join-told")).to_have_text(re.compile("This page tries again by itself."))
    page.unroute(f"**{script}")
    expect(band(page)).to_contain_text("You are in the workshop")


def test_who_clears_the_device_is_in_no_workshop_any_more(enter):
    page = enter()
    page.evaluate("globalThis[Symbol.for('workbook.record')].clear()")
    expect(band(page)).to_contain_text("You have left the workshop.")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 1, "the test's own sign"
