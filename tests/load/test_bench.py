"""The benchmarks still run, with counts so small that their figures mean nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from load.table import BEGIN, END, README, Table, percentile, written

TESTS = Path(__file__).parents[1]
# Serving has tests of its own: all of it takes minutes, however little is measured.
PARTS = ("unlocking", "writing", "saving", "exporting", "importing")
TITLES = ("To unlock", "From a key", "Saves of", "Export of", "Import of")


@pytest.mark.skipif(os.name != "posix", reason="The benchmarks fork processes, which Unix alone can.")
@pytest.mark.slow
def test_every_benchmark_of_the_record_runs_and_loses_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "load.bench", "--quick", *PARTS],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all(f"### {title}" in done.stdout for title in TITLES)
    saves = [line for line in done.stdout.splitlines() if line.startswith(("| SQLite", "| PostgreSQL"))]
    assert len(saves) >= 3
    assert all(line.endswith("| 0 |") for line in saves)
    assert "has imported 0 modules of it" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")
@pytest.mark.slow
def test_the_benchmark_of_kernels_measures_both_kinds():
    done = subprocess.run(
        [sys.executable, "-m", "load.bench", "--quick", "kernels"],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith(("| Until", "| Memory", "| nbval"))]
    assert [row.count("|") for row in rows] == [5, 5, 5, 5]


def test_a_percentile_is_a_value_that_was_measured():
    values = list(range(1, 101))
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)) == (50, 99, 100)
    assert percentile([7], 0.5) == percentile([7], 0.99) == 7


def test_new_tables_take_the_place_of_those_in_the_readme_and_of_nothing_else():
    table = Table("Title", ("What", "p50"), [("one", "1.0 ms")], "Note.")
    text = README.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    once = written(text, [table], "Measured here.")
    assert once == f"{before}{BEGIN}\n\nMeasured here.\n\n{table}\n{END}{after}"
    assert written(once, [table], "Measured here.") == once
    assert "Measured here." in written(text, [table], "Measured here.", "serving").split(BEGIN)[0]
    with pytest.raises(SystemExit, match="lost its markers"):
        written("no markers", [table], "Measured here.")
