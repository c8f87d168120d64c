import itertools
import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.exercises.confidence import confidence

CONTENT = load()


def test_the_same_statements_are_rated_before_and_after(subtests):
    for row, when in itertools.product(CONTENT.standards, ["before", "after"]):
        with subtests.test(row.id, when=when):
            shown = confidence(row.id, when=when).content
            expected = [(one.id, one.statement) for one in CONTENT.self_ratings.where(standard=row.id)]
            assert [(one["id"], one["statement"]) for one in shown["statements"]] == expected
            assert (shown["standard"], shown["when"]) == (row.id, when)
            assert json.loads(json.dumps(shown)) == shown


def test_every_step_of_the_scale_has_its_word():
    words = confidence("standard-1").words
    assert all(f"confidence.scale.{rating}" in words for rating in range(1, 6))


def test_before_is_meant_where_nothing_is_said():
    assert confidence("standard-1").content["when"] == "before"


def test_a_standard_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="standard-1"):
        confidence("standard-11")


def test_a_time_that_does_not_exist_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownName, match="'after'"):
        confidence("standard-1", when="afters")


def test_before_it_is_live_only_the_rating_for_after_speaks_of_both():
    identifier = CONTENT.standards[0].id
    headings = [Html(str(confidence(identifier, when).readable())).all("h4") for when in ("before", "after")]
    assert [len(found) for found in headings] == [0, 1]
