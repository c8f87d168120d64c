"""How the server's kernels start, through Jupyter's extension point."""

import os
import signal
import sys

import pytest
from traitlets.config import Config

from forks.forked import ENV, ForkHost, has_ended
from timeouts import scaled, wait_until
from widget_host.kernels import provisioner
from widget_host.kernels.kernel_manager import Kernels, OwnPython
from widget_host.kernels.provisioner import FORKING, offer_forks
from widget_host.kernels.transport import TRANSPORT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


@pytest.fixture
def specs():
    offer_forks()
    specs = OwnPython()
    specs.provisioner = FORKING
    return specs


def test_where_fork_is_missing_no_forks_are_offered(monkeypatch):
    monkeypatch.setattr(provisioner, "can_fork", lambda: False)
    assert not offer_forks()


def test_the_server_s_manager_starts_a_page_s_kernel_from_its_template(specs):
    host = ForkHost()
    template = host.template("page.ipynb", "a = 1")

    async def start():
        kernels = Kernels(
            kernel_spec_manager=specs,
            root_dir=str(host.folder),
            connection_dir=str(host.folder),
            config=Config({"KernelManager": {"transport": TRANSPORT}}),
        )
        kernels.forks = host.forks
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

    found, states, pids = host.run(start())
    assert (found, states[0]) == ("1", "idle")
    assert len(pids) == 2
    wait_until(lambda: all(has_ended(pid) for pid in (*pids, template.pid)))
    host.close()


def test_a_page_whose_build_is_gone_gets_no_other_kernel(specs):
    host = ForkHost()
    template = host.template("page.ipynb", "import ipywidgets as w, time", "w.Label(str(time.time()))")
    os.kill(template.pid, signal.SIGKILL)
    wait_until(lambda: has_ended(template.pid))

    async def start():
        kernels = Kernels(kernel_spec_manager=specs, connection_dir=str(host.folder))
        kernels.forks = host.forks
        with pytest.raises(RuntimeError, match="the page has changed"):
            await kernels.start_page_kernel("one", "", ENV, template)
        await kernels.end_all()

    host.run(start())
    host.close()
