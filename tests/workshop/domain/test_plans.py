"""What a plan is, and what a trainer is told about an invalid one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.domain.plans import plan_data, plan_of, stored_plan
from workbook.workshop.errors import WorkshopError
from workshop.rooms import PLAN, Known, outcome

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def vote(**changes):
    return {"kind": "vote", "title": "Vote", "minutes": 5, "subject": "scene", **changes}


def told(*steps, **changes):
    """What is said about a plan."""
    with pytest.raises(WorkshopError) as problem:
        plan_of({"title": "Plan", "minutes": 60, "steps": list(steps), **changes}, Known())
    assert problem.value.reason == "plan"
    return problem.value.text


def test_a_plan_comes_back_from_its_data():
    data = json.loads(json.dumps(plan_data(PLAN)))
    assert plan_of(data, Known()) == stored_plan(data) == PLAN


def test_both_rounds_ask_the_same_question_and_each_word_step_its_own():
    questions = [step.question for step in PLAN.steps]
    assert questions[1] == questions[2] == "vote/scene"
    assert questions[3] == questions[4] == "rating/standard"
    assert questions[6:] == ["word/word", "share/share"]
    assert PLAN.first_round(PLAN.steps[2]) == PLAN.steps[1]
    assert PLAN.first_round(PLAN.steps[1]) is None


def test_a_step_begins_when_those_before_it_are_over():
    assert [PLAN.begins(step) for step in PLAN.steps[:4]] == [0, 2, 6, 10]


def test_steps_without_ids_get_them_and_other_keys_are_passed_over():
    read = plan_of({"title": "P", "minutes": 9, "own": True, "steps": [vote(begins=3)]}, Known())
    assert (read.id, read.steps[0].id) == ("plan", "step-1")


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("has no steps", []),
        ("Step 1 can't be read", ["talk"]),
        ("Step 1 has no kind. Choose one of: talk", [vote(kind="dance")]),
        ("Step 2 needs a title", [vote(), vote(title="  ")]),
        ("Step 1 needs its minutes: a whole number", [vote(minutes=0)]),
        ("Step 1 needs its minutes", [vote(minutes=True)]),
        ("Step 1 (Vote) does not say what it is about", [vote(subject="")]),
        ("Step 1 (Vote) is about something that the workbook does not have", [vote(subject="gone")]),
        ("round that is neither 1 nor 2", [vote(round=3)]),
        ("Step 1 can't have a second round", [vote(kind="word", subject="", round=2)]),
        ("Step 1 (Vote) is a second round, and there is no first one before it", [vote(round=2), vote()]),
        ("Step 2 (Vote) asks what another step asks already", [vote(), vote()]),
        ("Step 2 (Vote) has the id of another step", [vote(id="a"), vote(id="a", round=2)]),
        ("Step 1 does not say when its result is shown. Choose one of: now", [vote(show="soon")]),
        ("would show its first round", [vote(show="never"), vote(id="a", round=2)]),
        ("Step 1 has an id that can't be used", [vote(id="A b")]),
        ("Step 1: the wall has 2001 characters. Keep it to 2000", [vote(wall="x" * 2001)]),
        ("Step 1: the notes is not a text", [vote(notes=3)]),
        ("The plan has 61 steps. Keep it to 60", [{"kind": "talk", "title": "T", "minutes": 1}] * 61),
        ("The steps take 61 minutes, and the plan has 60", [vote(minutes=61)]),
    ],
)
def test_a_plan_that_can_t_be_used_says_which_step_and_what_to_do(said, steps):
    assert said in told(*steps)


def test_signs_that_nobody_sees_are_left_out():
    read = plan_of({"title": "P", "minutes": 9, "steps": [vote(wall="a\0b\r\nc\ud800")]}, Known())
    assert read.steps[0].wall == "ab\nc"


@given(JSON | st.fixed_dictionaries({"title": JSON, "minutes": JSON, "steps": st.lists(JSON)}))
def test_anything_at_all_is_a_plan_or_is_refused_as_one(data):
    assert outcome(plan_of, data, Known()) in (None, "plan")
