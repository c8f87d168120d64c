"""A trainer bends the plan as it runs: adds, moves, leaves out, hides, asks anew, takes a press back."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.states import console_state, learner_state
from workbook.workshop.storage.schema import answers, shares
from workbook.workshop.storage.undo import UNDO_S
from workshop.rooms import (
    AGAIN,
    LATER,
    NOW,
    ORDER,
    PLAN,
    RATING,
    SHARE,
    STATEMENTS,
    TALK,
    VOTE,
    WORD,
    Room,
    Texts,
    reason,
)

FRESH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
NEW_WORD = replace(PLAN.steps[WORD], id="step-1", title="Another word")


class Pages(Texts):
    """The texts that a page gets."""

    def activity(self, step):
        return None if step.kind == "talk" else {"question": "?"}

    def facilitator(self, _step):
        return None


def seen(room):
    """What the learners and the trainer see, without what counts up or passes."""
    states = [state(room.snapshot(), Pages(), NOW) for state in (learner_state, console_state)]
    return [{key: value for key, value in one.items() if key not in ("revision", "undo")} for one in states]


# The plan


def test_a_step_is_added_after_the_current_one_and_answered_there(room):
    devices = room.join(5)
    room.go(VOTE)
    assert [one.title for one in room.do("add", step=NEW_WORD).plan.steps[VOTE : VOTE + 2]] == [
        "Vote alone",
        "Another word",
    ]
    added = room.go(VOTE + 1).step
    assert room.share(devices[0], "calm", added.id)
    assert room.snapshot().answered == 1


def test_a_step_that_is_left_out_is_not_counted_and_comes_back_if_the_trainer_goes_there(small):
    small.do("skip", step="vote")
    assert small.snapshot().plan.left_out == ("vote",)
    assert learner_state(small.snapshot(), Pages(), NOW)["of"] == len(PLAN.steps) - 1
    small.do("go", step=AGAIN)
    assert learner_state(small.snapshot(), Pages(), NOW)["number"] == 2
    small.do("go", step=VOTE)
    assert small.snapshot().plan.left_out == ()


def test_what_was_answered_is_not_left_out(room):
    room.go(VOTE)
    room.do("close")
    room.do("go", step=TALK)
    assert reason(room.do, "skip", step="vote") == "not_now"


def test_coming_steps_are_moved_and_shortened(small):
    assert small.do("move", step="word", to=VOTE).plan.steps[VOTE].id == "word"
    assert sum(step.minutes for step in small.do("shorten", minutes=9).plan.steps[1:]) == 9
    assert small.snapshot().plan.steps[0].minutes == 2


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("add", {"step": "word"}),
        ("move", {"step": 3, "to": 2}),
        ("move", {"step": "word", "to": "2"}),
        ("skip", {}),
        ("shorten", {"minutes": -1}),
    ],
)
def test_parts_that_can_t_be_read_are_refused(small, command, parts):
    assert reason(small.do_raw, command, parts) == "unreadable"


# Hiding, and asking anew


def test_a_result_that_is_hidden_is_the_trainer_s_alone_and_can_be_shown_again(room):
    room.go(VOTE)
    room.vote(room.join(6), 4, 2)
    room.do("reveal")
    hidden = room.do("hide")
    assert (hidden.status, hidden.revealed) == ("closed", frozenset())
    assert hidden.results["vote"]["n"] == 6
    assert learner_state(hidden, Pages(), NOW)["result"] is None
    assert room.do("hide") == hidden
    assert room.do("reveal").revealed == {"vote"}


def test_what_has_no_result_is_not_hidden(small):
    small.do("go", step=VOTE)
    assert reason(small.do, "hide") == "not_now"


def test_a_round_that_is_asked_anew_has_no_answers_and_no_result(room):
    devices = room.join(6)
    room.go(VOTE)
    room.vote(devices, 6)
    room.do("reveal")
    reset = room.do("reset")
    assert (reset.status, reset.results, reset.answered) == ("ready", {}, 0)
    assert reset.plan.resets == {"vote": 1}
    assert learner_state(reset, Pages(), NOW)["step"]["resets"] == 1
    assert not [row for row in room.rows(answers) if row.step_id == "vote"]
    room.do("open")
    room.vote(devices, 0, 5)
    assert room.do("close").results["vote"]["counts"] == {"ask": 0, "post": 5, "wait": 0}


def test_texts_of_a_step_that_is_asked_anew_are_deleted(room):
    (seat,) = room.join(1)
    room.go(SHARE)
    room.share(seat, "I will ask first.", "share")
    room.do("reset")
    assert not room.rows(shares)


def test_ratings_that_were_counted_are_not_asked_anew_since_two_counts_could_name_someone(room):
    devices = room.join(6)
    room.go(RATING)
    room.answer(devices, [dict.fromkeys(STATEMENTS, 3)] * 6, "rating")
    room.do("close")
    assert reason(room.do, "reset") == "not_now"
    assert room.snapshot().results["rating"]["n"] == 6


def test_ratings_of_too_few_are_asked_anew(room):
    room.go(RATING)
    room.answer(room.join(2), [dict.fromkeys(STATEMENTS, 3)] * 2, "rating")
    room.do("close")
    assert room.do("reset").status == "ready"


def test_a_first_round_stays_once_the_second_one_was_counted(room):
    devices = room.join(6)
    room.go(VOTE)
    room.vote(devices, 6)
    room.go(AGAIN)
    room.vote(devices, 6, step="again")
    room.do("close")
    room.do("go", step=VOTE)
    assert reason(room.do, "reset") == "not_now"
    room.do("go", step=AGAIN)
    assert room.do("reset").status == "ready"


# A press too many


COMMANDS = st.one_of(
    st.sampled_from(["open", "close", "reveal", "hide", "reopen"]).map(lambda do: (do, {})),
    st.integers(0, SHARE).map(lambda step: ("go", {"step": step})),
    st.sampled_from(["order", "word", "share"]).map(lambda step: ("skip", {"step": step})),
    st.tuples(st.sampled_from(["word", "share"]), st.integers(0, SHARE)).map(
        lambda made: ("move", {"step": made[0], "to": made[1]})
    ),
    st.integers(0, 40).map(lambda minutes: ("shorten", {"minutes": minutes})),
    st.just(("add", {"step": NEW_WORD})),
)


OPENED = [("go", {"step": VOTE}), ("open", {})]


@FRESH
@example(OPENED, ("close", {}))
@example(OPENED, ("reveal", {}))
@example([*OPENED, ("close", {})], ("reveal", {}))
@example([*OPENED, ("reveal", {})], ("hide", {}))
@example([*OPENED, ("reveal", {})], ("reopen", {}))
@example(OPENED, ("go", {"step": SHARE}))
@given(st.lists(COMMANDS, max_size=8), COMMANDS)
def test_a_press_that_is_taken_back_leaves_the_room_as_it_was(small, earlier, last):
    room = Room(small.store)
    devices = room.join(6)
    for do, parts in earlier:
        with suppress(WorkshopError):
            room.do(do, **parts)
            if room.snapshot().step.kind == "vote":
                room.vote(devices, 6, step=room.snapshot().step.id)
    then, revision = seen(room), room.snapshot().revision
    with suppress(WorkshopError):
        room.do(last[0], **last[1])
    if room.snapshot().revision == revision:
        return
    room.do("undo")
    now = seen(room)
    # A result that was counted meanwhile stays with the trainer, and only there.
    for state, before in zip(now, then, strict=True):
        if "results" in state:
            assert before["results"].items() <= state["results"].items()
            state["results"] = before["results"]
    assert now == then


def test_it_is_taken_back_only_once_and_within_a_short_time(room):
    room.do("go", step=VOTE)
    assert console_state(room.snapshot(), Pages(), NOW)["undo"] == {"did": "go", "seconds": UNDO_S}
    assert reason(room.do, "undo", now=NOW + timedelta(seconds=UNDO_S + 1)) == "not_now"
    assert console_state(room.snapshot(), Pages(), LATER)["undo"] is None
    room.do("undo")
    assert room.snapshot().position == TALK
    assert reason(room.do, "undo") == "not_now"


def test_a_step_that_was_answered_is_not_taken_back(room):
    devices = room.join(1)
    room.go(VOTE)
    room.vote(devices, 1)
    assert reason(room.do, "undo") == "not_now"
    assert room.snapshot().answered == 1


def test_a_repeated_command_leaves_what_can_be_taken_back(room):
    room.go(VOTE)
    room.do("open")
    assert room.do("undo").status == "ready"


def test_neither_asking_anew_nor_the_end_is_taken_back(room):
    room.go(ORDER)
    room.do("reset")
    assert reason(room.do, "undo") == "not_now"
    room.do("end")
    assert reason(room.do, "undo") == "ended"
