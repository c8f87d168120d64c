"""What a visitor sees when all places are taken, and how they get in."""

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.pictures import picture
from browser.server import DATA, SMALL_NOTEBOOKS, Server
from browser.widget_host.test_serving import use
from timeouts import scaled


@pytest.fixture(scope="module")
def full_server():
    """A server with one place."""
    running = Server(SMALL_NOTEBOOKS, DATA, 0, "/", "--max-kernels", "1")
    running.prepared("echo")
    yield running
    assert running.stop() == 0


@pytest.mark.slow
def test_a_page_that_needs_a_place_can_be_read_and_opens_by_itself_when_it_is_its_turn(
    full_server, open_page
):
    first = open_page(full_server.page("echo"))
    use(first)
    waiting = open_page(full_server.page("visitor"), size="phone", ready=False, may_break=True)
    expect(waiting.locator("#wb-full")).to_contain_text(
        "It opens by itself when it is your turn. You are next."
    )
    expect(waiting.get_by_text("The last words of this page.")).to_be_visible()
    assert violations(waiting) == []
    picture(waiting, "full-phone", full=False)
    later = open_page(full_server.page("visitor"), ready=False, may_break=True)
    expect(later.locator("#wb-full")).to_contain_text("One person is ahead of you.")
    first.close()
    expect(waiting.get_by_text("Process")).to_be_visible(timeout=scaled(30_000))
    assert "place=" not in waiting.url
    expect(later.locator("#wb-full")).to_contain_text("You are next.", timeout=scaled(30_000))
    waiting.close()
    expect(later.get_by_text("Process")).to_be_visible(timeout=scaled(30_000))


@pytest.mark.slow
def test_a_message_that_finds_all_places_taken_waits_and_is_answered_in_turn(full_server, open_page):
    first = open_page(full_server.page("echo"))
    use(first)
    second = open_page(full_server.page("echo"), may_break=True)
    second.get_by_label("Words").first.fill("patient words")
    second.get_by_role("button", name="Say it back").first.click()
    banner = second.locator("#wb-connection")
    expect(banner).to_contain_text("The workbook is full just now.", timeout=scaled(40_000))
    expect(banner).to_contain_text("You are next.")
    assert violations(second) == []
    picture(second, "full-desktop", full=False)
    first.close()
    expect(second.locator(".answer").first).to_have_text("PATIENT WORDS", timeout=scaled(40_000))
    expect(banner).not_to_contain_text("full")
