import dataclasses
import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.documents.blocks import Facts, Grid
from workbook.exercises.scenario import ScenarioExercise, scenario
from workbook.exercises.scenario.paper import back
from workbook.front import translator, words
from workbook.front.parts import Feedback
from workbook.front.readable import blocks_in

CONTENT = load()


def test_every_scene_and_choice_reaches_the_page_with_its_consequence_and_rationale(subtests):
    for row in CONTENT.scenarios:
        with subtests.test(row.id):
            shown = scenario(row.id).content
            scenes = CONTENT.scenes.where(scenario=row.id)
            assert [scene["number"] for scene in shown["scenes"]] == sorted(scene.number for scene in scenes)
            for scene in shown["scenes"]:
                expected = CONTENT.choices.where(scene=scene["id"])
                assert [choice["id"] for choice in scene["choices"]] == [choice.id for choice in expected]
                assert all(choice["consequence"] and choice["rationale"] for choice in scene["choices"])


def test_the_content_is_plain_json():
    shown = [scenario(row.id).content for row in CONTENT.scenarios]
    assert json.loads(json.dumps(shown)) == shown


def test_a_choice_names_its_one_or_two_standards():
    choices = [
        (choice, CONTENT.choices.by_id(choice["id"]))
        for row in CONTENT.scenarios
        for scene in scenario(row.id).content["scenes"]
        for choice in scene["choices"]
    ]
    for shown, kept in choices:
        assert shown["standards"] == [kept.standard] + ([kept.also_standard] if kept.also_standard else [])


def test_a_scenario_that_does_not_exist_is_refused_with_the_nearest_name():
    known = CONTENT.scenarios[0].id
    with pytest.raises(UnknownName, match=known):
        scenario(known + "x")


def test_the_content_reaches_the_front_end_without_a_request_to_the_kernel():
    shown = scenario(CONTENT.scenarios[0].id)
    assert {"content", "words"} <= set(shown.get_state())


def test_before_it_is_live_the_facts_are_told_and_a_later_scene_is_not(subtests):
    for row in CONTENT.scenarios:
        with subtests.test(row.id):
            page = Html(str(scenario(row.id).readable()))
            told = page.text if row.content_note else page.at_once
            assert all(line in told for line in row.facts.split("\n") if line.strip())
            later = [scene for scene in CONTENT.scenes.where(scenario=row.id) if scene.number > 1]
            assert not [scene.id for scene in later if scene.situation in page.text]


def test_a_content_note_is_read_before_anything_of_the_scenario_which_is_folded_below_it(subtests):
    noted = [row for row in CONTENT.scenarios if row.content_note]
    assert noted
    for row in noted:
        with subtests.test(row.id):
            page = Html(str(scenario(row.id).readable()))
            assert row.content_note in page.at_once
            assert not [line for line in row.facts.split("\n") if line in page.at_once]
            assert page.text.index(row.content_note) < page.text.index(row.facts.split("\n")[0])
            assert scenario(row.id).content["content_note"] == row.content_note


def test_a_scenario_brings_the_law_that_it_turns_on(subtests):
    for row in CONTENT.scenarios:
        with subtests.test(row.id):
            named = [name for name in (row.law, row.also_law) if name]
            shown = scenario(row.id).content["law"]
            assert shown == [dataclasses.asdict(CONTENT.law.by_id(name)) for name in named]


def test_law_is_left_to_the_end_of_a_scenario():
    [law] = scenario("the-car-park-after-court").content["law"]
    assert law["text"] not in Html(str(scenario("the-car-park-after-court").readable())).text


def on_paper(identifier, **keywords):
    return [
        *blocks_in(
            *ScenarioExercise.on_paper(
                CONTENT, translator(words("scenario", "handout")), identifier, **keywords
            )
        )
    ]


@pytest.mark.parametrize("steps", ["fewer", "none", "below"])
def test_where_the_steps_have_faded_facts_and_options_are_told_at_once_and_the_rest_is_folded(
    subtests, steps
):
    for row in CONTENT.scenarios:
        if row.content_note:
            continue
        with subtests.test(row.id):
            page = Html(str(scenario(row.id, steps=steps).readable()))
            [first] = [scene for scene in CONTENT.scenes.where(scenario=row.id) if scene.number == 1]
            choices = [choice.choice for choice in CONTENT.choices.where(scene=first.id)]
            at_once = [*row.facts.split("\n"), first.question, *choices]
            assert [text for text in at_once if text not in page.at_once] == []
            assert row.people.split("\n")[0] not in page.at_once
            assert row.people.split("\n")[0] in page.text
            assert "Which standard is in play?" in page.text


def test_who_decides_at_once_finds_the_steps_and_what_is_not_known_below_the_options():
    [row] = [one for one in CONTENT.scenarios if one.id == "a-request-on-sunday-night"]
    page = Html(str(scenario(row.id, steps="below").readable()))
    assert row.unknown not in page.at_once
    [scene] = CONTENT.scenes.where(scenario=row.id)
    assert page.text.index(scene.question) < page.text.index(row.unknown)
    assert row.unknown in Html(str(scenario(row.id, steps="none").readable())).at_once


def test_where_the_page_tells_the_standard_the_question_is_which_other_one_comes_into_it(subtests):
    for row in CONTENT.scenarios:
        with subtests.test(row.id):
            shown = scenario(row.id, page_of=row.standard)
            choices = [choice for scene in shown.content["scenes"] for choice in scene["choices"]]
            used = {name for choice in choices for name in choice["standards"]}
            assert {*shown.content["others"], row.standard} == used | {row.standard}
            assert shown.content["others"]
            text = Html(str(shown.readable())).text
            assert "Which other standard is in play?" in text
            assert "Which standard is in play?" not in text
            paper = on_paper(row.id, page_of=row.standard)
            [grid] = [one for one in paper if isinstance(one, Grid) and "Which of the others" in one.caption]
            assert len(grid.columns) == len(CONTENT.standards) - 1


def test_a_page_about_another_standard_gives_nothing_away():
    row = CONTENT.scenarios.by_id("friday-show")
    assert scenario(row.id, page_of="standard-2").content == scenario(row.id).content
    with pytest.raises(UnknownName, match="standard-1"):
        scenario(row.id, page_of="standard-11")


def test_on_paper_a_scenario_is_the_same_however_far_its_steps_lead(subtests):
    for row in CONTENT.scenarios:
        with subtests.test(row.id):
            whole = on_paper(row.id)
            assert whole
            assert on_paper(row.id, steps="fewer") == whole
            assert on_paper(row.id, steps="none") == whole
            assert on_paper(row.id, steps="below") == whole


def test_a_way_to_show_the_steps_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(UnknownName, match="fewer"):
        scenario(CONTENT.scenarios[0].id, steps="less")


@pytest.mark.parametrize("scenes", [1, 2])
def test_an_only_scene_goes_without_a_number_at_the_back_of_the_paper(scenes):
    shown = scenario("one-candle").content
    shown = {**shown, "scenes": shown["scenes"][:scenes]}
    t = translator(words("scenario", "common", "handout"))
    titles = [block.caption for block in back(shown, t) if isinstance(block, Grid)]
    questions = [scene["question"] for scene in shown["scenes"]]
    numbered = [f"Scene {number}: {question}" for number, question in enumerate(questions, 1)]
    assert titles == (questions if scenes == 1 else numbered)


def test_two_practitioners_of_different_roles_come_with_a_scenario_and_wait_for_its_end(subtests):
    for row in CONTENT.scenarios:
        kept = CONTENT.reasonings.where(scenario=row.id)
        with subtests.test(row.id):
            shown = scenario(row.id)
            assert shown.content["reasonings"] == [
                {"who": one.who, "reasoning": one.reasoning} for one in kept
            ]
            page = Html(str(shown.readable()))
            assert [one.id for one in kept if one.reasoning in page.text] == []


def test_on_paper_the_two_practitioners_stand_at_the_back_and_say_that_they_are_made_up():
    [feedback] = [block for block in on_paper("the-petition") if isinstance(block, Feedback)]
    said = [block for block in feedback.back if isinstance(block, Facts)]
    kept = CONTENT.reasonings.where(scenario="the-petition")
    assert [block.rows for block in said] == [tuple((one.who, one.reasoning) for one in kept)]
    at = feedback.back.index(said[0])
    assert "made up" in feedback.back[at - 1].text
