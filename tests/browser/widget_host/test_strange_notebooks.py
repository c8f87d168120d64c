"""Third-party notebooks on our pages only: `test_beside_stock` compares them with stock Voila."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.pictures import picture
from browser.server import Server, copied
from timeouts import scaled

FOLDER = Path(__file__).with_name("strangers")
NAMES = ("threads", "output-widget", "upload", "text", "widgets", "undrawn")


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    running = Server(copied(FOLDER, tmp_path_factory.mktemp("strange"), *NAMES))
    yield running
    assert running.stop() == 0


@pytest.mark.slow
def test_what_a_thread_does_is_seen_without_a_touch(strange, open_page):
    page = open_page(strange.page("threads"))
    expect(page.get_by_text("at 5", exact=True)).to_be_visible(timeout=scaled(20_000))
    # Its cells are run for each visitor, and the page's data leaves it with what they showed.
    expect(page.locator(".jupyter-widgets math")).to_have_count(1)


def test_outputs_that_come_later_look_as_those_of_the_page_and_tell_nothing_of_the_server(strange, open_page):
    page = open_page(strange.page("output-widget"))
    page.get_by_role("button", name="Fill").click()
    expect(page.get_by_role("heading", name="Heading in Output")).to_be_visible(timeout=scaled(20_000))
    expect(page.locator("math")).to_have_count(3)
    expect(page.get_by_text("pretty text")).to_be_visible()
    expect(page.get_by_text('"k": [')).to_be_visible()
    expect(page.locator(".wb-cell-failed")).to_be_visible()
    text = page.locator("main").inner_text()
    assert "plain line" in text
    for secret in ("/srv/secret.py", "what somebody wrote", "ValueError"):
        assert secret not in text
    picture(page, "strange-outputs")


def choose(page, size):
    """Choose a file of so many bytes for the upload."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").click()
    kind = "application/octet-stream"
    chooser.value.set_files({"name": f"{size}.bin", "mimeType": kind, "buffer": b"x" * size})


@pytest.mark.slow
def test_a_message_that_is_too_large_is_refused_in_words_and_stops_nothing(strange, open_page):
    page = open_page(strange.page("upload"))
    choose(page, 5_000_000)
    expect(page.get_by_role("alert")).to_have_text(
        "That is too large to be sent: 4.8 MB. The most is 4 MB. Choose something smaller."
    )
    picture(page, "strange-too-large", full=False)
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_text("pressed", exact=True)).to_be_visible(timeout=scaled(20_000))
    expect(page.get_by_text("none", exact=True)).to_be_visible()
    page.get_by_role("button", name="Hide this message").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    choose(page, 3_000_000)
    expect(page.get_by_text("got [3000000]")).to_be_visible(timeout=scaled(20_000))


def test_texts_keep_their_shape_and_formulas_are_set(strange, open_page):
    page = open_page(strange.page("text"))
    answer = page.get_by_text("The secret answer")
    expect(answer).to_be_hidden()
    page.get_by_text("Show the answer").click()
    expect(answer).to_be_visible()
    expect(page.get_by_text("and a price of $5 and $6.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="done task")).to_be_checked()
    expect(page.get_by_role("link", name="https://example.org/film")).to_be_visible()
    expect(page.locator("math")).to_have_count(3)
    assert offences(page, ".wb-text") == []
    picture(page, "strange-text")


def test_formulas_in_what_widgets_say_are_set(strange, open_page):
    page = open_page(strange.page("widgets"))
    expect(page.locator("math")).to_have_count(4)
    expect(page.get_by_text("costs $5 or $6 each")).to_be_visible()


def test_what_can_t_be_drawn_or_loaded_is_said_in_words(strange, open_page):
    page = open_page(strange.page("undrawn"), ready=False)
    expect(page.get_by_text("It needs the widget library no-such-charts.")).to_be_visible()
    expect(page.get_by_text("beside it")).to_be_visible()
    elsewhere = "From another website, which this page does not load: https://example.org"
    expect(page.locator(".wb-elsewhere").get_by_text(elsewhere)).to_be_visible()
    assert offences(page, ".wb-elsewhere") == []
    picture(page, "strange-undrawn")
    # The browser names what the policy kept it from asking, and our scripts what they looked for in vain.
    assert page.watched.outside == ["https://example.org/map.png"]
    assert all(re.search("Content Security Policy|no-such-charts|404", one) for one in page.watched.errors)
    page.watched.outside.clear()
    page.watched.errors.clear()
