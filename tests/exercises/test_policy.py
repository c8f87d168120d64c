import json

from workbook.content import load
from workbook.exercises.policy import policy

CONTENT = load()


def test_every_thing_to_find_arrives_in_the_order_of_its_number_with_why_and_where():
    items = policy().content["items"]
    assert [item["number"] for item in items] == sorted(item.number for item in CONTENT.policy_checklist)
    for item in items:
        kept = CONTENT.policy_checklist.by_id(item["id"])
        assert (item["find"], item["why"], item["where"]) == (kept.find, kept.why, kept.where)


def test_six_things_are_asked_for():
    assert policy().content["main"] == 6


def test_the_content_is_plain_json():
    shown = policy().content
    assert json.loads(json.dumps(shown)) == shown
