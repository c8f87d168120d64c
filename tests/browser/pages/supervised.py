"""Runs a program until it ends, or the process that started this one; then ends everything that it started.

A driver's browsers are not its own to end when it is killed, and nobody ends a driver whose test was killed.
"""

import ctypes
import os
import signal
import subprocess
import sys

import psutil

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's <sys/prctl.h>
ENDS_WITHIN_S = 5


def end(*_):
    """End everything that was started, by force if it takes too long, and then this process."""
    started = psutil.Process().children(recursive=True)
    for one in started:
        one.terminate()
    for one in psutil.wait_procs(started, ENDS_WITHIN_S)[1]:
        one.kill()
    os._exit(0)


def main(starter, *command):
    """Run a command; `starter` is the process id of the requesting process."""
    signal.signal(signal.SIGTERM, end)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != int(starter):
        return
    # What was handed down, such as where a display's number goes, is handed on.
    subprocess.Popen(command, close_fds=False).wait()
    end()


if __name__ == "__main__":
    main(*sys.argv[1:])
