import json

import pytest

from workbook.content import load
from workbook.exercises.boundaries import boundaries


def test_every_request_is_in_the_inbox_in_the_order_of_the_table(content):
    requests = boundaries().content["requests"]
    assert [request["id"] for request in requests] == [request.id for request in content.requests]
    assert {request["kind"] for request in requests} == {
        "friend request",
        "direct message",
        "group invitation",
        "follow",
        "tag",
    }


@pytest.mark.parametrize("row", load().requests, ids=lambda row: row.id)
def test_a_request_comes_with_all_its_answers_and_what_each_does(content, row):
    shown = next(request for request in boundaries().content["requests"] if request["id"] == row.id)
    assert [answer["id"] for answer in shown["answers"]] == [
        answer.id for answer in content.request_answers.where(request=row.id)
    ]
    effects = [answer["effect"] for answer in shown["answers"]]
    assert set(effects) <= {"keeps", "strains", "crosses"}
    assert "keeps" in effects
    assert all(answer["what_happens"] and answer["rationale"] for answer in shown["answers"])


def test_the_inbox_is_plain_json():
    shown = boundaries().content
    assert json.loads(json.dumps(shown)) == shown
