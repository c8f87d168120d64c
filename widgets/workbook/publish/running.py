"""Runs the notebooks' cells once and gathers what they show, for pages that no kernel will answer.

Here: one kernel for all notebooks, one after another. Not here: how its messages become a `Run` (see
`serve.recording`), and what is made of it (see `site`).
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from workbook.publish.errors import SiteError
from workbook.serve.environment import handed_on
from workbook.serve.notebooks import Notebook
from workbook.serve.recording import Recorder
from workbook.serve.runs import Run
from workbook.serve.transport import TRANSPORT, short_temporary_folder

__all__ = ["run_all"]

_COMMAND = [
    sys.executable,
    "-m",
    "ipykernel_launcher",
    "-f",
    "{connection_file}",
    "--HistoryManager.enabled=False",
]
_STARTS_WITHIN_S = 120.0
_CELL_WITHIN_S = 120.0
# Each notebook begins with nothing, in its own folder, as with a kernel of its own.
_BEGIN = "get_ipython().reset(new_session=True)\nimport os\nos.chdir({folder!r})\ndel os"


def run_all(
    folder: Path, notebooks: Iterable[tuple[str, Notebook]], data: Path, environment: dict[str, str]
) -> Iterator[tuple[str, Notebook, Run]]:
    """Give each notebook with what its cells show; paths are relative to `folder`, `data` is the tables'.

    `environment` is added to what a program needs of this process's own: there is no secret in that, and
    nothing that names a database. Raises SiteError where a cell fails, or takes longer than two minutes.
    """
    env = {**handed_on(os.environ), **environment, "WORKBOOK_DATA": str(data)}
    with _kernel(folder, env) as client:
        for path, notebook in notebooks:
            _ask(client, _BEGIN.format(folder=str((folder / path).parent)), Recorder(), 0)
            recorder = Recorder()
            for cell in notebook.code:
                fault = _ask(client, cell.source, recorder, cell.number)
                if fault:
                    raise SiteError(f"Cell {cell.number + 1} of {path} {fault}. Fix the page first.")
            yield path, notebook, recorder.run()


@contextmanager
def _kernel(folder: Path, env: dict[str, str]) -> Iterator[BlockingKernelClient]:
    """Start a kernel with this Python, and end it."""
    with TemporaryDirectory(prefix="wb_", dir=short_temporary_folder()) as sockets:
        manager = KernelManager(
            kernel_name="python3", transport=TRANSPORT, connection_file=f"{sockets}/kernel.json"
        )
        with _started(manager, folder, env) as client:
            yield client


@contextmanager
def _started(manager: KernelManager, folder: Path, env: dict[str, str]) -> Iterator[BlockingKernelClient]:
    if manager.kernel_spec is None:
        raise SiteError("The pages can't be run: this Python has no kernel. Install ipykernel for it.")
    manager.kernel_spec.argv = list(_COMMAND)
    manager.start_kernel(cwd=str(folder), env=env, stdout=DEVNULL, stderr=DEVNULL)
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=_STARTS_WITHIN_S)
        yield client
    except RuntimeError:
        raise SiteError("The pages can't be run: no kernel starts. Install ipykernel again.") from None
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _ask(client: BlockingKernelClient, source: str, recorder: Recorder, number: int) -> str:
    """Run code as a cell, and let `recorder` hear; returns what went wrong in a few words, or ""."""
    asked = client.execute(source, store_history=True, allow_stdin=False)
    recorder.cell(asked, number)
    until = monotonic() + _CELL_WITHIN_S
    try:
        while not _is_end(message := client.get_iopub_msg(timeout=until - monotonic()), asked):
            _take(recorder, message)
        while (reply := client.get_shell_msg(timeout=until - monotonic()))["parent_header"].get(
            "msg_id"
        ) != asked:
            continue
    except Empty:
        return f"takes longer than {_CELL_WITHIN_S:g} s"
    content = reply["content"]
    return "" if content["status"] == "ok" else f"raises {content.get('ename', 'an error')}"


def _take(recorder: Recorder, message: dict[str, Any]) -> None:
    recorder.take(
        message["header"]["msg_type"],
        message["parent_header"].get("msg_id", ""),
        message["content"],
        message.get("buffers") or [],
    )


def _is_end(message: dict[str, Any], asked: str) -> bool:
    return bool(
        message["header"]["msg_type"] == "status"
        and message["content"]["execution_state"] == "idle"
        and message["parent_header"].get("msg_id") == asked
    )
