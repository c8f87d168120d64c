import dataclasses
import json

from workbook.content import load
from workbook.exercises.technology import technology

CONTENT = load()


def test_every_consideration_arrives_whole_and_in_the_order_of_the_table():
    shown = technology().content
    assert shown["considerations"] == [dataclasses.asdict(item) for item in CONTENT.technology]


def test_the_table_names_each_consideration_with_its_question_and_standard():
    rows = technology().content["overview"]
    assert [row[:2] for row in rows] == [[item.title, item.question] for item in CONTENT.technology]
    for row, item in zip(rows, CONTENT.technology, strict=True):
        standard = CONTENT.standards.by_id(item.standard)
        assert row[2] == f"{standard.number}. {standard.short_title}"


def test_the_content_is_plain_json():
    shown = technology().content
    assert json.loads(json.dumps(shown)) == shown
