import dataclasses
import json

import pytest

from front.html_page import Html
from workbook.content import Table, UnknownName, load
from workbook.documents.blocks import Facts, Heading, Note, Said
from workbook.exercises.voices import VoicesExercise, voices
from workbook.front import translator, words
from workbook.front.readable import blocks_in

CONTENT = load()
MADE_UP = "These people are made up, and so are their words."


def with_voices(*rows):
    """The content with other voices."""
    return dataclasses.replace(CONTENT, voices=Table(rows))


def recorded(sound="sounds/a b.mp3", transcript=""):
    """The page of an exercise whose first voice has a recording."""
    own = dataclasses.replace(CONTENT.voices[0], sound=sound, transcript=transcript)
    shown = VoicesExercise.select(with_voices(own, *CONTENT.voices[1:]), own.standard)
    return Html(str(VoicesExercise(shown).readable()))


def test_the_voices_of_a_standard_arrive_in_the_order_of_the_table(subtests):
    for standard in CONTENT.standards.ids:
        with subtests.test(standard):
            shown = voices(standard).content
            rows = CONTENT.voices.where(standard=standard)
            assert [(one["who"], one["text"]) for one in shown["voices"]] == [
                (row.who, row.text) for row in rows
            ]
            assert json.loads(json.dumps(shown)) == shown


def test_it_is_said_at_once_that_they_are_made_up_on_the_screen_and_on_paper():
    page = Html(str(voices("standard-1").readable()))
    assert MADE_UP in " ".join(page.at_once)
    t = translator(words("common", "voices"))
    paper = list(blocks_in(VoicesExercise.on_paper(CONTENT, t, "standard-1")))
    assert isinstance(paper[0], Heading)
    assert isinstance(paper[1], Note)
    assert paper[1].text.startswith(MADE_UP)
    rows = CONTENT.voices.where(standard="standard-1")
    assert paper[2:] == [Said(row.who, row.text, "") for row in rows]


def test_each_voice_is_a_quotation_in_a_figure_that_says_whose_it_is():
    page = Html(str(voices("standard-2").readable()))
    tags = [tag for tag, _ in page.elements if tag in ("figure", "figcaption", "blockquote")]
    assert tags == ["figure", "figcaption", "blockquote"] * 2


def test_a_voice_that_may_hurt_to_read_is_folded_below_what_it_is_about():
    own = dataclasses.replace(CONTENT.voices[0], content_note="This one is about a theft.")
    shown = VoicesExercise.select(with_voices(own), own.standard)
    t = translator(words("common", "voices"))
    page = Html(str(VoicesExercise(shown).readable()))
    assert own.content_note in page.at_once
    assert own.text not in page.at_once
    assert own.text in page.texts
    paper = list(blocks_in(VoicesExercise.on_paper(with_voices(own), t, own.standard)))
    assert paper[2:] == [
        Facts((("Before you read", own.content_note),), stacked=True),
        Said(own.who, own.text, ""),
    ]


def test_without_a_recording_there_is_no_player():
    assert Html(str(voices("standard-1").readable())).all("audio") == []


def test_a_recording_plays_without_scripts_and_is_loaded_only_when_it_is_played():
    page = recorded()
    [player] = page.all("audio")
    assert player["src"] == "sounds/a%20b.mp3"
    assert (player["controls"], player["preload"]) == ("", "none")
    assert player["aria-label"] == f"Recording: {CONTENT.voices[0].who}"
    assert "The recording has the same words." in page.at_once
    assert page.all("details") == []


def test_a_recording_with_words_of_its_own_has_its_transcript():
    page = recorded(transcript="What I said.\nAnd more.")
    assert "The words of the recording" in page.at_once
    assert {"What I said.", "And more."} <= set(page.texts)
    assert "The recording has the same words." not in page.texts


def test_a_standard_without_voices_says_so_and_has_nothing_on_paper():
    empty = with_voices()
    shown = VoicesExercise.select(empty, "standard-1")
    page = Html(str(VoicesExercise(shown).readable()))
    assert "There are no voices for this standard yet." in page.texts
    assert MADE_UP not in page.text
    t = translator(words("common", "voices"))
    assert list(blocks_in(VoicesExercise.on_paper(empty, t, "standard-1"))) == []


def test_a_standard_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="standard-1"):
        voices("standard-11")
