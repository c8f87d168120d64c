"""Voices with recordings: they play, from a server and in a copy without one, and their words are there."""

import csv
import shutil
import wave

import pytest
from playwright.sync_api import expect

from browser.axe import LOOKS, look_as, offences
from browser.pictures import picture
from browser.server import DATA, Server, few_pages
from timeouts import scaled, wait_until
from workbook.content import load
from workbook.publish.site.site import make_site
from workbook.publish.writing import write_folder

SOUND = "sounds/a voice.wav"
FIRST, SECOND = load().voices.where(standard="standard-1")
TRANSCRIPT = "Words that only the recording has."
PLAY = "async (player) => { player.muted = true; await player.play(); }"
PLAYED = "(player) => player.currentTime > 0 && Math.abs(player.duration - 1) < 0.1"
LOADED = "() => performance.getEntriesByType('resource').filter(({name}) => name.endsWith('.wav')).length"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One page with two recordings of a second, the second with a transcript."""
    folder = tmp_path_factory.mktemp("recorded")
    few_pages(folder / "notebooks", "standard-1")
    (folder / "notebooks" / SOUND).parent.mkdir()
    with wave.open(str(folder / "notebooks" / SOUND), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(96, 160)) * 125)
    shutil.copytree(DATA, folder / "data")
    table = folder / "data" / "voices.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, transcript in zip(rows[:2], ("", TRANSCRIPT), strict=True):
        row |= {"sound": SOUND, "transcript": transcript}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def address(course):
    running = Server(course / "notebooks", course / "data")
    yield running.page("standard-1")
    assert running.stop() == 0


def test_voices_with_recordings_fit_small_and_large_windows_and_axe_finds_nothing(address, open_page):
    page = open_page(address)
    assert page.locator(".wb-voices audio").count() == 2
    for look in LOOKS:
        assert offences(page, ".wb-voices", [look]) == []
        page.locator(".wb-voices").scroll_into_view_if_needed()
        picture(page, f"voices {'-'.join(look)}", full=False)


def test_a_recording_is_loaded_and_heard_when_it_is_played_and_not_before(address, open_page):
    page = open_page(address)
    player = page.get_by_label(f"Recording: {FIRST.who}")
    expect(player).to_be_visible()
    assert page.evaluate(LOADED) == 0
    player.evaluate(PLAY)
    wait_until(lambda: player.evaluate(PLAYED))
    expect(page.get_by_text("The recording can't be played here.").first).to_be_hidden()


def test_a_transcript_is_folded_below_its_player_and_the_text_stays_in_view(address, open_page):
    page = open_page(address)
    voice = page.locator(".wb-voice").nth(1)
    expect(voice.locator("blockquote")).to_have_text(SECOND.text)
    expect(voice.get_by_text(TRANSCRIPT)).to_be_hidden()
    voice.get_by_text("The words of the recording").click()
    expect(voice.get_by_text(TRANSCRIPT)).to_be_visible()


def test_a_recording_that_can_t_be_loaded_says_so_and_its_words_are_there(address, open_page):
    page = open_page(address, may_break=True)
    page.route("**/*.wav", lambda route: route.abort())
    voice = page.locator(".wb-voice").first
    voice.locator("audio").evaluate("(player) => player.play().catch(() => undefined)")
    expect(voice.get_by_text("The recording can't be played here.")).to_be_visible()
    expect(voice.locator("blockquote")).to_have_text(FIRST.text)


def test_without_scripts_there_are_a_player_and_the_words(address, open_page):
    page = open_page(address, ready=False, java_script_enabled=False)
    expect(page.get_by_label(f"Recording: {FIRST.who}")).to_be_visible()
    expect(page.locator(".wb-voice blockquote").first).to_have_text(FIRST.text)
    look_as(page, "phone", "light")
    page.locator(".wb-voices").scroll_into_view_if_needed()
    picture(page, "voices without scripts", full=False)


@pytest.mark.parametrize("form", ["files", "single_files"])
def test_a_recording_plays_in_a_copy_without_a_server(course, chromium, tmp_path, form):
    site = make_site(course / "notebooks", course / "data")
    write_folder(tmp_path / form, getattr(site, form)())
    context = chromium.new_context(locale="en-GB")
    context.set_default_timeout(scaled(30_000))
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda one: one.type == "error" and wrong.append(one.text))
    page.goto((tmp_path / form / "standard-1.html").as_uri())
    page.locator("body[data-ready]").wait_for()
    player = page.locator(".wb-live").get_by_label(f"Recording: {FIRST.who}")
    player.evaluate(PLAY)
    wait_until(lambda: player.evaluate(PLAYED))
    assert player.get_attribute("src").startswith("data:") == (form == "single_files")
    context.close()
    assert wrong == []
