import json

import pytest

from workbook.content import UnknownName, load
from workbook.exercises.reflection import reflection

CONTENT = load()


@pytest.mark.parametrize("row", CONTENT.reflections, ids=lambda row: row.id)
def test_a_reflection_shows_its_prompts_in_the_order_of_the_table(row):
    shown = reflection(row.id).content
    assert [prompt["id"] for prompt in shown["prompts"]] == [
        p.id for p in CONTENT.prompts.where(reflection=row.id)
    ]
    assert json.loads(json.dumps(shown)) == shown


@pytest.mark.parametrize("row", CONTENT.reflections, ids=lambda row: row.id)
def test_every_frame_of_a_reflection_has_its_word(row):
    shown = reflection(row.id)
    assert all(f"reflection.frame.{prompt['frame']}" in shown.words for prompt in shown.content["prompts"])


def test_what_a_learner_writes_has_no_trait_to_reach_the_kernel_by():
    own = {name for name in reflection(CONTENT.reflections[0].id).get_state() if not name.startswith("_")}
    assert own <= {"content", "english", "words", "styles", "layout", "tooltip", "tabbable"}


def test_a_reflection_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="standard-1"):
        reflection("standard-11")
