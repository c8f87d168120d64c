import json

import pytest

from record.ui.record_page import entry, in_node, version
from workbook.content import load
from workbook.exercises.learning_plan import learning_plan

CONTENT = load()


def test_a_change_can_be_tied_to_each_standard_in_its_order():
    shown = learning_plan().content
    assert [one["number"] for one in shown["standards"]] == [1, 2, 3, 4, 5, 6]
    assert {one["id"] for one in shown["standards"]} == set(CONTENT.standards.ids)
    assert json.loads(json.dumps(shown)) == shown


def test_every_question_of_the_plan_has_its_words(tmp_path):
    parts = in_node(tmp_path, [], "page.PLAN_PARTS")
    assert {f"learning_plan.{part}" for part in parts} <= set(learning_plan().words)


def test_a_plan_is_put_together_from_its_parts_by_number(tmp_path):
    entries = [
        entry("plan/10/change", "Later."),
        entry("plan/2/know", "They say so."),
        entry("plan/2/change", "Ask first."),
        entry("plan/3/change", " "),
        entry("plan/4/by", "", others=[version("2026-12-01")]),
        entry("plan/x/change", "No number."),
        entry("plan/5/other", "No part."),
        entry("reflection/plan/1/change", "Something else."),
    ]
    plans = in_node(
        tmp_path, entries, "page.plansIn(entries).map((one) => [one.number, Object.keys(one.parts)])"
    )
    assert plans == [[2, ["know", "change"]], [4, ["by"]], [10, ["change"]]]


def test_a_number_is_never_given_twice_not_even_after_a_removal(tmp_path):
    entries = [entry("plan/1/change", "Ask."), entry("plan/7/change", "")]
    assert in_node(tmp_path, entries, "page.nextPlanNumber(entries)") == 8
    assert in_node(tmp_path, [], "page.nextPlanNumber(entries)") == 1


@pytest.mark.parametrize(
    ("by", "difference", "due"),
    [
        ("2026-06-30", "", True),
        ("2026-07-01", "", False),
        ("2026-12-01", "", False),
        ("2026-06-30", "They ask now.", False),
        ("0202-06-30", "", False),
        ("", "", False),
        ("next week", "", False),
    ],
)
def test_a_plan_asks_how_it_went_once_its_day_has_passed(tmp_path, by, difference, due):
    entries = [
        entry("plan/1/change", "Ask."),
        entry("plan/1/by", by),
        entry("plan/1/difference", difference),
    ]
    asked = in_node(
        tmp_path, entries, "page.isDue(page.plansIn(entries)[0], new Date('2026-07-01T10:00:00Z'))"
    )
    assert asked is due
