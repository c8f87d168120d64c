import asyncio
import resource

import pytest

from timeouts import wait_until_async
from widget_host.kernels import admission_queue
from widget_host.kernels.admission_queue import AdmissionQueue, Waiting, places_in_files, places_in_memory
from widget_host.kernels.fair_shares import Asker


class ForkHost:
    """Places with a number of kernels that the test says, and a clock that it sets."""

    def __init__(self, most):
        self.kernels = 0
        self.now = 0.0
        self.queue = AdmissionQueue(most, lambda: self.kernels, lambda: self.now)

    def turn(self, ticket=""):
        return asyncio.run(self.queue.turn(ticket))


def test_nobody_waits_while_there_is_a_place():
    host = ForkHost(2)
    host.kernels = 1
    assert host.turn() is None
    assert host.queue.waiting == 0


def test_those_who_wait_are_let_in_in_the_order_of_their_coming():
    host = ForkHost(1)
    host.kernels = 1
    first, second = host.turn(), host.turn()
    assert (first.before, second.before, host.queue.waiting) == (0, 1, 2)
    host.kernels = 0
    assert host.turn().before == 2
    assert host.turn(second.ticket).before == 1
    assert host.turn(first.ticket) is None
    host.kernels = 1
    assert host.turn(second.ticket).before == 0


def test_a_kernel_that_starts_has_its_place_already():
    host = ForkHost(1)
    with host.queue.starting():
        assert host.turn().before == 0
    assert host.turn("unknown").before == 1


def test_who_does_not_ask_again_loses_their_turn():
    host = ForkHost(1)
    host.kernels = 1
    host.turn()
    later = host.turn()
    host.now = 20.0
    assert host.turn(later.ticket).before == 1
    host.now = 40.0
    assert host.turn(later.ticket).before == 0


def test_looking_keeps_the_turn_without_taking_it():
    host = ForkHost(1)
    host.kernels = 1
    mine = host.turn()
    host.kernels = 0
    assert host.queue.position(mine.ticket).ready
    assert not host.queue.position().ready
    assert host.turn(mine.ticket) is None


def test_who_only_looks_keeps_no_free_place_from_anybody():
    host = ForkHost(2)
    for _ in range(50):
        assert host.queue.position().ready
    assert host.queue.waiting == 0
    assert host.turn() is None


def test_who_asks_on_and_on_when_it_is_their_turn_loses_it():
    host = ForkHost(1)
    host.kernels = 1
    idle, next_one = host.turn(), host.turn()
    host.kernels = 0
    for _ in range(4):
        assert host.queue.position(idle.ticket).ready
        assert host.turn(next_one.ticket).before == 1
        host.now += 10
    host.now += 1
    assert host.turn(next_one.ticket) is None
    assert host.queue.position(idle.ticket).ticket != idle.ticket


def test_a_turn_that_is_put_off_is_not_lost():
    host = ForkHost(1)
    host.kernels = 1
    mine = host.turn()
    for now in (10, 20, 30, 40, 50, 60):
        host.now, host.kernels = now, now // 10 % 2
        assert host.queue.position(mine.ticket) == Waiting(mine.ticket, 0, ready=host.kernels == 0)


def test_one_network_makes_the_line_no_longer_than_it_may_be(monkeypatch):
    monkeypatch.setattr(admission_queue, "_MOST_OF_NETWORK", 50)
    host = Building(10)
    host.kernels = 10
    tickets = [host.ask(ONE) for _ in range(60)]
    assert (tickets.count(""), host.queue.waiting) == (10, 50)
    theirs = host.ask(OTHER)
    assert host.queue.position(theirs).before == 1
    host.now += 31
    assert host.ask(ONE) != ""


def test_a_patient_visitor_is_told_when_a_place_is_left():
    kernels, looks = [1], []

    def count():
        looks.append(kernels[0])
        return kernels[0]

    places = AdmissionQueue(1, count)

    async def wait():
        task = asyncio.ensure_future(places.turn(patience_s=30))
        await wait_until_async(lambda: len(looks) > 2)
        assert not task.done()
        kernels[0] = 0
        return await asyncio.wait_for(task, 10)

    assert asyncio.run(wait()) is None


def at_once(coroutine):
    """What a coroutine returns that waits for nothing: an event loop for each of thousands takes long."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waits")


class Building(ForkHost):
    """The same with people who ask from somewhere, and get their places."""

    def __init__(self, most):
        super().__init__(most)
        self.given = 0

    def ask(self, network="", browser="", ticket=""):
        """Ask once: None where a place was given, which is taken at once; else the ticket."""
        asker = Asker(browser, network)
        waiting = at_once(self.queue.turn(ticket, asker=asker))
        if waiting is not None:
            return waiting.ticket
        self.kernels += 1
        self.given += 1
        self.queue.keep(f"kernel {self.given}", asker)
        return None

    def crowd(self, count, network, within_s):
        """How many of so many, each in a browser of their own, have a place within some seconds."""
        waiting = [("", f"{network} {number}") for number in range(count)]
        end = self.now + within_s
        while waiting and self.now <= end:
            told = [(self.ask(network, browser, ticket), browser) for ticket, browser in waiting]
            waiting = [(ticket, browser) for ticket, browser in told if ticket is not None]
            self.now += 1
        return count - len(waiting)


ONE, OTHER = "192.0.2.1", "192.0.2.2"


def test_three_hundred_learners_behind_one_address_have_their_places_within_a_minute():
    host = Building(300)
    assert host.crowd(300, ONE, within_s=59) == 300


def test_the_last_places_are_kept_for_others_where_others_are_about():
    host = Building(100)
    assert host.ask(OTHER) is None
    assert host.crowd(500, ONE, within_s=120) == 89
    assert host.crowd(10, OTHER, within_s=0) == 10


def test_one_browser_with_many_kernels_comes_after_others():
    host = Building(100)
    taken = [host.ask(browser="greedy") for _ in range(100)]
    assert taken.count(None) == 50
    assert host.crowd(40, ONE, within_s=0) == 40


def test_a_browser_with_many_kernels_has_the_rest_after_a_moment_if_nobody_else_comes():
    host = Building(20)
    ticket = ""
    for _ in range(18):
        ticket = host.ask(browser="busy", ticket="")
        if ticket is not None:
            host.now += 11
            assert host.ask(browser="busy", ticket=ticket) is None
    assert host.kernels == 18


def test_of_two_networks_each_has_its_turn_in_the_line():
    host = Building(10)
    host.kernels = 10
    many = [host.ask(ONE) for _ in range(5)]
    alone = host.ask(OTHER)
    assert [host.queue.position(one).before for one in (*many, alone)] == [0, 2, 3, 4, 5, 1]


def test_who_has_given_a_place_back_is_counted_no_more():
    host = Building(20)
    for _ in range(10):
        host.ask(ONE, "same")
    for number in range(1, 11):
        host.queue.free(f"kernel {number}")
    host.kernels = 0
    assert host.crowd(18, ONE, within_s=0) == 18


def test_people_of_whom_nothing_is_known_are_not_taken_for_one():
    host = Building(50)
    assert [host.ask() for _ in range(50)] == [None] * 50


@pytest.mark.parametrize(
    ("available_kib", "limit", "places"),
    [
        (4 * 2**20, None, 122),
        (4 * 2**20, str(2**30), 30),
        (4 * 2**20, "max", 122),
        (1024, None, 4),
        (None, None, 100),
    ],
)
def test_places_are_counted_by_the_memory_that_there_is(tmp_path, available_kib, limit, places):
    meminfo, group = tmp_path / "meminfo", tmp_path / "memory.max"
    if available_kib is not None:
        meminfo.write_text(f"MemTotal: 99 kB\nMemAvailable: {available_kib} kB\n")
    if limit is not None:
        group.write_text(f"{limit}\n")
    assert places_in_memory(meminfo, (str(group),)) == places


def test_places_are_counted_by_the_files_that_may_be_open(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 4400))
    assert places_in_files() == 300
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    assert places_in_files() == 100_000
