"""How many new records may be made from one network, and how fast."""

import asyncio

from workbook.record.permit import seconds_to_wait
from workbook.serve.permits import Permits


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


ONE, OTHER = "192.0.2.1", "192.0.2.2"


def asked(story, tmp_path):
    """Run `await story(permits, clock, ask)` with a server that answers: `await ask(network)`."""

    async def whole():
        clock = Clock()
        permits = Permits(tmp_path, clock)
        assert permits.environment(ONE) == {}, "nobody answers yet"
        await permits.start()

        async def ask(network):
            return await asyncio.to_thread(seconds_to_wait, permits.environment(network))

        try:
            await story(permits, clock, ask)
        finally:
            permits.stop()

    asyncio.run(whole())


def test_three_hundred_learners_behind_one_address_begin_their_records_within_a_minute(tmp_path):
    permits = Permits(tmp_path, Clock())
    assert {permits.wait_s("mark") for _ in range(300)} == {0.0}


def test_whoever_makes_very_many_records_is_slowed_and_others_are_not(tmp_path):
    clock = Clock()
    permits = Permits(tmp_path, clock)
    waits = [permits.wait_s("mark") for _ in range(5000)]
    assert waits.count(0.0) == 400
    clock.now = 60
    assert [permits.wait_s("mark") for _ in range(100)].count(0.0) == 60
    assert permits.wait_s("another") == 0.0


def test_a_kernel_asks_the_server_and_knows_its_network_by_a_mark_alone(tmp_path):
    async def story(permits, _clock, ask):
        told = permits.environment(ONE)
        assert ONE not in str(told)
        assert permits.environment(ONE) == told != permits.environment(OTHER)
        assert await ask(ONE) == 0.0
        for _ in range(399):
            permits.wait_s(told["WORKBOOK_VISITOR"])
        assert await ask(ONE) == 1.0
        assert await ask(OTHER) == 0.0
        assert await ask("") == 0.0

    asked(story, tmp_path)


def test_where_no_server_answers_nobody_waits(tmp_path):
    told = {"WORKBOOK_PERMITS": str(tmp_path / "nothing"), "WORKBOOK_VISITOR": "mark"}
    assert seconds_to_wait(told) == 0.0
    assert seconds_to_wait({}) == 0.0
