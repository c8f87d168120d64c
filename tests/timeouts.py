"""Every timeout of the tests comes from here, and grows with the machine's load.

A time-out is there to end a test that hangs, not to measure: a test that passes never waits for it. So each
is written as what is ample on an idle machine, and `scaled` multiplies it by how busy the machine is now.
`wait_until` and `wait_until_async` wait for the thing itself; no test rests for a fixed time instead.
"""

import asyncio
import inspect
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_timeout

# On an idle machine a time-out is taken as it is written; with the most load it is this many times as long.
LEAST, MOST = 1.0, 12.0
LOOK_EVERY_S = 0.05
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_LOAD = Path("/proc/loadavg")


def scaled(idle: float) -> float:
    """Return a time-out, in the unit in which it was given (seconds, or milliseconds for Playwright).

    `idle` is what is ample where nothing else runs. Ask at the moment of use, as the load changes meanwhile.
    """
    return idle * factor()


def factor() -> float:
    """Return how many times as long as on an idle machine things may take now."""
    return min(max(LEAST, 1 + _busy() / _cores()), MOST)


def wait_until(
    condition: Callable[[], Any],
    within: float = 30,
    *,
    what: str | Callable[[], str] = "",
    ignoring: tuple[type[Exception], ...] = (),
    every: float = LOOK_EVERY_S,
) -> Any:
    """Wait until a condition holds, and return what it gave.

    `within` is in seconds on an idle machine; the load is read again at each look. If the condition does not
    hold in time, `what` is said: AssertionError. Exceptions of the kinds `ignoring` mean "not yet".
    """
    wait = _Wait(within, what)
    while True:
        # Asked before the look: the last one is never before the time is over.
        is_late, trouble = wait.is_late(), None
        try:
            found = condition()
        except ignoring as fault:
            found, trouble = None, fault
        if found:
            return found
        if is_late:
            raise wait.failure() from trouble
        time.sleep(every)


async def wait_until_async(
    condition: Callable[[], Any],
    within: float = 30,
    *,
    what: str | Callable[[], str] = "",
    ignoring: tuple[type[Exception], ...] = (),
    every: float = LOOK_EVERY_S,
) -> Any:
    """Do as `wait_until`, while the event loop goes on; what the condition gives may have to be awaited."""
    wait = _Wait(within, what)
    while True:
        # Asked before the look: the last one is never before the time is over.
        is_late, trouble = wait.is_late(), None
        try:
            found = condition()
            if inspect.isawaitable(found):
                found = await found
        except ignoring as fault:
            found, trouble = None, fault
        if found:
            return found
        if is_late:
            raise wait.failure() from trouble
        await asyncio.sleep(every)


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool:
    """Have the limit of a whole test grow with the load as well."""
    pytest_timeout.pytest_timeout_set_timer(item, settings._replace(timeout=scaled(settings.timeout)))
    return True


class _Wait:
    """A wait that has begun, and what is said if it is in vain."""

    def __init__(self, within: float, what: str | Callable[[], str]) -> None:
        self._within, self._what = within, what
        self._began = time.monotonic()

    def is_late(self) -> bool:
        return time.monotonic() - self._began > scaled(self._within)

    def failure(self) -> AssertionError:
        what = self._what() if callable(self._what) else self._what
        return AssertionError(f"{what or 'The condition'}: not within {time.monotonic() - self._began:.0f} s")


def _busy() -> float:
    """Return how many processes want a core: the mean of the last minute, or now, whichever is more."""
    mean = psutil.getloadavg()[0]
    try:
        # "0.32 0.40 0.35 3/512 4711": three want a core now. A load that has just begun is seen here first.
        running = int(_LOAD.read_text(encoding="ascii").split()[3].partition("/")[0]) - 1
    except (OSError, ValueError, IndexError):
        running = 0
    return max(mean, running)


def _cores() -> float:
    """Return how many cores the tests may use: those that the process is tied to, or a container's share."""
    tied = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        share, period = _QUOTA.read_text(encoding="ascii").split()
        return max(min(tied, int(share) / int(period)), 0.1)
    except (OSError, ValueError):  # no container, or "max"
        return tied
