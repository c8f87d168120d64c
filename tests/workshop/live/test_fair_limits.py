"""Who gets another seat or connection: by connection, by network, and with some reserved for others."""

import asyncio
import json

import pytest

from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.dispatcher import Dispatcher
from workbook.workshop.live.extension import WorkshopExtension
from workbook.workshop.live.fair_limits import Connections, Seating
from workbook.workshop.storage.seats import MOST_SEATS
from workshop.connections import run
from workshop.small_room import PLAN, SmallTexts, new_database

ONE, OTHER = "192.0.2.1", "192.0.2.2"


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Seats:
    """New seats of one workshop, without the workshop: `joined` are taken in all."""

    def __init__(self):
        self.clock = Clock()
        self.seating = Seating(self.clock)
        self.joined = 0

    def join(self, network=ONE, line=None):
        """Try for a seat: None, or the reason and the seconds to wait."""
        if self.joined >= MOST_SEATS:
            return "full", 0
        try:
            self.seating.ask("w", network, line or self.seating.of_line(), self.joined)
        except WorkshopError as problem:
            return problem.reason, problem.wait_s
        self.seating.took("w", network)
        self.joined += 1
        return None

    def join_on_a_line(self, network=ONE):
        """The same, on a line that stays."""
        told = self.join(network)
        if told is None:
            self.seating.came("w", network)
        return told

    def crowd(self, count, join, within_s):
        """How many of so many are in within some seconds, each trying again when told to."""
        waiting = [0.0] * count
        end = self.clock.now + within_s
        while waiting and self.clock.now <= end:
            later = []
            for due in waiting:
                told = join() if due <= self.clock.now else ("", due - self.clock.now)
                if told is not None:
                    later.append(self.clock.now + max(told[1], 1))
            waiting = later
            self.clock.now += 1
        return count - len(waiting)


def test_one_line_takes_a_few_seats_and_then_slowly():
    seats = Seats()
    line = seats.seating.of_line()
    told = [seats.join(line=line) for _ in range(5)]
    assert told == [None] * 3 + [("busy", 20)] * 2
    seats.clock.now = 20
    assert [seats.join(line=line) for _ in range(2)] == [None, ("busy", 20)]
    assert seats.join() is None


def test_three_hundred_phones_of_one_address_get_in_within_a_minute():
    seats = Seats()
    assert seats.crowd(300, seats.join_on_a_line, within_s=1) == 300


def test_a_whole_organisation_behind_one_address_gets_in_within_a_minute():
    seats = Seats()
    assert seats.crowd(MOST_SEATS - 100, seats.join_on_a_line, within_s=59) == MOST_SEATS - 100
    # The last are for others, who find them.
    assert seats.join_on_a_line() == ("full", 0)
    assert seats.crowd(100, lambda: seats.join_on_a_line(OTHER), within_s=1) == 100


def test_who_joins_and_hangs_up_again_and_again_does_not_take_all_seats():
    seats = Seats()
    taken = seats.crowd(5000, seats.join, within_s=60)
    assert taken < 250
    assert seats.crowd(300, lambda: seats.join_on_a_line(OTHER), within_s=1) == 300


def test_a_room_whose_phones_sleep_lets_late_ones_in():
    seats = Seats()
    seats.crowd(300, seats.join_on_a_line, within_s=1)
    for _ in range(300):
        seats.seating.went("w", ONE)
    assert seats.crowd(5, seats.join_on_a_line, within_s=30) == 5


def test_who_leaves_for_good_makes_room():
    seats = Seats()
    assert seats.crowd(201, seats.join, within_s=0) == 201
    assert seats.join() == ("busy", 4)
    for _ in range(2):
        seats.seating.gave_up("w", ONE)
    assert seats.join() is None


def test_a_proxy_on_this_machine_that_does_not_say_who_asks_is_not_counted():
    seats = Seats()
    assert seats.crowd(MOST_SEATS, lambda: seats.join(None), within_s=1) == MOST_SEATS


class OpenLine:
    def __init__(self, network, idle_s=0.0):
        self.network, self.idle_s, self.is_closed = network, idle_s, False

    def close(self, *_):
        self.is_closed = True


def filled(lines, count, network, idle_s=0.0):
    """Open lines while there is room; the ones that were opened."""
    opened = []
    for _ in range(count):
        if not lines.has_room(network):
            break
        opened.append(OpenLine(network, idle_s))
        lines.add(opened[-1])
    return opened


def test_no_network_takes_all_lines():
    lines = Connections(400)
    assert len(filled(lines, 400, ONE)) == 300
    assert len(filled(lines, 400, OTHER)) == 100
    assert not lines.has_room(None)


def test_lines_that_nobody_uses_make_room_where_it_gets_tight():
    lines = Connections(40)
    idle = filled(lines, 10, ONE, idle_s=61)
    used = filled(lines, 19, ONE)
    assert not any(one.is_closed for one in idle)
    used += filled(lines, 2, OTHER)
    assert all(one.is_closed for one in idle)
    assert not any(one.is_closed for one in used)
    assert len(lines) == len(used)


def test_a_line_that_is_gone_is_counted_no_more():
    lines = Connections(4)
    one, *_ = filled(lines, 4, ONE)
    lines.discard(one)
    lines.discard(one)
    assert len(lines) == 2
    assert lines.has_room(OTHER)


@pytest.fixture
def database(tmp_path):
    return new_database(tmp_path / "workshops.sqlite")


class Phone:
    """A line of a phone, without the network in between."""

    def __init__(self, services, address):
        self.dispatcher = Dispatcher(services, address, lambda _kind, _data: None)

    async def ask(self, kind, **parts):
        return json.loads(await self.dispatcher.hear(json.dumps({"type": kind, "id": 1, **parts})))


async def begun(room):
    """A workshop of the small plan: its code."""
    registry = room.services.registry
    plan = PLAN
    started = await registry.writer.run(lambda rooms: rooms.create("Ann", plan, "", registry.clock()))
    return started.code


def test_three_hundred_phones_of_one_address_join_a_real_room_at_once(database):
    async def story():
        room = WorkshopExtension(database, SmallTexts(), "127.0.0.1")("/", 8866)
        room.start()
        try:
            code = await begun(room)
            room.services.seating._clock = Clock()
            phones = [Phone(room.services, ONE) for _ in range(300)]
            joined = await asyncio.gather(*(phone.ask("join", code=code) for phone in phones))
            assert {one["type"] for one in joined} == {"joined"}
            # One of them asks for more than it can use.
            greedy = phones[0]
            told = []
            for _ in range(5):
                await greedy.ask("leave")
                told.append(await greedy.ask("join", code=code))
            assert [one["type"] for one in told] == ["joined"] * 2 + ["refused"] * 3
            assert (told[-1]["reason"], told[-1]["wait"]) == ("busy", 20)
            # Coming back to a seat is no new one.
            seat = joined[1]["seat"]
            for _ in range(5):
                again = await phones[1].ask("join", code=code, seat=seat)
                assert (again["type"], again["seat"]) == ("joined", seat)
        finally:
            await room.stop()

    run(story())
