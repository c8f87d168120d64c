"""A process that has run a notebook's cells once, and turns into a visitor's kernel by forking itself.

Here: what runs in that process, which was forked from the fork server. Not here: the fork server (see
`fork_server`), the kernel (see `kernel_app`), what becomes of its messages (see `recording`), what can't be
forked (see `fork_safety`).
"""

import asyncio
import atexit
import gc
import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, NoReturn

import comm

from forked_kernels.fork_safety import ProcessState, own_files
from forked_kernels.kernel_app import ForkableLoop, KernelApp
from forked_kernels.recording import Recorder, packed

__all__ = ["Template"]

_ARGUMENTS = ["--HistoryManager.enabled=False"]
# New objects between two looks for garbage: what was there before the fork is not looked at.
_YOUNG = 20_000
_LONGEST_TOLD = 4000


class Template:
    """A notebook in this process."""

    def __init__(self, folder: str, env: dict[str, str]) -> None:
        """Take the working directory, and the environment."""
        os.environ.update(env)
        os.chdir(folder)
        # As Jupyter has it: a notebook finds the modules beside it.
        sys.path.insert(0, folder)
        # While cells run, the programs that they start can be waited for.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._loop = ForkableLoop()
        asyncio.set_event_loop(self._loop)
        self._app = self._loop.run_until_complete(_started())
        self._files: list[int] = []

    def run(
        self, cells: Iterable[tuple[int, str, bool]], key: str, begins: Callable[[int], None]
    ) -> dict[str, Any]:
        """Run cells, and return what they showed as JSON values.

        Each is given as its number, its source, and whether it may stop with an error. `begins` hears of each
        before it is run: some end this process, or never end. Where a cell fails, there is `failed` instead,
        which says how; and where cells can't be run once for all, `cannot`, which says why in a few words and
        without a word of the notebook. The same `key` gives the same widgets the same ids.
        """
        recorder = Recorder()
        self._app.session.recorder = recorder
        before = ProcessState.now()
        usual = comm.create_comm
        comm.create_comm = _Comms(key, usual)
        try:
            failed = self._loop.run_until_complete(self._run_cells(cells, recorder, begins))
        except BaseException as error:  # whatever a notebook does
            failed = {"name": type(error).__name__, "message": _said_by(error)}
        finally:
            comm.create_comm = usual
        cannot = "" if failed or not self._loop.left_to_do() else "it leaves a task running"
        self._loop.let_go()
        cannot = cannot or ("" if failed else before.since())
        self._files = before.readable()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        # What is there by now is shared by all forks, as long as nobody touches it to look for garbage.
        gc.freeze()
        if failed:
            return {"failed": failed}
        return {"cannot": cannot} if cannot else packed(recorder.run())

    def become_kernel(self, connection_file: str, env: dict[str, str]) -> None:
        """Be a kernel of one visitor's own, in a fork, that answers as soon as `serve` is called."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.update(env)
        own_files(self._files)
        if "numpy.random" in sys.modules:
            # Python's own chance is renewed in each fork, and so is what comes from the system.
            sys.modules["numpy.random"].seed()
        self._loop.take_up()
        self._app.bind(connection_file)

    def serve(self) -> NoReturn:
        """Answer messages until the kernel is to end."""
        gc.set_threshold(_YOUNG, 10, 10)
        gc.enable()
        self._loop.run_forever()
        atexit._run_exitfuncs()
        os._exit(0)

    async def _run_cells(
        self, cells: Iterable[tuple[int, str, bool]], recorder: Recorder, begins: Callable[[int], None]
    ) -> dict[str, str]:
        """Run the cells one after another; returns how the first one failed that may not, or {}."""
        kernel, session = self._app.kernel, self._app.session
        for number, source, may_fail in cells:
            begins(number)
            request = session.msg(
                "execute_request",
                {"code": source, "silent": False, "store_history": True, "stop_on_error": False},
            )
            recorder.cell(request["header"]["msg_id"], number)
            kernel.set_parent([], request)
            await kernel.execute_request(None, [], request)
            reply = recorder.reply
            if reply.get("status") != "ok" and not may_fail:
                told = {"name": reply.get("ename", "an error"), "message": reply.get("evalue", "")}
                return {name: str(value)[:_LONGEST_TOLD] for name, value in told.items()}
            if kernel.shell.exit_now:
                return {"ends": "its kernel"}
            for identifier, outputs in recorder.captured().items():
                # As a front end would: Python's side of an Output widget is to know what it shows.
                update = {"method": "update", "state": {"outputs": outputs}, "buffer_paths": []}
                content = {"comm_id": identifier, "data": update}
                kernel.comm_manager.comm_msg(None, [], {"content": content, "buffers": []})
        await asyncio.sleep(0)
        return {}


class _Comms:
    """Makes comms whose ids follow from what they open with, so that another run gives the same ones."""

    def __init__(self, key: str, usual: Any) -> None:  # noqa: ANN401
        self._key = key
        self._usual = usual
        self._count = count()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if kwargs.get("comm_id") is None:
            opens_with = json.dumps(kwargs.get("data"), default=repr, sort_keys=True)
            name = f"{self._key} {next(self._count)} {opens_with}"
            kwargs["comm_id"] = hashlib.sha256(name.encode()).hexdigest()[:32]
        return self._usual(*args, **kwargs)


def _said_by(error: BaseException) -> str:
    """Return what an exception says; one that a notebook has made may fail at that."""
    try:
        return str(error)[:_LONGEST_TOLD]
    except Exception:
        return ""


async def _started() -> KernelApp:
    """Return the application, its kernel ready to run cells."""
    app = KernelApp.instance()
    app.initialize(_ARGUMENTS)  # type: ignore[no-untyped-call]
    if "ipywidgets" in sys.modules:
        # ipywidgets does this when it is imported, which was before there was a kernel.
        sys.modules["ipywidgets"].register_comm_target()
    return app
