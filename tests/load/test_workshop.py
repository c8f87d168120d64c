"""The benchmark of workshops still runs, with so few people that its figures mean nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from load.workshop import _tallied

TESTS = Path(__file__).parents[1]


@pytest.mark.skipif(
    os.name != "posix", reason="What a server takes is read from /proc, which Linux alone has."
)
@pytest.mark.slow
def test_the_benchmark_of_workshops_runs_and_every_vote_counts_once():
    done = subprocess.run(
        [sys.executable, "-m", "load.bench", "--quick", "workshop"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent / "widgets")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rooms = [line for line in done.stdout.splitlines() if line.startswith("| 20 |")]
    assert len(rooms) >= 2
    assert all(line.endswith("| 0 |") for line in rooms)
    assert "| In the room, without a kernel | 3 |" in done.stdout


def test_a_vote_is_on_the_tally_once_the_console_counts_as_many_as_were_acknowledged_with_it():
    def console(at, answered):
        return at, {"type": "console", "state": {"answered": answered}}

    pushed = [console(1.0, 0), (1.2, {"type": "state"}), console(2.0, 2), console(3.0, 3)]
    sent = [(1.1, 1.0), (1.5, 1.4), (2.5, 2.4)]
    assert [round(one, 1) for one in _tallied(sent, pushed)] == [1.0, 0.6, 0.6]
