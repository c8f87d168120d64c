import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.exercises.scenario import scenario

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
            assert all(line in page.at_once for line in row.facts.split("\n") if line.strip())
            later = [scene for scene in CONTENT.scenes.where(scenario=row.id) if scene.number > 1]
            assert not [scene.id for scene in later if scene.situation in page.text]
