"""The test runner: every stage runs, its figures are pytest's, and no failure looks like success."""

import json
import os
import re
import signal
import subprocess
import sys
from itertools import product
from pathlib import Path

import psutil
import pytest
from _pytest.mark.expression import Expression

import stages
from stages import Result, Run, Stage, closing, main, table
from timeouts import wait_until

MIXED = """
import pytest

@pytest.fixture
def breaks_at_the_end():
    yield
    raise OSError

@pytest.mark.parametrize("number", [1, 2, 3])
def test_passes(number): pass

def test_fails(): assert False

def test_fails_twice(breaks_at_the_end): assert False

def test_passes_and_then_breaks(breaks_at_the_end): pass

@pytest.mark.skip(reason="No browser.")
def test_is_skipped(): pass
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to run in, with a way to run one test file as a stage: `folder.run("def test_one(): ...")`."""
    monkeypatch.setattr(stages, "ROOT", tmp_path)

    def run(source, conftest=""):
        (tmp_path / "test_it.py").write_text(source)
        (tmp_path / "conftest.py").write_text(conftest)
        command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py")
        running = Run()
        # Without the plugins that are installed it starts in a third of the time.
        alone = (("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1"),)
        running.add(Stage("it", command, is_pytest=True, environment=alone))
        assert running.failed() == bool(running.results[0].failed)
        return running.results[0]

    return run


def python(name, source):
    return Stage(name, (sys.executable, "-c", source))


def as_run(monkeypatch, *made):
    monkeypatch.setattr(stages, "stages", lambda _workers: (list(made), [python("rest", "")]))


def test_every_stage_runs_though_one_before_it_failed(monkeypatch, capsys):
    as_run(monkeypatch, python("one", "exit(3)"), python("two", ""), Stage("three", ("/no/such/program",)))
    assert main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[-6:-2]] == [
        ["stage", "passed", "failed"],
        ["one", "0", "1"],
        ["two", "1", "0"],
        ["three", "0", "1"],
    ]
    assert lines[-1] == "1 passed, 2 failed"


def test_a_run_without_a_fault_is_green(monkeypatch, capsys):
    as_run(monkeypatch, python("one", ""), python("two", ""))
    assert main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"


def test_the_figures_are_pytest_s_and_a_test_that_fails_twice_counts_once(folder):
    result = folder(MIXED)
    assert (result.passed, result.failed, result.not_run) == (3, 3, {"No browser.": 1})
    assert [note.split()[1] for note in result.notes] == [
        "test_fails",
        "test_fails_twice",
        "test_passes_and_then_breaks",
    ]


@pytest.mark.parametrize(
    ("source", "conftest", "why"),
    [
        ("", "", "no test was run"),
        ("import pytest\n@pytest.mark.skip\ndef test_one(): pass", "", "no test was run"),
        ("def test_one(): __import__('os')._exit(0)", "", "pytest ended before it could report"),
        ("nonsense nonsense", "", "failed: test_it"),
        (
            "def test_one(): pass",
            "def pytest_sessionfinish(session): session.exitstatus = 1",
            "ended with status 1",
        ),
    ],
    ids=["nothing collected", "all skipped", "killed", "no Python", "status alone"],
)
def test_what_is_no_success_is_a_failure(folder, source, conftest, why):
    result = folder(source, conftest)
    assert result.failed == 1
    assert why in result.notes[0]


def test_the_closing_line_is_plain():
    assert closing([Result("a", 3), Result("b", 4, 1)]) == "7 passed, 1 failed"
    assert (
        closing([Result("a", 3, 0, {"x": 2}), Result("b", 4, 1, {"y": 1})]) == "7 passed, 1 failed, 3 skipped"
    )
    assert table([Result("a", 3)]).splitlines()[-2:] == ["", "3 passed, 0 failed"]


def test_what_was_not_run_says_why():
    row, more = table([Result("unit", 3, 0, {"No Apache.": 2, "No nginx.": 1}, 1.25)]).splitlines()[1:3]
    assert re.fullmatch(r"unit +3 +0 +3 +1\.2  2 not run: No Apache\.", row)
    assert more.strip() == "1 not run: No nginx."


def test_the_rest_is_added_to_the_results_of_the_run_before(monkeypatch, capsys, tmp_path):
    file = tmp_path / "results.json"
    as_run(monkeypatch, python("one", "exit(1)"))
    assert main(["--write", str(file)]) == 1
    assert main(["--after", str(file)]) == 1
    assert [line.split()[:3] for line in capsys.readouterr().out.splitlines()[-4:-2]] == [
        ["one", "0", "1"],
        ["rest", "1", "0"],
    ]
    assert main(["one", "--after", str(file), "--variant", "again"]) == 1
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[-4:-2]] == [
        "one",
        "one, again",
    ]
    file.write_text(json.dumps([]))
    assert main(["--after", str(file)]) == 0
    file.unlink()
    assert main(["--after", str(file)]) == 1
    assert "left no results" in capsys.readouterr().out


def test_stages_are_chosen_by_the_first_word_of_their_names(monkeypatch, capsys):
    as_run(monkeypatch, python("one", ""), python("one more", ""), python("two", ""))
    assert main(["one"]) == 0
    assert "2 passed" in capsys.readouterr().out
    assert main(["--all"]) == 0
    assert "4 passed" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["three"])
    assert "there is no stage three" in capsys.readouterr().err


RUNNER = """
import sys
import stages
wait = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
made = [stages.Stage(name, (sys.executable, "-c", wait)) for name in ("one", "two")]
stages.stages = lambda workers: (made, [])
sys.exit(stages.main([]))
"""


@pytest.fixture
def runner(tmp_path):
    """A run whose first stage goes on and on: the runner, and the process of the stage."""
    path = os.pathsep.join([str(Path(stages.__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", RUNNER],
        stdout=subprocess.PIPE,
        text=True,
        # One that is killed leaves its own files behind.
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(tmp_path)},
    ) as running:
        lines = (line for line in running.stdout if line.strip().isdigit())
        yield running, psutil.Process(int(next(lines)))
        running.kill()


def test_a_run_that_is_ended_ends_its_stage_and_still_says_what_came_of_it(runner):
    running, stage = runner
    running.send_signal(signal.SIGTERM)
    out, _ = running.communicate()
    assert running.returncode == 1
    assert not stage.is_running()
    assert [line.split()[0] for line in out.splitlines() if "interrupted" in line] == ["one", "two"]
    assert out.splitlines()[-1] == "0 passed, 2 failed"


@pytest.mark.skipif(
    sys.platform != "linux", reason="Elsewhere a process that is killed can't take others along."
)
def test_a_run_that_is_killed_takes_its_stage_along(runner):
    running, stage = runner
    running.kill()
    wait_until(lambda: not stage.is_running() or stage.status() == psutil.STATUS_ZOMBIE, 20)


def places():
    """Which of the runs' stages take a test, by where it is and how it is marked."""
    test, rest = stages.stages(2)
    for where, alone, slow in product(("unit", "browser"), (True, False), (True, False)):
        mine = [stage for stage in (*test, *rest) if stage.name.split()[0] == where]
        taken = [
            stage
            for stage in mine
            if Expression.compile(stage.command[stage.command.index("-m", 3) + 1]).evaluate(
                lambda mark, alone=alone, slow=slow, **_: {"alone": alone, "slow": slow}[mark]
            )
        ]
        yield (where, alone, slow), taken, test


def test_every_test_is_in_one_stage_and_only_the_slow_ones_are_left_to_the_long_run():
    for (where, alone, slow), taken, test in places():
        if (where, alone, slow) == ("browser", True, False):
            # There is none, as the test after this one holds: a stage for it would run no test, and fail.
            assert taken == []
        else:
            (stage,) = taken
            assert (stage in test) == (not slow)
            assert ("-n" in stage.command) == (not alone)


def test_all_examples_are_tried_in_the_long_run_and_few_in_the_short_one():
    test, rest = stages.stages(2)
    (many,) = [stage for stage in rest if stage.name == "examples"]
    assert "hypothesis and not (slow or alone)" in many.command
    thorough = [stage.name for stage in (*test, *rest) if "--hypothesis-profile" in stage.command]
    assert thorough == ["unit slow", "examples"]


@pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")
def test_notebooks_are_run_on_forked_kernels_and_in_the_long_run_on_ordinary_ones_too():
    test, rest = stages.stages(2)
    (short,) = [stage for stage in test if "--nbval-lax" in stage.command]
    (long,) = [stage for stage in rest if "--nbval-lax" in stage.command]
    assert (short.environment, long.environment) == (
        (("JUPYTER_DEFAULT_PROVISIONER_NAME", "forked-kernels"),),
        (),
    )
    assert short.command == long.command


def test_what_has_to_run_alone_in_a_browser_is_slow():
    for path in (Path(__file__).parent / "browser").rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        for marks in re.findall(r"(?:^@pytest\.mark\.\S+\n)+", text, re.MULTILINE):
            assert ".alone" not in marks or ".slow" in marks, path
        for marks in re.findall(r"^pytestmark = .*(?:\n .*)*", text, re.MULTILINE):
            assert ".alone" not in marks or ".slow" in marks, path


def test_what_make_hands_on_reaches_no_test(folder, monkeypatch):
    monkeypatch.setenv("ARGS", "--write results.json")
    monkeypatch.setenv("MAKEFLAGS", " -- ARGS=--write\\ results.json")
    result = folder("import os\ndef test_one(): assert not {'ARGS', 'MAKEFLAGS'} & set(os.environ)\n")
    assert (result.passed, result.failed) == (1, 0)
