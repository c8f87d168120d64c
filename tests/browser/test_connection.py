"""What a learner meets when the connection to the kernel is lost, comes back, or is over."""

import signal

import pytest
from playwright.sync_api import expect

RESTARTING = "The workbook is being restarted. Keep writing: what you write is kept on this device."
LOST = "The connection is lost. Keep writing: your words are saved on this device."
BACK = "You are connected again."
ENDED = "This page's session has ended. Your words are saved on this device."
PATIENCE_MS = 45_000


def banner(page):
    return page.locator("#wb-connection")


def expect_banner(page, words):
    expect(banner(page).get_by_role("status")).to_have_text(words, timeout=PATIENCE_MS)
    expect(banner(page)).to_be_visible()


def say(page, words):
    """Have the page's kernel say some words back."""
    page.get_by_label("Words").first.fill(words)
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text(words.upper(), timeout=PATIENCE_MS)


def test_there_is_no_banner_while_all_is_well(small_server, open_page):
    page = open_page(small_server.page("echo"))
    say(page, "all is well")
    expect(banner(page)).to_be_hidden()


def test_a_page_whose_kernel_died_says_so_and_resumes_at_the_same_place(small_server, open_page):
    others = small_server.kernel_processes()
    page = open_page(small_server.page("echo"), size="phone", may_break=True)
    say(page, "before")
    second = page.get_by_role("button", name="Say it back").nth(1)
    second.scroll_into_view_if_needed()
    second.focus()
    place = page.evaluate("scrollY")
    assert place > 500
    [kernel] = [one for one in small_server.kernel_processes() if one not in others]
    kernel.kill()
    expect_banner(page, ENDED)
    assert second.evaluate("button => button === document.activeElement"), "the banner took the focus"
    page.get_by_role("button", name="Resume").evaluate("button => button.click()")
    page.wait_for_load_state("domcontentloaded")
    page.wait_for_widgets()
    expect(banner(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Say it back").nth(1)).to_be_focused()
    assert abs(page.evaluate("scrollY") - place) < 100
    say(page, "after")


def test_a_server_that_is_started_again_is_waited_for(serve, open_page):
    server = serve()
    page = open_page(server.page("echo"), may_break=True)
    say(page, "before")
    page.get_by_label("Words").first.fill("written meanwhile")
    server.stop()
    expect_banner(page, RESTARTING)
    # That the line is gone now is no news, and nothing to be alarmed by.
    page.wait_for_timeout(3000)
    expect_banner(page, RESTARTING)
    assert page.get_by_label("Words").first.input_value() == "written meanwhile"
    server.start()
    expect_banner(page, ENDED)
    page.get_by_role("button", name="Resume").click()
    page.wait_for_load_state("domcontentloaded")
    page.wait_for_widgets()
    say(page, "after the restart")


def test_a_server_that_ended_without_a_word_is_waited_for(serve, open_page):
    server = serve()
    page = open_page(server.page("echo"), may_break=True)
    say(page, "before")
    server.stop(signal.SIGKILL)
    expect_banner(page, LOST)
    server.start()
    expect_banner(page, ENDED)


@pytest.mark.parametrize("outage_s", [3, 60])
def test_a_page_goes_on_after_the_network_was_cut(small_server, wire, open_page, outage_s):
    line = wire(small_server)
    address = small_server.page("echo").replace(f":{small_server.port}/", f":{line.port}/")
    page = open_page(address, may_break=True)
    say(page, "before")
    line.cut()
    expect_banner(page, LOST)
    page.get_by_label("Words").first.fill("written without a network")
    page.wait_for_timeout(outage_s * 1000)
    assert page.get_by_label("Words").first.input_value() == "written without a network"
    line.mend()
    expect_banner(page, BACK)
    say(page, "after")
    expect(banner(page)).to_be_hidden(timeout=15_000)


def test_what_is_sent_while_the_network_is_cut_arrives_once_it_is_back(small_server, wire, open_page):
    line = wire(small_server)
    address = small_server.page("echo").replace(f":{small_server.port}/", f":{line.port}/")
    page = open_page(address, may_break=True)
    say(page, "before")
    line.cut()
    expect_banner(page, LOST)
    page.get_by_label("Words").first.fill("sent meanwhile")
    page.get_by_role("button", name="Say it back").first.click()
    line.mend()
    expect(page.locator(".answer").first).to_have_text("SENT MEANWHILE", timeout=PATIENCE_MS)
    expect_banner(page, BACK)


def test_a_machine_that_slept_finds_its_line_dead_and_makes_a_new_one(small_server, wire, open_page):
    line = wire(small_server)
    address = small_server.page("echo").replace(f":{small_server.port}/", f":{line.port}/")
    page = open_page(address, may_break=True)
    say(page, "before")
    # What the machine's sleep does: the server's side is gone, this side has heard nothing of it.
    line.forget()
    page.get_by_label("Words").first.fill("written after waking")
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text("WRITTEN AFTER WAKING", timeout=PATIENCE_MS)


def test_a_page_that_never_had_a_kernel_says_nothing_of_a_lost_network(small_server, wire, open_page):
    line = wire(small_server)
    address = small_server.page("echo").replace(f":{small_server.port}/", f":{line.port}/")
    page = open_page(address, may_break=True)
    line.cut()
    page.context.set_offline(True)
    page.wait_for_timeout(2000)
    expect(banner(page)).to_be_hidden()
    page.context.set_offline(False)
    line.mend()
    say(page, "the first words")


def test_a_browser_that_goes_offline_says_so_at_once_and_recovers(small_server, open_page):
    page = open_page(small_server.page("echo"), may_break=True)
    say(page, "before")
    page.context.set_offline(True)
    expect_banner(page, LOST)
    page.context.set_offline(False)
    expect_banner(page, BACK)
    say(page, "after")


def test_the_message_of_a_lost_connection_can_be_hidden(small_server, open_page):
    page = open_page(small_server.page("echo"), may_break=True)
    say(page, "before")
    page.context.set_offline(True)
    expect_banner(page, LOST)
    page.get_by_role("button", name="Hide this message").click()
    expect(banner(page)).to_be_hidden()
    page.context.set_offline(False)
    expect_banner(page, BACK)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_banner_never_covers_what_has_the_focus(small_server, open_page, size):
    page = open_page(small_server.page("echo"), size=size, may_break=True)
    say(page, "before")
    page.context.set_offline(True)
    expect_banner(page, LOST)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(50)
        name, covered = page.evaluate(FOCUS_UNDER_BANNER)
        seen.add(name)
        assert not covered, f"the banner covers {name}"
    assert len(seen) > 8
    page.context.set_offline(False)


FOCUS_UNDER_BANNER = """() => {
    const one = document.activeElement;
    const banner = document.getElementById("wb-connection");
    const name = `${one.tagName} ${one.textContent.trim().slice(0, 40)}`;
    if (one === document.body || banner.contains(one)) return [name, false];
    const box = one.getBoundingClientRect();
    const middle = box.left + box.width / 2;
    const places = [box.top + 1, box.top + box.height / 2, box.bottom - 1];
    return [name, places.some((y) => banner.contains(document.elementFromPoint(middle, y)))];
}"""


def test_no_page_asks_whether_to_leave(small_server, open_page):
    page = open_page(small_server.page("echo"))
    page.get_by_label("Words").first.fill("half a sentence")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(small_server.address)
    assert asked == []
