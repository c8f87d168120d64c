"""What each kernel may use, and the watch that keeps one visitor's runaway cell from slowing the others.

Here: the figures, and the watch. Not here: how a new kernel takes its limits (see `fork_server`).
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
    """What one kernel may use: MiB of memory beyond what it shares, seconds of processor over its whole life.

    `nice` is how far it stands back behind the server, which is to answer everybody (0 to 19).
    """

    memory_mib: int = 1024
    cpu_s: int = 1800
    nice: int = 5


@dataclass(slots=True)
class _Watched:
    """One kernel: its processor seconds at the last moments, and whether it was told to stand back."""

    used: deque[tuple[float, float]] = field(default_factory=deque)
    is_back: bool = False


class ResourceWatch:
    """Has kernels stand behind all others while they use more than their share of the processor.

    Their share is `most_s` seconds within `within_s`. A kernel that is calm again gets its place back where
    the system lets this process do that; elsewhere it keeps the last place, which matters only while others
    work. It goes by nice values, which count within one session of processes: kernels have to be in the
    server's.
    """

    def __init__(
        self,
        pids: Callable[[], Iterable[int]],
        nice: int = Limits().nice,
        most_s: float = 5.0,
        within_s: float = 10.0,
    ) -> None:
        """Take what tells the kernels' process ids, and their usual nice value."""
        self._pids = pids
        self._nice = nice
        self._most_s = most_s
        self._within_s = within_s
        self._watched: dict[int, _Watched] = {}

    async def keep(self, every_s: float = 1.0) -> None:
        """Look again and again, until cancelled."""
        while True:
            self.look(time.monotonic())
            await asyncio.sleep(every_s)

    def look(self, now: float) -> None:
        """Look at all kernels; `now` is in seconds."""
        found: dict[int, _Watched] = {}
        for pid in self._pids():
            used_s = _processor_s(pid)
            if used_s is not None:
                found[pid] = self._watched.get(pid) or _Watched()
                self._judge(pid, found[pid], now, used_s)
        self._watched = found

    def _judge(self, pid: int, watched: _Watched, now: float, used_s: float) -> None:
        watched.used.append((now, used_s))
        while watched.used[0][0] < now - self._within_s:
            watched.used.popleft()
        is_running_away = used_s - watched.used[0][1] > self._most_s
        if is_running_away != watched.is_back:
            watched.is_back = is_running_away
            _set_nice(pid, _LEAST_NICE if is_running_away else self._nice)


def _processor_s(pid: int) -> float | None:
    """Return the seconds of processor that a process has used, None where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_S


def _set_nice(pid: int, nice: int) -> None:
    """Set the nice value of each thread of a process, and pass over those that end meanwhile."""
    try:
        threads = [int(thread.name) for thread in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return
    for thread in threads:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, nice)
