"""Jupyter's way to forked kernels, by its extension point alone."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from server.kernels.forked import ENV, House, has_ended
from timeouts import scaled, wait_until
from workbook.server.kernels import provisioner
from workbook.server.kernels.fork_client import ForkedKernel
from workbook.server.kernels.kernel_manager import Kernels, OwnPython
from workbook.server.kernels.provisioner import FORKING, offer_forks
from workbook.server.kernels.transport import TRANSPORT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


@pytest.fixture
def specs():
    offer_forks()
    specs = OwnPython()
    specs.provisioner = FORKING
    return specs


@pytest.fixture
def new_manager(specs, tmp_path):
    made = []

    def make():
        file = tmp_path / f"kernel{len(made)}.json"
        made.append(KernelManager(kernel_spec_manager=specs, transport=TRANSPORT, connection_file=str(file)))
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
        assert "workbook.server.kernels.fork_server" in psutil.Process(process.pid).cmdline()
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
        wait_until(lambda: not manager.is_alive())


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
    assert not offer_forks()


def test_a_nursery_that_was_killed_is_started_anew(new_manager):
    with started(new_manager()):
        pass
    fork_server = provisioner._OwnForkServer.present()
    os.kill(fork_server.pid, signal.SIGKILL)
    fork_server._process.wait()
    manager = new_manager()
    with started(manager):
        assert isinstance(manager.provisioner.process, ForkedKernel)


def test_the_server_s_manager_starts_a_page_s_kernel_from_its_template(specs):
    house = House()
    template = house.template("page.ipynb", "a = 1")

    async def start():
        kernels = Kernels(
            kernel_spec_manager=specs,
            root_dir=str(house.folder),
            connection_dir=str(house.folder),
            config=Config({"KernelManager": {"transport": TRANSPORT}}),
        )
        kernels.forks = house.forks
        for name, made_from in (("one", template), ("two", None)):
            await kernels.start_page_kernel(name, "", ENV, made_from)
        client = kernels.get_kernel("one").client()
        client.start_channels()
        answer = await client._async_execute_interactive("", user_expressions={"it": "a"}, timeout=scaled(20))
        client.stop_channels()
        states = [kernels.get_kernel(name).execution_state for name in ("one", "two")]
        pids = kernels._pids()
        await kernels.end_all()
        return answer["content"]["user_expressions"]["it"]["data"]["text/plain"], states, pids

    found, states, pids = house.run(start())
    assert (found, states[0]) == ("1", "idle")
    assert len(pids) == 2
    wait_until(lambda: all(has_ended(pid) for pid in (*pids, template.pid)))
    house.close()


def test_a_page_whose_build_is_gone_gets_no_other_kernel(specs):
    house = House()
    template = house.template("page.ipynb", "import ipywidgets as w, time", "w.Label(str(time.time()))")
    os.kill(template.pid, signal.SIGKILL)
    wait_until(lambda: has_ended(template.pid))

    async def start():
        kernels = Kernels(kernel_spec_manager=specs, connection_dir=str(house.folder))
        kernels.forks = house.forks
        with pytest.raises(RuntimeError, match="the page has changed"):
            await kernels.start_page_kernel("one", "", ENV, template)
        await kernels.end_all()

    house.run(start())
    house.close()


@pytest.mark.slow
def test_nbval_passes_on_forked_kernels(tmp_path):
    proof = "open('command', 'w').write(open('/proc/self/cmdline').read())"
    notebook = new_notebook(cells=[new_code_cell(proof), new_code_cell("assert 1 + 1 == 2")])
    nbformat.write(notebook, tmp_path / "forked.ipynb")
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "-p", "no:cacheprovider", "forked.ipynb"]
    env = {**ENV, "JUPYTER_DEFAULT_PROVISIONER_NAME": FORKING}
    result = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert "2 passed" in result.stdout, result.stdout + result.stderr
    assert "workbook.server.kernels.fork_server" in Path(tmp_path / "command").read_text()
