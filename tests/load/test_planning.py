"""The benchmark for capacity planning still runs, with counts so small that its figures mean nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from database.postgres import MISSING, binaries

TESTS = Path(__file__).parents[1]


@pytest.mark.skipif(
    os.name != "posix", reason="What a server takes is read from /proc, which Linux alone has."
)
@pytest.mark.skipif(binaries() is None, reason=MISSING)
@pytest.mark.slow
def test_the_benchmark_for_plans_runs():
    done = subprocess.run(
        [sys.executable, "-m", "load.bench", "--quick", "planning"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent / "widgets")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "| workbook serve |" in done.stdout
    saves = [line for line in done.stdout.splitlines() if line.startswith(("| SQLite", "| PostgreSQL"))]
    assert len(saves) == 2
