"""Checks of whether the server does all that it should: when they run, and how they are reported."""

import asyncio
import threading

from timeouts import wait_until_async
from widget_host.http.health import Health
from widget_host.http.logs import DiscreetFormatter
from widget_host.settings import Check


def fail():
    raise RuntimeError("postgresql://me:secret@host")


def test_what_does_not_work_is_told_by_its_reason_alone_and_in_order():
    async def later():
        raise OSError

    health = Health([Check("One.", fail), Check("Two.", lambda: None), Check("Three.", later)])
    assert asyncio.run(health.reasons()) == ["One.", "Three."]


def test_a_check_is_not_made_again_for_each_who_asks():
    now, made = [0.0], []
    health = Health([Check("One.", lambda: made.append(1))], rest_s=5, clock=lambda: now[0])

    async def story():
        await asyncio.gather(*(health.reasons() for _ in range(20)))
        assert len(made) == 1
        now[0] = 4.9
        await health.reasons()
        assert len(made) == 1
        now[0] = 5.1
        await health.reasons()
        assert len(made) == 2

    asyncio.run(story())


def test_a_check_that_hangs_has_failed_and_is_not_begun_a_second_time():
    go_on, begun = threading.Event(), []

    def hang():
        begun.append(1)
        go_on.wait(20)

    health = Health([Check("It hangs.", hang)], rest_s=0, within_s=0.05)

    async def story():
        assert await health.reasons() == ["It hangs."]
        assert await health.reasons() == ["It hangs."]
        assert len(begun) == 1
        go_on.set()

        async def is_well():
            return await health.reasons() == []

        await wait_until_async(is_well)

    asyncio.run(story())


def test_the_log_says_once_that_something_fails_and_once_that_it_works_again(caplog):
    broken = [True]
    health = Health([Check("It fails.", lambda: fail() if broken[0] else None)], rest_s=0)

    async def story():
        await health.reasons()
        await health.reasons()
        broken[0] = False
        await health.reasons()
        await health.reasons()

    with caplog.at_level("INFO", "widget_host"):
        asyncio.run(story())
    assert [one.getMessage() for one in caplog.records] == ["It fails.", "Works again: It fails."]


def test_what_only_warns_is_no_reason():
    health = Health([Check("It fails.", fail), Check("It is low.", fail, warns=True)])

    async def story():
        return await health.reasons(), await health.warnings()

    assert asyncio.run(story()) == (["It fails."], ["It is low."])


def test_what_is_watched_gets_into_the_log_also_where_nobody_asks(caplog):
    health = Health([Check("Unwatched.", fail), Check("It is low.", fail, warns=True, watched=True)])
    with caplog.at_level("INFO", "widget_host"):
        asyncio.run(health.watch())
    assert [one.getMessage() for one in caplog.records] == ["It is low."]


def test_what_worked_rests_as_long_as_it_asks_for_and_what_failed_is_looked_at_sooner():
    now, works, made = [0.0], [True], []

    def look():
        made.append(now[0])
        if not works[0]:
            raise OSError

    health = Health([Check("One.", look, rest_s=60)], rest_s=5, clock=lambda: now[0])

    async def story():
        for at in (0.0, 59.0, 61.0):
            now[0] = at
            works[0] = at < 60
            await health.reasons()
        for at in (70.0, 77.0):
            now[0] = at
            await health.reasons()

    asyncio.run(story())
    assert made == [0.0, 61.0, 77.0]


def test_what_takes_long_stands_as_it_was_and_is_not_taken_for_well_before_it_is_known():
    now, go_on, made = [0.0], [asyncio.Event(), asyncio.Event()], []

    async def look():
        made.append(1)
        await go_on[len(made) - 1].wait()

    check = Check("Slow.", look, rest_s=0.1, stands_s=30)
    health = Health([check], rest_s=0.1, within_s=0.01, clock=lambda: now[0])

    async def story():
        assert await health.reasons() == ["Slow."], "nobody knows yet"
        go_on[0].set()
        await asyncio.sleep(0)
        assert await health.reasons() == []
        now[0] = 10.0
        assert await health.reasons() == [], "it is under way, and was well"
        now[0] = 41.0
        assert await health.reasons() == ["Slow."], "it has hung too long"
        assert len(made) == 2
        go_on[1].set()

    asyncio.run(story())


def test_the_log_names_the_cause_and_none_of_its_words(caplog):
    health = Health([Check("It fails.", fail)])
    with caplog.at_level("INFO", "widget_host"):
        asyncio.run(health.reasons())
    (record,) = caplog.records
    said = DiscreetFormatter().format(record)
    assert "It fails. (RuntimeError in test_health.py, line" in said
    assert "secret" not in said
