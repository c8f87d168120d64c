"""Listening: an exercise is read aloud in a voice of the device alone, until it is stopped."""

import pytest
from playwright.sync_api import expect

from timeouts import wait_until

# Stands in for the browser's voices: a headless one has none. It keeps what it was told to say.
VOICES = """(voices) => {
  window.said = [];
  window.silenced = 0;
  const speech = new EventTarget();
  speech.getVoices = () => voices;
  speech.speak = (one) => { window.said.push([one.text, one.voice.name]); window.latest = one; };
  speech.cancel = () => { window.silenced += 1; };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
}"""
HERE = {"name": "here", "lang": "en_GB", "localService": True, "default": False}
ELSEWHERE = {"name": "elsewhere", "lang": "en-GB", "localService": False, "default": True}
FRENCH = {"name": "french", "lang": "fr-FR", "localService": True, "default": False}
GO_ON = "() => window.latest.dispatchEvent(new Event('end'))"


@pytest.fixture
def listening(server, open_page):
    def start(voices, name="standard-1"):
        page = open_page(server.page("help"))
        page.context.add_init_script(
            f"({VOICES})({str(voices).replace('True', 'true').replace('False', 'false')})"
        )
        page.goto(server.page(name))
        page.wait_for_widgets()
        return page

    return start


def test_without_a_voice_of_the_device_for_the_language_there_is_no_button(listening):
    page = listening([ELSEWHERE, FRENCH])
    expect(page.locator(".wb-reflection h3").first).to_be_visible()
    assert page.locator(".wb-listen:visible").count() == 0
    expect(page.locator("#wb-listening")).to_be_hidden()


def test_what_is_seen_is_read_in_short_pieces_by_a_voice_of_the_device_until_it_ends(listening):
    page = listening([ELSEWHERE, FRENCH, HERE])
    exercise = page.locator(".wb-reflection").first
    exercise.locator("textarea").first.fill("Words of mine.")
    button = exercise.locator(".wb-listen")
    title = exercise.locator("h3").inner_text()
    expect(button).to_have_accessible_name(f"Listen: {title}")
    button.click()
    expect(button).to_have_accessible_name(f"Stop: {title}")
    for _ in range(200):
        if button.inner_text() == "Listen":
            break
        page.evaluate(GO_ON)
    said = page.evaluate("() => window.said")
    assert {voice for _, voice in said} == {"here"}
    assert all(0 < len(text) <= 200 for text, _ in said)
    texts = [text for text, _ in said]
    assert title in " ".join(texts)
    assert exercise.locator("label").first.inner_text().split(".")[0] in " ".join(texts)
    assert not any("Words of mine" in text or "Nothing written" in text for text in texts)


def test_escape_and_another_button_stop_it(listening):
    page = listening([HERE])
    first, second = (page.locator(".wb-listen:visible").nth(number) for number in (0, 1))
    first.click()
    expect(first).to_have_text("Stop")
    second.click()
    expect(first).to_have_text("Listen")
    expect(second).to_have_text("Stop")
    page.keyboard.press("Escape")
    expect(second).to_have_text("Listen")


def test_a_way_to_stop_stays_in_the_window_while_the_page_is_read(listening):
    page = listening([HERE])
    button = page.locator(".wb-listen:visible").first
    title = button.evaluate("(one) => one.parentElement.querySelector('h3').textContent")
    stop = page.locator(".wb-listen-stop button")
    expect(stop).to_have_count(0)
    button.click()
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    expect(button).not_to_be_in_viewport()
    expect(stop).to_be_in_viewport(ratio=1)
    expect(stop).to_have_accessible_name(f"Stop: {title}")
    assert stop.bounding_box()["height"] >= 24
    stop.focus()
    page.keyboard.press("Enter")
    expect(stop).to_have_count(0)
    expect(button).to_have_text("Listen")
    expect(button).to_be_focused()
    assert page.evaluate("() => window.silenced") > 1
    button.click()
    page.keyboard.press("Escape")
    expect(stop).to_have_count(0)


def test_the_way_to_stop_goes_when_the_reading_has_ended(listening):
    page = listening([HERE])
    button = page.locator(".wb-reflection .wb-listen").first
    button.click()
    stop = page.locator(".wb-listen-stop button")
    stop.focus()
    for _ in range(200):
        if not stop.count():
            break
        page.evaluate(GO_ON)
    expect(stop).to_have_count(0)
    expect(button).to_be_focused()


def test_a_setting_hides_the_buttons_and_the_browser_keeps_it(listening):
    page = listening([HERE])
    expect(page.locator(".wb-listen:visible").first).to_be_visible()
    page.get_by_label("Show the “Listen” buttons").uncheck()
    assert page.locator(".wb-listen:visible").count() == 0
    # Chromium may open a page again before it has stored what the page was the last to say.
    wait_until(lambda: not is_shown_after_reload(page), 30, what="the setting is kept")
    assert page.locator(".wb-listen:visible").count() == 0


def is_shown_after_reload(page):
    page.reload()
    page.locator("body[data-ready]").wait_for()
    return page.get_by_label("Show the “Listen” buttons").is_checked()
