"""What is loaded in advance: all packages, except what only commands need."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_TOLD = """
import json, sys
from workbook.common.preload import preload_all, preload_for_server
for load in preload_for_server, preload_all:
    load()
    print(json.dumps([name for name in sys.modules if name.startswith(("workbook.", "ipywidgets"))]))
"""


@pytest.fixture(scope="module")
def loaded():
    """The package's modules that a process has after loading them for a server, and for kernels besides."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "widgets"), "WORKBOOK_DATA": str(ROOT / "data")}
    command = [sys.executable, "-c", _TOLD]
    told = subprocess.run(command, env=env, capture_output=True, check=True).stdout
    return [set(json.loads(line)) for line in told.splitlines()]


def of_package(package, *, but="."):
    """The names of all modules of a package, as its files tell them, but for those that begin so."""
    root = ROOT / "widgets" / "workbook"
    names = {
        ".".join(("workbook", *file.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
        for file in (root / package).rglob("*.py")
    }
    return {name for name in names if not name.startswith(but)}


def test_a_server_and_its_kernels_have_each_module_that_they_may_need(loaded):
    for_server, for_kernels = loaded
    widgets = of_package("exercises")
    for package in ("workshop", "record", "usage"):
        widgets |= of_package(f"{package}/ui")
    needed = (
        of_package("workshop") | of_package("record") | of_package("content", but="workbook.content.check")
    )
    assert needed - widgets <= for_server
    assert needed | widgets <= for_kernels
    assert not for_server & widgets


def test_a_server_loads_no_library_of_widgets(loaded):
    assert ["ipywidgets" in one for one in loaded] == [False, True]


def test_neither_has_what_commands_alone_need(loaded):
    commands = of_package("content/check") | of_package("database/migrations")
    assert len(commands) > 20
    assert [one & commands for one in loaded] == [set(), set()]
