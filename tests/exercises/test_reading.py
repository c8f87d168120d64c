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


def test_a_theme_opens_the_list_on_it_and_leaves_the_others_folded():
    theme = CONTENT.reading[-1].theme
    shown = reading(theme).content
    assert shown["theme"] == theme
    assert len(shown["works"]) == len(CONTENT.reading)


def test_without_a_theme_none_is_open():
    assert reading().content["theme"] == ""


def test_a_theme_that_does_not_exist_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownName, match="fitness to practise"):
        reading("fitness to practice")


def test_every_theme_is_folded_but_the_one_to_open_with():
    for theme in (None, CONTENT.reading[-1].theme):
        page = Html(str(reading(theme).readable()))
        seen = [work.title for work in CONTENT.reading if work.title in page.at_once]
        assert seen == [work.title for work in CONTENT.reading if work.theme == theme]
        themes = {work.theme for work in CONTENT.reading}
        assert len(page.all("details")) == len(themes)
        assert {f"{name[:1].upper()}{name[1:]} " for name in themes} <= {*page.at_once}


def test_each_work_can_be_linked_to():
    page = Html(str(reading().readable()))
    assert sorted(one["id"] for one in page.all("li")) == sorted(
        f"wb-reading-{work.id}" for work in CONTENT.reading
    )
