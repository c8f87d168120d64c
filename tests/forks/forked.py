"""Forked kernels for tests: notebooks as lists of cells, and visitors who ask their kernels for values."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import write_connection_file

from timeouts import scaled
from widget_host.kernels.fork_pool import Forks
from widget_host.pages.notebook import Cell

WIDGETS = Path(__file__).parents[2] / "widgets"
ENV = {**os.environ, "PYTHONPATH": str(WIDGETS)}
ANSWERS_WITHIN_S = 20


class Files:
    """What builds depend on, as a test sets it."""

    name = "1"
    is_changed = False

    def fingerprint(self):
        return self.name

    def check(self):
        return self.is_changed


def cells(*sources):
    """Code cells, numbered as on a page where each has a text before it."""
    return tuple(Cell(2 * number + 1, source=source) for number, source in enumerate(sources))


class ForkHost:
    """A server's forks and its visitors, in an event loop that lives as long as the tests of a module.

    `run` runs something there to its end. The folder has a short name: sockets' paths have to be short.
    """

    def __init__(self, **about):
        self._runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="wbt", dir="/tmp"))
        self.code, self.data = Files(), Files()
        about = {"data": self.data, "folder": self.folder, **about}
        self.forks = self.run(self._open((), ENV, self.code, **about))
        self.kernels = []

    async def _open(self, *args, **about):
        return Forks(*args, **about)

    def run(self, work):
        return self._runner.run(work)

    def template(self, name, *sources):
        """The template of a notebook with these cells."""
        return self.run(self.forks.template(name, cells(*sources)))

    def visit(self, template, env=None):
        return self.run(self.visitor(template, env))

    async def visitor(self, template, env=None):
        """Somebody with a kernel of their own."""
        path = self.folder / f"k{len(self.kernels)}"
        file, _ = write_connection_file(
            f"{path}.json",
            transport="ipc",
            ip=str(path),
            **{f"{name}_port": number + 1 for number, name in enumerate(("shell", "iopub", "stdin"))},
            hb_port=4,
            control_port=5,
            key=os.urandom(16).hex().encode(),
        )
        self.kernels.append(None)
        kernel = await self.forks.kernel(template, file, {**ENV, **(env or {})})
        self.kernels[-1] = kernel
        return Visitor(kernel, file)

    def close(self):
        for kernel in filter(None, self.kernels):
            kernel.kill()
        self.forks.stop()
        self._runner.close()
        shutil.rmtree(self.folder)


class Visitor:
    """Somebody with a kernel: `value` gives what an expression is there."""

    def __init__(self, kernel, file):
        self.kernel = kernel
        self.pid = kernel.pid
        self.client = AsyncKernelClient()
        self.client.load_connection_file(file)
        self.client.start_channels(hb=False, stdin=False)

    async def execute(self, source, **expressions):
        """Run a cell; returns the content of the answer."""
        asked = self.client.execute(source, store_history=False, user_expressions=expressions)
        while True:
            answer = await self.client.get_shell_msg(timeout=scaled(ANSWERS_WITHIN_S))
            if answer["parent_header"]["msg_id"] == asked:
                return answer["content"]

    async def value(self, expression):
        answer = await self.execute("", it=expression)
        found = answer["user_expressions"]["it"]
        assert found["status"] == "ok", found
        return found["data"]["text/plain"]

    async def shown(self, source):
        """Run a cell; returns the messages that all listen to, until it has ended."""
        asked = self.client.execute(source)
        found = []
        while True:
            message = await self.client.get_iopub_msg(timeout=scaled(ANSWERS_WITHIN_S))
            if message["parent_header"].get("msg_id") == asked:
                found.append((message["msg_type"], message["content"]))
                if message["content"].get("execution_state") == "idle":
                    return found

    def leave(self):
        self.client.stop_channels()
        self.kernel.kill()


def has_ended(pid):
    """Whether a process has ended and left nothing behind, not even a zombie."""
    return not Path(f"/proc/{pid}").exists()
