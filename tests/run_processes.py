"""The processes of a run of the tests, found by a mark in their environment, which each hands on to the next.

Run as a program it waits for a process to end, however it ends, and then ends what carries a run's mark:

    python tests/run_processes.py PID MARK
"""

import os
import sys
from contextlib import suppress

import psutil

from timeouts import scaled

RUN = "TEST_RUN"  # not WORKBOOK_...: a server of the tests may be started without those
ENDS_WITHIN_S = 5
# Python's own helpers, which end with the process that started them.
_HELPERS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def processes_of(run: str) -> list[psutil.Process]:
    """Return the living processes that a run, or a run within it, has started."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        # A process may end meanwhile, or be somebody else's.
        with suppress(psutil.Error):
            mark = process.environ().get(RUN, "")
            if process.pid == os.getpid() or not f"{mark}/".startswith(f"{run}/"):
                continue
            # Some write over their environment, as PostgreSQL does: they are known by who started them.
            found |= {one.pid: one for one in (process, *process.children(recursive=True))}
    return [process for process in found.values() if _is_left(process)]


def _is_left(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        is_helper = any(name in argument for name in _HELPERS for argument in process.cmdline())
        return process.status() != psutil.STATUS_ZOMBIE and not is_helper
    return False


def described(process: psutil.Process) -> str:
    """Return what a process is, and in which test it was started."""
    with suppress(psutil.Error):
        test = process.environ().get("PYTEST_CURRENT_TEST", "no test").partition(" (")[0]
        return f"{process.pid}, {' '.join(process.cmdline())[:150]}, started in {test}"
    return str(process.pid)


def end(processes: list[psutil.Process]) -> None:
    """End processes: kindly, and after a while by force."""
    for process in processes:
        with suppress(psutil.Error):
            process.terminate()
    _, left = psutil.wait_procs(processes, timeout=scaled(ENDS_WITHIN_S))
    for process in left:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, timeout=scaled(ENDS_WITHIN_S))


def main(pid: int, run: str) -> None:
    """Wait for the end of a process, and end what is left of its run."""
    with suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait()
    end(processes_of(run))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
