"""Reads authors' and strangers' files in a separate process, which can crash without harm.

A spreadsheet of 8 kB can ask for gigabytes, and a text can be nested so deeply that a parser overflows its
stack. So the code that parses such a file runs here: in a process with limits on memory and time, which is
ended if it exceeds them. Every package may import this module, and it imports no other. Not here: the reading
functions, and the use of their results.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import astuple, dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import IO, Any, Self

from widget_host.common.child_environment import handed_on

if os.name == "posix":
    import resource

__all__ = ["Bounds", "Worker", "WorkerError", "main"]

_MOST_ANSWER = 64 * 2**20
_ENDS_WITHIN_S = 2.0
# The common reason why JSON, Markdown and HTML overflow a stack.
_NESTED = "it is nested too deeply"
_OOM_SCORE = "500"
_PACKAGE = Path(__file__).parents[2]


class WorkerError(Exception):
    """Something could not be read within its limits; the message says why, in a few plain words.

    `is_lasting` says whether it would fail again: not if the system ended the process by itself. `is_large`
    says whether it took too much memory or time.
    """

    def __init__(self, reason: str, *, is_lasting: bool = True, is_large: bool = False) -> None:
        """Take the reason, which must not quote the text that was read."""
        super().__init__(reason)
        self.is_lasting = is_lasting
        self.is_large = is_large


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits for reading one file: MiB of memory, CPU seconds, and seconds in total.

    The total is for a process that waits instead of working, and is generous: on a busy machine everything
    takes longer.

    Systems other than Linux enforce the limits as far as they can.
    """

    memory_mib: int = 1024
    cpu_s: int = 20
    within_s: int = 300


class Worker:
    """A process that reads one file after another; it starts with the first call, and again after a crash.

    Threads may share it: their calls wait for each other.
    """

    def __init__(self, bounds: Bounds | None = None) -> None:
        """Take the limits of each call."""
        self._bounds = bounds or Bounds()
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def __enter__(self) -> Self:
        """Do nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def call(self, function: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever the function returns
        """Return the result of a function, named as `module:function`, for these arguments, all of it JSON.

        Raises WorkerError if it exceeds a limit, or fails.
        """
        with self._lock:
            try:
                return self._ask(function, arguments)
            except WorkerError as error:
                if error.is_lasting:
                    raise
            # When memory ran out, the system ended this process first, possibly because of another one's use.
            return self._ask(function, arguments)

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def stop(self) -> None:
        """End the process, even in the middle of a call; all further calls fail."""
        self._is_over = True
        if process := self._process:
            process.kill()

    def _ask(self, function: str, arguments: tuple[object, ...]) -> Any:  # noqa: ANN401
        process = self._running()
        try:
            asked, answers = _pipes(process)
            asked.write(json.dumps([function, arguments]).encode() + b"\n")
            asked.flush()
            said = answers.readline(_MOST_ANSWER)
        except OSError:
            said = b""
        except BaseException:  # a caller that stops waiting must not get this answer to its next call
            self._end()
            raise
        if len(said) >= _MOST_ANSWER:
            self._end()
            raise WorkerError(f"there is more than {_MOST_ANSWER >> 20} MB in it", is_large=True)
        if not said.endswith(b"\n"):
            raise self._death(self._end())
        return self._result(said)

    def _result(self, said: bytes) -> Any:  # noqa: ANN401
        try:
            told = json.loads(said)
        except RecursionError:
            raise WorkerError(_NESTED) from None
        if "fault" not in told:
            return told["is"]
        # A failed call may have left the process with little memory.
        self._end()
        raise _fault(told["fault"], self._bounds)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._is_over:
            raise WorkerError("reading has been stopped")
        if self._process is None or self._process.poll() is not None:
            self._end()
            bounds = [str(bound) for bound in astuple(self._bounds)]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "widget_host.common.worker_process", *bounds],
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl-C is for the parent.
                process_group=0 if os.name == "posix" else None,
            )
        return self._process

    def _end(self) -> int | None:
        """End the process; return how it ended, if that is known."""
        process, self._process = self._process, None
        if process is None:
            return None
        for pipe in _pipes(process):
            with suppress(OSError):
                pipe.close()
        try:
            # It ends by itself when its input is closed, unless it is in the middle of a call.
            return process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def _death(self, code: int | None) -> WorkerError:
        if os.name == "posix" and code in (-signal.SIGALRM, -signal.SIGXCPU):
            most = self._bounds.within_s if code == -signal.SIGALRM else self._bounds.cpu_s
            return WorkerError(f"reading it takes more than {most} s", is_large=True)
        if os.name == "posix" and code == -signal.SIGKILL:
            return WorkerError("the system ended the process that read it", is_lasting=False)
        return WorkerError("the process that read it crashed")


def main() -> None:
    """Answer calls from standard input, one per line, until it ends; the limits are arguments."""
    bounds = Bounds(*map(int, sys.argv[1:4]))
    # Imported modules may print.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write(_OOM_SCORE)
    for line in sys.stdin.buffer:
        _bind(bounds)
        answers.write(_answer(line) + b"\n")
        answers.flush()
        if os.name == "posix":
            signal.alarm(0)


def _answer(line: bytes) -> bytes:
    try:
        named, arguments = json.loads(line)
        module, _, function = named.partition(":")
        return json.dumps({"is": getattr(import_module(module), function)(*arguments)}).encode()
    except Exception as error:
        return json.dumps({"fault": type(error).__name__}).encode()


def _bind(bounds: Bounds) -> None:
    """Have the system end this process if the next call exceeds the limits."""
    if os.name != "posix":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = int(used.ru_utime + used.ru_stime) + 1 + bounds.cpu_s
    for what, most in (
        (resource.RLIMIT_AS, bounds.memory_mib << 20),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        with suppress(ValueError, OSError):  # a system without such a limit
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    signal.alarm(bounds.within_s)


def _fault(name: str, bounds: Bounds) -> WorkerError:
    if name == "MemoryError":
        return WorkerError(f"reading it takes more than {bounds.memory_mib} MB of memory", is_large=True)
    if name == "RecursionError":
        return WorkerError(_NESTED)
    return WorkerError(f"reading it fails ({name})")


def _environment() -> dict[str, str]:
    """Return the environment: no secret, the same code as here, and libraries without threads.

    A thread's stack counts as memory.
    """
    path = os.pathsep.join(filter(None, (str(_PACKAGE), os.environ.get("PYTHONPATH", ""))))
    return {
        **handed_on(os.environ),
        "PYTHONPATH": path,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    return process.stdin, process.stdout


if __name__ == "__main__":
    main()
    # Nothing is left to do, and the interpreter's cleanup takes a third of a second.
    os._exit(0)
