"""How pages are made and get their kernels, without a browser."""

import ast
import http.client
import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import unescape
from importlib.metadata import version

import nbformat
import psutil
import pytest

from browser.server import DATA, SMALL_NOTEBOOKS, Server, ServerAhead, ServerWithoutForks, copied
from browser.visitors import DATA_OF, visit_together
from timeouts import scaled, wait_until

FORM = {"Content_Type": "application/x-www-form-urlencoded"}


class Reader:
    """Somebody who asks a server as a page does."""

    def __init__(self, server):
        self.server = server
        self.cookie = ""

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=scaled(60))
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            names |= {"Cookie": self.cookie, "X-XSRFToken": self.cookie.removeprefix("_xsrf=")}
        connection.request(method, f"{self.server.base_url}{path}", body=body, headers=names)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if found := re.match(r"_xsrf=[^;]+", answer.getheader("Set-Cookie") or ""):
            self.cookie = found[0]
        return answer.status, dict(answer.getheaders()), content

    def open(self, name, **headers):
        """Open a page: its status, headers, HTML and the data for its scripts."""
        status, headers, content = self.ask(f"voila/render/{name}.ipynb", **headers)
        html = content.decode()
        found = DATA_OF.search(html)
        return status, headers, html, json.loads(found[1]) if found else None

    def post(self, path, value):
        """Post JSON: the status, and the answer's JSON where there is one."""
        status, _, content = self.ask(path, "POST", json.dumps(value), Content_Type="application/json")
        return status, json.loads(content) if content.startswith(b"{") else None


def ready(server, name):
    """Wait until the page's cells have been run once, and open it."""
    reader = Reader(server)

    def opened():
        found = reader.open(name)
        return found if found[1]["Cache-Control"] == "no-cache" else None

    return reader, *wait_until(opened, what="the page is never ready")


def wait_until_it_is_known_that_cells_fail(server):
    """Wait until the server says that the page `failing` can't be run once for all."""
    wait_until(lambda: "failing.ipynb" in json.loads(Reader(server).ask("readyz")[2])["pages"])


def templates(server):
    """The processes that have run a page's cells and wait to be forked."""
    found = []
    for one in server.processes():
        with suppress(psutil.NoSuchProcess):
            found += [one] if one.name() == "kernel-template" else []
    return found


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS, base_url="/learn/")
    yield running
    assert running.stop() == 0


def test_a_page_whose_cells_were_run_costs_no_kernel(server):
    reader, status, headers, html, data = ready(server, "echo")
    assert status == 200
    assert (data["kernel"], len(data["build"])) == (None, 12)
    assert all(model in data["models"] for model in re.findall(r'data-model="(\w+)"', html))
    assert server.kernels() == 0
    again, _, content = reader.ask("voila/render/echo.ipynb", If_None_Match=headers["Etag"])
    assert (again, content) == (304, b"")


def test_a_page_comes_compressed_as_its_browser_likes_it(server):
    reader, *_ = ready(server, "echo")
    for coding in ("br", "gzip"):
        _, headers, content = reader.ask("voila/render/echo.ipynb", Accept_Encoding=coding)
        assert headers["Content-Encoding"] == coding
        assert b"<html" not in content


def end(reader, given):
    """End the kernel that a page was given, as the page does when it is left; gives the answer."""
    form = f"{reader.cookie}&key={given['key']}"
    return reader.ask(f"voila/api/shutdown/{given['kernel']}", "POST", form, **FORM)


def test_a_page_is_given_a_kernel_when_it_asks(server):
    reader, _, _, _, data = ready(server, "echo")
    status, answer = reader.post("host/kernel", {"page": data["page"], "build": data["build"]})
    assert status == 200
    assert reader.ask(f"api/kernels/{answer['kernel']}")[0] == 200
    assert server.kernels() == 1
    assert end(reader, answer)[0] == 204
    assert server.kernels() == 0


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"page": "echo.ipynb", "build": "0123456789ab"}, 409),
        ({"page": "echo.ipynb"}, 409),
        ({"page": "none.ipynb", "build": "0123456789ab"}, 404),
        ({"page": "../../etc/passwd", "build": "x"}, 404),
        ({"page": "\0.ipynb", "build": "x"}, 404),
        ({"page": "a" * 300 + ".ipynb", "build": "x"}, 404),
        ({"page": "\ud800.ipynb", "build": "x"}, 404),
        ({"page": 1, "build": []}, 404),
        ([], 400),
    ],
)
def test_a_kernel_is_given_only_for_a_page_as_it_was_drawn(server, asked, status):
    reader, *_ = ready(server, "echo")
    assert reader.post("host/kernel", asked)[0] == status
    assert server.kernels() == 0


def test_a_kernel_is_given_only_to_a_page_of_ours(server):
    _, _, _, _, data = ready(server, "echo")
    stranger = Reader(server)
    assert stranger.post("host/kernel", {"page": data["page"], "build": data["build"]})[0] == 403
    assert stranger.post("host/turn", {})[0] == 403


@pytest.mark.parametrize("body", ["{", "[" * 100_000])
def test_what_is_no_json_is_refused(server, body):
    reader, *_ = ready(server, "echo")
    assert reader.ask("host/kernel", "POST", body, Content_Type="application/json")[0] == 400


def test_a_page_with_a_name_that_no_file_can_have_is_not_there(server):
    assert Reader(server).ask(f"voila/render/{'a' * 300}.ipynb")[0] == 404


@pytest.mark.slow
def test_a_full_house_says_how_many_are_before_and_lets_people_in_as_others_leave(tmp_path):
    pages = copied(SMALL_NOTEBOOKS, tmp_path, "echo", "failing")
    # A visit would take the only place.
    running = ServerAhead(pages, DATA, 0, "/", "--max-kernels", "1")
    try:
        reader, _, _, _, data = ready(running, "echo")
        wait_until_it_is_known_that_cells_fail(running)
        asked = {"page": data["page"], "build": data["build"]}
        given = reader.post("host/kernel", asked)[1]
        # The page that waits can be read: its cells can only be run for each visitor.
        waiting = Reader(running)
        status, headers, html, _ = waiting.open("failing")
        assert (status, headers["Retry-After"]) == (503, "3")
        assert "You are next." in html
        ticket = json.loads(re.search(r'id="wb-turn">(.*?)</script>', html)[1])["ticket"]
        status, answer = waiting.post("host/turn", {"ticket": ticket})
        assert (status, answer["reason"], answer["before"]) == (503, "full", 0)
        later = Reader(running).open("failing")
        assert "One person is ahead of you." in later[2]
        end(reader, given)
        assert waiting.post("host/turn", {"ticket": ticket})[0] == 200
        assert waiting.ask(f"voila/render/failing.ipynb?place={ticket}")[0] == 200
    finally:
        running.stop()


@pytest.mark.slow
def test_no_more_kernels_run_than_may_however_many_visitors_come_at_once():
    running = Server(SMALL_NOTEBOOKS, DATA, 0, "/", "--max-kernels", "2")
    try:
        with ThreadPoolExecutor(12) as crowd:
            statuses = sorted(crowd.map(lambda _: Reader(running).open("visitor")[0], range(12)))
        assert statuses == [200] * 2 + [503] * 10
        assert running.kernels() == 2
    finally:
        running.stop()


def test_cells_for_each_visitor_run_in_the_visitor_s_own_kernel_when_the_page_opens(server):
    seen = []
    for _ in range(2):
        reader = Reader(server)
        status, headers, _, data = reader.open("visitor")
        assert (status, headers["Cache-Control"], data["build"]) == (200, "no-store", "")
        labels = [
            model["state"]["value"] for model in data["models"].values() if model["name"] == "LabelModel"
        ]
        texts = [model for model in data["models"].values() if model["name"] == "TextModel"]
        assert len(labels) == len(texts) == 1
        seen += labels
        assert reader.ask(f"api/kernels/{data['kernel']}")[0] == 200
        end(reader, data)
    assert len(set(seen)) == 2
    assert server.kernels() == 0


def test_what_is_not_served_from_a_run_is_told_to_whoever_watches_the_server(server):
    Reader(server).ask("voila/render/failing.ipynb")
    wait_until_it_is_known_that_cells_fail(server)
    said = json.loads(Reader(server).ask("readyz")[2])
    assert said["ready"] is True
    assert said["pages"] == {"failing.ipynb": "it raises ValueError in cell 2"}
    assert (said["places"]["taken"], said["places"]["waiting"]) == (server.kernels(), 0)


@pytest.mark.parametrize("runs_ahead", [True, False])
def test_pages_are_run_at_the_start_or_at_their_first_visit_as_the_publisher_likes(tmp_path, runs_ahead):
    kind = ServerAhead if runs_ahead else Server
    running = kind(copied(SMALL_NOTEBOOKS, tmp_path, "echo", "failing"))
    try:
        if runs_ahead:
            wait_until_it_is_known_that_cells_fail(running)
        # That of the page that fails ends a moment after it has said so.
        wait_until(lambda: len(templates(running)) == (1 if runs_ahead else 0))
        running.prepared("echo")
        assert len(templates(running)) == 1
    finally:
        assert running.stop() == 0


@pytest.mark.slow
def test_where_kernels_can_not_be_forked_the_same_command_works_and_says_so():
    running = ServerWithoutForks(SMALL_NOTEBOOKS)
    try:
        (visit,) = visit_together(running.page("echo"), 1)
        assert visit.shown == 2
        _, headers, _, data = Reader(running).open("echo")
        assert headers["Cache-Control"] == "no-store"
        assert (data["build"], len(data["kernel"])) == ("", 36)
        assert any("starts a process of its own" in line for line in running.said)
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("asked", "html"),
    [
        ({"kind": "markdown", "text": "**bold** $x$"}, "<strong>bold</strong> <math"),
        ({"kind": "latex", "text": r"\(x\) & $5"}, "</math> &amp; $5"),
        ({"kind": "markdown", "text": "<script>alert(1)</script>"}, ""),
        (
            {"kind": "markdown", "text": "![x](https://example.org/x.png)"},
            "which this page does not load: <a",
        ),
    ],
)
def test_what_code_shows_while_a_page_is_open_is_set_for_it(server, asked, html):
    reader, *_ = ready(server, "echo")
    status, answer = reader.post("host/rendered", asked)
    assert status == 200
    assert html in answer["html"]
    assert "script" not in answer["html"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "html", "text": "x"},
        {"kind": "latex", "text": 1},
        {"kind": "latex", "text": "x" * 20_001},
    ],
    ids=["nothing", "another kind", "no text", "too long"],
)
def test_nothing_else_is_set(server, asked):
    reader, *_ = ready(server, "echo")
    assert reader.post("host/rendered", asked)[0] == 400
    assert Reader(server).post("host/rendered", {"kind": "latex", "text": "x"})[0] == 403


QUERY = """
import os
from voila.utils import get_query_string
names = "QUERY_STRING SCRIPT_NAME PATH_INFO SERVER_NAME SERVER_PORT SERVER_PROTOCOL SERVER_SOFTWARE".split()
print({name: os.environ.get(name) for name in names} | {"asked": get_query_string()})
"""


def notebook(*cells, **metadata):
    """A notebook with code cells: `(source, tag, …)`."""
    made = [nbformat.v4.new_code_cell(source, metadata={"tags": tags}) for source, *tags in cells]
    return nbformat.v4.new_notebook(cells=made, metadata=metadata)


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """A server of notebooks that somebody brought along."""
    folder = tmp_path_factory.mktemp("strange")
    kernel = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}
    nbformat.write(notebook((QUERY, "each-visitor")), folder / "query.ipynb")
    nbformat.write(notebook(('println("x")',), kernelspec=kernel), folder / "julia.ipynb")
    running = Server(folder)
    yield running
    assert running.stop() == 0


@pytest.mark.slow
def test_a_cell_for_each_visitor_knows_what_the_page_was_asked_with(strange):
    reader = Reader(strange)
    status, _, content = reader.ask("voila/render/query.ipynb?a=1&b=%C3%BC")
    said = ast.literal_eval(unescape(re.search(r"<pre[^>]*>(\{.*?\})", content.decode())[1]))
    assert status == 200
    assert said == {
        "QUERY_STRING": "a=1&b=%C3%BC",
        "asked": "a=1&b=%C3%BC",
        "SCRIPT_NAME": "/voila/render/query.ipynb",
        "PATH_INFO": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(strange.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": f"voila/{version('voila')}",
    }
    end(reader, json.loads(DATA_OF.search(content.decode())[1]))


def test_a_notebook_for_another_language_is_refused_in_words(strange):
    status, _, content = Reader(strange).ask("voila/render/julia.ipynb")
    assert status == 501
    assert "Its notebook is not written in Python" in content.decode()
    assert "julia" not in content.decode()
