"""A test run leaves nothing behind: whatever it leaves makes it fail, and is ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

import left_behind
from timeouts import wait_until

PROCESS = """
import pathlib, subprocess, sys, time

def test_starts_one():
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    pathlib.Path("pid").write_text(str(started.pid))
    {}
"""


@pytest.fixture(autouse=True)
def _plain(monkeypatch, pytester):
    """An inner run with only this plugin, separate from the outer one."""
    monkeypatch.setenv("PYTHONPATH", str(Path(left_behind.__file__).parent))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv(left_behind.RUN)
    pytester.makeconftest("")


def run(pytester):
    return pytester.runpytest_subprocess(
        "-p", "left_behind", "-p", "pytest_timeout", "-p", "no:cacheprovider"
    )


def left(pytester):
    try:
        process = psutil.Process(int((pytester.path / "pid").read_text()))
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_process_that_is_left_fails_the_run_is_named_with_its_test_and_ended(pytester):
    # What is left here stays for ten minutes: nobody has to wait until it ends by itself.
    pytester.makeconftest("import left_behind\n\nleft_behind.scaled = lambda idle: idle / 100\n")
    pytester.makepyfile(PROCESS.format("pass"))
    done = run(pytester)
    assert done.ret == 1
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["Left behind: a process, *time.sleep(600)*started in *::test_starts_one"])
    assert not left(pytester)


def test_a_run_that_is_killed_leaves_no_process(pytester):
    pytester.makepyfile(PROCESS.format("time.sleep(600)"))
    command = [sys.executable, "-m", "pytest", "-p", "left_behind", "-p", "pytest_timeout"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        wait_until((pytester.path / "pid").read_text, ignoring=(OSError,))
        assert left(pytester)
        running.send_signal(signal.SIGKILL)
    wait_until(lambda: not left(pytester))


def test_a_file_in_the_checkout_fails_the_run(pytester):
    subprocess.run(["git", "init", "-q"], check=True)
    (pytester.path / ".gitignore").write_text("*.ignored\n__pycache__\n")
    pytester.makepyfile(
        "def test_writes():\n    open('kept.ignored', 'w').close()\n    open('new', 'w').close()\n"
    )
    done = run(pytester)
    assert done.ret == 1
    done.stdout.fnmatch_lines(
        [
            "Left behind: a file that git sees as !! kept.ignored",
            "Left behind: a file that git sees as ?? new",
        ]
    )
    assert run(pytester).ret == 0  # it was there before


def test_a_run_that_leaves_nothing_is_green(pytester):
    pytester.makepyfile(PROCESS.format("started.kill(); started.wait()"))
    assert run(pytester).ret == 0
    assert left_behind.RUN not in os.environ
