"""Reads notebooks for the server, in processes that may crash without harm, and without blocking others.

Here: scheduling the reads, and caching until a file changes. Not here: reading (see `notebook`, `metadata`),
and the processes (see `common.worker_process`).
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from widget_host.common.plain_files import NoPlainFile, State, state_of
from widget_host.common.worker_process import Bounds, Worker, WorkerError
from widget_host.pages.notebook import Notebook, NotebookError, notebook_in_worker, told_notebook

__all__ = ["NotebookReader"]

_LOG = logging.getLogger("widget_host")
# A notebook that takes long must not keep all others waiting.
_AT_ONCE = 2
_BOUNDS = Bounds(cpu_s=10)
_IDLE_S = 30.0
# A failure to read may be due to a temporary shortage of the system.
_AGAIN_S = 600.0


@dataclass(frozen=True, slots=True)
class _ReadResult:
    """The result of reading a file in one state; a failed read is repeated at the time `again`."""

    state: State
    notebook: Notebook | None = None
    error: NotebookError | None = None
    again: float = float("inf")


class NotebookReader:
    """The present notebooks of one server. `about` may be called in any thread."""

    def __init__(self, bounds: Bounds = _BOUNDS, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the resource limits for reading one notebook."""
        self._bounds, self._clock = bounds, clock
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reading")
        self._lock = Lock()
        self._idle: list[tuple[float, Worker]] = []
        self._busy: set[Worker] = set()
        self._is_stopped = False
        self._known: dict[Path, _ReadResult] = {}
        self._under_way: dict[tuple[Path, State], Future[_ReadResult]] = {}
        self._abouts: dict[Path, tuple[State, dict[str, Any]]] = {}

    async def notebook(self, file: Path) -> Notebook:
        """Return a notebook, reread if it has changed.

        Raises FileNotFoundError where there is none, and NotebookError where it can't be read.
        """
        try:
            state = state_of(file)
        except FileNotFoundError:
            raise
        except OSError as error:
            reason = str(error) if isinstance(error, NoPlainFile) else error.strerror
            raise NotebookError(f"{file.name} can't be read as a notebook: {reason}.") from None
        known = self._known.get(file)
        if known is None or known.state != state or self._clock() >= known.again:
            reading = self._under_way.get((file, state))
            if reading is None:
                try:
                    reading = self._pool.submit(self._read, file, state)
                except RuntimeError:  # it was stopped: treated as for those who were waiting
                    raise asyncio.CancelledError from None
                self._under_way[file, state] = reading
                reading.add_done_callback(lambda _: self._under_way.pop((file, state), None))
            # Others may wait for the same read.
            known = await asyncio.shield(asyncio.wrap_future(reading))
            self._known[file] = known
        if known.notebook is None:
            raise known.error or NotebookError(file.name)
        return known.notebook

    def about(self, file: Path) -> dict[str, Any]:
        """Return a notebook's metadata about its page; {} if it has none."""
        try:
            state = state_of(file)
        except OSError:
            return {}
        known = self._abouts.get(file)
        if known is None or known[0] != state:
            found: dict[str, Any] = {}
            with suppress(WorkerError), self._reader() as reader:
                found = reader.call("widget_host.pages.metadata:about_in_worker", str(file))
            known = self._abouts[file] = (state, found)
        return known[1]

    def troubles(self) -> dict[Path, str]:
        """Return the notebooks that can't be read in their present form, each with the reason."""
        return {file: str(known.error) for file, known in list(self._known.items()) if known.error}

    def rest(self) -> None:
        """End processes that have been idle for a while."""
        until = self._clock() - _IDLE_S
        with self._lock:
            ending = [worker for since, worker in self._idle if since < until]
            self._idle = [(since, worker) for since, worker in self._idle if since >= until]
        for worker in ending:
            worker.close()

    def stop(self) -> None:
        """End all processes, and release everybody who waits."""
        self._is_stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for worker in busy:
            worker.stop()
        for _, worker in idle:
            worker.close()

    def _read(self, file: Path, state: State) -> _ReadResult:
        try:
            with self._reader() as reader:
                told = reader.call(
                    f"{notebook_in_worker.__module__}:{notebook_in_worker.__name__}", str(file)
                )
            return _ReadResult(state, notebook=told_notebook(told))
        except WorkerError as error:
            failed = NotebookError(f"{file.name} can't be read as a notebook: {error}.")
        except NotebookError as error:
            failed = error
        # A read that the shutdown interrupted says nothing about the file.
        if not self._is_stopped:
            _LOG.error("%s Check the file.", failed)
        return _ReadResult(state, error=failed, again=self._clock() + _AGAIN_S)

    @contextmanager
    def _reader(self) -> Iterator[Worker]:
        """Yield a process for exclusive use."""
        with self._lock:
            reader = self._idle.pop()[1] if self._idle else Worker(self._bounds)
            self._busy.add(reader)
        try:
            yield reader
        finally:
            with self._lock:
                self._busy.discard(reader)
                self._idle.append((self._clock(), reader))
