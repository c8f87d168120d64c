"""Each kernel's resource limits, and the watch that keeps one visitor's runaway cell from slowing the others.

Here: the figures, and the watch. Not here: how limits are set in a new kernel (see `fork_server`).
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Limits", "ResourceWatch"]

_TICKS_A_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_LEAST_NICE = 19


@dataclass(frozen=True, slots=True)
class Limits:
    """One kernel's limits: MiB of memory beyond what it shares, and CPU seconds over its whole life.

    `nice` (0 to 19) is how far its priority is below that of the server, which has to answer everybody.
    """

    memory_mib: int = 1024
    cpu_s: int = 1800
    nice: int = 5


@dataclass(slots=True)
class _KernelUsage:
    """One kernel: its CPU seconds at the last few checks, and whether its priority was lowered."""

    used: deque[tuple[float, float]] = field(default_factory=deque)
    is_back: bool = False


class ResourceWatch:
    """Lowers the priority of kernels while they use more than their share of the CPU.

    Their share is `most_s` seconds within `within_s`. A kernel that is back below it gets its usual priority
    back if the system lets this process raise priorities; otherwise it keeps the lowest one, which matters
    only while others are busy. This works with nice values, which only compare within one session of
    processes: kernels have to be in the server's session.
    """

    def __init__(
        self,
        pids: Callable[[], Iterable[int]],
        nice: int = Limits().nice,
        most_s: float = 5.0,
        within_s: float = 10.0,
    ) -> None:
        """Take a function that returns the kernels' process ids, and their usual nice value."""
        self._pids = pids
        self._nice = nice
        self._most_s = most_s
        self._within_s = within_s
        self._watched: dict[int, _KernelUsage] = {}

    async def keep(self, every_s: float = 1.0) -> None:
        """Check periodically, until cancelled."""
        while True:
            self.check(time.monotonic())
            await asyncio.sleep(every_s)

    def check(self, now: float) -> None:
        """Check all kernels; `now` is in seconds."""
        found: dict[int, _KernelUsage] = {}
        for pid in self._pids():
            used_s = _processor_s(pid)
            if used_s is not None:
                found[pid] = self._watched.get(pid) or _KernelUsage()
                self._judge(pid, found[pid], now, used_s)
        self._watched = found

    def _judge(self, pid: int, watched: _KernelUsage, now: float, used_s: float) -> None:
        watched.used.append((now, used_s))
        while watched.used[0][0] < now - self._within_s:
            watched.used.popleft()
        is_running_away = used_s - watched.used[0][1] > self._most_s
        if is_running_away != watched.is_back:
            watched.is_back = is_running_away
            _set_nice(pid, _LEAST_NICE if is_running_away else self._nice)


def _processor_s(pid: int) -> float | None:
    """Return the CPU seconds that a process has used, or None if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_S


def _set_nice(pid: int, nice: int) -> None:
    """Set the nice value of each thread of a process, ignoring threads that end meanwhile."""
    try:
        threads = [int(thread.name) for thread in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return
    for thread in threads:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, nice)
