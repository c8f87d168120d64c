import json

import pytest

from workbook.content import UnknownName, load
from workbook.exercises.tip import TipExercise, tip

TIPS = load().tips


def test_a_tip_shows_its_number_among_all_and_why_it_helps(content, subtests):
    for row in TIPS:
        with subtests.test(row.id):
            shown = tip(row.id).children[0].content
            assert (shown["number"], shown["total"]) == (row.number, len(TIPS))
            assert (shown["title"], shown["why"]) == (row.title, row.why)
            assert shown["standard"]["number"] == content.standards.by_id(row.standard).number
            assert json.loads(json.dumps(shown)) == shown


def test_below_a_tip_stands_the_exercise_that_the_table_names_for_it():
    shown = [tip(row.id).children for row in TIPS]
    assert all(isinstance(card, TipExercise) for card, _ in shown)
    assert [exercise.name for _, exercise in shown] == [row.exercise for row in TIPS]


def test_tips_that_share_an_exercise_show_it_once():
    shared = [row.id for row in TIPS if row.exercise == "draft"]
    assert len(shared) == 2
    assert [child.name for child in tip(*shared).children] == ["tip", "tip", "draft"]


def test_the_tips_are_numbered_without_a_gap():
    cards = tip(*TIPS.ids).children[: len(TIPS)]
    assert sorted(card.content["number"] for card in cards) == list(range(1, len(TIPS) + 1))


def test_a_tip_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match=TIPS[0].id):
        tip(TIPS[0].id + "x")
