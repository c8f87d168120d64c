"""The process from which the tests' servers are forked: they need not import what it has imported.

Here: what runs in that process, started by `server_forks` as `python -m server_origin NUMBER PID`, the number
of the socket that it listens on and the process that it ends with, and what it forks: servers, and the two
helpers of each. These are forked when the server begins, as its own children. Each waits until the server
starts it, and then runs the same `main` as if it had been started by a command.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

import nbformat

from forked_kernels import fork_client, fork_server
from server_forks import END, MOST_BYTES, ForkedProcess
from widget_host.common import worker_process
from widget_host.http import application
from widget_host.http.routes import GENERATED
from widget_host.pages import assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.metadata import PageIndex
from widget_host.pages.views import CODE, Views
from workbook.cli.main import _WARM_UP
from workbook.cli.main import main as workbook
from workbook.common.preload import preload_for_server
from workbook.server.branding import Branding

_TESTS = Path(__file__).parent
_MOST_FILES = 8


def main() -> NoReturn:
    """Load the rest, then fork for each request until asked to end."""
    fork_server._warm_up(list(_WARM_UP))
    preload_for_server()
    _prepare()
    gc.collect()
    gc.freeze()
    _Origin(socket.socket(fileno=int(sys.argv[1])), os.pidfd_open(int(sys.argv[2]))).run()


def _prepare() -> None:
    """Do once what each server does again: join and compress scripts, compile templates and a schema."""
    # To compress the same again gives the same.
    assets._coded = cache(assets._coded)
    branding = Branding()
    code = application._assets(branding.files)[CODE]
    index, made = PageIndex(_TESTS, listing=branding.listing), GeneratedAssets(f"/host/{GENERATED}/")
    views = Views(index, "/", code, made, extension=branding)
    views.load()
    nbformat.validate(nbformat.v4.new_notebook())


class _Origin:
    """Hears what workers ask for, and forks a server for each request."""

    def __init__(self, listener: socket.socket, owner: int) -> None:
        """Take the socket that workers connect to, and the pidfd of the process that this one ends with."""
        self._listener, self._owner = listener, owner
        self._woken, self._wakes = socket.socketpair()
        self._wakes.setblocking(False)
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._controls: set[socket.socket] = set()
        self._links: dict[int, socket.socket] = {}

    def run(self) -> NoReturn:
        """Answer until the owner has ended, or until a worker says so."""
        while True:
            ready = select.select([self._listener, self._woken, self._owner, *self._controls], [], [])[0]
            if self._owner in ready:
                os._exit(0)
            if self._woken in ready:
                self._woken.recv(MOST_BYTES)
                self._tell_ends()
            if self._listener in ready:
                self._controls.add(self._listener.accept()[0])
            for control in self._controls.intersection(ready):
                self._hear(control)

    def _hear(self, control: socket.socket) -> None:
        """Do what a worker asks for: a server, or the end."""
        said, files, _, _ = socket.recv_fds(control, MOST_BYTES, _MOST_FILES)
        if said == END:
            os._exit(0)
        if said:
            self._fork(said, files[0], files[1:])
        else:
            self._controls.remove(control)
            control.close()

    def _fork(self, asked: bytes, link: int, streams: list[int]) -> None:
        """Fork a server, and say by its link which process it is."""
        if (pid := os.fork()) == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ours = (self._listener, self._woken, self._wakes, *self._controls, *self._links.values())
            for one in ours:
                one.close()
            os.close(self._owner)
            os.close(link)
            _run(partial(_serve, json.loads(asked), streams))
        self._links[pid] = socket.socket(fileno=link)
        self._links[pid].send(b"%d" % pid)
        for stream in streams:
            os.close(stream)

    def _tell_ends(self) -> None:
        """Tell those who wait for servers that have ended with which exit codes."""
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                with self._links.pop(found[0]) as link, suppress(OSError):
                    link.send(b"%d" % os.waitstatus_to_exitcode(found[1]))


def _run(program: Callable[[], None]) -> NoReturn:
    """Run a program, and end as Python does, but without taking apart what was imported."""
    code: object = 0
    try:
        program()
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # as Python tells of what nobody has caught
        sys.__excepthook__(*sys.exc_info())
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _serve(asked: dict[str, Any], streams: list[int]) -> None:
    """Be `workbook` with the arguments, environment, folder and streams that were asked for."""
    os.setsid()
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(asked["folder"])
    helpers = {program.__module__: _Waiting(program) for program in (fork_server.main, worker_process.main)}
    _take(asked["environment"])
    sys.argv = ["workbook", *asked["arguments"]]
    sys.orig_argv = [sys.executable, "-m", "workbook", *asked["arguments"]]
    starting = _Starting(helpers)
    for module in (fork_client, worker_process):
        module.subprocess = starting
    workbook()


def _take(environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


class _Waiting:
    """A helper of a server: it waits to be started, or ends with the server."""

    def __init__(self, program: Callable[[], None]) -> None:
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            self._link.close()
            _run(partial(self._wait, theirs, program))
        theirs.close()

    def start(self, order: dict[str, Any], files: Sequence[int]) -> None:
        """Start it: `files` are its streams, and what it is handed besides."""
        with self._link:
            socket.send_fds(self._link, [json.dumps(order).encode()], list(files))

    @staticmethod
    def _wait(link: socket.socket, program: Callable[[], None]) -> None:
        said, files, _, _ = socket.recv_fds(link, MOST_BYTES, _MOST_FILES)
        link.close()
        if not said:
            os._exit(0)
        order = json.loads(said)
        os.setpgid(0, 0)
        for number, file in enumerate(files[:3]):
            os.dup2(file, number)
            os.close(file)
        # What it is handed has other numbers here.
        numbers = dict(zip(order["handed"], map(str, files[3:]), strict=True))
        sys.argv = [numbers.get(one, one) for one in order["arguments"]]
        _take(order["environment"])
        program()


class _Starting:
    """What `subprocess` is to a forked server: it starts the helpers that wait."""

    def __init__(self, helpers: dict[str, _Waiting]) -> None:
        self._helpers = helpers

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, command: list[str], **options: Any) -> Any:  # noqa: N802 - as subprocess calls it
        """Start a helper when it is asked for first, and else a program."""
        # [python, -P, -m, module, argument, ...]
        helper = self._helpers.pop(command[3], None) if command[0] == sys.executable else None
        return _Helper(helper, command, **options) if helper else subprocess.Popen(command, **options)


class _Helper(ForkedProcess):
    """A helper that was started."""

    def __init__(
        self,
        helper: _Waiting,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        stdin: int,
        stdout: int,
        stderr: int,
        process_group: int | None,
        pass_fds: Sequence[int] = (),
        umask: int = -1,
    ) -> None:
        assert (stderr, process_group, umask) == (subprocess.DEVNULL, 0, -1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        theirs, self.stdin, self.stdout = [nowhere, nowhere, nowhere], None, None
        if stdin == subprocess.PIPE:
            theirs[0], ours = os.pipe()
            self.stdin = os.fdopen(ours, "wb")
        if stdout == subprocess.PIPE:
            ours, theirs[1] = os.pipe()
            self.stdout = os.fdopen(ours, "rb")
        order = {"arguments": command[3:], "environment": dict(env)}
        order["handed"] = [str(file) for file in pass_fds]
        helper.start(order, (*theirs, *pass_fds))
        for file in set(theirs):
            os.close(file)
        super().__init__(helper.pid)


if __name__ == "__main__":
    main()
