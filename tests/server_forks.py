"""Servers for tests, forked from a process that has imported what they need.

`workbook serve` is three processes: the server, the fork server, and the one that reads strangers' files. Of
the six seconds of a core that they take to start, four are spent on imports. So a run has one process, the
origin, which imports everything once (see `server_origin`); the first worker that needs it starts it. A
server of a test is forked from it, and runs the same `main` with its own arguments, environment, folder and
streams.

What tells such a server from one that was started by a command are its list of modules, its memory, its
command line and its first environment. A test that looks at these uses `browser.server.ServerFromCommand`.
"""

import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

_TESTS = Path(__file__).parent
PYTHONPATH = os.pathsep.join((str(_TESTS.parent / "widgets"), str(_TESTS)))
"""Where servers of tests find the package, and what tests put into them."""

MOST_BYTES = 1 << 17
"""The longest message to the origin: a command line and an environment as JSON."""

END = b"end"
"""What tells the origin to end."""

# The folder of a run's origin.
_FOLDER = "TEST_ORIGIN"


def can_fork(environment: Mapping[str, str]) -> bool:
    """Say whether a server can be forked here, and would have the package and Python as usual."""
    python = {name: value for name, value in environment.items() if name.startswith("PYTHON")}
    own = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
    return sys.platform == "linux" and python == {**own, "PYTHONPATH": PYTHONPATH}


class ForkedProcess:
    """A process that was forked, like a `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        """Take its process id, which may be given to another process after its end: it is held by a file."""
        self.pid = pid
        self.returncode: int | None = None
        self._file = os.pidfd_open(pid)
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, and return its exit code; raises subprocess.TimeoutExpired."""
        with self._lock:
            if self.returncode is None:
                watch = select.poll()
                watch.register(self._file, select.POLLIN)
                if not watch.poll(None if timeout is None else timeout * 1000):
                    raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
                self.returncode = self._exit_code()
                os.close(self._file)
            return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._file, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _exit_code(self) -> int:
        """Return the exit code of a child that has ended."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class ForkedServer(ForkedProcess):
    """A server that was forked from the origin; its streams are texts."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start `workbook` with these arguments, in a session of its own."""
        streams = [os.pipe(), os.pipe()]
        try:
            pid, self._link = _origin().fork(arguments, environment, [written for _, written in streams])
        finally:
            for _, written in streams:
                os.close(written)
        self.stdout, self.stderr = (os.fdopen(read, encoding="utf-8") for read, _ in streams)
        super().__init__(pid)

    def _exit_code(self) -> int:
        # It is the origin's child.
        with self._link as link:
            return int(link.recv(MOST_BYTES))


class _Origin:
    """A line to the process that servers are forked from; it is started where there is none yet."""

    def __init__(self, folder: Path) -> None:
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        address = folder / "origin"
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not address.exists():
                _start(address)
        self._control.connect(str(address))

    def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]
    ) -> tuple[int, socket.socket]:
        """Return the process id of a new server, and the socket on which its exit code comes."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        asked = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "folder": str(Path.cwd()),
        }
        with theirs:
            socket.send_fds(self._control, [json.dumps(asked).encode()], [theirs.fileno(), *streams])
        pid = ours.recv(MOST_BYTES)
        assert pid, "The process that servers are forked from has ended."
        return int(pid), ours

    def end(self) -> None:
        """End the process, and wait for that."""
        with self._control:
            self._control.send(END)
            self._control.recv(1)

    def close(self) -> None:
        """End the line to it."""
        self._control.close()


def _start(address: Path) -> None:
    """Start the process that servers are forked from."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("WORKBOOK_")}
    # What the fork server is started with: no thread survives a fork, and memory is for few of them.
    own |= {"PYTHONPATH": PYTHONPATH, "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(address))
        listener.listen()
        listener.set_inheritable(True)
        # Whoever starts it may end before it does.
        os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-m", "server_origin", str(listener.fileno()), address.parent.suffix[1:]],
            own,
            file_actions=[(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)],
            setsid=True,
        )


@cache
def _origin() -> _Origin:
    share_origin()
    return _Origin(Path(os.environ[_FOLDER]))


@cache
def share_origin() -> None:
    """Have one origin for this process and for its workers, unless it is itself a worker."""
    if _FOLDER not in os.environ:
        # It ends with this process, however that ends.
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="wb_origin_", suffix=f".{os.getpid()}")
        _owned.append(Path(os.environ[_FOLDER]))


_owned: list[Path] = []


def end_origin() -> None:
    """End the line to the process that servers are forked from, and the process, where this one shares it."""
    for folder in _owned:
        if (folder / "origin").exists():
            _origin().end()
        shutil.rmtree(folder)
        del os.environ[_FOLDER]
    if _origin.cache_info().currsize:
        _origin().close()
    _owned.clear()
    _origin.cache_clear()
    share_origin.cache_clear()
