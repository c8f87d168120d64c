"""A server's secrets are in no environment and on no command line, and no page's code gets them."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest

from browser.server import DATA, ServerFromCommand, few_pages
from forks.spying import told_by_spy, write_spy
from record.entries import entry
from server.learner import Learner

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="This system has no /proc.")
COOKIES, PASSWORD = "0123456789-the-secret-of-the-cookies-0123456789", "the-password-of-all-databases"


class SecretiveServer(ServerFromCommand):
    """A server that is given secrets in its environment."""

    def __init__(self, notebooks, secrets, *more):
        self.secrets = secrets
        super().__init__(notebooks, DATA, 0, "/", *more)

    def environment(self):
        return {**super().environment(), **self.secrets}


@pytest.fixture
def serve(tmp_path):
    """Start a server with the page of the record and one that spies for words: `serve(secrets, *words)`."""
    started = []

    def start(secrets, *words, more=()):
        folder = few_pages(tmp_path, "record")
        write_spy(folder, words)
        started.append(SecretiveServer(folder, secrets, *more))
        return started[-1]

    yield start
    for server in started:
        assert server.stop() == 0


def shown(process):
    """What a process shows to all processes of its user: nothing, where it has ended meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [Path(f"/proc/{process.pid}/{name}").read_bytes().decode() for name in ("environ", "cmdline")]
    return []


def check(server, *words):
    """Use all that takes a secret, and check that no process shows one, and that no page's code finds one."""

    async def visit():
        learner = Learner(server.address)
        try:
            await learner.begin()
            assert (await learner.ask("push", **learner.save(entry(value="kept"))))["ok"]
            processes = [server.process, *server.processes()]
            assert len(processes) > 3  # the server, what kernels are forked from, a template, a kernel
            texts = [text for process in processes for text in shown(process)]
            assert [text for text in texts if any(word in text for word in words)] == []
            assert (await learner.ask("pull", **learner.save(), since=0))["entries"][0]["value"] == "kept"
        finally:
            await learner.leave()

    server.prepared("record")
    asyncio.run(visit())
    assert told_by_spy(server) == [([0] * len(words), os.getuid())] * 2


@pytest.fixture
def database(new_address):
    """The address of a database, and the password in it."""
    address = new_address("postgresql")
    return address, address.split(":")[2].split("@")[0]


def test_no_process_shows_the_secrets_of_a_server_and_no_page_s_code_is_told_them(serve, database):
    address, word = database
    secrets = {"WORKBOOK_COOKIE_SECRET": COOKIES, "PGPASSWORD": PASSWORD, "WORKBOOK_DATABASE": address}
    server = serve({**secrets, "OF_SOMEBODY_ELSE": "x"}, COOKIES, PASSWORD, word)
    check(server, COOKIES, PASSWORD, word)
    kernels = [text for process in server.processes() for text in shown(process)]
    assert not any("OF_SOMEBODY_ELSE" in text or "WORKBOOK_DATABASE" in text for text in kernels)
    assert word not in "".join([*server.said, *server.errors])


def test_no_process_shows_the_password_of_the_database_where_it_was_given_on_the_command_line(
    serve, database
):
    address, word = database
    server = serve({}, word, more=("--database", address))
    check(server, word)
    assert any("WORKBOOK_DATABASE_FILE" in line for line in server.errors)
    assert word not in "".join([*server.said, *server.errors])
