"""A process that has run a notebook's cells once, and creates each visitor's kernel by forking itself.

Here: what runs in that process, which was forked from the fork server. Not here: the fork server (see
`fork_server`), the kernel (see `kernel_app`), the recording of its messages (see `recording`), the check for
what can't be forked (see `fork_safety`).
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
# New objects between two garbage collections; objects from before the fork are frozen.
_YOUNG = 20_000
_LONGEST_TOLD = 4000


class Template:
    """The notebook that this process has run."""

    def __init__(self, folder: str, env: dict[str, str]) -> None:
        """Take the working directory, and the environment."""
        os.environ.update(env)
        os.chdir(folder)
        # As in Jupyter, a notebook can import the modules beside it.
        sys.path.insert(0, folder)
        # While cells run, they can wait for the programs that they start.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._loop = ForkableLoop()
        asyncio.set_event_loop(self._loop)
        self._app = self._loop.run_until_complete(_started())
        self._files: list[int] = []

    def run(
        self, cells: Iterable[tuple[int, str, bool]], key: str, begins: Callable[[int], None]
    ) -> dict[str, Any]:
        """Run cells, and return their outputs as JSON values.

        Each cell is given as its number, its source, and whether it may stop with an error. `begins` is
        called before each one: some cells end this process, or never end. If a cell fails, the result is
        `failed` instead, which says how; if the cells can't be run once for all visitors, it is `cannot`,
        which gives the reason in a few words and without any text from the notebook. The same `key` gives the
        same widgets the same ids.
        """
        recorder = Recorder()
        self._app.session.recorder = recorder
        before = ProcessState.now()
        usual = comm.create_comm
        comm.create_comm = _Comms(key, usual)
        try:
            failed = self._loop.run_until_complete(self._run_cells(cells, recorder, begins))
        except BaseException as error:  # a notebook may raise anything
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
        """In a fork, become the kernel of one visitor, which answers as soon as `serve` is called."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.update(env)
        own_files(self._files)
        if "numpy.random" in sys.modules:
            # Python reseeds its own random module in each fork, and the system's randomness needs no seed.
            sys.modules["numpy.random"].seed()
        self._loop.take_up()
        self._app.bind(connection_file)

    def serve(self) -> NoReturn:
        """Answer messages until the kernel is asked to end."""
        gc.set_threshold(_YOUNG, 10, 10)
        gc.enable()
        self._loop.run_forever()
        atexit._run_exitfuncs()
        os._exit(0)

    async def _run_cells(
        self, cells: Iterable[tuple[int, str, bool]], recorder: Recorder, begins: Callable[[int], None]
    ) -> dict[str, str]:
        """Run the cells in order; return how the first cell that may not fail has failed, or {}."""
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
                # As a front end would do, so that the Python side of an Output widget knows its outputs.
                update = {"method": "update", "state": {"outputs": outputs}, "buffer_paths": []}
                content = {"comm_id": identifier, "data": update}
                kernel.comm_manager.comm_msg(None, [], {"content": content, "buffers": []})
        await asyncio.sleep(0)
        return {}


class _Comms:
    """Creates comms whose ids are derived from their opening data, so that another run gives the same ids."""

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
    """Return an exception's message, or "" if a notebook's own exception fails to give one."""
    try:
        return str(error)[:_LONGEST_TOLD]
    except Exception:
        return ""


async def _started() -> KernelApp:
    """Return the application, its kernel ready to run cells."""
    app = KernelApp.instance()
    app.initialize(_ARGUMENTS)  # type: ignore[no-untyped-call]
    if "ipywidgets" in sys.modules:
        # ipywidgets does this on import, but then there was no kernel yet.
        sys.modules["ipywidgets"].register_comm_target()
    return app
