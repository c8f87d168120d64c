"""Kernels as another system user: they work, they end, and they can't read the server's files."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from browser.server import DATA, Server, few_pages
from forks import seen_by_all
from forks.spying import told_by_spy, write_spy
from record.entries import entry
from server.learner import Learner
from timeouts import scaled, wait_until

pwd = pytest.importorskip("pwd", reason="This system has no such users.")
KERNELS, SERVICE = "nobody", "daemon"
RIGHTS = "+setuid,+setgid,+kill,+sys_nice"
COOKIES = "0123456789-the-secret-of-the-cookies-0123456789"
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Kernels have a user on Linux alone."
)
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="Only root can start a server's kernels as another user.",
)


class ServerOfTwoUsers(Server):
    """A server whose kernels run as KERNELS. It is root, or SERVICE with the rights that it takes."""

    def __init__(self, notebooks, as_service, *more):
        self.program = [str(Path(seen_by_all.__file__))]
        if as_service:
            about, group = pwd.getpwnam(SERVICE), pwd.getpwnam(KERNELS).pw_gid
            self.program += [
                "setpriv",
                f"--reuid={about.pw_uid}",
                f"--regid={about.pw_gid}",
                f"--groups={group}",
            ]
            self.program += [f"--inh-caps={RIGHTS}", f"--ambient-caps={RIGHTS}", "--no-new-privs"]
        self.program += [sys.executable, "-m", "workbook"]
        self.owner = SERVICE if as_service else "root"
        super().__init__(notebooks, DATA, 0, "/", "--kernel-user", KERNELS, *more)

    def start(self):
        for file in (self.database.parent, self.database):
            shutil.chown(file, self.owner)
        self.database.parent.parent.chmod(0o711)
        super().start()

    def environment(self):
        return {**super().environment(), "WORKBOOK_COOKIE_SECRET": COOKIES}


# As root it runs in containers; a service with few rights is the harder case.
@pytest.fixture(params=[pytest.param(False, marks=pytest.mark.slow), True], ids=["root", "service"])
def server(request):
    try:
        subprocess.run([sys.executable, seen_by_all.__file__, "true"], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        pytest.skip("This machine does not let others read Python, nor root show it to them.")
    folder = Path(tempfile.mkdtemp(prefix="wbt", dir="/tmp"))
    folder.chmod(0o755)
    secret = folder / "secret"
    secret.write_text("what only the server may read", encoding="utf-8")
    few_pages(folder, "record")
    write_spy(folder, ["only the server may read", COOKIES], secret)
    shutil.chown(secret, SERVICE if request.param else "root")
    secret.chmod(0o600)
    running = ServerOfTwoUsers(folder, request.param)
    yield running
    assert running.stop() == 0
    shutil.rmtree(folder)


@needs_root
def test_kernels_of_another_user_keep_records_and_read_nothing_of_the_server_s(server):
    kernels = pwd.getpwnam(KERNELS).pw_uid

    async def visit():
        learner = Learner(server.address)
        try:
            await learner.begin()
            assert (await learner.ask("push", **learner.save(entry(value="kept"))))["ok"]
            # What reads notebooks runs none of their code, and is the server's own.
            running = [
                one for one in server.processes() if "widget_host.common.worker_process" not in one.cmdline()
            ]
            assert {process.uids().real for process in running} == {kernels}
            # A process that the system may end, and that the server can tell to stand back.
            (kernel,) = server.kernel_processes()
            assert Path(f"/proc/{kernel.pid}/status").read_text().split("CapEff:\t")[1][:16] == "0" * 16
            assert kernel.nice() >= 5
            await learner.end()
            wait_until(lambda: not psutil.pid_exists(kernel.pid), what="The kernel ends with its page")
        finally:
            await learner.leave()

    server.prepared("record")
    asyncio.run(visit())
    assert told_by_spy(server) == [([0, 0], kernels)] * 2


@needs_root
@pytest.mark.slow
def test_kernels_of_another_user_go_on_when_the_server_s_sockets_are_deleted(server):
    server.prepared("record")

    async def save(learner):
        assert (await learner.ask("push", **learner.save(entry(value="kept"))))["ok"]

    async def story():
        before, after = Learner(server.address), Learner(server.address)
        try:
            await before.begin()
            folder = server.sockets()
            rights = folder.stat().st_mode, folder.stat().st_gid
            assert rights[0] & 0o1777 == 0o1770, "somebody could take away the server's socket"
            shutil.rmtree(folder)
            await after.begin()
            await save(after)
            await save(before)
            assert (folder.stat().st_mode, folder.stat().st_gid) == rights
        finally:
            for learner in (before, after):
                await learner.leave()

    asyncio.run(story())


@needs_root
@pytest.mark.slow
def test_kernels_of_another_user_end_with_the_server_however_it_ends(server):
    server.prepared("record")
    started = server.processes()
    assert started
    os.kill(server.process.pid, signal.SIGKILL)
    _, left = psutil.wait_procs(started, timeout=scaled(20))
    assert left == []
    server.start_again()
