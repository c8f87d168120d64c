"""How a server stops: pages are told, and what has begun is waited for, but not for ever."""

import asyncio
import time

from timeouts import scaled, wait_until_async
from widget_host.http.shutdown import Stopping, within


class Connection:
    """A connection that notes what is done with it."""

    def __init__(self, stopping, busy=False):
        self.is_busy, self.done = busy, []
        stopping.joined(self)

    def tell_stopping(self):
        self.done.append("told")

    def hang_up(self):
        self.done.append("hung up")


def test_lines_are_told_and_hung_up_once_they_wait_for_nothing():
    stopping = Stopping()
    calm, busy = Connection(stopping), Connection(stopping, busy=True)

    async def story():
        stopping.begin()
        assert (stopping.is_on, calm.done, busy.done) == (True, ["told"], ["told"])
        finish = asyncio.create_task(stopping.finish(20))
        await wait_until_async(lambda: calm.done == ["told", "hung up"])
        assert busy.done == ["told"]
        busy.is_busy = False
        assert await finish is True
        assert busy.done == ["told", "hung up"]

    asyncio.run(story())


def test_what_does_not_come_to_its_end_is_cut_off_in_time():
    stopping = Stopping()
    busy = Connection(stopping, busy=True)

    async def story():
        stopping.begin()
        began = time.monotonic()
        assert await stopping.finish(0.3) is False
        assert 0.2 < time.monotonic() - began < scaled(1)
        assert busy.done == ["told", "hung up"]
        assert await within(0.1, lambda: asyncio.sleep(20)) is False
        assert await within(5, lambda: asyncio.sleep(0)) is True

    asyncio.run(story())


def test_a_page_that_is_being_sent_is_waited_for_and_without_anything_nothing_is():
    stopping = Stopping()

    async def story():
        began = time.monotonic()
        assert await stopping.finish(20) is True
        assert time.monotonic() - began < scaled(0.5)
        with stopping.work():
            assert await stopping.finish(0.2) is False
        assert await stopping.finish(0.2) is True

    asyncio.run(story())
