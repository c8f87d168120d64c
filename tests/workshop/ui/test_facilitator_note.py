import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.workshop.ui.facilitator_note import _step, _steps, facilitator_note

CONTENT = load()
WORDS = st.text(st.sampled_from("abc,;?! "), min_size=1, max_size=30).map(lambda text: f"x{text.strip()}.")


@pytest.mark.parametrize("row", CONTENT.facilitator_notes, ids=lambda row: row.id)
def test_a_note_arrives_whole(row):
    shown = facilitator_note(row.standard).content
    assert (shown["aim"], shown["prepare"]) == (row.aim, row.prepare)
    assert (shown["comes_up"], shown["avoid"], shown["minutes"]) == (row.comes_up, row.avoid, row.minutes)
    assert json.loads(json.dumps(shown)) == shown


@pytest.mark.parametrize("row", CONTENT.facilitator_notes, ids=lambda row: row.id)
def test_the_steps_hold_every_word_of_how_to_run_it_and_fill_its_minutes(row):
    steps = facilitator_note(row.standard).content["steps"]
    assert len(steps) == len(re.findall(r"(?m)^\d+\. ", row.how_to_run))
    assert all(step["title"] and step["text"] for step in steps)
    assert sum(step["minutes"] for step in steps) == row.minutes


def test_a_standard_without_a_note_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="standard-1"):
        facilitator_note("standard-11")


@given(st.lists(WORDS, min_size=1, max_size=12), st.sampled_from(["\n", " ", "\n\n"]))
def test_numbered_steps_come_apart_as_they_were_put_together(steps, between):
    text = between.join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    assert _steps(text) == steps


@given(st.text())
def test_no_text_is_too_odd_to_be_a_step(text):
    assert all(isinstance(step["text"], str) for step in map(_step, _steps(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talk.", ["Talk."]),
        ("First: 1. Sit. 2. Talk.", ["First: Sit.", "Talk."]),
        (
            "1. Begin at 9.30 in 2025. 3 people come. 2. Talk.",
            ["Begin at 9.30 in 2025. 3 people come.", "Talk."],
        ),
        ("", [""]),
    ],
    ids=["no number", "words before the first", "other numbers", "nothing"],
)
def test_a_number_counts_where_it_is_the_next_one(text, expected):
    assert _steps(text) == expected


def test_a_step_without_minutes_keeps_its_words():
    assert _step("Sit in pairs.") == {"title": "", "minutes": 0, "text": "Sit in pairs."}


def test_each_step_is_read_with_the_minute_from_which_it_runs():
    widget = facilitator_note(CONTENT.facilitator_notes[0].standard)
    steps = [("Open", 5, "One."), ("", 0, "Two."), ("Talk", 1, "Three."), ("Close", 9, "Four.")]
    names = ("title", "minutes", "text")
    widget.content = {**widget.content, "steps": [dict(zip(names, step, strict=True)) for step in steps]}
    read = [text for text in Html(str(widget.readable())).texts if "from minute" in text]
    assert read == ["5 minutes, from minute 0", "1 minute, from minute 5", "9 minutes, from minute 6"]
