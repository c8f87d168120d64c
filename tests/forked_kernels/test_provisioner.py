"""Forked kernels through Jupyter's extension point."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from forked_kernels import PROVISIONER, provisioner
from forked_kernels.fork_client import ForkedKernel
from timeouts import scaled, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


def has_ended(pid):
    """Whether a process has ended and left nothing behind, not even a zombie."""
    return not Path(f"/proc/{pid}").exists()


class Specs(KernelSpecManager):
    """One kernel, of this Python, that asks for the provisioner by its name."""

    def get_kernel_spec(self, _name):
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )


@pytest.fixture
def specs():
    return Specs()


@pytest.fixture
def new_manager(specs, tmp_path):
    made = []

    def make():
        file = tmp_path / f"kernel{len(made)}.json"
        made.append(KernelManager(kernel_spec_manager=specs, transport="ipc", connection_file=str(file)))
        return made[-1]

    yield make
    for manager in made:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


@pytest.fixture
def manager(new_manager):
    return new_manager()


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextmanager
def started(manager, **about):
    """A client of a new kernel, once that answers."""
    manager.start_kernel(**{**QUIET, **about})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=scaled(60))
        yield client
    finally:
        client.stop_channels()


def value(client, expression):
    answer = client.execute_interactive(
        "", user_expressions={"it": expression}, timeout=scaled(20), output_hook=lambda _: None
    )
    return answer["content"]["user_expressions"]["it"]["data"]["text/plain"]


def test_any_program_s_kernels_are_forked_and_have_its_folder_and_environment(manager, tmp_path):
    with started(manager, cwd=str(tmp_path), env={**os.environ, "GIVEN": "x"}) as client:
        process = manager.provisioner.process
        assert isinstance(process, ForkedKernel)
        assert "forked_kernels.fork_server" in psutil.Process(process.pid).cmdline()
        assert value(client, "__import__('os').getcwd()") == repr(str(tmp_path))
        assert value(client, "__import__('os').environ['GIVEN']") == "'x'"


def test_a_kernel_is_interrupted_restarted_and_shut_down(manager):
    with started(manager) as client:
        pid = manager.provisioner.pid
        running = client.execute("while True: pass")
        wait_until(lambda: psutil.Process(pid).cpu_times().user > 0.5)
        manager.interrupt_kernel()
        while (answer := client.get_shell_msg(timeout=scaled(20)))["parent_header"]["msg_id"] != running:
            pass
        assert answer["content"]["ename"] == "KeyboardInterrupt"
        assert manager.is_alive()
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=scaled(60))
        assert manager.provisioner.pid != pid
        assert has_ended(pid)
        pid = manager.provisioner.pid
    manager.shutdown_kernel()
    assert not manager.has_kernel
    wait_until(lambda: has_ended(pid))


def test_what_a_kernel_starts_ends_with_it(manager):
    with started(manager) as client:
        child = int(value(client, "__import__('subprocess').Popen(['sleep', '60']).pid"))
    manager.shutdown_kernel(now=True)
    wait_until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie")


def test_a_kernel_that_died_is_noticed(manager):
    with started(manager):
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        kernel = manager.provisioner.process
        wait_until(lambda: not manager.is_alive())
        assert (kernel.poll(), kernel._descriptor) == (0, -1), "its file stays open until it is collected"


def test_stdout_and_stderr_can_be_read(manager):
    with started(manager, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as client:
        client.execute("import sys\nprint('beside', file=sys.__stderr__, flush=True)")
        while manager.provisioner.process.stdout.readline() != b"beside\n":
            pass
        assert manager.provisioner.process.stderr is None


@pytest.mark.parametrize(
    "about", [{"env": {**os.environ, "PYTHONHASHSEED": "1"}}, {"independent": True}], ids=["python", "alone"]
)
def test_what_a_fork_can_t_give_is_started_as_usual(manager, about):
    manager.start_kernel(**QUIET, **about)
    assert isinstance(manager.provisioner.process, subprocess.Popen)


def test_another_program_is_started_as_usual(manager, specs):
    spec = specs.get_kernel_spec("any")
    spec.argv = ["/bin/sleep", "60"]
    manager._kernel_spec = spec
    manager.start_kernel()
    assert isinstance(manager.provisioner.process, subprocess.Popen)


def test_where_fork_is_missing_kernels_are_started_as_usual_and_it_is_said_once(
    new_manager, monkeypatch, caplog
):
    monkeypatch.setattr(provisioner, "can_fork", lambda: False)
    provisioner._say_once.cache_clear()
    for _ in range(2):
        manager = new_manager()
        manager.start_kernel(**QUIET)
        assert isinstance(manager.provisioner.process, subprocess.Popen)
    assert [record.getMessage() for record in caplog.records if "fork" in record.getMessage()] == [
        "Kernels can't be forked on this system: they are started as usual, which takes longer."
    ]


def test_a_fork_server_that_was_killed_is_started_anew(new_manager):
    with started(new_manager()):
        pass
    fork_server = provisioner._OwnForkServer.present()
    os.kill(fork_server.pid, signal.SIGKILL)
    fork_server._process.wait()
    manager = new_manager()
    with started(manager):
        assert isinstance(manager.provisioner.process, ForkedKernel)


def test_the_fork_server_starts_where_warnings_are_errors(new_manager, monkeypatch):
    provisioner._OwnForkServer._end()
    monkeypatch.setenv("PYTHONWARNINGS", "error::RuntimeWarning:runpy")
    try:
        manager = new_manager()
        with started(manager, env=dict(os.environ)):
            assert isinstance(manager.provisioner.process, ForkedKernel)
    finally:
        provisioner._OwnForkServer._end()


def test_kernels_find_imported_what_is_asked_for(new_manager, monkeypatch):
    provisioner._OwnForkServer._end()
    monkeypatch.setenv(provisioner.IMPORTS, "colorsys, fileinput nowhere_at_all")
    try:
        with started(new_manager()) as client:
            loaded = "{'colorsys', 'fileinput'} <= __import__('sys').modules.keys()"
            assert value(client, loaded) == "True"
    finally:
        provisioner._OwnForkServer._end()
