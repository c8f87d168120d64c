import os
import socket
import sys
import time

import psutil
import pytest

from browser.server import SMALL_NOTEBOOKS, Server, is_fork_server
from browser.visitors import visit_together
from workbook.serve.forks import ForkedKernel, Forks, ForkServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS)
    try:
        wait_for_fork_server(running)
        yield running
    finally:
        code = running.stop()
    assert code == 0


def fork_servers(server):
    return [child for child in psutil.Process(server.process.pid).children() if is_fork_server(child)]


def wait_for_fork_server(server, within_s=60):
    """Wait until the process has imported all: it then sleeps until it is asked."""
    until = time.monotonic() + within_s
    asleep = 0
    while asleep < 5:
        assert time.monotonic() < until
        time.sleep(0.2)
        states = [process.status() for process in fork_servers(server)]
        asleep = asleep + 1 if states == [psutil.STATUS_SLEEPING] else 0


def test_a_page_s_kernel_is_forked_and_works(server):
    [visit] = visit_together(server.page("echo"), 1)
    assert (visit.shown, visit.known >= 2) == (2, True)
    assert server.errors == []


def test_what_is_forked_from_has_one_thread_alone(server):
    [process] = fork_servers(server)
    assert process.num_threads() == 1
    assert [file.path for file in process.open_files() if "records" in file.path] == []


def test_a_forked_kernel_ends_with_its_page(server):
    with socket.create_connection(("127.0.0.1", server.port)) as visitor:
        visitor.sendall(b"GET /voila/render/slow.ipynb HTTP/1.1\r\nHost: localhost\r\n\r\n")
        server.wait_for_kernels(1)
        [kernel] = server.kernel_processes()
        assert is_fork_server(kernel.parent())
    psutil.wait_procs([kernel], timeout=10)
    assert not kernel.is_running()


def test_pages_open_as_usual_where_that_process_is_gone(server):
    for process in fork_servers(server):
        process.kill()
    [visit] = visit_together(server.page("echo"), 1)
    assert visit.shown == 2
    assert server.errors == [
        "workbook: Pages open more slowly from now on: the process that prepares them does not answer.\n"
    ]
    [again] = visit_together(server.page("echo"), 1)
    assert again.shown == 2


def test_it_answers_nothing_while_it_still_imports():
    server = ForkServer(("time:sleep", "workbook"), dict(os.environ))
    try:
        assert server.fork(["-f", "none.json"], "/", dict(os.environ)) is None
    finally:
        server.stop()


class Code:
    """What a change of the code is seen by."""

    print = "1"

    def fingerprint(self):
        return self.print


def test_changed_code_is_imported_anew_and_what_runs_goes_on():
    code = Code()
    forks = Forks((), dict(os.environ), code)
    here = psutil.Process()
    try:
        forks.fork([], "/", {})
        before = {child.pid for child in here.children() if is_fork_server(child)}
        code.print = "2"
        forks.fork([], "/", {})
        after = {child.pid for child in here.children() if is_fork_server(child)}
        assert len(before) == 1
        assert before < after
    finally:
        forks.stop()
    assert not [child for child in here.children() if is_fork_server(child)]


def test_a_process_that_is_no_child_can_be_watched_and_ended():
    pid = os.posix_spawn("/bin/sleep", ["sleep", "60"], os.environ)
    process = ForkedKernel(pid)
    assert process.poll() is None
    process.kill()
    os.waitpid(pid, 0)
    assert process.poll() == 0
    assert process.wait() == 0
    process.kill()
    assert process.poll() == 0
