"""A workshop from its start to its deletion: seats, votes, and who may act on it, over both databases."""

import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples import examples
from workbook.workshop.domain.snapshots import IncomingAnswer
from workbook.workshop.storage.schema import metadata, seats, workshops
from workbook.workshop.storage.seats import MOST_SEATS
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workshop.domain.test_plans import JSON
from workshop.rooms import (
    AGAIN,
    NOW,
    OTHER,
    PLAN,
    SHARE,
    STATEMENTS,
    TRAINER,
    VOTE,
    WORD,
    Room,
    Texts,
    outcome,
    reason,
)


def of_wrong(outcome_of_seat):
    return getattr(outcome_of_seat, "reason", None)


# Starting, finding


def test_a_workshop_starts_at_the_first_step_of_its_plan(room):
    snapshot = room.snapshot()
    assert (snapshot.title, snapshot.trainer, snapshot.plan) == (PLAN.title, TRAINER, PLAN)
    assert (snapshot.position, snapshot.status, snapshot.step) == (0, "ready", PLAN.steps[0])
    assert (snapshot.started, snapshot.ended, snapshot.timer_ends) == (NOW, None, None)
    assert (snapshot.answered, snapshot.joined, snapshot.results, snapshot.shares) == (0, 0, {}, ())


def test_a_workshop_is_found_by_its_code_while_it_runs(room):
    code = room.snapshot().code
    assert room.workshops.by_code(f" {code[:3].lower()}-{code[3:]}") == room.id
    assert reason(room.workshops.by_code, "CCCCCC" if code != "CCCCCC" else "DDDDDD") == "unknown"
    assert reason(room.workshops.by_code, None) == "unknown"
    room.do("end")
    assert reason(room.workshops.by_code, code) == "ended"


def test_workshops_are_listed_by_trainer_and_those_that_run(store):
    first, second, other = Room(store), Room(store), Room(store, trainer=OTHER)
    first.join(3)
    first.do("end")
    listed = first.workshops.of_trainer(TRAINER)
    assert {(one.id, one.joined, one.ended) for one in listed} == {(first.id, 3, NOW), (second.id, 0, None)}
    assert {one.plan for one in listed} == {PLAN.title}
    assert set(first.workshops.live()) == {second.id, other.id}
    assert first.workshops.owner(other.id) == OTHER
    assert first.workshops.revisions([other.id, "gone", "\ud800"]) == {other.id: 1}


def test_a_title_of_its_own_is_taken_and_one_that_is_none_is_refused(room):
    create = room.workshops.create
    assert create(TRAINER, PLAN, " Team  day ", NOW).title == "Team day"
    assert reason(create, TRAINER, PLAN, 7, NOW) == "unreadable"
    assert reason(create, TRAINER, PLAN, "x" * 121, NOW) == "big"


# Seats


def test_devices_get_seats_that_are_known_when_they_come_back(room):
    mine, other = room.join(2)
    assert mine != other
    assert room.snapshot().joined == 2
    assert room.workshops.take_seats([(room.id, mine), (room.id, mine)]) == [mine, mine]
    assert room.snapshot().joined == 2


def test_a_seat_that_is_not_known_is_refused_alone(room):
    new, *others = room.workshops.take_seats(
        [(room.id, None), (room.id, "x"), (room.id, "\ud800"), ("gone", None), ("\0", None)]
    )
    assert isinstance(new, str)
    assert [of_wrong(one) for one in others] == ["left", "left", "unknown", "unknown"]
    assert room.snapshot().joined == 1


def test_a_seat_is_good_for_its_own_workshop_alone(store):
    room, other = Room(store), Room(store)
    (seat,) = room.join(1)
    assert of_wrong(room.workshops.take_seats([(other.id, seat)])[0]) == "left"


def test_who_leaves_is_forgotten_and_what_was_closed_before_stays_counted(room):
    room.go(VOTE)
    devices = room.join(5)
    room.vote(devices, 5)
    assert room.do("close").results["vote"]["counts"]["ask"] == 5
    room.workshops.leave(room.id, devices[0])
    room.workshops.leave(room.id, devices[0])
    assert room.snapshot().joined == 4
    assert room.answer(devices[:1], ["wait"]) == ["left"]
    assert reason(room.share, devices[0], "calm") == "left"
    assert room.snapshot().results["vote"]["counts"]["ask"] == 5


def test_nobody_answers_more_than_once_by_leaving_and_joining_again(room):
    room.go(VOTE)
    devices = room.join(6)
    room.vote(devices[:5], 5)
    for _ in range(30):
        (again,) = room.join(1)
        room.vote([again], 1)
        assert (room.snapshot().joined, room.snapshot().answered) == (7, 6)
        room.workshops.leave(room.id, again)
    assert (room.snapshot().joined, room.snapshot().answered) == (6, 5)
    assert room.do("close").results["vote"]["counts"]["ask"] == 5


def test_no_more_have_answered_than_are_there_and_have_left_whatever_they_do(room):
    room.go(VOTE)
    devices = room.join(12)
    room.vote(devices, 6, 6)
    room.do("close")
    for device in devices[:3]:
        room.workshops.leave(room.id, device)
    now = room.snapshot()
    assert (now.answered, now.left, now.joined) == (12, 3, 9)
    # Of an open step nobody is counted who could be back under another seat.
    room.do("reopen")
    now = room.snapshot()
    assert (now.answered, now.left, now.joined) == (9, 0, 9)
    back = room.join(3)
    room.vote(back, 3)
    now = room.snapshot()
    assert (now.answered, now.left, now.joined) == (12, 0, 12)


def test_two_people_can_not_unmask_each_other_by_leaving_and_joining_again(room):
    room.go(VOTE)
    mine, other = room.join(2)
    room.vote([other], 0, 1)
    for _ in range(10):
        room.vote([mine], 1)
        assert "few" in room.do("close").results["vote"]
        room.workshops.leave(room.id, mine)
        room.do("reopen")
        (mine,) = room.join(1)
    room.vote([mine], 1)
    result = room.do("reveal").results["vote"]
    assert (room.snapshot().answered, "few" in result) == (2, True)


def test_who_leaves_takes_an_own_text_of_an_open_step_along(room):
    room.go(WORD)
    devices = room.join(2)
    for word in ("one", "two", "three", "four", "five", "six"):
        room.share(devices[0], word)
        room.workshops.leave(room.id, devices[0])
        devices[0] = room.join(1)[0]
    room.share(devices[1], "calm")
    assert [one.text for one in room.snapshot().shares] == ["calm"]
    assert (room.snapshot().answered, room.snapshot().joined) == (1, 2)


def test_a_second_round_still_pairs_the_answers_of_those_who_have_left(room):
    room.go(VOTE)
    devices = room.join(12)
    room.vote(devices, 6, 6)
    room.go(AGAIN)
    room.vote(devices, 6, 6, step="again")
    room.do("close")
    before = room.snapshot().results["again"]["movement"]
    for device in devices[:6]:
        room.workshops.leave(room.id, device)
    room.do("reveal")
    assert room.snapshot().results["again"]["movement"] == before


def test_a_workshop_has_a_thousand_seats(small):
    taken = small.join(MOST_SEATS - 1)
    assert all(isinstance(seat, str) for seat in taken)
    last, none = small.join(2)
    assert isinstance(last, str)
    assert of_wrong(none) == "full"
    assert of_wrong(small.join(1)[0]) == "full"
    assert small.workshops.take_seats([(small.id, taken[0])]) == [taken[0]]


def test_nobody_joins_a_workshop_that_has_ended(room):
    (seat,) = room.join(1)
    room.do("end")
    assert [of_wrong(one) for one in room.workshops.take_seats([(room.id, None), (room.id, seat)])] == [
        "ended"
    ] * 2


# Votes


def test_votes_are_counted_once_each_and_the_last_one_counts(room):
    room.go(VOTE)
    devices = room.join(7)
    assert room.vote(devices, 5, 2) == [None] * 7
    assert room.vote(devices, 5, 2) == [None] * 7
    assert room.answer([devices[0]] * 3, ["wait", "ask", "post"]) == [None] * 3
    assert room.snapshot().answered == 7
    assert room.workshops.mine(room.id, "vote", devices[0]).answer == "post"
    room.answer(devices[:1], ["ask"])
    assert room.do("close").results["vote"]["n"] == 7


def test_the_same_vote_again_changes_nothing(room):
    room.go(VOTE)
    devices = room.join(2)
    room.vote(devices, 2)
    before = room.snapshot()
    assert room.vote(devices, 2) == [None] * 2
    assert room.snapshot() == before


def test_votes_are_taken_for_the_step_that_is_open_alone(room):
    (seat,) = room.join(1)
    assert room.answer([seat], ["ask"]) == ["closed"]
    room.do("go", step=VOTE)
    assert room.answer([seat], ["ask"]) == ["closed"]
    room.do("open")
    assert room.answer([seat], ["ask"], "again") == ["closed"]
    assert room.answer([seat], ["ask"]) == [None]
    room.do("close")
    assert room.answer([seat], ["post"]) == ["closed"]
    room.do("reopen")
    assert room.answer([seat], ["post"]) == [None]


def test_a_vote_whose_acknowledgement_was_lost_counts_when_the_step_is_closed_by_then(room):
    room.go(VOTE)
    (seat,) = room.join(1)
    room.answer([seat], ["ask"])
    for later in (lambda: room.do("close"), lambda: room.go(AGAIN)):
        later()
        assert room.answer([seat], ["ask"]) == [None]
        assert room.answer([seat], ["post"]) == ["closed"]
    assert room.workshops.mine(room.id, "vote", seat).answer == "ask"
    room.do("end")
    assert room.answer([seat], ["ask"]) == ["ended"]


def test_one_that_can_t_be_kept_holds_up_no_other(room):
    room.go(VOTE)
    seat, other = room.join(2)
    given_now = [
        IncomingAnswer(room.id, "vote", seat, "nothing"),
        IncomingAnswer(room.id, "vote", "x", "ask"),
        IncomingAnswer("gone", "vote", seat, "ask"),
        IncomingAnswer(room.id, "gone", seat, "ask"),
        IncomingAnswer(room.id, "vote", other, "ask"),
    ]
    outcomes = [one and one.reason for one in room.workshops.keep_answers(given_now)]
    assert outcomes == ["unreadable", "left", "unknown", "unreadable", None]
    assert room.snapshot().answered == 1


def test_answers_for_several_workshops_go_in_one_transaction(store):
    rooms = [Room(store), Room(store, trainer=OTHER)]
    given_now = []
    for room in rooms:
        room.go(VOTE)
        given_now += [IncomingAnswer(room.id, "vote", seat, "ask") for seat in room.join(3)]
    assert rooms[0].workshops.keep_answers(given_now) == [None] * 6
    assert [room.snapshot().answered for room in rooms] == [3, 3]


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, JSON, st.sampled_from([step.id for step in PLAN.steps]), JSON)
def test_garbage_is_refused_as_unreadable_or_unknown_whatever_it_is(small, answer, other, step, text):
    (seat,) = small.join(1)
    workshops_now = small.workshops
    outcomes = workshops_now.keep_answers(
        [
            IncomingAnswer(small.id, step, seat, answer),
            IncomingAnswer(small.id, other, seat, answer),
            IncomingAnswer(small.id, step, other, answer),
            IncomingAnswer(other, step, seat, answer),
        ]
    )
    assert [one.reason for one in outcomes] == ["unreadable", "unreadable", "left", "unknown"]
    assert outcome(workshops_now.share, small.id, other, seat, text) == "unreadable"
    assert outcome(workshops_now.share, small.id, step, other, text) == "left"
    assert outcome(workshops_now.share, small.id, step, seat, text) in ("unreadable", "big", "closed")
    assert outcome(workshops_now.withdraw, small.id, text, other) in (None, "unreadable")
    assert outcome(workshops_now.by_code, other) == "unknown"
    assert outcome(workshops_now.snapshot, other) == "unknown"
    assert workshops_now.mine(small.id, other, other).answer is None


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    JSON, st.dictionaries(st.sampled_from(["step", "seconds", "share", "text", "do", "now", "self"]), JSON)
)
def test_a_command_of_garbage_is_refused_or_done_and_never_breaks(small, do, parts):
    commands = ["go", "timer", "let", "refuse", "note", do]
    for command in commands:
        assert outcome(lambda command=command: small.do_raw(command, parts)) in (
            None, "unreadable", "unknown", "big", "not_now",
        )  # fmt: skip


def test_three_hundred_votes_at_once_are_kept_in_a_moment(room):
    room.go(VOTE)
    devices = room.join(300)
    start = time.process_time()
    assert room.vote(devices, 100, 100, 100) == [None] * 300
    assert time.process_time() - start < 1


def test_what_a_device_gave_is_told_to_itself(room):
    seat, other = room.join(2)
    room.go(3)
    given_now = dict.fromkeys(STATEMENTS, 4)
    room.answer([seat], [given_now], "rating")
    assert room.workshops.mine(room.id, "rating", seat).answer == given_now
    assert room.workshops.mine(room.id, "rating", other).answer is None
    assert room.workshops.mine(room.id, "gone", seat).answer is None
    assert reason(room.workshops.mine, "gone", "rating", seat) == "unknown"


# Trainers and their own


def test_a_trainer_can_t_touch_another_s_workshop(room):
    before = room.snapshot()
    other = room.workshops
    for do in ("go", "open", "close", "reveal", "reopen", "timer", "let", "refuse", "note", "end", "dance"):
        assert reason(other.command, room.id, OTHER, do, NOW, step=1, seconds=5, text="x") == "not_yours"
    assert reason(other.delete, room.id, OTHER) == "not_yours"
    assert room.snapshot() == before


def test_two_workshops_at_once_do_not_mix(store):
    room, other = Room(store), Room(store, trainer=OTHER)
    for one in (room, other):
        one.go(VOTE)
    mine, theirs = room.join(6), other.join(7)
    room.vote(mine, 6)
    other.vote(theirs, 0, 7)
    assert room.answer(theirs[:1], ["ask"]) == ["left"]
    assert room.do("reveal").results["vote"]["counts"] == {"ask": 6, "post": 0, "wait": 0}
    assert other.snapshot().status == "open"
    other.do("end")
    assert room.answer(mine[:1], ["ask"]) == [None]


# Nothing is lost, and everything goes in the end


def test_a_server_that_is_killed_loses_nothing(room):
    room.go(VOTE)
    devices = room.join(9)
    room.vote(devices, 5, 4)
    room.do("reveal")
    room.go(WORD)
    room.share(devices[0], "calm")
    room.do("note", step="vote", text="They talked.")
    room.do("timer", seconds=60)
    with WorkshopStore(room.store.address) as store:
        again = Workshops(store, Texts())
        assert again.snapshot(room.id) == room.snapshot()
        assert again.take_seats([(room.id, devices[0])]) == [devices[0]]
        assert again.mine(room.id, "word", devices[0]).shares[0].text == "calm"
        assert again.live() == [room.id]


def test_a_deleted_workshop_leaves_nothing(room):
    filled(room)
    room.workshops.delete(room.id, TRAINER)
    assert reason(room.snapshot) == reason(room.workshops.delete, room.id, TRAINER) == "unknown"
    assert left_in(room) == {}


@pytest.mark.parametrize("ended", [True, False])
def test_workshops_expire_after_some_days_with_all_that_there_is(room, ended):
    filled(room)
    if ended:
        room.do("end")
    assert room.workshops.expire(0, NOW + timedelta(days=5000)) == 0
    assert room.workshops.expire(90, NOW + timedelta(days=90)) == 0
    assert room.workshops.expire(90, NOW + timedelta(days=90, seconds=1)) == 1
    assert left_in(room) == {}


def test_in_sqlite_the_bytes_are_gone_too(small):
    filled(small)
    assert b"Distinctive text" in small.store.file.read_bytes() + log_of(small)
    small.do("end")
    assert b"Distinctive text" not in small.store.file.read_bytes() + log_of(small)
    assert b"distinctive note" in small.store.file.read_bytes() + log_of(small)
    small.workshops.delete(small.id, TRAINER)
    assert b"distinctive note" not in small.store.file.read_bytes() + log_of(small)


def log_of(room):
    log = room.store.file.with_name(f"{room.store.file.name}-wal")
    return log.read_bytes() if log.exists() else b""


def filled(room):
    """Put something into each table of workshops."""
    devices = room.join(5)
    room.go(VOTE)
    room.vote(devices, 5)
    room.do("close")
    room.go(SHARE)
    room.share(devices[0], "Distinctive text", "share")
    room.do("note", step="", text="distinctive note")
    assert len(left_in(room)) == 8


def left_in(room):
    """How many rows each table holds, but for empty ones."""
    counts = {name: len(room.rows(table)) for name, table in metadata.tables.items()}
    return {name: count for name, count in counts.items() if count}


def test_the_tables_that_are_counted_are_those_of_workshops():
    assert {workshops.name, seats.name} < set(metadata.tables)


def test_a_workshop_shows_nothing_before_as_many_have_answered_as_its_trainer_asked_for(room):
    room.id = room.workshops.create(room.trainer, PLAN, "", NOW, 8).id
    seats = room.join(8)
    room.go(VOTE)
    room.vote(seats, 4, 3, 0)
    room.do("reveal")
    assert room.result()["few"]
    room.do("reopen")
    room.vote(seats, 4, 3, 1)
    room.do("reveal")
    assert room.result()["counts"] == {"ask": 4, "post": 3, "wait": 1}


@pytest.mark.parametrize("least", [4, 51, True, "8", 5.5, None])
def test_no_workshop_asks_for_fewer_than_five_or_for_nonsense(room, least):
    assert reason(room.workshops.create, room.trainer, PLAN, "", NOW, least) == "unreadable"
