"""A real `workbook serve` for tests, in its own process, stopped by its process id."""

import atexit
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil

from forked_kernels.fork_server import KERNEL_NAME
from run_processes import RUN
from server_forks import ForkedServer, can_fork
from timeouts import scaled, wait_until
from workbook.record.store import Store

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
SMALL_NOTEBOOKS = Path(__file__).parent / "notebooks"
DATA = ROOT / "data"
ADDRESS = re.compile(r'The workbook is open at ([^\s"]+)')
STARTS_WITHIN_S = 90
STOPS_WITHIN_S = 20
# The tester's own records are left alone: each server has a database of its own in here.
DATABASES = Path(tempfile.mkdtemp(prefix="workbook-tests-"))
atexit.register(shutil.rmtree, DATABASES, ignore_errors=True)


@cache
def _tables():
    """The file of a database with empty tables."""
    file = DATABASES / "tables" / "records.sqlite"
    with Store(str(file)) as store:
        store.prepare()
    return file


def copied(notebooks, folder, *names):
    """Copy some pages of a folder into another one: a server with few pages is ready sooner."""
    for name in names:
        shutil.copy(notebooks / f"{name}.ipynb", folder)
    return folder


def few_pages(folder, *names):
    """Copy some of the workbook's own notebooks into a new folder: a server runs each of its pages once."""
    for name in names:
        copy = folder / f"{name}.ipynb"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", copy)
    return folder


class Server:
    """A running server. `address` ends with a slash; `port` stays the same over `start_again`."""

    program = ("-m", "workbook")
    # Whether it may be forked from a process that has imported its modules (see `server_forks`).
    is_forked = True
    # Whether it runs all pages when it starts: that takes longer than most tests, which visit few of them.
    runs_ahead = False

    def __init__(self, notebooks=NOTEBOOKS, data=DATA, port=0, base_url="/", *more):
        self.notebooks = Path(notebooks)
        self.data = Path(data)
        self.port = port
        self.base_url = base_url
        self.more = more
        self.errors = []
        self.database = DATABASES / f"{len(list(DATABASES.iterdir()))}" / "records.sqlite"
        self.database.parent.mkdir()
        # To load what makes the tables takes a server half a second.
        shutil.copy(_tables(), self.database)
        self.start()

    def start(self):
        """Start, and wait for the line with the address."""
        command = [sys.executable, *self.program, "serve", "--no-browser"]
        command += ["--notebooks", self.notebooks, "--data", self.data]
        command += ["--port", str(self.port), "--base-url", self.base_url, *self.more]
        command += [] if self.runs_ahead else ["--no-run-ahead"]
        self.process = self._started([str(part) for part in command])
        self.said = []
        lines = queue.Queue()
        self.readers = [
            threading.Thread(target=self._read_said, args=(self.process.stdout, lines), daemon=True),
            threading.Thread(target=self._read, args=(self.process.stderr, self.errors.append), daemon=True),
        ]
        for reader in self.readers:
            reader.start()
        found = ADDRESS.search(self._first_line(lines))
        self.address = found[1]
        self.port = int(re.search(r":(\d+)/", self.address)[1])

    def _started(self, command):
        environment = self.environment()
        if self.is_forked and self.program == Server.program and can_fork(environment):
            return ForkedServer(command[3:], environment)
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def environment(self):
        """The arguments that it is started with."""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "widgets"), str(ROOT / "tests"))),
            "WORKBOOK_DATABASE": str(self.database),
            # By these a run finds the processes that it has started.
            "WORKBOOK_KERNEL_VARIABLE": f"{RUN} PYTEST_CURRENT_TEST",
        }

    def _first_line(self, lines):
        with suppress(queue.Empty):
            line = lines.get(timeout=scaled(STARTS_WITHIN_S))
            if ADDRESS.search(line):
                return line
        self.stop(signal.SIGKILL)
        raise AssertionError(f"The server did not start: {''.join(self.errors)}")

    def _read_said(self, stream, lines):
        """Store each line that the server prints, and pass it on; the last one is empty."""

        def take(line):
            self.said.append(line)
            lines.put(line)

        self._read(stream, take)
        lines.put("")

    @staticmethod
    def _read(stream, take):
        with stream:
            for line in stream:
                take(line)

    def start_again(self):
        """Stop, and start at the same address."""
        self.stop()
        self.start()

    def stop(self, with_signal=signal.SIGTERM):
        """Stop it by its process id, and wait for its end. Returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        try:
            code = self.process.wait(scaled(STOPS_WITHIN_S))
        except subprocess.TimeoutExpired:
            # It has a session of its own, which ends with it: what it has forked and it.
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
        for reader in self.readers:
            reader.join(5)
        return code

    def faults(self):
        """The server's log, except the lines of the level info."""
        return [line for line in self.errors if " info workbook: " not in line]

    def page(self, path, language=""):
        """The address of a notebook's page, by its path without the suffix; in a language, by its code."""
        return f"{self.address}{language and f'{language}/'}voila/render/{path}.ipynb"

    def prepared(self, path, language="", *, within=60):
        """The address of a notebook's page, once its cells have run and the page is sent complete."""

        def whole():
            with build_opener(ProxyHandler({})).open(self.page(path, language), timeout=scaled(30)) as answer:
                answer.read()
                return answer.headers["Cache-Control"] == "no-cache"

        wait_until(whole, within, what=f"{path} is prepared", every=0.1)
        return self.page(path, language)

    def kernels(self):
        """How many kernels run, according to the server."""
        # Without a proxy: one that is set for the outside would not find this machine.
        with build_opener(ProxyHandler({})).open(f"{self.address}host/status", timeout=scaled(30)) as answer:
            return json.load(answer)["kernels"]

    def wait_for_kernels(self, count):
        """Wait until this number of kernels runs; fail if it never does."""
        wait_until(lambda: self.kernels() == count, 20, what=lambda: f"{self.kernels()} kernels, not {count}")

    def wait_for_earlier_tests_kernels(self):
        """Wait until no kernel runs: one that no page connected to lives for almost three minutes."""
        wait_until(lambda: self.kernels() == 0, 200, what=lambda: f"{self.kernels()} kernels are left")

    def processes(self):
        """The server's child processes and their forks."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def sockets(self):
        """The folder of the server's sockets, found by the one that kernels call; only on Linux."""
        # psutil passes over files that are closed while it looks.
        for one in psutil.Process(self.process.pid).net_connections("unix"):
            if one.laddr.endswith("/broker"):
                return Path(one.laddr).parent
        raise AssertionError("no socket is found")

    def kernel_processes(self):
        """The kernels' processes, according to the system."""
        return [child for child in self.processes() if is_kernel(child)]


class ServerAhead(Server):
    """A server that runs all pages when it starts."""

    runs_ahead = True


class ServerFromCommand(Server):
    """A server started by the command, for tests of what only such a server shows."""

    is_forked = False


class ServerWithoutForks(Server):
    """A server on a system that can't fork kernels."""

    program = (
        "-c",
        "import widget_host.kernels.provisioner as provisioner; provisioner.can_fork = lambda: False; "
        "from workbook.cli.main import main; main()",
    )


def is_kernel(process):
    """Whether a process is a kernel: forked, or started by a command."""
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return process.name() == KERNEL_NAME or "ipykernel_launcher" in process.cmdline()
    return False
