import dataclasses
import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.exercises.reading import reading

CONTENT = load()


def test_every_work_arrives_whole_and_in_the_order_of_the_table():
    shown = reading().content
    assert shown["works"] == [dataclasses.asdict(work) for work in CONTENT.reading]
    assert json.loads(json.dumps(shown)) == shown


def test_each_theme_and_place_is_offered_once():
    shown = reading().content
    assert sorted(shown["themes"]) == sorted({work.theme for work in CONTENT.reading})
    assert sorted(shown["countries"]) == sorted({work.country for work in CONTENT.reading})


def test_a_theme_opens_the_list_on_it_and_leaves_the_others_to_choose():
    theme = CONTENT.reading[-1].theme
    shown = reading(theme).content
    assert shown["theme"] == theme
    assert len(shown["works"]) == len(CONTENT.reading)


def test_without_a_theme_the_list_is_open():
    assert reading().content["theme"] == ""


def test_a_theme_that_does_not_exist_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownName, match="fitness to practise"):
        reading("fitness to practice")


def test_the_works_of_other_themes_are_folded_until_the_list_is_live():
    theme = CONTENT.reading[0].theme
    page = Html(str(reading(theme).readable()))
    first = [work.title for work in CONTENT.reading if work.theme == theme]
    assert [work.title for work in CONTENT.reading if work.title in page.at_once] == first
    assert f"Show the others ({len(CONTENT.reading) - len(first)})" in page.at_once
    assert len(page.all("details")) == 1
    assert Html(str(reading().readable())).all("details") == []
