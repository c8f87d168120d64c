"""The servers that are measured: how each is started here, and stopped by its process id."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import psutil

from load.serving import limit, rivals
from load.serving.content import DATA, HERE, MAIN, NEXT, ROOT, STOCK, lay_out_marimo, lay_out_notebooks, names
from timeouts import scaled, wait_until

STARTS_WITHIN_S = 120
STOPS_WITHIN_S = 30
POOL = 5
OURS, VOILA, HEATED, SOLARA, MARIMO = "workbook serve", "Voila", "Voila, preheated", "Solara", "marimo run"
"""Their names, in the order of the tables but for the first, which stands last there."""

KINDS = (VOILA, HEATED, SOLARA, MARIMO, OURS)
LIMIT = "nginx and one answer"
"""Not a server of notebooks: the least that a page and an answer can cost (`limit.py`)."""


@dataclass
class Running:
    """A server that runs. `root` is its address, with a slash at the end."""

    kind: str
    process: subprocess.Popen
    root: str
    log: Path
    seen: set[int] = field(default_factory=set)

    @property
    def pid(self):
        """The process id of the server, which everything else descends from."""
        return self.process.pid

    def address(self, name):
        """Where a page is, by its name."""
        if self.kind == SOLARA:
            return f"{self.root}{'' if name == 'start' else name}"
        if self.kind == MARIMO:
            return f"{self.root}?file={name}.py"
        if self.kind == LIMIT:
            return f"{self.root}{name}"
        return f"{self.root}voila/render/{name}.ipynb"

    def processes(self):
        """The server and all that descends from it, as they are now."""
        try:
            server = psutil.Process(self.pid)
            every = [server, *server.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []
        self.seen.update(process.pid for process in every)
        return every

    def stop(self):
        """Stop it as a person would, then end what is left. Returns how many processes were left."""
        every = self.processes()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _, left = psutil.wait_procs(every, timeout=5)
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=5)
        return len(left)


class Servers:
    """Starts servers, one kind at a time, from folders that are made once in a temporary place."""

    def __init__(self, scratch=None):
        self._own = None if scratch else tempfile.TemporaryDirectory(prefix="workbook-bench-")
        self.scratch = Path(scratch or self._own.name)
        self.notebooks = lay_out_notebooks(self.scratch / "notebooks")
        self._count = 0

    def close(self):
        """Take the folders away."""
        if self._own:
            self._own.cleanup()

    def start(self, kind):
        """Start a server and wait until it answers. Raises RuntimeError with its last words if not."""
        if kind == LIMIT and not (self.scratch / "limit").exists():
            self._keep_pages()
        self._count += 1
        port = free_port()
        log = self.scratch / f"server-{self._count}.log"
        place = self.scratch / f"place-{self._count}"
        place.mkdir()
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(part) for part in self._command(kind, port)],
                env=self._environment(place),
                cwd=place,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running = Running(kind, process, f"http://127.0.0.1:{port}/", log)
        try:
            wait_for(running)
        except BaseException:
            running.stop()
            raise
        return running

    def _keep_pages(self):
        """Keep all pages as our own server sends them, for the limit."""
        running = self.start(OURS)
        try:
            asyncio.run(limit.keep(running, self.scratch / "limit", names()))
        finally:
            running.stop()

    def _command(self, kind, port):
        if kind == OURS:
            command = [sys.executable, "-m", "workbook", "serve", "--no-browser", "--port", port]
            return [*command, "--notebooks", self.notebooks, "--data", DATA]
        if kind in (VOILA, HEATED):
            command = [sys.executable, "-m", "voila", self.notebooks, "--no-browser", f"--port={port}"]
            return [*command, *_heated()] if kind == HEATED else command
        if kind == SOLARA:
            command = [rivals.PYTHON, "-m", "solara", "run", HERE / "solara_app.py", "--production"]
            return [*command, "--no-open", "--host", "127.0.0.1", "--port", port]
        if kind == LIMIT:
            return [sys.executable, "-m", "load.serving.limit", self.scratch / "limit", port]
        folder = self.scratch / "marimo"
        if not folder.exists():
            lay_out_marimo(folder)
        command = [rivals.PYTHON, "-m", "marimo", "--yes", "run", folder, "--headless", "--no-token"]
        return [*command, "--host", "127.0.0.1", "--port", port]

    def _environment(self, place):
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("WORKBOOK_", "VOILA"))
        }
        return {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "widgets"), str(ROOT / "tests")]),
            "WORKBOOK_DATA": str(DATA),
            "WORKBOOK_DATABASE": str(place / "records.sqlite"),
            "LOAD_NOTEBOOKS": str(self.notebooks),
            "HOME": str(place),
            "MARIMO_SKIP_UPDATE_CHECK": "1",
            "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
        }


def _heated():
    """Voila's own settings for pre-heated kernels: five for each page that is measured alone."""
    pools = {f"{name}.ipynb": {"pool_size": POOL} for name in (MAIN, NEXT, STOCK)}
    return [
        "--preheat_kernel=True",
        f"--VoilaKernelManager.kernel_pools_config={ {**pools, 'default': {'pool_size': 0}}!r}",
    ]


def free_port():
    """A port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(running):
    """Wait until the server answers at all."""

    def answers():
        assert running.process.poll() is None, "it has ended"
        # Without a proxy: one that is set for the outside would not find this machine.
        with build_opener(ProxyHandler({})).open(running.root, timeout=scaled(10)) as answer:
            answer.read()
        return True

    try:
        wait_until(answers, STARTS_WITHIN_S, ignoring=(URLError, OSError))
    except AssertionError as fault:
        words = running.log.read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"{running.kind} did not start: {words}") from fault
