"""Work that takes a while blocks no answer, and is refused when too many wait."""

import asyncio
import threading

import pytest
from tornado import web

from timeouts import scaled, wait_until_async
from widget_host.work_queue import WorkQueue


def test_while_something_is_done_others_are_answered_and_the_next_waits_for_its_turn():
    begun, go_on = [], threading.Event()

    def work(number):
        begun.append(number)
        assert go_on.wait(scaled(20))
        return number

    async def story():
        queue = WorkQueue()
        waiting = [asyncio.create_task(queue.run(lambda number=number: work(number))) for number in (1, 2)]
        await wait_until_async(lambda: begun == [1])
        go_on.set()
        assert await asyncio.gather(*waiting) == [1, 2]

    asyncio.run(story())


def test_who_comes_when_too_many_wait_is_told_so_and_those_are_done():
    go_on = threading.Event()

    async def story():
        queue = WorkQueue(most_waiting=2)
        waiting = [asyncio.create_task(queue.run(lambda: go_on.wait(scaled(20)))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(web.HTTPError) as told:
            await queue.run(lambda: True)
        assert told.value.status_code == 503
        go_on.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await queue.run(lambda: True)

    asyncio.run(story())


def test_what_fails_or_is_given_up_keeps_no_place_in_the_queue():
    go_on = threading.Event()

    async def story():
        queue = WorkQueue(most_waiting=2)
        with pytest.raises(ZeroDivisionError):
            await queue.run(lambda: 1 / 0)
        first, second = (asyncio.create_task(queue.run(lambda: go_on.wait(scaled(20)))) for _ in range(2))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait([second])
        third = asyncio.create_task(queue.run(lambda: True))
        go_on.set()
        assert await asyncio.gather(first, third) == [True, True]

    asyncio.run(story())
