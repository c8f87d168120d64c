"""When a step's result is shown: now, later or never, whatever the trainer presses."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook.workshop.domain.plans import stored_plan
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.states import learner_state
from workshop.rooms import AGAIN, NOW, PLAN, VOTE, Room, Texts, reason

HIDDEN = replace(
    PLAN,
    steps=tuple(replace(step, show="never") if step.kind == "vote" else step for step in PLAN.steps),
)


class Pages(Texts):
    """The texts that a page gets."""

    def activity(self, step):
        return {"reasons": {}} if step.kind == "vote" else None


def test_what_is_never_shown_can_t_be_revealed_and_stays_as_it_is(store):
    room = Room(store, HIDDEN)
    room.go(VOTE)
    assert reason(room.do, "reveal") == "not_now"
    assert room.snapshot().status == "open"
    assert room.do("close").status == "closed"
    assert reason(room.do, "reveal") == "not_now"


def test_what_is_shown_later_is_revealed_when_the_trainer_says_so(store):
    room = Room(store, replace(PLAN, steps=(replace(PLAN.steps[VOTE], show="later"),)))
    room.go(0)
    assert room.do("reveal").status == "revealed"


def test_a_plan_from_before_shows_its_results_at_once():
    data = {"id": "a", "kind": "word", "title": "One word", "minutes": 3}
    plan = {"id": "p", "title": "P", "minutes": 3, "aim": "", "prepare": "", "steps": [data]}
    assert stored_plan(plan).steps[0].show == "now"


COMMANDS = st.sampled_from(["open", "close", "reveal", "reopen", VOTE, AGAIN])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands=st.lists(COMMANDS, max_size=10))
def test_no_order_of_commands_shows_learners_what_is_never_shown(small, commands):
    room = Room(small.store, HIDDEN)
    devices = room.join(6)
    for command in commands:
        with suppress(WorkshopError):
            if isinstance(command, int):
                room.do("go", step=command)
            else:
                room.do(command)
        room.vote(devices, 4, 2, step=room.snapshot().step.id)
        assert learner_state(room.snapshot(), Pages(), NOW)["result"] is None
        assert not room.snapshot().revealed
