"""A pytest plugin: a run leaves no process and no file behind, even if it is killed.

What a finished run has left makes it fail, with the name of the test; processes are ended. A small process
beside the run waits for its end, and ends what is left when pytest itself was killed.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

import run_processes
from run_processes import RUN
from timeouts import scaled

# What tools keep to be faster the next time, and what tests write to be looked at.
_CACHES = (
    "__pycache__",
    ".pytest_cache",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    "node_modules",
    "tests/out",
)
_UNCHANGED = ("??", "!!")


def pytest_configure(config: pytest.Config) -> None:
    """Watch over the run, but not in each worker: the run that has started them does."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(LeftBehind(config.rootpath), "what the run leaves behind")


class LeftBehind:
    """What there was before the run, and what is left after it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A run within a test of another run, as some tests make, minds its own processes alone.
        self._within = os.environ.get(RUN, "")
        self._run = f"{self._within}/{uuid.uuid4().hex[:12]}"
        self._files: set[str] = set()
        self._guard: subprocess.Popen[bytes] | None = None

    def pytest_sessionstart(self) -> None:
        """Note what is there."""
        self._files = self._state()
        program = [sys.executable, run_processes.__file__, str(os.getpid()), self._run]
        plain = {name: value for name, value in os.environ.items() if name != RUN}
        self._guard = subprocess.Popen(
            program,
            env=plain,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.environ[RUN] = self._run

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        """Fail for what is left, once everything has been ended that fixtures and workers end."""
        yield
        found = [*self._processes(), *self._new_files()]
        if found and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        for line in found if reporter else ():
            reporter.write_line(f"Left behind: {line}", red=True)

    def pytest_unconfigure(self) -> None:
        """End the process beside the run."""
        if self._guard:
            self._guard.kill()
            self._guard.wait()
            os.environ.pop(RUN, None)
            if self._within:
                os.environ[RUN] = self._within

    def _processes(self) -> list[str]:
        """Tell the processes that do not end by themselves, and end them."""
        every = run_processes.processes_of(self._run)
        # Some have just been told to end.
        _, left = psutil.wait_procs(every, timeout=scaled(10))
        told = [f"a process, {run_processes.described(process)}" for process in left if process.is_running()]
        run_processes.end(left)
        return told

    def _new_files(self) -> list[str]:
        new = sorted(self._state() - self._files)
        return [f"a file that git sees as {line}" for line in new]

    def _state(self) -> set[str]:
        """Return what git says of the checkout; of tracked files only where nobody edits them meanwhile."""
        if self._within or not (self._folder / ".git").exists():
            return set()
        command = ["git", "status", "--porcelain", "--ignored"]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False)
        return {
            line
            for line in done.stdout.splitlines()
            if not any(cache in line for cache in _CACHES)
            and (line.startswith(_UNCHANGED) or os.environ.get("CI"))
        }
