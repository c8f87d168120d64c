"""The commands in the package's README: each program then uses forked kernels."""

import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import Request, urlopen

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import forked_kernels
from timeouts import scaled, wait_until

PACKAGE = Path(forked_kernels.__file__).parent
README = (PACKAGE / "README.md").read_text(encoding="utf-8")
EXECUTE, NBVAL, VOILA, LAB = re.search(r"```console\n(jupyter execute.*?)```", README, re.DOTALL)[
    1
].splitlines()
# The command line of a fork is that of the process that it was forked from.
PROOF = "open('command', 'w').write(open('/proc/self/cmdline').read())"
BIN = Path(sys.executable).parent
TOKEN = "a-token-for-one-test"

linux = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


@pytest.fixture
def folder(tmp_path):
    """A folder with a notebook that notes down what its kernel is a fork of."""
    notebook = new_notebook(cells=[new_code_cell(PROOF), new_code_cell("assert 1 + 1 == 2")])
    nbformat.write(notebook, tmp_path / "notebook.ipynb")
    return tmp_path


def environment():
    name, value = re.search(r"^export (JUPYTER\w+)=(\S+)$", README, re.MULTILINE).groups()
    return {**os.environ, name: value, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def was_forked(folder):
    command = folder / "command"
    return command.exists() and "forked_kernels.fork_server" in command.read_text()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def running(command, folder, *more):
    """A server that was started in a folder."""
    with open(folder / "said", "wb") as said:  # noqa: PTH123
        process = subprocess.Popen(
            [*command.split(), *more], cwd=folder, env=environment(), stdout=said, stderr=said
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(scaled(30))


@linux
@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "more"), [(EXECUTE, ()), (NBVAL, ("-p", "no:cacheprovider"))], ids=["nbclient", "nbval"]
)
def test_what_runs_a_notebook_has_a_forked_kernel(folder, command, more):
    done = subprocess.run(
        [*command.split(), *more], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert was_forked(folder)


@linux
@pytest.mark.slow
def test_stock_voila_has_forked_kernels(folder):
    port = free_port()
    with running(VOILA, folder, "--no-browser", f"--port={port}"):

        def page():
            with urlopen(f"http://127.0.0.1:{port}/", timeout=scaled(30)) as answer:
                return answer.status == 200 and answer.read()

        wait_until(page, 60, ignoring=(OSError,), what="Voila to answer")
        assert was_forked(folder)


@linux
@pytest.mark.slow
def test_jupyterlab_has_forked_kernels(folder):
    port = free_port()
    options = (
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
    )
    with running(LAB, folder, *options) as server:
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        asked = Request(f"http://127.0.0.1:{port}/api/kernels", b"{}", headers, method="POST")

        def kernel():
            with urlopen(asked, timeout=scaled(30)) as answer:
                return json.load(answer)["id"]

        assert wait_until(kernel, 60, ignoring=(OSError,), what="JupyterLab to start a kernel")
        names = []
        for one in psutil.Process(server.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
                names.append(one.name())
        assert "forked-kernel" in names


def test_alone_it_needs_what_the_whole_project_allows():
    own = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    whole = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(own["dependencies"]) <= set(whole["dependencies"])
    assert own["version"] == whole["version"]
    points = "entry-points"
    assert own[points] == whole[points]


@pytest.mark.slow
def test_it_is_installed_alone(tmp_path):
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*command, "--target", tmp_path, PACKAGE], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        give_up = pytest.fail if "CI" in os.environ else pytest.skip
        give_up(f"What builds a package could not be fetched: {done.stderr.strip().splitlines()[-1]}")
    installed = {path.name for path in (tmp_path / "forked_kernels").iterdir()}
    assert {path.name for path in PACKAGE.glob("*.py")} <= installed
    told = subprocess.run(
        [sys.executable, "-P", "-c", "import forked_kernels.provisioner as it; print(it.__file__)"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith(str(tmp_path))
