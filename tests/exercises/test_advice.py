import json

from workbook.content import load
from workbook.exercises.advice import advice


def test_every_adviser_arrives_with_what_they_are_good_for_and_what_to_bear_in_mind():
    expected = [
        {"id": one.id, "who": one.who, "good_for": one.good_for, "note": one.note} for one in load().advisers
    ]
    shown = advice().content
    assert shown["advisers"] == expected
    assert json.loads(json.dumps(shown)) == shown
