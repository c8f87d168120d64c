import asyncio
import resource

import pytest

from timeouts import wait_until_async
from workbook.serve.places import Places, places_in_files, places_in_memory


class House:
    """Places with a number of kernels that the test says, and a clock that it sets."""

    def __init__(self, most):
        self.kernels = 0
        self.now = 0.0
        self.places = Places(most, lambda: self.kernels, lambda: self.now)

    def turn(self, ticket=""):
        return asyncio.run(self.places.turn(ticket))


def test_nobody_waits_while_there_is_a_place():
    house = House(2)
    house.kernels = 1
    assert house.turn() is None
    assert house.places.waiting == 0


def test_those_who_wait_are_let_in_in_the_order_of_their_coming():
    house = House(1)
    house.kernels = 1
    first, second = house.turn(), house.turn()
    assert (first.before, second.before, house.places.waiting) == (0, 1, 2)
    house.kernels = 0
    assert house.turn().before == 2
    assert house.turn(second.ticket).before == 1
    assert house.turn(first.ticket) is None
    house.kernels = 1
    assert house.turn(second.ticket).before == 0


def test_a_kernel_that_starts_has_its_place_already():
    house = House(1)
    with house.places.starting():
        assert house.turn().before == 0
    assert house.turn("unknown").before == 1


def test_who_does_not_ask_again_loses_their_turn():
    house = House(1)
    house.kernels = 1
    house.turn()
    later = house.turn()
    house.now = 20.0
    assert house.turn(later.ticket).before == 1
    house.now = 40.0
    assert house.turn(later.ticket).before == 0


def test_looking_keeps_the_turn_without_taking_it():
    house = House(1)
    house.kernels = 1
    mine = house.turn()
    house.kernels = 0
    assert house.places.look(mine.ticket).ready
    assert not house.places.look().ready
    assert house.turn(mine.ticket) is None


def test_a_patient_visitor_is_told_when_a_place_is_left():
    kernels, looks = [1], []

    def count():
        looks.append(kernels[0])
        return kernels[0]

    places = Places(1, count)

    async def wait():
        task = asyncio.ensure_future(places.turn(patience_s=30))
        await wait_until_async(lambda: len(looks) > 2)
        assert not task.done()
        kernels[0] = 0
        return await asyncio.wait_for(task, 10)

    assert asyncio.run(wait()) is None


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
