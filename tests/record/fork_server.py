"""Processes for tests: each forked from one that has imported everything, but opened nothing.

A hundred processes that import the record one by one would take longer than what they are started for.
Kernels are forked in the same way (see `server.kernels.fork_server`). Unix alone.
"""

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path

MISSING = "Processes are forked on Unix alone."
_MOST_BYTES = 1 << 20


class ForkServer:
    """The process that others are forked from. It and all of them are gone when it is closed.

    It imports the modules with these names, where the work is that its processes do.
    """

    def __init__(self, *modules):
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        folders = [path for path in sys.path if path and Path(path).is_dir()]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno()), *modules],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        assert self._link.recv(_MOST_BYTES) == b"ready"

    def start(self, work, **arguments):
        """Have `work(report, **arguments)` done in a process of its own; see `Report` for what it may say."""
        ours, theirs = socket.socketpair()
        request = json.dumps([work.__module__, work.__name__, arguments]).encode()
        with theirs:
            socket.send_fds(self._link, [request], [theirs.fileno()])
        return Child(int(self._link.recv(_MOST_BYTES)), ours)

    def close(self):
        """End it, and whatever was forked from it, by the id of their group."""
        self._link.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Child:
    """A process that was forked, as seen by who started it."""

    def __init__(self, pid, link):
        self.pid = pid
        self._link = link
        self._file = link.makefile(encoding="utf-8")

    def report(self):
        """The next thing that it says; None where it has ended."""
        line = self._file.readline()
        # Of what a process was killed at, there may be half a line.
        return json.loads(line) if line.endswith("\n") else None

    def reports(self):
        """Everything that it still says; waits for its end."""
        said = []
        while (report := self.report()) is not None:
            said.append(report)
        self._file.close()
        self._link.close()
        return said

    def tell(self, thing):
        """Tell it something that JSON can hold."""
        self._link.sendall(json.dumps(thing).encode() + b"\n")

    def kill(self):
        """Kill it, as a power cut or a lack of memory would."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Report:
    """What work in a process says, and hears: `report("saved", 3)`, `report.hear()`."""

    def __init__(self, number):
        self._link = socket.socket(fileno=number)
        self._file = self._link.makefile(encoding="utf-8")

    def __call__(self, *things):
        self._link.sendall(json.dumps(things).encode() + b"\n")

    def hear(self):
        """Wait for its report."""
        return json.loads(self._file.readline())


def main():
    """Import everything, and fork for each request until nobody asks any more."""
    link = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that end leave nothing to be waited for
    for name in sys.argv[2:]:
        importlib.import_module(name)
    link.send(b"ready")
    while True:
        request, files, *_ = socket.recv_fds(link, _MOST_BYTES, 1)
        if not request:
            return
        pid = os.fork()
        if pid == 0:
            link.close()
            _work(files[0], *json.loads(request))
        os.close(files[0])
        link.send(str(pid).encode())


def _work(number, module, name, arguments):
    try:
        getattr(importlib.import_module(module), name)(Report(number), **arguments)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
