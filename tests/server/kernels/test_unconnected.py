"""Kernels that no page connects to: when they end, and which are left alone."""

import asyncio

from browser.server import SMALL_NOTEBOOKS, Server
from server.learner import Learner
from widget_host.kernels.unconnected import LIVES_S, LIVES_TIGHT_S, SWEEP_EVERY_S, Unconnected


class ForkHost:
    """Kernels that are given away, a clock that the test sets, and whether places are scarce."""

    def __init__(self):
        self.now, self.is_tight, self.gone = 0.0, False, []
        self.unconnected = Unconnected(self.end, lambda: self.is_tight, lambda: self.now)

    async def end(self, kernel_id):
        self.gone.append(kernel_id)
        self.unconnected.ended(kernel_id)

    def after(self, seconds):
        """Let time pass; the kernels that are gone then."""
        self.now += seconds
        asyncio.run(self.unconnected.sweep())
        return self.gone


def test_a_kernel_that_nobody_connects_to_ends_soon():
    host = ForkHost()
    host.unconnected.given("a")
    assert host.after(LIVES_S) == []
    assert host.after(1) == ["a"]
    assert host.after(1000) == ["a"]


def test_where_places_are_scarce_it_ends_sooner():
    host = ForkHost()
    host.unconnected.given("a")
    host.is_tight = True
    assert host.after(LIVES_TIGHT_S + 1) == ["a"]


def test_looked_at_every_few_seconds_it_ends_within_three_minutes_and_within_one_where_places_are_scarce():
    assert LIVES_S + SWEEP_EVERY_S < 180
    assert LIVES_TIGHT_S + SWEEP_EVERY_S < 60


def test_the_time_begins_when_a_slow_page_has_left_as_a_whole():
    host = ForkHost()
    host.unconnected.given("a")
    host.after(LIVES_S - 1)
    host.unconnected.sent("a")
    host.unconnected.sent("")
    assert host.after(LIVES_S) == []


def test_a_kernel_with_its_page_lives():
    host = ForkHost()
    host.unconnected.given("a")
    host.unconnected.joined("a")
    host.unconnected.sent("a")
    assert host.after(10 * LIVES_S) == []
    # Nor does it end soon after the line is gone: the page may come back (see `CULL_AFTER_S`).
    host.unconnected.left("a")
    assert host.after(10 * LIVES_S) == []


def test_a_page_that_has_spoken_is_there_however_soon_its_line_breaks():
    host = ForkHost()
    host.unconnected.given("a")
    host.unconnected.joined("a")
    host.unconnected.spoke("a")
    host.unconnected.left("a")
    assert host.after(10 * LIVES_S) == []


def test_who_connects_and_hangs_up_at_once_has_not_been_there():
    host = ForkHost()
    host.unconnected.given("a")
    host.unconnected.joined("a")
    host.unconnected.left("a")
    assert host.after(LIVES_S + 1) == ["a"]


def test_a_page_that_comes_back_before_its_broken_line_is_missed_is_there():
    host = ForkHost()
    host.unconnected.given("a")
    host.unconnected.joined("a")
    host.unconnected.joined("a")
    host.unconnected.left("a")
    assert host.after(10 * LIVES_S) == []


class HastyServer(Server):
    """A server whose kernels wait for their pages for a moment alone."""

    program = (
        "-c",
        "import widget_host.kernels.unconnected as unconnected; unconnected.LIVES_S = 2; "
        "unconnected.LIVES_TIGHT_S = 2; unconnected.SWEEP_EVERY_S = 0.2; "
        "from workbook.cli.main import main; main()",
    )


def test_whoever_asks_for_kernels_and_never_connects_holds_no_place_for_long():
    running = HastyServer(SMALL_NOTEBOOKS)
    try:
        running.prepared("echo")
        asyncio.run(one_who_connects_and_two_who_do_not(running))
        running.wait_for_kernels(0)
    finally:
        running.stop()


async def one_who_connects_and_two_who_do_not(server):
    """Have three learners with kernels, of whom one connects and speaks; that one's kernel alone is left."""
    learners = [Learner(server.address, "echo") for _ in range(3)]
    for one in learners:
        assert (await one.open()).status == 200
        assert (await one.attach()).status == 200
        if one is learners[0]:
            await one.join()
    await asyncio.to_thread(server.wait_for_kernels, 1)
    there, *others = [(await one.get(f"api/kernels/{one.kernel}")).status for one in learners]
    assert (there, others) == (200, [404, 404])
    # It has said nothing, and was hardly there: it ends as the others did.
    await learners[0].leave()
