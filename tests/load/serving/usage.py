"""What a server uses: processor time and memory, over all of its processes."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# Where a machine has less than this left, a herd is broken off before the system chooses what to end.
KEPT_FREE = 1.5 * 2**30


def cpu_s(server):
    """Seconds of a core that a server took so far, with those of processes that have ended."""
    return sum(stat_s(read(process.pid, "stat")) for process in server.processes())


def stat_s(stat):
    """Seconds in a line of /proc/<pid>/stat: own and children's, in user and system mode; 0 for no line."""
    # The name in brackets may hold spaces and brackets itself.
    fields = stat.rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS if fields else 0.0


def pss(server):
    """Bytes of memory of a server: each page is divided by the number of processes that share it."""
    return sum(rollup_bytes(read(process.pid, "smaps_rollup")) for process in server.processes())


def rollup_bytes(rollup):
    """Proportional bytes in a /proc/<pid>/smaps_rollup; 0 where there is none."""
    for line in rollup.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def settle(server, within_s=60.0, quiet_s=1.0):
    """Wait until a server takes less than a twentieth of a core for a while."""
    until = time.monotonic() + within_s
    last = cpu_s(server)
    while time.monotonic() < until:
        time.sleep(quiet_s)
        now = cpu_s(server)
        if now - last < quiet_s / 20:
            break
        last = now


def free_bytes():
    """Bytes of memory that programs can still have."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0


def read(pid, name):
    """A file of a process, or nothing where the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
