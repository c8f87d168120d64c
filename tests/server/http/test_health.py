"""Whether the server works completely, and what it reports if not."""

import asyncio
import http.client
import json
import re
import shutil
import signal
import sqlite3

import psutil
import pytest

import timeouts
from browser.server import DATA, SMALL_NOTEBOOKS, Server, copied
from timeouts import scaled
from widget_host.http.health import Health
from widget_host.settings import Settings
from workbook.cli.serving import with_checks
from workbook.content import Latest
from workbook.database.store import Database
from workbook.workshop.storage.store import WorkshopStore


def ask(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request("GET", f"{server.base_url}{path}")
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, content


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = shutil.copytree(DATA, tmp_path_factory.mktemp("health") / "data")
    running = Server(SMALL_NOTEBOOKS, data, 0, "/learn/")
    yield running
    assert running.stop() == 0


def wait_until(server, reasons, within_s=40):
    """Ask until these are the reasons why a server is not ready, and check how it says so."""
    said = {}

    def is_so():
        status, content = ask(server, "readyz")
        said.update(json.loads(content))
        assert (status, said["ready"]) == ((503, False) if said["reasons"] else (200, True))
        return content if [reason.split(".")[0] for reason in said["reasons"]] == reasons else None

    return timeouts.wait_until(is_so, within_s, what=lambda: str(said))


@pytest.mark.slow
def test_a_server_says_what_it_can_not_do_and_lives_all_the_same(server):
    wait_until(server, [])
    away = server.database.with_name("away")
    server.database.rename(away)
    said = wait_until(server, ["The database can't be reached or used"])
    assert str(server.database) not in said
    assert ask(server, "healthz") == (200, "ok\n")
    (server.data / "standards.csv").unlink()
    wait_until(server, ["The database can't be reached or used", "The content can't be read"])
    shutil.copy(DATA / "standards.csv", server.data)
    server.database.unlink(missing_ok=True)
    away.rename(server.database)
    wait_until(server, [])


def test_a_full_disk_shows_in_readyz_in_the_figures_and_in_the_log(tmp_path):
    # Below so many MiB the disk of any machine is low.
    running = Server(copied(SMALL_NOTEBOOKS, tmp_path, "echo"), DATA, 0, "/", "--low-disk", 2**30)
    process = psutil.Process(running.process.pid)
    usual = process.rlimit(psutil.RLIMIT_FSIZE)
    try:
        (warning,) = json.loads(wait_until(running, []))["warnings"]
        assert "MiB are free on the disk of the database" in warning
        assert re.search(r"workbook_disk_free_bytes [1-9]", ask(running, "metrics")[1])
        # No file may grow: to SQLite that is a disk without room.
        process.rlimit(psutil.RLIMIT_FSIZE, (1000, usual[1]))
        timeouts.wait_until(lambda: ask(running, "readyz")[0] == 503, 60, what="it is still ready")
        process.rlimit(psutil.RLIMIT_FSIZE, usual)
        wait_until(running, [])
        assert warning in "".join(running.errors)
        assert re.search(r"The database can't be reached|Nothing can be written", "".join(running.errors))
    finally:
        running.stop()


def test_a_database_that_can_only_be_read_is_a_reason(monkeypatch, tmp_path):
    with WorkshopStore(tmp_path / "records.sqlite") as store:
        store.prepare()
    plain = with_checks(Settings(tmp_path, DATA), str(tmp_path / "records.sqlite"), Latest(DATA))
    assert plain.disk == tmp_path

    async def reasons():
        return [one.split(":")[0] for one in await Health(plain.checks).reasons()]

    assert asyncio.run(reasons()) == []

    def refuse(_store, _connection):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Database, "_write_nothing", refuse)
    assert asyncio.run(reasons()) == ["Nothing can be written to the database"]


def test_a_database_beyond_the_size_that_is_allowed_is_a_warning(tmp_path):
    address = tmp_path / "records.sqlite"
    with WorkshopStore(address) as store:
        store.prepare()
    with address.open("ab") as file:
        file.truncate(2**20)
    checks = with_checks(Settings(tmp_path, DATA), str(address), Latest(DATA), 1).checks
    assert asyncio.run(Health(checks).warnings()) == []
    with address.open("ab") as file:
        file.truncate(2**20 + 4096)
    (warning,) = asyncio.run(Health(checks).warnings())
    assert "larger than --database-size" in warning


@pytest.mark.slow
def test_a_server_that_can_not_fork_says_so(server):
    wait_until(server, [])
    (fork_server,) = [
        one for one in server.processes() if one.name() == "fork-server" and one.ppid() == server.process.pid
    ]
    fork_server.send_signal(signal.SIGSTOP)
    try:
        wait_until(server, ["No process can be started for a page"])
        assert ask(server, "healthz")[0] == 200
    finally:
        fork_server.send_signal(signal.SIGCONT)
    wait_until(server, [])


class OldKernels(Server):
    """A server beside an ipykernel from which no kernel can be made."""

    program = ("-m", "server.old_kernels")


@pytest.mark.slow
def test_a_server_whose_pages_get_no_kernel_says_so_and_the_log_names_the_cause(tmp_path):
    running = OldKernels(copied(SMALL_NOTEBOOKS, tmp_path, "echo"))
    try:
        wait_until(running, ["No page gets a process that answers"])
        for words in (
            "A process for echo.ipynb could not be forked: AttributeError in kernelapp.py",
            r"Packages that kernels are made of: ipykernel \d",
        ):
            # What is logged comes by a pipe, and can be a moment behind what is answered.
            timeouts.wait_until(
                lambda words=words: re.search(words, "".join(running.errors)), what=f"logged: {words}"
            )
    finally:
        assert running.stop() == 0


@pytest.mark.slow
def test_a_trial_takes_no_place_that_a_learner_wants_and_leaves_none_taken(server):
    said = json.loads(wait_until(server, []))
    assert said["places"]["taken"] == 0
    figures = ask(server, "metrics")[1]
    assert "workbook_kernels_started_total 0.0" in figures, "no learner has come"
