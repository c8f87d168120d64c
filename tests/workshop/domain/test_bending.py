"""How the plan of a running workshop bends."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbook.workshop.domain.bending import added, moved, shortened, without
from workbook.workshop.domain.plans import Step, WorkshopPlan, check_order, plan_data, stored_plan
from workbook.workshop.errors import WorkshopError
from workshop.rooms import AGAIN, PLAN, RATED, RATING, SHARE, VOTE, WORD, reason

TALKS = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def talk(minutes):
    steps = tuple(Step(f"s{n}", "talk", "Talk", one) for n, one in enumerate(minutes))
    return WorkshopPlan("p", "P", sum(minutes), "", "", steps)


@st.composite
def bent(draw):
    """A plan with a position, and some coming steps left out."""
    plan = talk(draw(TALKS))
    position = draw(st.integers(0, len(plan.steps) - 1))
    coming = [step.id for step in plan.steps[position + 1 :]]
    out = draw(st.sets(st.sampled_from(coming))) if coming else set()
    return replace(plan, left_out=tuple(sorted(out))), position


@given(bent(), st.integers(0, 800))
def test_what_is_shortened_takes_the_minutes_that_are_left_or_a_minute_each(made, minutes):
    plan, position = made
    new = shortened(plan, position, minutes)
    rest = [step for step in plan.steps[position + 1 :] if step.id not in plan.left_out]
    total = sum(step.minutes for step in rest)
    took = sum(step.minutes for step in new.steps[position + 1 :] if step.id not in plan.left_out)
    assert took == min(total, max(minutes, len(rest)))
    for before, after in zip(plan.steps, new.steps, strict=True):
        assert 1 <= after.minutes <= before.minutes
        assert replace(after, minutes=before.minutes) == before
        if before not in rest:
            assert after == before


@given(bent(), st.integers(0, 15), st.integers(0, 15))
def test_only_what_comes_is_moved_and_nothing_is_lost(made, which, to):
    plan, position = made
    assume(which < len(plan.steps))
    step = plan.steps[which]
    if which <= position or not position < to < len(plan.steps):
        assert reason(moved, plan, step.id, to, position) == "not_now"
        return
    new = moved(plan, step.id, to, position)
    assert new.steps[to] == step
    assert new.steps[: position + 1] == plan.steps[: position + 1]
    assert [one for one in new.steps if one != step] == [one for one in plan.steps if one != step]


@given(bent(), st.integers(0, 15))
def test_a_step_that_is_left_out_takes_no_time_and_comes_back(made, which):
    plan, position = made
    assume(which < len(plan.steps))
    step = plan.steps[which]
    if which <= position:
        assert reason(without, plan, step.id, position, is_out=True) == "not_now"
        return
    out = without(plan, step.id, position, is_out=True)
    assert step not in out.taken
    assert set(out.left_out) == {*plan.left_out, step.id}
    back = without(out, step.id, position, is_out=False)
    assert step in back.taken
    assert back.steps == plan.steps
    assert stored_plan(plan_data(out)) == out


NEW = st.sampled_from(
    [
        Step("step-1", kind, "New", 3, subject)
        for kind, subject in (("talk", ""), ("word", ""), ("vote", "scene"))
    ]
)


@given(st.lists(st.tuples(NEW, st.integers(0, 20)), max_size=8))
def test_steps_that_are_added_always_make_a_plan_that_can_be_run(new):
    plan = PLAN
    for step, at in new:
        with suppress(WorkshopError):
            plan = added(plan, step, min(at, len(plan.steps)))
        check_order(plan.steps)
    assert len({step.id for step in plan.steps}) == len(plan.steps)
    assert [step for step in plan.steps if not step.id.startswith("added")] == list(PLAN.steps)


def test_what_was_asked_once_is_added_as_its_second_round_and_a_third_is_refused():
    once = replace(PLAN, steps=PLAN.steps[:AGAIN])
    vote = replace(PLAN.steps[VOTE], id="step-1")
    assert added(once, vote, AGAIN).steps[-1].round == 2
    assert reason(added, PLAN, vote, SHARE) == "plan"


def test_a_second_round_is_not_moved_before_its_first():
    assert reason(moved, PLAN, "rated", RATING, VOTE) == "plan"
    assert moved(PLAN, "rated", WORD, VOTE).steps[WORD] == PLAN.steps[RATED]


def test_a_plan_of_sixty_steps_takes_no_more():
    plan = talk([1] * 60)
    with pytest.raises(WorkshopError, match="60 steps"):
        added(plan, PLAN.steps[WORD], 3)
