import json

import pytest

from workbook.content import UnknownName, load
from workbook.exercises.tip import TipExercise, tip

TIPS = load().tips
every_tip = pytest.mark.parametrize("row", TIPS, ids=lambda row: row.id)


@every_tip
def test_a_tip_shows_its_number_among_all_and_why_it_helps(content, row):
    shown = tip(row.id).children[0].content
    assert (shown["number"], shown["total"]) == (row.number, len(TIPS))
    assert (shown["title"], shown["why"]) == (row.title, row.why)
    assert shown["standard"]["number"] == content.standards.by_id(row.standard).number
    assert json.loads(json.dumps(shown)) == shown


@every_tip
def test_below_a_tip_stands_the_exercise_that_the_table_names_for_it(row):
    card, exercise = tip(row.id).children
    assert isinstance(card, TipExercise)
    assert exercise.name == row.exercise


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
