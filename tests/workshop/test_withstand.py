"""What a workshop has to survive: a hundred phones, by real WebSockets, on a real `workbook serve`."""

import asyncio
import json
import signal
import time
from contextlib import suppress

import psutil
import pytest
from tornado.httpclient import AsyncHTTPClient

from timeouts import scaled
from workshop.connections import Learner, Line, run
from workshop.real_room import Room, RoomServer

MANY = 100
IN_TIME_S = 5


@pytest.fixture(scope="module")
def server():
    running = RoomServer()
    yield running
    assert running.stop() == 0
    assert [one for one in running.errors if "workshop" in one] == []


def spread(count):
    """How many of so many vote for each of the first two choices."""
    return (count + 1) // 2, count // 2


def assert_counted(counts, choices, voters):
    first, second = spread(voters)
    assert counts == {choices[0]: first, choices[1]: second, **dict.fromkeys(choices[2:], 0)}


@pytest.mark.alone
def test_a_hundred_phones_come_at_once_and_each_vote_counts_once_though_lines_break(server):
    async def story():
        room = await Room.begun(server)
        begun = time.monotonic()
        answers = await room.join(MANY)
        assert {one["type"] for one in answers} == {"joined"}
        assert len({one["seat"] for one in answers}) == MANY
        assert time.monotonic() - begun < scaled(30)
        await room.trainer.state(joined=MANY)
        await room.open()
        broken = range(0, MANY, 5)
        votes = [
            (room.vote_on_a_bad_line if number in broken else room.vote)(number) for number in range(MANY)
        ]
        await asyncio.gather(*votes)
        assert (await room.trainer.state(answered=MANY))["joined"] == MANY
        assert_counted(await room.counts(), room.choices, MANY)

    run(story())


@pytest.mark.alone
@pytest.mark.slow
def test_a_killed_server_comes_back_with_every_vote_that_was_acknowledged(server):
    async def story():
        room = await Room.begun(server)
        await room.join(MANY)
        await room.open()
        votes = [asyncio.create_task(room.vote(number)) for number in range(40)]
        await asyncio.gather(*votes[:20])
        await asyncio.to_thread(server.stop, signal.SIGKILL)
        # Who was acknowledged does not vote again; who was not does, on the line that comes back.
        kept = set(room.acknowledged)
        assert len(kept) >= 20
        await asyncio.to_thread(server.start)
        await asyncio.gather(*votes)
        await asyncio.gather(*(room.learners[number].back() for number in range(40, MANY)))
        await asyncio.gather(*(room.vote(number) for number in range(40, MANY)))
        assert (await room.trainer.back())["status"] == "open"
        assert (await room.trainer.state(answered=MANY))["joined"] == MANY
        assert_counted(await room.counts(), room.choices, MANY)

    run(story())


@pytest.mark.slow
def test_a_console_that_is_opened_again_in_mid_activity_finds_everything(server):
    async def story():
        room = await Room.begun(server)
        await room.join(10)
        await room.open()
        await room.trainer.do("timer", seconds=300)
        await room.trainer.do("note", step=room.step, text="They asked about carers.")
        for number in range(5):
            await room.vote(number)
        room.trainer.line.drop()
        for number in range(5, 10):
            await room.vote(number)
        state = await room.trainer.back()
        assert (state["status"], state["answered"], state["joined"]) == ("open", 10, 10)
        assert state["notes"] == {room.step: "They asked about carers."}
        assert 200 < state["timer"] <= 300
        assert_counted(await room.counts(), room.choices, 10)

    run(story())


@pytest.mark.slow
def test_two_trainers_run_two_workshops_at_once_and_hear_nothing_of_each_other(server):
    async def story():
        one, other = await asyncio.gather(Room.begun(server), Room.begun(server))
        await asyncio.gather(one.join(20), other.join(12))
        await asyncio.gather(one.open(), other.open())
        await asyncio.gather(
            *(one.vote(number) for number in range(20)), *(other.vote(number) for number in range(12))
        )
        assert_counted(await one.counts(), one.choices, 20)
        assert_counted(await other.counts(), other.choices, 12)
        for room in (one, other):
            own = room.trainer.workshop
            lines = [room.trainer.line, *(learner.line for learner in room.learners)]
            pushed = [message["state"]["workshop"] for line in lines for _, message in line.pushed]
            assert set(pushed) == {own}
        refused = await one.trainer.line.ask("command", workshop=other.trainer.workshop, do="end")
        assert refused["reason"] == "not_yours"

    run(story())


def test_who_comes_late_votes_in_what_is_open_and_sees_what_was_revealed(server):
    async def story():
        room = await Room.begun(server)
        await room.join(6)
        await room.open()
        for number in range(6):
            await room.vote(number)
        (late,) = await room.join(1)
        assert (late["state"]["status"], late["state"]["step"]["id"]) == ("open", room.step)
        await room.vote(6)
        await room.trainer.do("reveal")
        (later,) = await room.join(1)
        assert later["state"]["status"] == "revealed"
        assert later["state"]["result"]["n"] == 7
        refused = await room.learners[7].line.ask("answer", step=room.step, answer=room.choice(7))
        assert refused["reason"] == "closed"

    run(story())


@pytest.mark.alone
@pytest.mark.slow
def test_the_room_is_answered_in_time_while_others_misbehave():
    # Its own, since guessed passphrases keep everybody at their address from signing in for a while.
    server = RoomServer()

    async def story():
        room = await Room.begun(server)
        await room.join(30)
        await room.open()

        async def misbehave(number):
            line = await Line.open(server.address)
            for guess in range(30):
                if line.is_closed:
                    return
                if number % 3 == 0:
                    line.send("{" * 50)
                elif number % 3 == 1:
                    line.tell("join", code=f"CCCC{'CDFHJKMNPR'[guess % 10]}{'CDFHJKMNPR'[number % 10]}")
                else:
                    line.tell("sign-in", name=room.trainer._name, passphrase="a guess")
                await asyncio.sleep(0.02)

        others = [asyncio.create_task(misbehave(number)) for number in range(30)]
        took = []
        for number in range(30):
            begun = time.monotonic()
            await room.vote(number)
            took.append(time.monotonic() - begun)
        await asyncio.gather(*others)
        assert max(took) < IN_TIME_S
        # The trainer's own line is signed in, and goes on; so does everybody with the right code.
        assert_counted(await room.counts(), room.choices, 30)

    run(story())
    assert server.stop() == 0
    # One of the small notebooks fails on purpose.
    faults = [line for line in server.faults() if "failing.ipynb" not in line]
    assert faults == [], "the server had something to say that was wrong"


def test_a_seat_is_found_again_with_what_it_gave_and_not_by_a_guess(server):
    async def story():
        room = await Room.begun(server)
        await room.join(1)
        await room.open()
        await room.vote(0)
        room.learners[0].line.drop()
        assert (await room.learners[0].back())["mine"]["answer"] == room.choice(0)
        stranger = Learner(server.address)
        stranger.workshop, stranger.seat = room.trainer.workshop, "x" * 32
        assert (await stranger.back())["reason"] == "left"

    run(story())


def test_no_other_process_holds_the_room_s_database_or_its_lines(server):
    async def story():
        room = await Room.begun(server)
        await room.join(3)
        children = psutil.Process(server.process.pid).children(recursive=True)
        assert children, "nothing was forked, so nothing is shown"
        looked_at = 0
        for child in children:
            with suppress(psutil.NoSuchProcess):  # a template that was replaced meanwhile
                assert not [one.path for one in child.open_files() if "records.sqlite" in one.path]
                assert not [one for one in child.net_connections("tcp") if one.laddr.port == server.port]
                looked_at += 1
        assert looked_at, "nothing that was forked lived long enough to be looked at"

    run(story())


def test_the_state_of_the_room_is_told_to_whoever_watches_over_the_server_in_figures(server):
    async def story():
        room = await Room.begun(server)
        await room.join(2)
        # Whether it is ready is not asked here: it may just have started.
        answer = await AsyncHTTPClient().fetch(f"{server.address}readyz", raise_error=False)
        told = json.loads(answer.body)["workshops"]
        assert told["learners"] >= 2
        assert set(told) == {"live", "learners", "consoles"}

    run(story())
