"""The notebooks as tests: how nbval runs them here."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from widget_host.kernels.transport import TRANSPORT

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(os.name == "nt", reason="On Windows Jupyter knows ports alone.")
@pytest.mark.slow
def test_kernels_of_notebooks_that_run_as_tests_take_no_port_that_another_might_take(tmp_path):
    told = f"from ipykernel.connect import get_connection_info\nassert {TRANSPORT!r} in get_connection_info()"
    nbformat.write(new_notebook(cells=[new_code_cell(told)]), tmp_path / "page.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "-p", "conftest"]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "widgets"), str(ROOT / "tests"))),
    }
    done = subprocess.run(
        [*command, "page.ipynb"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
