"""What the tests' servers rely on: a forked server is like one that was started."""

import os
import re
import signal
import subprocess
import sys
from urllib.request import ProxyHandler, build_opener

import pytest

from browser.server import DATA, SMALL_NOTEBOOKS, Server, ServerFromCommand, copied
from server_forks import PYTHONPATH, ForkedServer, can_fork
from timeouts import scaled

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Processes are forked on Linux alone.")


def told(server, path):
    """What a server answers, without what is another for each visit or server."""
    with build_opener(ProxyHandler({})).open(server.address + path, timeout=scaled(30)) as answer:
        text = answer.read().decode()
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|:\d{4,5}/", "", text)


@pytest.mark.slow
def test_it_serves_what_one_does_that_was_started_by_a_command(tmp_path):
    folder = copied(SMALL_NOTEBOOKS, tmp_path, "echo")
    servers = [kind(folder, DATA) for kind in (Server, ServerFromCommand)]
    try:
        assert [type(server.process) for server in servers] == [ForkedServer, subprocess.Popen]
        for server in servers:
            server.prepared("echo")
        for path in ("", "voila/render/echo.ipynb", "healthz"):
            forked, started = (told(server, path) for server in servers)
            assert forked == started
        names = [sorted(one.name() for one in server.processes()) for server in servers]
        assert names[0] == names[1]
    finally:
        codes = [server.stop() for server in servers]
    assert codes == [0, 0]


def test_its_exit_code_is_told(tmp_path):
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH}
    refused = ForkedServer(["serve", "--port", "none"], environment)
    with refused.stdout, refused.stderr:
        assert refused.wait(scaled(30)) == 2
        assert "port" in refused.stderr.read()
        assert refused.stdout.read() == ""
    server = Server(copied(SMALL_NOTEBOOKS, tmp_path, "echo"), DATA)
    server.process.kill()
    assert server.stop() == -signal.SIGKILL


def test_whoever_changes_python_or_the_package_gets_a_server_from_a_command():
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH}
    assert can_fork({**environment, "WORKBOOK_LANGUAGE": "ga"})
    assert not can_fork({**environment, "PYTHONPATH": "elsewhere"})
    assert not can_fork({**environment, "PYTHONUTF8": "1"})
