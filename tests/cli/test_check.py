"""`workbook check` as people run it: it runs pages that have changed."""

import shutil
from pathlib import Path

import pytest

from content.small_workbook import SmallWorkbook

ROOT = Path(__file__).parents[2]
FAILING = ROOT / "tests" / "browser" / "notebooks" / "failing.ipynb"


@pytest.fixture
def course(tmp_path, run_here, monkeypatch):
    """A small course without a fault, which is checked with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "widgets"))
    return Course(tmp_path, run_here)


class Course:
    def __init__(self, folder, run_here):
        small = SmallWorkbook(folder)
        self.notebooks, self.data = small.notebooks, small.data
        self._run_here = run_here

    def check(self, *more):
        return self._run_here("check", "--notebooks", self.notebooks, "--data", self.data, *more)


def test_pages_that_changed_are_run_and_what_fails_is_named(course):
    first = course.check()
    assert first.returncode == 0, first.stdout
    assert first.stdout.endswith("no faults. 2 pages were run.\n")
    assert course.check().stdout.endswith("No page has changed since it last ran well.\n")
    shutil.copy(FAILING, course.notebooks)
    for _ in range(2):
        done = course.check()
        assert done.returncode == 1
        assert done.stdout.startswith(
            "failing.ipynb, cell 2: The cell that begins with 'raise ValueError(\"a word that nobody should "
            "see\")' stops with ValueError: a word that nobody should see.\n    What to do: "
        )
        assert done.stdout.endswith("1 page was run. 2 others have not changed since.\n")
        assert str(course.notebooks) not in done.stdout
        assert "Traceback" not in done.stdout + done.stderr


def test_pages_are_not_run_where_that_is_not_wanted_and_it_is_said(course):
    shutil.copy(FAILING, course.notebooks)
    done = course.check("--no-run")
    assert done.returncode == 0
    assert done.stdout.endswith("no faults. The pages were not run (--no-run).\n")


def test_where_the_tables_can_not_be_read_pages_are_not_blamed(course):
    (course.data / "scenes.csv").write_text("nothing", encoding="utf-8")
    done = course.check()
    assert done.returncode == 1
    assert ".ipynb, cell" not in done.stdout
    assert "The pages were not run, since the tables can't be read." in done.stdout


def test_figures_on_the_scenarios_follow_where_they_are_asked_for(course):
    assert "Scenarios: 2" not in course.check("--no-run").stdout
    done = course.check("--no-run", "--report")
    assert done.returncode == 0
    assert "no faults. The pages were not run (--no-run).\n\nScenarios: 2, with 6 scenes\n" in done.stdout
    assert "Does the surface give the best choice away?" in done.stdout


def test_where_the_tables_can_not_be_read_there_are_no_figures_and_it_is_said(course):
    (course.data / "scenes.csv").write_text("nothing", encoding="utf-8")
    done = course.check("--report")
    assert done.returncode == 1
    assert done.stdout.endswith(
        "There are no figures, since the tables can't be read. Fix the tables first.\n"
    )
    assert "Traceback" not in done.stdout + done.stderr
