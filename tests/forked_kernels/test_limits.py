import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from forked_kernels.limits import ResourceWatch
from timeouts import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are watched on Linux alone.")
RUNAWAY = "import threading\nthreading.Thread(target=lambda: input()).start()\nwhile True: pass"


@contextmanager
def program(source):
    process = subprocess.Popen([sys.executable, "-c", source], stdin=subprocess.PIPE)
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()


def nice_of(pid):
    """The nice value of each thread."""
    return {os.getpriority(os.PRIO_PROCESS, int(task.name)) for task in Path(f"/proc/{pid}/task").iterdir()}


def used_s(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_kernel_that_uses_more_than_its_share_stands_behind_the_others_with_all_its_threads():
    with program(RUNAWAY) as runaway, program("input()") as calm:
        watch = ResourceWatch(lambda: [runaway, calm], most_s=0.2, within_s=10)
        watch.check(0)
        wait_until(lambda: used_s(runaway) > 0.5)
        watch.check(5)
        assert (nice_of(runaway), nice_of(calm)) == ({19}, {os.getpriority(os.PRIO_PROCESS, 0)})


def test_a_thread_that_ends_meanwhile_keeps_no_other_from_standing_back(monkeypatch):
    set_really, ended = os.setpriority, []

    def set_priority(which, thread, nice):
        if not ended:
            ended.append(thread)
            raise ProcessLookupError
        set_really(which, thread, nice)

    with program(RUNAWAY) as runaway:
        watch = ResourceWatch(lambda: [runaway], most_s=0.2, within_s=10)
        watch.check(0)
        wait_until(lambda: used_s(runaway) > 0.5)
        monkeypatch.setattr(os, "setpriority", set_priority)
        watch.check(5)
        assert 19 in nice_of(runaway)


def test_one_that_used_as_much_over_a_long_time_does_not():
    with program(RUNAWAY) as steady:
        watch = ResourceWatch(lambda: [steady], most_s=0.2, within_s=10)
        watch.check(0)
        wait_until(lambda: used_s(steady) > 0.5)
        watch.check(15)
        assert 19 not in nice_of(steady)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="Others may not take a place back.")
def test_one_that_is_calm_again_gets_its_place_back():
    with program(
        "import time\nuntil = time.process_time() + 0.6\nwhile time.process_time() < until: pass\ninput()"
    ) as pid:
        watch = ResourceWatch(lambda: [pid], nice=7, most_s=0.2, within_s=10)
        watch.check(0)
        wait_until(lambda: used_s(pid) > 0.5)
        watch.check(5)
        assert nice_of(pid) == {19}
        wait_until(lambda: psutil.Process(pid).status() == psutil.STATUS_SLEEPING)
        watch.check(10)
        watch.check(21)
        assert nice_of(pid) == {7}


def test_kernels_that_have_ended_are_forgotten():
    with program("input()") as pid:
        watch = ResourceWatch(lambda: [pid, 2**22])
        watch.check(0)
    watch.check(1)
    assert watch._watched == {}
