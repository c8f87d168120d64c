"""Every time-out of the tests comes from here, and grows with the load of the machine.

A time-out is there to end a test that hangs, not to measure: a test that passes never waits for it. So each
is written as what is ample on an idle machine, and `scaled` multiplies it by how busy the machine is now.
`wait_until` and `wait_until_async` wait for the thing itself; no test rests for a fixed time instead.
"""

import asyncio
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
    looks = _Looks(condition, within, what, ignoring)
    while not (found := looks.look()):
        time.sleep(every)
    return found


async def wait_until_async(
    condition: Callable[[], Any],
    within: float = 30,
    *,
    what: str | Callable[[], str] = "",
    ignoring: tuple[type[Exception], ...] = (),
    every: float = LOOK_EVERY_S,
) -> Any:
    """Do as `wait_until`, while the event loop goes on; the condition itself is an ordinary function."""
    looks = _Looks(condition, within, what, ignoring)
    while not (found := looks.look()):
        await asyncio.sleep(every)
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool:
    """Have the limit of a whole test grow with the load as well."""
    pytest_timeout.pytest_timeout_set_timer(item, settings._replace(timeout=scaled(settings.timeout)))
    return True


class _Looks:
    """Looks at a condition until it holds or its time is over."""

    def __init__(
        self,
        condition: Callable[[], Any],
        within: float,
        what: str | Callable[[], str],
        ignoring: tuple[type[Exception], ...],
    ) -> None:
        self._condition, self._within, self._what, self._ignoring = condition, within, what, ignoring
        self._began = time.monotonic()

    def look(self) -> Any:
        late = time.monotonic() - self._began > scaled(self._within)
        fault: Exception | None = None
        try:
            if found := self._condition():
                return found
        except self._ignoring as raised:
            fault = raised
        if late:
            what = self._what() if callable(self._what) else self._what
            raise AssertionError(
                f"{what or 'The condition'}: not within {time.monotonic() - self._began:.0f} s"
            ) from fault
        return None


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
