"""Runs notebooks as the server would, to find those that fail, for `workbook check`.

Here: running them in parallel forks, in a copy of their folder, and cleaning up. Not here: which of them have
to be run (see `check_cache`), and how a failure is reported.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import psutil

from forked_kernels.fork_client import ForkError, ForkServer, Lifeline, can_fork
from forked_kernels.limits import Limits
from forked_kernels.recording import Recorder
from widget_host.common.notebook_files import MEDIA, is_hidden
from widget_host.errors import ServeError
from widget_host.kernels.builds import CannotRunOnce, Source, build_template
from widget_host.kernels.ordinary import ordinary_kernel
from widget_host.languages import ENGLISH, PAGE_LANGUAGE
from widget_host.pages.failures import Failure
from widget_host.pages.notebook import Cell, Notebook, NotebookError, read_notebook
from widget_host.pages.request_environment import request_environment
from workbook.front import languages

__all__ = ["Runnable", "failures", "runnable"]

_WITHIN_S = 60.0
_LARGE = 8 << 20
# Processes that a notebook has started may start more while they are being ended.
_ENDING_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Runnable:
    """A notebook with code, by its path below the notebooks' folder, with `/` between.

    `page` is the path of its page: a notebook in another language than English replaces an English one, and
    is run in that one's folder.
    """

    path: str
    notebook: Notebook
    page: str
    language: str = ENGLISH


@dataclass
class _Runs:
    """The shared state of all runs. `fork_server` starts when first needed, and again if it has ended."""

    folder: Path
    env: dict[str, str]
    warm_up: tuple[str, ...]
    within_s: float
    lifeline: Lifeline = field(default_factory=Lifeline)
    fork_servers: list[ForkServer] = field(default_factory=list)

    @property
    def fork_server(self) -> ForkServer:
        if not self.fork_servers or not self.fork_servers[-1].is_alive:
            self.fork_servers.append(ForkServer(self.warm_up, self.env, self.lifeline))
        return self.fork_servers[-1]


def runnable(folder: Path, paths: Iterable[str]) -> list[Runnable]:
    """Return those of a folder's notebooks that the server would run; `paths` are relative to the folder.

    This leaves out notebooks without code, unreadable ones, links that lead out of the folder, and those in
    another language that do not replace a page.
    """
    found = []
    for path in map(PurePosixPath, paths):
        language = path.parts[0] if path.parts[0] in languages() else ENGLISH
        page = path if language == ENGLISH else path.relative_to(language)
        is_served = (folder / path).resolve().is_relative_to(folder.resolve()) and (folder / page).is_file()
        with suppress(NotebookError, OSError):
            if is_served and (notebook := read_notebook(folder / path)).has_code:
                found.append(Runnable(str(path), notebook, str(page), language))
    return found


def failures(
    folder: Path,
    wanted: Sequence[Runnable],
    env: dict[str, str],
    warm_up: tuple[str, ...],
    *,
    within_s: float = _WITHIN_S,
) -> dict[str, Failure]:
    """Run notebooks of a folder, and return the failures by path.

    Each runs in a separate process, in the environment `env`, for at most `within_s` seconds. If processes
    can be forked, as many run at once as there are processors, with `warm_up` imported in advance (see
    `fork_server`); elsewhere they run one by one. Files that notebooks write beside themselves go into a copy
    of the folder, which is deleted in the end, and processes that they start are ended. Raises ServeError if
    none can run.
    """
    if not wanted:
        return {}
    with _copy(folder) as copy:
        own = env | {"TMPDIR": str(copy.parent)}
        if can_fork():
            return asyncio.run(_failures(_Runs(copy, own, warm_up, within_s), wanted))
        try:
            found = {one.path: _in_kernel(copy, one, own, within_s) for one in wanted}
        finally:
            _end_started(own["TMPDIR"], set())
        return {path: failure for path, failure in found.items() if failure}


def _in_kernel(copy: Path, wanted: Runnable, env: dict[str, str], within_s: float) -> Failure | None:
    """Run a notebook in an ordinary kernel, which takes a second or two to start."""
    with ordinary_kernel(_folder_of(copy, wanted), env | _language_of(wanted)) as kernel:
        until = time.monotonic() + within_s
        for cell in _in_order(wanted):
            failure = kernel.run(cell, Recorder(), max(0.0, until - time.monotonic()))
            if failure:
                return replace(failure, seconds=within_s) if failure.kind == "slow" else failure
    return None


def _folder_of(copy: Path, wanted: Runnable) -> Path:
    return (copy / wanted.page).parent


def _language_of(wanted: Runnable) -> dict[str, str]:
    return {PAGE_LANGUAGE: wanted.language}


async def _failures(runs: _Runs, wanted: Sequence[Runnable]) -> dict[str, Failure]:
    at_once = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(notebook: Runnable) -> Failure | None:
        async with at_once:
            return await _failure(runs, notebook)

    try:
        found = await asyncio.gather(*(one(notebook) for notebook in wanted))
    except ForkError:
        raise ServeError(
            "The notebooks can't be run: no process starts. Check the memory, then try again."
        ) from None
    finally:
        _end(runs)
    return {one.path: failure for one, failure in zip(wanted, found, strict=True) if failure}


async def _failure(runs: _Runs, wanted: Runnable) -> Failure | None:
    source = Source(wanted.path, tuple(_in_order(wanted)), wanted.path, wanted.language)
    for is_last in (False, True):
        try:
            template = await build_template(
                runs.fork_server,
                source,
                _folder_of(runs.folder, wanted),
                runs.env | _language_of(wanted),
                limits=Limits(),
                within_s=runs.within_s,
            )
        except CannotRunOnce as refusal:
            return refusal.failure
        except ForkError:
            # A notebook may have ended the fork server: the next one gets a new one.
            if is_last:
                raise
        else:
            template.end()
            return None
    raise AssertionError


def _in_order(wanted: Runnable) -> Iterator[Cell]:
    """Yield the code cells in the server's order: first those that run once for all."""
    mine = [cell for cell in wanted.notebook.code if cell.each_visitor]
    yield from (cell for cell in wanted.notebook.code if not cell.each_visitor)
    if mine:
        # The variables that the server passes to cells about a request, here one for the page alone.
        path = f"/voila/render/{wanted.page}"
        request = request_environment(path, f"http://localhost{path}")
        yield Cell(mine[0].number, source=f"__import__('os').environ.update({request!r})")
        yield from mine


@contextmanager
def _copy(folder: Path) -> Iterator[Path]:
    """Copy a folder of notebooks, to be deleted in the end. Its siblings are linked beside the copy.

    Large files, and media that pages play, are linked instead of copied.
    """
    with tempfile.TemporaryDirectory(prefix="wb_check_", ignore_cleanup_errors=True) as root:
        copy = Path(root) / folder.name
        copy.mkdir()
        with suppress(OSError):
            for beside in folder.parent.iterdir():
                if beside.name != folder.name:
                    (Path(root) / beside.name).symlink_to(beside)
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if not is_hidden(name):
                with suppress(OSError):
                    _put(path, copy / name)
        yield copy


def _put(path: Path, copy: Path) -> None:
    """Copy a file or folder to its place; anything else, such as a pipe, is left out."""
    if path.is_dir() and not path.is_symlink():
        copy.mkdir()
    elif path.is_dir() or _is_linked(path):
        copy.symlink_to(path.resolve())
    elif path.is_file():
        shutil.copy(path, copy)


def _is_linked(path: Path) -> bool:
    return path.is_file() and (path.suffix.lower().lstrip(".") in MEDIA or path.stat().st_size > _LARGE)


def _end(runs: _Runs) -> None:
    """End the fork server, and everything that notebooks have started."""
    _end_started(runs.env["TMPDIR"], {fork_server.pid for fork_server in runs.fork_servers})
    for fork_server in runs.fork_servers:
        fork_server.stop()
    runs.lifeline.close()


def _end_started(temporary: str, forking: set[int]) -> None:
    """End the descendants of the fork server, and processes with the same environment."""
    for _ in range(_ENDING_ROUNDS):
        left = list(_started(temporary, forking))
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if not left:
            return
        psutil.wait_procs(left, timeout=1)


def _started(temporary: str, forking: set[int]) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            is_ours = process.environ().get("TMPDIR") == temporary
            is_below = bool(forking) and not forking.isdisjoint(one.pid for one in process.parents())
            if process.pid not in forking and (is_ours or is_below):
                yield process
