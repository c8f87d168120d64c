import json

from workbook.content import load
from workbook.exercises.good_use import good_use


def test_every_idea_arrives_with_who_gains_and_what_to_settle():
    expected = [
        {"id": one.id, "title": one.title, "benefit": one.benefit, "care": one.care}
        for one in load().good_uses
    ]
    shown = good_use().content
    assert shown["ideas"] == expected
    assert json.loads(json.dumps(shown)) == shown


def test_no_idea_has_the_name_that_stands_for_one_s_own():
    assert "own" not in {idea["id"] for idea in good_use().content["ideas"]}
