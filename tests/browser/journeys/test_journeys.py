"""The ways that learners go, in Chromium, Firefox and WebKit: each with as few presses as it was made for."""

import io

import pytest
from docx import Document

from browser.journeys import ways
from browser.journeys.journey import Journey, PlaywrightHand, WebDriverHand
from browser.pages.engines import engine_of
from browser.server import few_pages

ENGINES = ["chromium", *(pytest.param(name, marks=pytest.mark.slow) for name in ("firefox", "webkit"))]
# What fits into a minute, at the pace of a careful reader.
WORDS_IN_A_MINUTE = 300
ACCEPTED_PRESSES = 5


@pytest.fixture(params=ENGINES)
def journey(request, tmp_path):
    """A journey with a new profile; `journey.elsewhere()` is one on another device."""
    hands = []

    def arrive(hand):
        hands.append(hand)
        made = Journey(hand)
        made.elsewhere = lambda: arrive(hand.other_device())
        return made

    try:
        if request.param == "chromium":
            yield arrive(PlaywrightHand(request.getfixturevalue("chromium")))
        else:
            with engine_of(request.param, tmp_path) as begin:
                yield arrive(WebDriverHand(begin))
                for hand in hands:
                    hand.end()
                hands.clear()
    finally:
        for hand in hands:
            hand.end()


def test_a_first_decision_takes_two_presses_and_a_minute(server, journey):
    ways.to_a_decision(journey, server.address)
    assert journey.presses == 2
    assert journey.words <= WORDS_IN_A_MINUTE


def test_a_scenario_keeps_something_and_shows_that_it_is_done(server, journey):
    ways.to_a_decision(journey, server.address)
    ways.through_a_scenario(journey)
    journey.says("#wb-path .wb-path-count", "1 of 1")
    journey.open(server.address)
    journey.says("#wb-done", "You have done 1 situation out of 49.")
    journey.follow("a", "Your record")
    journey.says("main", "She needs a clear answer from me.")


def test_on_another_day_one_press_leads_to_the_very_exercise(server, journey):
    ways.leave_in_the_middle(journey, server.page("standard-1"))
    ways.back_to_the_exercise(journey, server.address)
    assert journey.presses == 1
    journey.says(".wb-path-next", "Next: A van for Davy")
    assert journey.stands_at() == "A van for Davy"
    assert journey.screens == 0


def test_a_word_document_takes_five_presses_from_the_home_page(server, journey):
    ways.write_a_reflection(journey, server.page("concerns"))
    document = Document(io.BytesIO(ways.to_a_document(journey, server.address)))
    said = "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    assert ways.WORDS in said
    assert journey.presses <= ACCEPTED_PRESSES


def test_a_second_device_takes_two_presses_and_the_code(server, journey):
    ways.write_a_reflection(journey, server.page("concerns"))
    code = ways.to_a_code(journey)
    other = journey.elsewhere()
    ways.to_the_record_elsewhere(other, server.address, code)
    assert other.presses == 2
    other.open(server.page("concerns"))
    ways.unfold(other, ".wb-reflection textarea")
    other.says(".wb-reflection .wb-status", "Saved")
    read = "() => [...document.querySelectorAll('.wb-reflection textarea')].map(({value}) => value)"
    assert ways.WORDS in other.hand.run(read)


def test_an_opened_page_opens_again_without_the_server(serve, journey, tmp_path):
    server = serve(few_pages(tmp_path / "pages", "concerns", "record"))
    address = server.page("concerns")
    journey.open(address)
    if journey.hand.run('() => !("serviceWorker" in navigator)'):
        pytest.skip("This browser keeps no pages.")
    journey.says("html[data-kept] body", "")
    server.stop()
    journey.open(address)
    journey.says(".wb-keeping-text", "nothing is lost. Pages that you have opened here before still open.")
    ways.unfold(journey, ".wb-reflection textarea")
    journey.press(".wb-reflection textarea")
    journey.write(ways.WORDS)
    journey.says(".wb-reflection .wb-status", "Saved")
