import json

import pytest

from workbook.content import UnknownName, load
from workbook.exercises.reflection import reflection

CONTENT = load()


def test_a_reflection_shows_its_prompts_in_the_order_of_the_table():
    shown = {row.id: reflection(row.id).content for row in CONTENT.reflections}
    assert {name: [prompt["id"] for prompt in one["prompts"]] for name, one in shown.items()} == {
        name: [prompt.id for prompt in CONTENT.prompts.where(reflection=name)] for name in shown
    }
    assert json.loads(json.dumps(shown)) == shown


def test_every_frame_of_a_reflection_has_its_word():
    for row in CONTENT.reflections:
        shown = reflection(row.id)
        frames = {f"reflection.frame.{prompt['frame']}" for prompt in shown.content["prompts"]}
        assert frames <= set(shown.words), row.id


def test_what_a_learner_writes_has_no_trait_to_reach_the_kernel_by():
    own = {name for name in reflection(CONTENT.reflections[0].id).get_state() if not name.startswith("_")}
    assert own <= {"content", "english", "namespace", "words", "styles", "layout", "tooltip", "tabbable"}


def test_a_reflection_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="standard-1"):
        reflection("standard-11")
