import json

from front.html_page import Html
from workbook.exercises.carousel import CarouselExercise, carousel
from workbook.front.readable import space

SPACE = str(space(3))
OUTCOMES = {
    "none": "No sanction",
    "warning": "Warning or caution",
    "conditions": "Conditions on practice",
    "suspension": "Suspended",
    "removal": "Removed from the register",
}


def test_every_concern_is_a_slide_in_the_order_of_the_table(content):
    slides = carousel().content["concerns"]
    assert [slide["id"] for slide in slides] == [concern.id for concern in content.concerns]
    for slide in slides:
        assert all(slide[part] for part in ("title", "what_happened", "why_it_matters", "lesson", "source"))


def test_every_slide_says_whether_it_is_a_composite_or_public_with_an_address():
    for slide in carousel().content["concerns"]:
        assert slide["kind"] in {"composite", "public"}
        assert slide["kind"] == "composite" or slide["address"].startswith(("https://", "http://"))


def test_every_slide_names_the_standard_in_play(content):
    for slide, concern in zip(carousel().content["concerns"], content.concerns, strict=True):
        standard = content.standards.by_id(concern.standard)
        assert slide["standard"] == {"number": standard.number, "short_title": standard.short_title}


def test_a_slide_says_how_its_case_ended_before_it_is_live_and_on_paper(content):
    ended = [slide for slide in carousel().content["concerns"] if slide["outcome"]]
    assert [slide["id"] for slide in ended] == [one.id for one in content.concerns if one.outcome]
    assert {slide["outcome"] for slide in ended} == set(OUTCOMES)
    page = Html(str(carousel().readable()))
    for outcome, said in OUTCOMES.items():
        count = sum(slide["outcome"] == outcome for slide in ended)
        assert page.texts.count(f"How it ended: {said}.") == count, outcome


def test_only_a_public_case_says_how_it_ended(content):
    assert {one.kind for one in content.concerns if one.outcome} == {"public"}


def test_there_is_space_for_the_list_of_kinds_only_where_there_is_something_to_choose():
    slides = carousel().content["concerns"]
    composites = [slide for slide in slides if slide["kind"] == "composite"]
    of_each, of_one = (str(CarouselExercise({"concerns": some}).readable()) for some in (slides, composites))
    assert SPACE in of_each
    assert SPACE not in of_one


def test_the_slides_are_plain_json():
    shown = carousel().content
    assert json.loads(json.dumps(shown)) == shown


def test_before_it_is_live_the_first_example_is_open_and_the_others_are_folded(content):
    page = Html(str(carousel().readable()))
    assert [one.id for one in content.concerns if one.title in page.at_once] == [content.concerns[0].id]
    assert f"Show the others ({len(content.concerns) - 1})" in page.at_once


def test_without_examples_it_says_so_before_it_is_live():
    assert "There are no examples yet." in Html(str(CarouselExercise({"concerns": []}).readable())).texts
