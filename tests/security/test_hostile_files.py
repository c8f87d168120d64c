"""Files that demand too much: each is refused with a message, and nobody else is affected."""

import json
import os
import shutil
import socket
import threading
import time
from contextlib import chdir, contextmanager
from http.client import HTTPConnection
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from browser.server import DATA, SMALL_NOTEBOOKS, Server, copied
from timeouts import scaled, wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Only such systems have pipes among their files.")

NESTED = 900
# As long as no answer may take on an idle machine, whatever is read meanwhile.
ANSWERS_WITHIN_S = 5
NO_PAGES = ("pipe", "folder", "socket", "link")


def notebook(path, *texts, **about):
    """Write a listed notebook of text."""
    page = {"page": path.stem, "part": "start", "order": 1, "minutes": 1, "summary": "One"}
    cells = [
        {"cell_type": "markdown", "id": f"c{n}", "metadata": {}, "source": one} for n, one in enumerate(texts)
    ]
    metadata = {"title": path.stem, "workbook": page | about}
    made = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(made), encoding="utf-8")


def nested(depth):
    return json.loads("[" * depth + "]" * depth)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of a folder in which much is not what its name says."""
    folder = tmp_path_factory.mktemp("odd")
    notebooks, data = folder / "notebooks", folder / "data"
    notebooks.mkdir()
    copied(SMALL_NOTEBOOKS, notebooks, "echo")
    notebook(notebooks / "well.ipynb", "# Well")
    notebook(notebooks / "divs.ipynb", "<div>" * 50_000)
    notebook(notebooks / "brackets.ipynb", "[" * 50_000, "*a " * 50_000, "> " * 5_000)
    notebook(notebooks / "nested.ipynb", "# Nested", summary=nested(NESTED), feedback=nested(NESTED))
    with (notebooks / "huge.ipynb").open("wb") as huge:
        huge.truncate(1 << 32)
    os.mkfifo(notebooks / "pipe.ipynb")
    (notebooks / "folder.ipynb").mkdir()
    (notebooks / "link.ipynb").symlink_to(folder / "nowhere")
    with chdir(notebooks), socket.socket(socket.AF_UNIX) as made:  # the paths of sockets have to be short
        made.bind("socket.ipynb")
    shutil.copytree(DATA, data)
    running = Server(notebooks, data)
    yield running
    assert running.stop() == 0


def ask(server, path=""):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=scaled(90))
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


@contextmanager
def always_answering(server):
    """Ask for the sign of life all the while, and fail where it stays away."""
    slowest, is_over = [0.0], threading.Event()

    def look():
        while not is_over.is_set():
            began = time.monotonic()
            assert ask(server, "healthz") == (200, "ok\n")
            slowest[0] = max(slowest[0], time.monotonic() - began)
            is_over.wait(0.05)

    looking = threading.Thread(target=look)
    looking.start()
    yield
    is_over.set()
    looking.join()
    assert 0 < slowest[0] < scaled(ANSWERS_WITHIN_S)


def told(server):
    return json.loads(ask(server, "readyz")[1])


def test_a_broken_notebook_takes_neither_others_nor_the_home_page_down(server):
    with always_answering(server):
        for name in ("divs", "brackets", "nested", "huge", *NO_PAGES):
            status, text = ask(server, f"voila/render/{name}.ipynb")
            assert status in (200, 404, 500), name
            assert len(text) > 500, name
            status, text = ask(server)
            assert (status, "well.ipynb" in text) == (200, True), name
    assert ask(server, "voila/render/well.ipynb")[0] == 200


def test_what_can_not_be_read_is_named_in_the_log_and_to_whoever_watches(server):
    wait_until(lambda: len(told(server)["pages"]) >= len(NO_PAGES) + 1, what=lambda: str(told(server)))
    pages, log = told(server)["pages"], "".join(server.errors)
    for name in NO_PAGES:
        assert "is no page" in pages[f"{name}.ipynb"]
        assert f"{name}.ipynb is no page" in log
    assert "huge.ipynb" in pages
    assert "it has more than 32 MB" in log


def test_a_spreadsheet_that_unpacks_to_gigabytes_of_cells_leaves_the_server_with_what_it_had(server):
    table, kept = server.data / "glossary.csv", server.data.parent / "glossary.csv"
    with always_answering(server):
        shutil.move(table, kept)
        bomb(server.data / "glossary.xlsx")
        reasons = wait_until(lambda: told(server)["reasons"], 120)
        assert "glossary.xlsx: it is too large for a table" in " ".join(reasons)
        assert ask(server)[0] == 200
    assert "glossary.xlsx" in "".join(server.errors)
    assert server.process.poll() is None
    (server.data / "glossary.xlsx").unlink()
    shutil.move(kept, table)
    wait_until(lambda: told(server)["ready"], 120)


def bomb(path):
    """Write a spreadsheet of some kilobytes with millions of cells, each of which takes memory."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", "<c><v>1</v></c>" * 3_000_000)
