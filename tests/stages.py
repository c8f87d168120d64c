"""Runs the tests stage by stage, and ends with one table of what passed, failed and was not run.

    python tests/stages.py               the stages of `make test`
    python tests/stages.py --all         those of `make test-all`
    python tests/stages.py unit types    some alone, by the first word of their names

Every stage runs, even when one before it has failed. The figures of a stage that pytest runs come from the
JUnit XML that pytest writes; any other command counts as one test. The exit status is 0 if all passed, else
1. What is in which run, and why, stands in CONTRIBUTING.md.
"""

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[1]
_BIN = Path(sys.executable).parent
_STOPS_WITHIN_S = 60
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's <sys/prctl.h>
_WORST_LAST = ("passed", "skipped", "failed")


@dataclass(frozen=True)
class Stage:
    """A part of the run: a command, what it adds to the environment, and whether it is pytest."""

    name: str
    command: tuple[str, ...]
    is_pytest: bool = False
    environment: tuple[tuple[str, str], ...] = ()


@dataclass
class Result:
    """What came of a stage. `not_run` counts tests by the reason why they were not run."""

    name: str
    passed: int = 0
    failed: int = 0
    not_run: dict[str, int] = field(default_factory=dict)
    minutes: float = 0.0
    notes: list[str] = field(default_factory=list)

    def fail(self, note: str) -> None:
        """Note a failure that is not in the figures."""
        self.notes.append(note)
        self.failed = max(self.failed, 1)


def _tool(name: str, *command: str) -> Stage:
    return Stage(name, (str(_BIN / command[0]), *command[1:]))


def _tests(name: str, *more: str, env: tuple[tuple[str, str], ...] = ()) -> Stage:
    # What reads notebooks takes a second to be imported, in each worker.
    plugins = () if "--nbval-lax" in more else ("-p", "no:nbval")
    command = (sys.executable, "-m", "pytest", *plugins, *more)
    return Stage(name, command, is_pytest=True, environment=env)


def stages(workers: int) -> tuple[list[Stage], list[Stage]]:
    """Return the stages of `make test`, and those that `make test-all` adds."""
    # In the order of tests/conftest.py: xdist would leave files of few tests, which are long, to the end.
    beside = ("-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder")
    unit, browser = ("--ignore", "tests/browser", "tests"), ("tests/browser",)
    # To collect all tests for a few of them takes ten seconds.
    alone, browser_alone = _files_with("alone")
    notebooks = (*beside, "--nbval-lax", "notebooks")
    # As they are served on Linux, and in half the time of ordinary kernels.
    forks = (("JUPYTER_DEFAULT_PROVISIONER_NAME", "forked-kernels"),) if sys.platform == "linux" else ()
    every_example = ("--hypothesis-profile", "all")
    # Half of what `make soak` takes: some three thousand visits, and the whole run stays under an hour.
    soak = (("PYTHONPATH", str(ROOT / "tests")), ("WORKBOOK_SOAK_MINUTES", "5"))
    test = [
        _tool("lint", "ruff", "check", "."),
        _tool("format", "ruff", "format", "--check", "."),
        _tool("types", "mypy"),
        _tool("check", "workbook", "check"),
        _tests("unit", *beside, "-m", "not alone and not slow", *unit),
        _tests("unit alone", "-m", "alone and not slow", *alone),
        _tests("notebooks", *notebooks, env=forks),
        _tests("browser", *beside, "-m", "not alone and not slow", *browser),
    ]
    rest = [
        _tests("unit slow", *beside, "-m", "slow and not alone", *every_example, *unit),
        _tests("unit slow alone", "-m", "slow and alone", *alone),
        _tests("examples", *beside, "-m", "hypothesis and not (slow or alone)", *every_example, *unit),
        *([_tests("notebooks on ordinary kernels", *notebooks)] if forks else []),
        _tests("browser slow", *beside, "-m", "slow and not alone", *browser),
        _tests("browser slow alone", "-m", "slow and alone", *browser_alone),
        Stage("soak", (sys.executable, "-m", "load.soak"), environment=soak),
    ]
    return test, rest


def _files_with(mark: str) -> tuple[list[str], list[str]]:
    """Return the files of tests that use a mark of pytest's: those without a browser, and those with one."""
    folder = ROOT / "tests"
    files = sorted(
        str(file.relative_to(ROOT))
        for file in folder.rglob("test_*.py")
        if f"pytest.mark.{mark}" in file.read_text(encoding="utf-8")
    )
    browser = [file for file in files if Path(file).is_relative_to("tests/browser")]
    return [file for file in files if file not in browser], browser


def read_junit(file: Path, result: Result) -> None:
    """Count what pytest wrote down; a test with several entries counts once, at its worst.

    It has several where something failed at its end as well.
    Raises OSError or xml.etree.ElementTree.ParseError where pytest wrote nothing whole.
    """
    outcomes: dict[tuple[str, str], tuple[str, str]] = {}
    for case in ET.parse(file).getroot().iter("testcase"):
        outcome, why = "passed", ""
        for entry in case:
            if entry.tag in ("failure", "error"):
                outcome = "failed"
            elif entry.tag == "skipped" and outcome == "passed":
                outcome, why = "skipped", entry.get("message") or "no reason given"
        test = case.get("classname", ""), case.get("name", "")
        before = outcomes.get(test, ("passed", ""))
        outcomes[test] = max(before, (outcome, why), key=lambda one: _WORST_LAST.index(one[0]))
    counted = Counter(outcome for outcome, _ in outcomes.values())
    result.notes += [
        f"failed: {name} ({file})" for (file, name), found in outcomes.items() if found[0] == "failed"
    ]
    result.passed, result.failed = counted["passed"], counted["failed"]
    result.not_run = dict(Counter(why for outcome, why in outcomes.values() if outcome == "skipped"))


class Run:
    """A run of some stages, one after the other."""

    def __init__(self, before: Sequence[Result] = ()) -> None:
        self.results = list(before)
        self.interrupted = False

    def add(self, stage: Stage) -> None:
        """Run a stage, unless the run was interrupted before."""
        result = Result(stage.name)
        self.results.append(result)
        if self.interrupted:
            result.fail("not run: interrupted before")
            return
        print(f"\n=== {stage.name} ===", flush=True)
        began = time.monotonic()
        try:
            with tempfile.TemporaryDirectory(prefix="wb_stage_") as folder:
                self._run(stage, Path(folder) / "junit.xml", result)
        except KeyboardInterrupt:
            self.interrupted = True
            result.fail("interrupted")
        result.minutes = (time.monotonic() - began) / 60

    def _run(self, stage: Stage, report: Path, result: Result) -> None:
        command = [*stage.command, f"--junit-xml={report}"] if stage.is_pytest else list(stage.command)
        try:
            status = _status(command, {**_inherited(), **dict(stage.environment)})
        except OSError as fault:
            result.fail(f"could not be started: {fault}")
            return
        if not stage.is_pytest:
            result.passed = int(status == 0)
        else:
            try:
                read_junit(report, result)
            except (OSError, ET.ParseError):
                result.fail("pytest ended before it could report")
            if not (result.passed or result.failed):
                result.fail("no test was run")
        if status and not result.failed:
            result.fail(f"ended with status {status}; the reason is above")

    def failed(self) -> bool:
        """Say whether anything failed."""
        return any(result.failed for result in self.results) or not self.results


def _inherited() -> dict[str, str]:
    """Return the environment without what make hands on, since tests call make themselves.

    Container images often keep Python from saving what it compiled: hundreds of processes would do it again.
    """
    left_out = ("ARGS", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _status(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a command to its end, and end it if this process is interrupted; return its exit status."""
    # No thread runs here that could hold a lock between the fork and the start of the command.
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=_first(),  # noqa: PLW1509
    )
    try:
        return running.wait()
    except KeyboardInterrupt:
        # A terminal interrupts both, a signal to this process alone does not.
        with suppress(subprocess.TimeoutExpired):
            running.send_signal(signal.SIGINT)
            running.wait(_STOPS_WITHIN_S)
        running.kill()
        running.wait()
        raise


def _first() -> Callable[[], None] | None:
    """Return what a new process does first so that it can be interrupted, and ends when this one is killed.

    A shell that starts something in the background has it, and all below it, ignore an interruption. To end
    with another process is something that Linux alone has.
    """
    if os.name != "posix":
        return None
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def first() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if libc:
            libc.prctl(_DEATH_SIGNAL, signal.SIGTERM)

    return first


def table(results: Sequence[Result]) -> str:
    """Return the table that a run ends with, and its closing line."""
    rows = [("stage", "passed", "failed", "not run", "minutes", "why not, and other notes")]
    for result in results:
        notes = [*result.notes, *(f"{count} not run: {why}" for why, count in sorted(result.not_run.items()))]
        skipped = sum(result.not_run.values())
        figures = (str(result.passed), str(result.failed), str(skipped), f"{result.minutes:.1f}")
        rows.append((result.name, *figures, notes[0] if notes else ""))
        rows += [("", "", "", "", "", note) for note in notes[1:]]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(row[at].rjust(widths[at]) for at in range(1, 5)), row[5]]
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", closing(results)])


def closing(results: Sequence[Result]) -> str:
    """Return the sums in a plain line: "10 passed, 0 failed", and what was not run, if anything."""
    skipped = sum(sum(result.not_run.values()) for result in results)
    line = f"{sum(one.passed for one in results)} passed, {sum(one.failed for one in results)} failed"
    return f"{line}, {skipped} skipped" if skipped else line


def chosen(asked: argparse.Namespace) -> list[Stage]:
    """Return the stages that the command line asks for."""
    test, rest = stages(asked.workers)
    if asked.names:
        return [stage for stage in test if stage.name.split()[0] in asked.names]
    if asked.after:
        return rest
    return [*test, *rest] if asked.all else test


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for, and say what came of it."""
    parser = argparse.ArgumentParser(prog="stages", description="Run the tests stage by stage.")
    parser.add_argument("names", nargs="*", help="stages, by the first word of their names")
    parser.add_argument("--all", action="store_true", help="what only the long run needs as well")
    parser.add_argument("--workers", type=int, default=2, help="how many processes share a stage's tests")
    parser.add_argument("--variant", default="", help="what is special about this run, for the table")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the results in a file")
    parser.add_argument(
        "--after", type=Path, metavar="FILE", help="add to the results in a file, and run the rest alone"
    )
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - {stage.name.split()[0] for stage in stages(1)[0]}:
        parser.error(f"there is no stage {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, _interrupt)
    run = Run(_read(asked.after) if asked.after else [])
    for stage in chosen(asked):
        run.add(replace(stage, name=f"{stage.name}, {asked.variant}") if asked.variant else stage)
    if asked.write:
        asked.write.write_text(json.dumps([asdict(one) for one in run.results]), encoding="utf-8")
    print(f"\n{table(run.results)}", flush=True)
    return int(run.failed())


def _read(file: Path) -> list[Result]:
    """Return the results of an earlier run; one that left none has failed."""
    try:
        return [Result(**one) for one in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError) as fault:
        missing = Result("the run before")
        missing.fail(f"left no results: {fault}")
        return [missing]


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
