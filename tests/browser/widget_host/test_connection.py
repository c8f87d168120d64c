"""What a learner sees when the connection to the kernel is lost, restored or ended."""

import signal

import pytest
from playwright.sync_api import expect

from browser.axe import LOOKS, look_as
from browser.server import SMALL_NOTEBOOKS, copied
from timeouts import scaled, wait_until

RESTARTING = "The workbook is being restarted. Keep writing: what you write is kept on this device."
LOST = "The connection is lost. Keep writing: your words are saved on this device."
BACK = "You are connected again."
ENDED = "This page's session has ended. Your words are saved on this device."


def banner(page):
    return page.locator("#wb-connection")


def expect_banner(page, words):
    expect(banner(page).get_by_role("status")).to_have_text(words, timeout=scaled(45_000))
    expect(banner(page)).to_be_visible()


def say(page, words):
    """Have the page's kernel echo some words."""
    page.get_by_label("Words").first.fill(words)
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text(words.upper(), timeout=scaled(45_000))


def test_a_page_whose_kernel_died_says_so_and_resumes_at_the_same_place(small_server, open_page):
    others = small_server.kernel_processes()
    page = open_page(small_server.page("echo"), size="phone", may_break=True)
    say(page, "before")
    expect(banner(page)).to_be_hidden()
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


@pytest.mark.slow
def test_a_server_that_is_started_again_is_waited_for(serve, open_page, tmp_path):
    server = serve(copied(SMALL_NOTEBOOKS, tmp_path, "echo"))
    page = open_page(server.page("echo"), may_break=True)
    say(page, "before")
    page.get_by_label("Words").first.fill("written meanwhile")
    asked = []
    page.on("requestfailed", lambda request: asked.append(request.url))
    server.stop()
    expect_banner(page, RESTARTING)
    # That the line is gone now is no news, and nothing to be alarmed by: the page has asked in vain by now.
    wait_until(lambda: page.evaluate("1") and len(asked) > 1, what="the page asks whether the server is back")
    expect_banner(page, RESTARTING)
    assert page.get_by_label("Words").first.input_value() == "written meanwhile"
    server.start()
    expect_banner(page, ENDED)
    page.get_by_role("button", name="Resume").click()
    page.wait_for_load_state("domcontentloaded")
    page.wait_for_widgets()
    say(page, "after the restart")


@pytest.mark.slow
def test_a_server_that_ended_without_a_word_is_waited_for(serve, open_page):
    server = serve()
    page = open_page(server.page("echo"), may_break=True)
    say(page, "before")
    server.stop(signal.SIGKILL)
    expect_banner(page, LOST)
    server.start()
    expect_banner(page, ENDED)


@pytest.mark.parametrize("outage_s", [0, pytest.param(60, marks=pytest.mark.slow)])
def test_a_page_goes_on_after_the_network_was_cut_and_what_was_sent_meanwhile_arrives(
    small_server, wire, open_page, outage_s
):
    line = wire(small_server)
    address = small_server.page("echo").replace(f":{small_server.port}/", f":{line.port}/")
    page = open_page(address, may_break=True)
    say(page, "before")
    line.cut()
    expect_banner(page, LOST)
    page.get_by_label("Words").first.fill("sent meanwhile")
    page.get_by_role("button", name="Say it back").first.click()
    # The outage itself: its length is what is tried.
    page.wait_for_timeout(outage_s * 1000)
    assert page.get_by_label("Words").first.input_value() == "sent meanwhile"
    line.mend()
    expect(page.locator(".answer").first).to_have_text("SENT MEANWHILE", timeout=scaled(45_000))
    expect_banner(page, BACK)
    say(page, "after")
    expect(banner(page)).to_be_hidden(timeout=scaled(15_000))


@pytest.mark.slow
def test_a_machine_that_slept_finds_its_line_dead_and_makes_a_new_one(small_server, wire, open_page):
    line = wire(small_server)
    address = small_server.page("echo").replace(f":{small_server.port}/", f":{line.port}/")
    page = open_page(address, may_break=True)
    say(page, "before")
    # What the machine's sleep does: the server's side is gone, this side has heard nothing of it.
    line.forget()
    page.get_by_label("Words").first.fill("written after waking")
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text("WRITTEN AFTER WAKING", timeout=scaled(45_000))


@pytest.mark.slow
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


def test_a_browser_that_goes_offline_says_so_at_once_in_a_banner_that_covers_no_focus_and_can_be_hidden(
    small_server, open_page
):
    page = open_page(small_server.page("echo"), may_break=True)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    say(page, "before")
    page.context.set_offline(True)
    expect_banner(page, LOST)
    for size, scheme in LOOKS:
        look_as(page, size, scheme)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        seen = set()
        for _ in range(25):
            page.keyboard.press("Shift+Tab")
            # The page rolls what has the focus into sight, and that takes its time.
            name = wait_until(lambda: page.evaluate(FOCUS_BESIDE_BANNER), 5, what="the focus is in sight")
            seen.add(name)
        assert len(seen) > 8
    page.get_by_role("button", name="Hide this message").click()
    expect(banner(page)).to_be_hidden()
    page.context.set_offline(False)
    expect_banner(page, BACK)
    say(page, "after")
    page.get_by_label("Words").first.fill("half a sentence")
    page.goto(small_server.address)
    assert asked == [], "no page asks whether to leave it"


# What has the focus, where the banner covers no part of it.
FOCUS_BESIDE_BANNER = """() => {
    const one = document.activeElement;
    const banner = document.getElementById("wb-connection");
    const name = `${one.tagName} ${one.textContent.trim().slice(0, 40)}`;
    if (one === document.body || banner.contains(one)) return name;
    const box = one.getBoundingClientRect();
    const middle = box.left + box.width / 2;
    const places = [box.top + 1, box.top + box.height / 2, box.bottom - 1];
    return places.some((y) => banner.contains(document.elementFromPoint(middle, y))) ? "" : name;
}"""
