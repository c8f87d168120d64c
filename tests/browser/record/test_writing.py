"""Nothing that a learner writes is lost: after a reload, a restart, a full browser, or in two tabs."""

import re

import pytest
from playwright.sync_api import expect

from browser.server import NOTEBOOKS, copied
from timeouts import scaled, wait_until

LONG = "A line that took some thought, with an é, a 語 and a 🙂.\n" * 200


@pytest.fixture
def field():
    """Find the first field of a page, and the line that says whether its text is saved."""

    def find(page):
        writing = page.locator(".wb-reflection textarea").first
        status = page.locator(".wb-reflection .wb-status").first
        return writing, status

    return find


def wait_for(status, state):
    status.page.locator(f".wb-reflection .wb-status[data-state={state}]").first.wait_for(
        timeout=scaled(15_000)
    )


def have_a_kernel(page, server):
    """Look at a recovery code, whose picture a kernel draws, until the kernel speaks; leave it at that."""
    page.get_by_role("radio", name="Keep with a recovery code").check()
    with page.expect_websocket(timeout=scaled(30_000)) as line:
        page.get_by_role("button", name="Go on", exact=True).click()
    line.value.wait_for_event("framereceived", timeout=scaled(30_000))
    server.wait_for_kernels(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Throw this code away").click()
    page.get_by_role("dialog").wait_for(state="hidden")


def test_a_field_that_holds_very_much_scrolls_within_itself(server, open_page, field):
    page = open_page(server.page("standard-1"), size="phone")
    writing, _ = field(page)
    empty = writing.bounding_box()["height"]
    writing.fill("Six words that fill a line. " * 10)
    some = writing.bounding_box()["height"]
    writing.fill("Six words that fill a line. " * 720)
    assert len(writing.input_value()) > 20_000
    assert empty < some < writing.bounding_box()["height"] <= 0.7 * page.viewport_size["height"] + 1
    assert writing.evaluate("field => field.scrollHeight > 3 * field.clientHeight")


def test_each_state_is_visible_and_saved_is_said_only_after_the_words_are_on_disk(server, open_page, field):
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    expect(status).to_have_text("Nothing written yet")
    # A slow disk: the transaction is kept open until the test lets go of it.
    page.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...values) {
        const keepOpen = () => {
          window.turns = (window.turns ?? 0) + 1;
          if (!window.letGo) this.get('nothing').onsuccess = keepOpen;
        };
        keepOpen();
        return put.apply(this, values);
      };
    }""")
    writing.press_sequentially("one")
    assert status.inner_text() == "Writing"
    wait_for(status, "saving")
    enough = page.evaluate("window.turns") + 100
    wait_until(lambda: page.evaluate("window.turns") > enough)
    assert status.inner_text() == "Saving"
    page.evaluate("window.letGo = true")
    wait_for(status, "saved")
    assert re.fullmatch(r"Saved \d\d:\d\d on this device", status.inner_text())


def test_words_are_found_again_after_a_reload_and_never_leave_the_browser(server, open_page, field):
    page = open_page(server.page("standard-1"))
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    writing, status = field(page)
    writing.fill(LONG)
    wait_for(status, "saved")
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == LONG
    # In the last moment before the page is left.
    writing.fill("marmalade on the moon")
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "marmalade on the moon"
    assert sent
    assert not [one for one in sent if "marmalade" in one or "took some thought" in one]


@pytest.mark.slow
def test_a_server_that_is_away_takes_no_word_with_it(serve, open_page, field, tmp_path):
    server = serve(copied(NOTEBOOKS, tmp_path, "standard-1"))
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    server.stop()
    writing.press_sequentially("Nobody noticed. ")
    wait_for(status, "saved")
    assert page.locator("#wb-connection").is_hidden(), "while no kernel is needed, it is not even noticed"
    server.start()
    have_a_kernel(page, server)
    page.watched.may_break = True
    server.stop()
    expect(page.locator("#wb-connection")).to_contain_text("being restarted", timeout=scaled(45_000))
    writing.press("End")
    writing.press_sequentially("While it was away. ")
    wait_for(status, "saved")
    server.start()
    page.get_by_role("button", name="Resume").click(timeout=scaled(60_000))
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "Nobody noticed. While it was away. "


def test_a_browser_that_is_full_or_keeps_nothing_says_so_and_leaves_the_words_in_the_box(
    server, open_page, field
):
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    }""")
    writing.fill("Too much.")
    wait_for(status, "unsaved")
    assert "no room left" in status.inner_text()
    assert writing.input_value() == "Too much."
    page.add_init_script("""
      IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };
      const refuse = () => { throw new DOMException('refused', 'SecurityError'); };
      Object.defineProperty(window, 'localStorage', { get: refuse });
    """)
    page.reload()
    page.wait_for_widgets()
    writing.fill("Words that have nowhere to go.")
    wait_for(status, "unsaved")
    assert "Copy your words" in status.inner_text()
    assert writing.input_value() == "Words that have nowhere to go."


def test_a_second_tab_shows_what_the_first_one_writes(server, open_page, field):
    page = open_page(server.page("standard-1"))
    other, _ = field(open_page(page.url, context=page.context))
    field(page)[0].fill("Written in the first tab.")
    expect(other).to_have_value("Written in the first tab.")
