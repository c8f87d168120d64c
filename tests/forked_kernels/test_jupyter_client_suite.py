"""jupyter_client's own tests of how kernels are started, watched and ended, run on forked kernels.

They are not in its wheel, so its source is fetched from PyPI, and nothing of it is kept. Left out are its
tests of clients, sessions, connection files, kernel specifications and encryption, which start no kernel in a
way of their own; and of its restarter those that wait 18 s for a kernel that never comes to be.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import version

import pytest

from forked_kernels import PROVISIONER
from timeouts import scaled

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone."),
    pytest.mark.alone,
    pytest.mark.slow,
]
CHOSEN = (
    "tests/test_kernelmanager.py",
    "tests/test_provisioning.py",
    "tests/test_multikernelmanager.py",
    "tests/test_restarter.py",
)
PYTEST = (
    *(sys.executable, "-m", "pytest", *CHOSEN, "-q", "-p", "count_forks"),
    *("-o", "addopts=", "-o", "log_cli=false"),
)
LEFT_OUT = "not gives_up"
TAKEN = "Address already in use"
COUNTER = """
import os
from forked_kernels.fork_client import ForkedKernel

def pytest_configure():
    first = ForkedKernel.__init__

    def counted(self, pid):
        first(self, pid)
        with open(os.environ["FORKED"], "a") as file:
            file.write("x")

    ForkedKernel.__init__ = counted
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    """Its source, and a folder with what its tests need besides."""
    folder = tmp_path_factory.mktemp("suite")
    release = f"jupyter_client=={version('jupyter_client')}"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    for command in (
        [*pip, "download", "--no-deps", "--no-binary", ":all:", "--dest", folder, release],
        [*pip, "install", "--no-deps", "--target", folder / "needed", "pytest-jupyter>=0.6.2"],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            give_up = pytest.fail if "CI" in os.environ else pytest.skip
            give_up(f"jupyter_client's tests could not be fetched: {done.stderr.strip().splitlines()[-1]}")
    [archive] = folder.glob("jupyter_client-*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    (folder / "needed" / "count_forks.py").write_text(COUNTER)
    return folder / archive.name.removesuffix(".tar.gz")


def test_jupyter_client_s_own_tests_pass_on_forked_kernels(suite):
    # Tests of different transports can't disturb one another in folders of their own.
    other = suite.parent / "other"
    shutil.copytree(suite, other)
    forked = suite.parent / "forked"
    env = {
        **os.environ,
        "JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER,
        "PYTHONPATH": str(suite.parent / "needed"),
        "FORKED": str(forked),
    }

    def start(folder, which, *more):
        command = [*PYTEST, "-k", f"{LEFT_OUT} and {which}", *more]
        told = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=folder, env=env, **told)

    # Its tests of the transport ipc all use the same paths, so they run one after another.
    runs = [start(suite, "not ipc", "-n", "3"), start(other, "ipc")]
    said = [run.communicate(timeout=scaled(280))[0] for run in runs]
    # It chooses a port, lets go of it and hopes that nobody else takes it: those tests are run again, alone.
    if runs[0].returncode and TAKEN in said[0]:
        runs[0] = start(suite, "not ipc", "--last-failed")
        said[0] += runs[0].communicate(timeout=scaled(280))[0]
    assert [run.returncode for run in runs] == [0, 0], "\n".join(said)
    # So it was forked kernels that passed.
    assert len(forked.read_text()) > 50
