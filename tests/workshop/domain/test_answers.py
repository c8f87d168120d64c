"""What counts as an answer, how it is stored, and that anything else is simply refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.domain.answers import fold, read_answer, read_note, read_share, read_title
from workshop.domain.test_plans import JSON
from workshop.rooms import OPTIONS, PLAN, outcome, reason, step_of

KINDS = st.sampled_from([step.kind for step in PLAN.steps])


def kept(kind, answer):
    return read_answer(step_of(kind), answer, OPTIONS.get(kind, {}))


def word(text):
    return read_share(step_of("word"), text)


def test_an_answer_is_kept_in_one_form_however_it_was_written():
    assert kept("vote", "ask") == '"ask"'
    assert kept("rating", {"knows": 5, "dares": 1}) == kept("rating", {"dares": 1, "knows": 5})
    assert json.loads(kept("order", ["reply", "friend", "photo"])) == ["reply", "friend", "photo"]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("vote", "nothing"),
        ("vote", ["ask"]),
        ("rating", {"knows": 5}),
        ("rating", {"knows": 5, "dares": 0}),
        ("rating", {"knows": 5, "dares": 6}),
        ("rating", {"knows": 5, "dares": True}),
        ("rating", {"knows": 5, "dares": 2.0}),
        ("rating", {"knows": 5, "dares": 1, "more": 1}),
        ("order", ["reply", "friend"]),
        ("order", ["reply", "friend", "friend"]),
        ("order", ["reply", "friend", "photo", "photo"]),
        ("order", [["reply"], "friend", "photo"]),
        ("talk", "ask"),
        ("word", "calm"),
        ("share", "calm"),
    ],
)
def test_what_is_no_answer_to_the_step_is_unreadable(kind, answer):
    assert reason(kept, kind, answer) == "unreadable"


@given(KINDS, JSON)
def test_any_garbage_is_refused_as_unreadable_and_as_nothing_else(kind, garbage):
    assert outcome(kept, kind, garbage) in (None, "unreadable")
    assert outcome(read_share, step_of(kind), garbage) in (None, "unreadable", "big")


def test_without_options_nothing_is_an_answer():
    for kind, answer in (("vote", "ask"), ("rating", {}), ("order", [])):
        assert reason(read_answer, step_of(kind), answer, {}) == "unreadable"


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("calm", "calm"),
        ("  Well-being ", "Well-being"),
        ("don't", "don\u2019t"),
        ("very  tired", "very tired"),
        ("Sa\u0301ile", "S\u00e1ile"),
        ("\u041c\u0438\u0440", "\u041c\u0438\u0440"),
    ],
)
def test_a_word_is_one_or_two_words_of_letters(said, taken):
    assert word(said) == taken


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "three whole words",
        "a1",
        "07700",
        "me@home",
        "www.x.com",
        "<b>hi</b>",
        "-",
        "'",
        "a--b",
        "\u202ecalm!",
    ],
)
def test_digits_addresses_and_code_are_no_word(said):
    assert reason(word, said) == "unreadable"


def test_a_word_has_24_signs_at_most_and_a_shared_text_500():
    assert word("x" * 24) == "x" * 24
    assert reason(word, "x" * 25) == "big"
    assert read_share(step_of("share"), "x" * 500) == "x" * 500
    assert reason(read_share, step_of("share"), "x" * 501) == "big"
    assert reason(read_share, step_of("share"), "x" * 10**6) == "big"


def test_a_shared_text_loses_what_nobody_sees_and_what_turns_the_wall_around():
    assert read_share(step_of("share"), " a\r\nb\x00\u202e\ud800 ") == "a\nb"
    assert reason(read_share, step_of("share"), "\u202e \x00") == "unreadable"


def test_words_are_the_same_whatever_their_capitals():
    assert fold("TRUST") == fold("Trust")
    assert fold("Trust") != fold("Trusts")


def test_notes_and_titles_are_texts_of_some_length():
    assert read_note(" one\ntwo ") == "one\ntwo"
    assert read_title(" one\ntwo ") == "one two"
    assert reason(read_note, "x" * 4001) == reason(read_title, "x" * 121) == "big"
    assert reason(read_note, None) == reason(read_title, 3) == "unreadable"
