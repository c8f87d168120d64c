"""When kernels that no page connects to end, by a clock that the test sets."""

import asyncio

from widget_host.kernels.unconnected import LIVES_S, LIVES_TIGHT_S, SWEEP_EVERY_S, Unconnected


class ForkHost:
    """Kernels that were given to pages, a clock that the test sets, and whether places are scarce."""

    def __init__(self):
        self.now, self.is_tight, self.gone = 0.0, False, []
        self.unconnected = Unconnected(self.end, lambda: self.is_tight, lambda: self.now)

    async def end(self, kernel_id):
        self.gone.append(kernel_id)
        self.unconnected.ended(kernel_id)

    def after(self, seconds):
        """Let time pass; returns the kernels that have ended by then."""
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
