"""A trainer's commands for the current step: its states, stored results, the timer, notes and the end."""

from datetime import timedelta

import pytest

from workbook.workshop.storage.schema import answers, metadata, secrets
from workbook.workshop.storage.schema import seats as seats_table
from workbook.workshop.storage.schema import shares as shares_table
from workshop.rooms import AGAIN, LATER, NOW, ORDER, RATING, SHARE, STATEMENTS, TALK, VOTE, WORD, reason


def few(kind="vote", number=1):
    return {"kind": kind, "round": number, "few": True}


# States


def test_a_step_goes_from_ready_over_open_and_closed_to_revealed(room):
    assert room.do("go", step=VOTE).status == "ready"
    for command, status in (
        ("open", "open"),
        ("close", "closed"),
        ("reveal", "revealed"),
        ("reopen", "open"),
    ):
        assert room.do(command).status == status
        assert room.snapshot().status == status


@pytest.mark.parametrize("command", ["open", "close", "reveal", "reopen", "end"])
def test_a_command_that_comes_twice_is_done_once(small, command):
    small.go(VOTE)
    if command in ("reveal", "reopen"):
        small.do("close")
    once = small.do(command)
    assert small.do(command) == once


@pytest.mark.parametrize("command", ["close", "reveal", "reopen"])
def test_what_was_not_opened_can_t_be_closed_revealed_or_opened_again(small, command):
    small.do("go", step=VOTE)
    assert reason(small.do, command) == "not_now"
    assert small.snapshot().status == "ready"


def test_what_is_closed_is_opened_again_by_saying_so(small):
    small.go(VOTE)
    small.do("close")
    assert reason(small.do, "open") == "not_now"
    assert small.do("reopen").status == "open"


@pytest.mark.parametrize("command", ["open", "close", "reveal", "reopen"])
def test_a_talk_stays_ready(small, command):
    small.do("go", step=TALK)
    assert reason(small.do, command) == "not_now"


def test_revealing_an_open_step_closes_it_first(room):
    room.go(VOTE)
    room.vote(room.join(6), 6)
    snapshot = room.do("reveal")
    assert snapshot.status == "revealed"
    assert snapshot.revealed == {"vote"}
    assert snapshot.results["vote"]["n"] == 6


def test_going_on_closes_an_open_step_and_coming_back_finds_it_as_it_was(room):
    room.go(VOTE)
    room.vote(room.join(6), 6)
    snapshot = room.do("go", step=AGAIN)
    assert (snapshot.status, set(snapshot.results), snapshot.revealed) == ("ready", {"vote"}, frozenset())
    assert room.do("go", step=VOTE).status == "closed"
    room.do("reveal")
    room.do("go", step=TALK)
    assert room.do("go", step=VOTE).status == "revealed"


def test_going_to_the_step_at_hand_changes_nothing(small):
    before = small.go(VOTE)
    assert small.do("go", step=VOTE) == before


@pytest.mark.parametrize(
    "parts", [{}, {"step": 99}, {"step": -1}, {"step": "1"}, {"step": True}, {"step": 1.0}]
)
def test_there_is_no_going_to_a_step_that_is_not_there(small, parts):
    assert reason(small.do, "go", **parts) == "unreadable"


def test_each_change_counts_the_revision_up(room):
    seen = [room.snapshot().revision]
    room.go(VOTE)
    devices = room.join(2)
    for change in (
        lambda: room.do("timer", seconds=5),
        lambda: room.vote(devices, 2),
        lambda: room.do("note", step="", text="x"),
        lambda: room.do("close"),
        lambda: room.workshops.leave(room.id, devices[0]),
    ):
        change()
        seen.append(room.snapshot().revision)
    assert seen == sorted(set(seen))


def test_the_timer_ends_so_many_seconds_from_now_and_goes_with_the_step(room):
    room.go(VOTE)
    assert room.do("timer", seconds=90).timer_ends == NOW + timedelta(seconds=90)
    assert room.do("timer", seconds=0).timer_ends is None
    room.do("timer", seconds=90)
    assert room.do("close").timer_ends is None
    room.do("timer", seconds=90)
    assert room.do("go", step=TALK).timer_ends is None
    for wrong in (-1, 10**9, "5", None, True):
        assert reason(room.do, "timer", seconds=wrong) == "unreadable"


def test_notes_are_kept_by_step_and_on_the_whole_also_after_the_end(room):
    room.do("note", step="vote", text=" They were quiet. ")
    room.do("note", step="", text="A good day.")
    room.do("end")
    room.do("note", step="vote", text="They were loud.")
    assert room.snapshot().notes == {"vote": "They were loud.", "": "A good day."}
    room.do("note", step="vote", text="")
    assert room.snapshot().notes == {"": "A good day."}
    assert reason(room.do, "note", step="gone", text="x") == "unreadable"
    assert reason(room.do, "note", step="", text="x" * 4001) == "big"


# Results: nothing before five, and frozen


def test_nothing_is_told_before_five_have_answered(room):
    room.go(VOTE)
    devices = room.join(5)
    room.vote(devices, 4)
    assert room.snapshot().answered == 4
    assert room.snapshot().results == {}
    assert room.do("reveal").results == {"vote": few()}
    room.do("reopen")
    room.vote(devices, 5)
    assert room.do("reveal").results["vote"]["counts"] == {"ask": 5, "post": 0, "wait": 0}


def test_there_is_no_result_while_a_step_is_open(room):
    room.go(VOTE)
    room.vote(room.join(20), 10, 10)
    assert room.snapshot().results == {}


def test_a_result_stays_as_it_was_frozen_where_fewer_than_five_answers_have_changed(room):
    room.go(VOTE)
    devices = room.join(14)
    room.vote(devices, 5, 5)
    frozen = room.do("close").results["vote"]
    room.do("reopen")
    room.vote(devices, 5, 9)
    assert room.do("close").results["vote"] == frozen
    room.do("reopen")
    room.vote(devices, 4, 10)
    assert room.do("close").results["vote"] == {
        **frozen,
        "n": 14,
        "counts": {"ask": 4, "post": 10, "wait": 0},
    }


def test_a_rating_that_comes_late_can_not_be_told_from_what_was_frozen(room):
    """Neither the bands nor the mean say what somebody gave who came, or changed their mind, in between."""
    room.go(RATING)
    devices = room.join(15)

    def rate(*ratings):
        room.answer(devices[: len(ratings)], [dict.fromkeys(STATEMENTS, one) for one in ratings], "rating")
        return room.do("close").results["rating"]

    frozen = rate(1, 1, 2, 3, 3, 3, 4, 4, 5, 5)
    for later in ((1, 1, 2, 3, 3, 3, 4, 4, 5, 5, 1), (5, 5, 5, 3, 3, 3, 4, 4, 5, 5, 1)):
        room.do("reopen")
        assert rate(*later) == frozen
    room.do("reopen")
    after = rate(5, 5, 5, 3, 3, 3, 4, 4, 5, 5, 1, 1)
    assert after["n"] == 12
    assert after["mean"] == dict.fromkeys(STATEMENTS, 3.7)
    assert after["bands"] != frozen["bands"]


def test_small_steps_add_up_from_what_was_last_counted(room):
    room.go(VOTE)
    devices = room.join(20)
    room.vote(devices, 10)
    frozen = room.do("close").results["vote"]
    for more in (2, 4):
        room.do("reopen")
        room.vote(devices, 10, more)
        assert room.do("close").results["vote"] == frozen
    room.do("reopen")
    room.vote(devices, 10, 6)
    assert room.do("close").results["vote"]["counts"] == {"ask": 10, "post": 6, "wait": 0}


def test_a_revealed_result_stays_on_the_wall_until_the_next_reveal(room):
    room.go(VOTE)
    devices = room.join(20)
    room.vote(devices, 10)
    shown = room.do("reveal").results["vote"]
    room.do("reopen")
    room.vote(devices, 10, 10)
    for command in ("timer", "close"):
        snapshot = room.do(command, seconds=5)
        assert snapshot.results["vote"] == shown
        assert snapshot.revealed == {"vote"}
    assert room.do("reveal").results["vote"]["counts"] == {"ask": 10, "post": 10, "wait": 0}


def test_a_second_round_shows_the_first_and_the_movement(room):
    devices = room.join(20)
    room.go(VOTE)
    room.vote(devices, 12, 8)
    room.do("reveal")
    room.go(AGAIN)
    room.vote(devices, 5, 15, step="again")
    result = room.do("reveal").results["again"]
    assert result["first"] == {"ask": 12, "post": 8, "wait": 0}
    assert result["movement"] == {"both": 20, "kept": 13, "changed": 7}
    assert result["flows"] == {"ask": {"ask": 5, "post": 7}, "post": {"post": 8}}


def test_the_movement_counts_from_the_first_round_as_it_was_frozen(room):
    devices = room.join(20)
    room.go(VOTE)
    room.vote(devices, 10, 10)
    room.do("close")
    room.do("reopen")
    room.vote(devices, 8, 12)
    room.go(AGAIN)
    room.vote(devices, 10, 10, step="again")
    assert room.do("close").results["again"]["movement"] == {"both": 20, "kept": 20, "changed": 0}


def test_a_second_round_without_a_first_stands_alone(room):
    room.go(AGAIN)
    room.vote(room.join(6), 6, step="again")
    assert room.do("reveal").results["again"]["first"] is None


def test_ratings_and_orderings_are_frozen_too(room):
    devices = room.join(6)
    room.go(RATING)
    room.answer(devices, [{"knows": 2, "dares": 4}] * 6, "rating")
    assert room.do("reveal").results["rating"]["mean"] == {"knows": 2.0, "dares": 4.0}
    room.go(ORDER)
    room.answer(devices, [["reply", "photo", "friend"]] * 6, "order")
    assert room.do("reveal").results["order"]["mean"] == {"reply": 1.0, "photo": 2.0, "friend": 3.0}


# The end


def test_the_end_deletes_what_came_from_single_people_and_keeps_what_all_came_to(room):
    devices = room.join(12)
    room.go(VOTE)
    room.vote(devices, 6, 6)
    room.do("reveal")
    room.go(WORD)
    for seat in devices[:6]:
        share = room.share(seat, "calm")
    room.do("let", share=share)
    room.do("reveal")
    room.go(SHARE)
    shown = [room.share(seat, f"Text {number}", "share") for number, seat in enumerate(devices)]
    for share in shown[:7]:
        room.do("let", share=share)
    room.do("refuse", share=shown[0])
    room.workshops.withdraw(room.id, shown[1], devices[1])
    room.do("note", step="", text="Mine.")
    results = room.snapshot().results
    ended = room.do("end", now=LATER)
    assert ended.ended == LATER
    assert (ended.joined, ended.shares, ended.notes) == (12, (), {"": "Mine."})
    assert ended.results["vote"] == results["vote"]
    assert ended.results["word"] == {"kind": "word", "round": 1, "n": 6, "words": []}
    assert ended.results["share"] == {
        "kind": "share",
        "round": 1,
        "n": 10,
        "shown": 5,
        "texts": [],
    }
    for table in (answers, secrets, seats_table, shares_table):
        assert room.rows(table) == []


def test_an_open_step_is_counted_when_the_workshop_ends(room):
    room.go(VOTE)
    room.vote(room.join(6), 6)
    ended = room.do("end")
    assert ended.status == "closed"
    assert ended.results["vote"]["n"] == 6


def test_after_the_end_there_is_nothing_to_do_but_notes(small):
    small.do("end")
    for command in ("go", "open", "close", "reveal", "reopen", "timer", "let", "refuse"):
        assert reason(small.do, command, step=1, seconds=5, share="x") == "ended"
    assert reason(small.do, "dance") == "unreadable"


def test_no_text_of_a_learner_is_left_anywhere_after_the_end(room):
    devices = room.join(6)
    for step, where in (("word", WORD), ("share", SHARE)):
        room.go(where)
        for seat in devices:
            room.do("let", share=room.share(seat, "Unmistakable", step))
        room.do("reveal")
    room.do("end")
    everything = str([room.rows(table) for table in metadata.tables.values()]).casefold()
    assert "unmistakable" not in everything
