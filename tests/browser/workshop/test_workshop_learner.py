"""A learner with a browser in a workshop on a real server; the trainer has a connection but no browser."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.workshop.evening import Evening
from browser.workshop.played_room import activity, band
from timeouts import scaled
from workshop.real_room import RoomServer

TALK, VOTE, AGAIN, RATING, ORDER, WORD, SHARE = range(7)
COUNTED = "Your answer is counted."


@pytest.fixture(scope="module")
def server():
    running = RoomServer()
    yield running
    assert running.stop() == 0


@pytest.fixture
def evening(server):
    running = Evening(server)
    yield running
    running.close()


@pytest.fixture
def join(open_page):
    """Join an evening's workshop by the form of the home page: `join(evening, address=...)`."""

    def join_one(evening, *, address=None, **options):
        page = open_page(address or evening.server.address, may_break=True, **options)
        page.get_by_label("Type the code on the screen.").fill(evening.trainer.code.lower())
        page.get_by_role("button", name="Join", exact=True).click()
        expect(band(page)).to_contain_text("You are in the workshop “Team day”")
        return page

    return join_one


def send(page, kind):
    page.get_by_role("button", name=f"Send my {kind}").click()
    expect(activity(page)).to_contain_text(COUNTED)


@pytest.mark.slow
def test_votes_and_ratings_are_counted_and_come_back_as_results(evening, join):
    page = join(evening, size="phone")
    assert evening.state(joined=6)
    evening.do("go", step=TALK)
    expect(activity(page)).to_contain_text("The room is talking")

    choices = [choice["id"] for choice in evening.open(VOTE)["choices"]]
    expect(activity(page)).to_contain_text("Open")
    page.get_by_role("radio").first.check()
    send(page, "vote")
    evening.answer_all(VOTE, choices[0])
    assert evening.state(answered=6)
    evening.do("close")
    expect(activity(page)).to_contain_text("This is closed now.")
    assert page.get_by_role("table").count() == 0
    evening.do("reveal")
    expect(page.get_by_role("table")).to_contain_text("6 (100%)")

    evening.open(AGAIN)
    page.get_by_role("radio").first.check()
    send(page, "vote")
    evening.answer_all(AGAIN, choices[0])
    evening.reveal()
    expect(page.get_by_role("columnheader", name="After talking")).to_be_attached()
    expect(activity(page)).to_contain_text("What follows from each choice, and why")

    statements = [one["id"] for one in evening.open(RATING)["statements"]]
    expect(page.locator("#wb-activity fieldset").first).to_contain_text("5")
    for group in page.locator("#wb-activity fieldset").all():
        group.get_by_label("4").check()
    send(page, "ratings")
    evening.answer_all(RATING, dict.fromkeys(statements, 4))
    evening.reveal()
    expect(page.get_by_role("table").first).to_contain_text("4.0")


@pytest.mark.slow
def test_orders_and_words_reach_the_room_without_a_kernel(evening, join):
    page = join(evening, size="phone")
    items = [one["id"] for one in evening.open(ORDER)["items"]]
    expect(page.locator(".wb-room-item").first).to_be_visible()
    for item in page.locator(".wb-room-item").all():
        item.click()
    send(page, "order")
    evening.answer_all(ORDER, items)
    evening.reveal()
    expect(page.get_by_role("table")).to_contain_text("place 1.0 on average")

    evening.open(WORD)
    page.get_by_role("textbox").fill("careful")
    page.get_by_role("button", name="Show to the room").click()
    expect(activity(page)).to_contain_text("With the trainer.")
    evening.share_all(WORD, "Careful")
    evening.let(WORD)
    evening.reveal()
    expect(page.locator(".wb-room-words")).to_contain_text("careful", ignore_case=True)

    evening.open(SHARE)
    page.get_by_role("textbox").fill("I will ask first.")
    page.get_by_role("button", name="Show to the room").click()
    expect(activity(page)).to_contain_text("With the trainer.")
    evening.share_all(SHARE, "I will wait.")
    evening.let(SHARE)
    expect(page.locator(".wb-room-shares")).to_contain_text("I will ask first.")
    expect(activity(page)).to_contain_text("Shown to the room.")
    page.get_by_role("button", name="Take it back").click()
    expect(activity(page)).not_to_contain_text("I will ask first.")

    evening.do("end")
    expect(band(page)).to_contain_text("This workshop has ended.")
    assert evening.server.kernels() == 0


@pytest.mark.slow
def test_a_learner_who_comes_late_or_again_is_where_the_room_is(evening, join):
    evening.open(VOTE)
    page = join(evening)
    page.get_by_role("radio").nth(1).check()
    send(page, "vote")
    page.goto(evening.server.page("echo"), wait_until="domcontentloaded")
    expect(activity(page)).to_contain_text(COUNTED)
    expect(page.locator("#wb-activity").get_by_role("radio").nth(1)).to_be_checked()
    page.get_by_text("What is shared, and how to leave").click()
    page.get_by_role("button", name="Leave the workshop").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(band(page)).to_contain_text("You have left the workshop.")
    assert evening.state(answered=1)


@pytest.mark.slow
def test_two_tabs_of_one_browser_are_one_learner(evening, join, open_page):
    evening.open(VOTE)
    page = join(evening)
    other = open_page(evening.server.address, context=page.context, may_break=True)
    for tab, choice in ((page, 0), (other, 1)):
        tab.get_by_role("radio").nth(choice).check()
        send(tab, "vote")
    state = evening.state(answered=1)
    assert state["joined"] == 6


@pytest.mark.slow
def test_a_vote_without_a_network_is_counted_once_when_it_is_back(evening, join, wire):
    evening.open(VOTE)
    line = wire(evening.server)
    page = join(evening, address=f"http://127.0.0.1:{line.port}/")
    line.cut()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send my vote").click()
    expect(activity(page)).to_contain_text("kept in this tab", timeout=scaled(20_000))
    line.mend()
    expect(activity(page)).to_contain_text(COUNTED, timeout=scaled(20_000))
    assert evening.state(answered=1)["joined"] == 6


@pytest.mark.slow
def test_a_phone_that_slept_is_back_as_soon_as_it_is_looked_at(evening, join, wire):
    line = wire(evening.server)
    page = join(evening, address=f"http://127.0.0.1:{line.port}/")
    # What sleep does: the server's side is gone, this side has heard nothing of it.
    line.forget()
    evening.open(VOTE)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="Send my vote")).to_be_visible(timeout=scaled(6_000))
    page.get_by_role("radio").first.check()
    send(page, "vote")


@pytest.mark.slow
def test_a_server_that_is_started_again_has_forgotten_nobody(join):
    server = RoomServer()
    evening = Evening(server, others=0)
    try:
        evening.open(VOTE)
        page = join(evening)
        server.stop()
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Send my vote").click()
        expect(band(page)).to_contain_text(re.compile("No connection"), timeout=scaled(20_000))
        server.start()
        expect(activity(page)).to_contain_text(COUNTED, timeout=scaled(20_000))
        state = evening.run(evening.trainer.back())
        assert (state["answered"], state["joined"]) == (1, 1)
    finally:
        evening.close()
        assert server.stop() == 0


def test_who_took_part_saves_a_statement_of_it_alone(evening, join):
    page = join(evening, size="phone")
    seat = page.evaluate(
        "JSON.parse(Object.entries(localStorage).find(([k]) => k.endsWith('wb-workshop'))[1])"
    )
    evening.do("end")
    expect(band(page)).to_contain_text("Do you need to show that you took part?")
    assert violations(page, "#wb-room") == []
    page.get_by_label("Your name, if it should be in it").fill("Niamh <b>O'Neill</b>")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the statement").click()
    assert re.fullmatch(r"workshop-\d{4}-\d\d-\d\d\.html", download.value.suggested_filename)
    said = download.value.path().read_text(encoding="utf-8")
    for told in ("Team day", "Niamh &lt;b&gt;O'Neill&lt;/b&gt;", "1 minute", "nobody can confirm it"):
        assert told in said
    assert seat["seat"] not in said
    assert "<script" not in said
