"""Nothing that a learner writes is lost: reload, kernel killed, server restarted, network cut, two tabs."""

import re

import pytest

from browser.server import NOTEBOOKS

LONG = "A line that took some thought, with an é, a 語 and a 🙂.\n" * 200


@pytest.fixture
def field():
    """Find the first writing space of a page, and the line that says what became of the words."""

    def find(page):
        writing = page.locator(".wb-reflection textarea").first
        status = page.locator(".wb-reflection .wb-status").first
        return writing, status

    return find


def wait_for(status, state):
    status.page.locator(f".wb-reflection .wb-status[data-state={state}]").first.wait_for(timeout=15_000)


def opened_again(open_page, page, field):
    """The words as a further tab of the same browser finds them."""
    again = open_page(page.url, context=page.context)
    return field(again)[0]


def have_a_kernel(page, server):
    """Look at a recovery code, whose picture a kernel draws, and leave it at that."""
    page.get_by_role("radio", name="Keep with a recovery code").check()
    page.get_by_role("button", name="Go on").click()
    server.wait_for_kernels(1)
    page.get_by_role("dialog").get_by_role("img").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Throw this code away").click()
    page.get_by_role("dialog").wait_for(state="hidden")


def test_each_state_is_visible_and_saved_is_said_only_after_the_words_are_on_disk(server, open_page, field):
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    assert status.inner_text() == "Nothing written yet"
    # A slow disk: the transaction is kept open until the test lets go of it.
    page.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...values) {
        const keepOpen = () => {
          if (!window.letGo) this.get('nothing').onsuccess = keepOpen;
        };
        keepOpen();
        return put.apply(this, values);
      };
    }""")
    writing.press_sequentially("one")
    assert status.inner_text() == "Writing"
    wait_for(status, "saving")
    page.wait_for_timeout(1500)
    assert status.inner_text() == "Saving"
    page.evaluate("window.letGo = true")
    wait_for(status, "saved")
    assert re.fullmatch(r"Saved \d\d:\d\d on this device", status.inner_text())


def test_words_are_found_again_after_a_reload(server, open_page, field):
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    writing.fill(LONG)
    wait_for(status, "saved")
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == LONG


def test_words_written_in_the_last_moment_before_a_page_is_left_are_kept(server, open_page, field):
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    writing.fill("The last words.")
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "The last words."


def test_a_kernel_that_is_killed_takes_no_word_with_it(serve, open_page, field):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    page.watched.may_break = True
    writing, status = field(page)
    writing.fill("Before. ")
    wait_for(status, "saved")
    have_a_kernel(page, server)
    for process in server.kernel_processes():
        process.kill()
    page.get_by_text("session has ended").first.wait_for(timeout=30_000)
    writing.press("End")
    writing.press_sequentially("After.")
    wait_for(status, "saved")
    page.get_by_role("button", name="Resume").click()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "Before. After."


def test_a_server_that_is_away_while_no_kernel_is_needed_is_not_even_noticed(serve, open_page, field):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    server.stop()
    writing.fill("Nobody noticed.")
    wait_for(status, "saved")
    assert page.locator("#wb-connection").is_hidden()
    server.start()
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "Nobody noticed."


def test_a_server_that_is_restarted_takes_no_word_with_it(serve, open_page, field):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    page.watched.may_break = True
    writing, status = field(page)
    writing.fill("Before. ")
    have_a_kernel(page, server)
    server.stop()
    writing.press("End")
    writing.press_sequentially("While it was away. ")
    wait_for(status, "saved")
    server.start()
    page.get_by_role("button", name="Resume").click(timeout=60_000)
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "Before. While it was away. "


def test_a_network_that_is_gone_for_a_minute_takes_no_word_with_it(serve, open_page, field, wire):
    server = serve(NOTEBOOKS)
    cut = wire(server)
    page = open_page(server.page("standard-1").replace(str(server.port), str(cut.port)))
    page.watched.may_break = True
    writing, status = field(page)
    writing.fill("Before. ")
    have_a_kernel(page, server)
    cut.cut()
    page.get_by_text("Keep writing").first.wait_for(timeout=30_000)
    writing.press("End")
    writing.press_sequentially("During. ")
    wait_for(status, "saved")
    page.wait_for_timeout(60_000)
    cut.mend()
    writing.press("End")
    writing.press_sequentially("After.")
    wait_for(status, "saved")
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert writing.input_value() == "Before. During. After."


def test_a_browser_that_keeps_nothing_says_so_and_leaves_the_words_in_the_box(server, open_page, field):
    page = open_page(server.page("standard-1"), ready=False)
    page.add_init_script("""
      IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };
      const refuse = () => { throw new DOMException('refused', 'SecurityError'); };
      Object.defineProperty(window, 'localStorage', { get: refuse });
    """)
    page.reload()
    page.wait_for_widgets()
    writing, status = field(page)
    writing.fill("Words that have nowhere to go.")
    wait_for(status, "unsaved")
    assert "Copy your words" in status.inner_text()
    assert writing.input_value() == "Words that have nowhere to go."


def test_a_full_browser_says_so(server, open_page, field):
    page = open_page(server.page("standard-1"))
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    }""")
    writing, status = field(page)
    writing.fill("Too much.")
    wait_for(status, "unsaved")
    assert "no room left" in status.inner_text()


def test_a_second_tab_shows_what_the_first_one_writes(server, open_page, field):
    page = open_page(server.page("standard-1"))
    writing, status = field(page)
    other = opened_again(open_page, page, field)
    writing.fill("Written in the first tab.")
    wait_for(status, "saved")
    page.wait_for_timeout(500)
    assert other.input_value() == "Written in the first tab."


def test_nothing_that_is_written_leaves_the_browser(server, open_page, field):
    page = open_page(server.page("standard-1"))
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()
    page.wait_for_widgets()
    writing, status = field(page)
    writing.fill("marmalade on the moon")
    wait_for(status, "saved")
    page.reload()
    page.wait_for_widgets()
    wait_for(status, "saved")
    assert sent
    assert not [one for one in sent if "marmalade" in one]
