"""Pages whose widgets make code out of text in the browser: on request, and if the publisher allows it."""

import http.client

import nbformat
import pytest

from browser.server import DATA, Server
from timeouts import scaled
from widget_host.pages.notebook import read_notebook
from workbook.front import words

ALLOWED = "'self' blob: 'unsafe-eval'"
STRICT = "'self' blob:"
TOLD = words("serve")["serve.eval"]


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asking")
    for name, about in (("asks", {"unsafe_eval": True}), ("plain", {}), ("odd", {"unsafe_eval": "yes"})):
        text = nbformat.v4.new_markdown_cell("# Words")
        nbformat.write(
            nbformat.v4.new_notebook(cells=[text], metadata={"widget_host": about}), folder / f"{name}.ipynb"
        )
    return folder


@pytest.fixture(scope="module", params=[True, False], ids=["allowed", "not allowed"])
def server(request, notebooks):
    more = ("--allow-unsafe-eval",) if request.param else ()
    running = Server(notebooks, DATA, 0, "/", *more)
    running.is_allowed = request.param
    yield running
    assert running.stop() == 0


def ask(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert "Workbook-Unsafe-Eval" not in answer.headers
    return policy["script-src"], body


def test_a_page_that_asks_may_make_code_where_that_is_allowed_and_is_told_where_it_is_not(server):
    scripts, body = ask(server, "/voila/render/asks.ipynb")
    assert scripts == (ALLOWED if server.is_allowed else STRICT)
    assert (TOLD in body) is not server.is_allowed


@pytest.mark.parametrize("path", ["", "voila/render/plain.ipynb", "voila/render/odd.ipynb", "healthz", "no"])
def test_no_other_page_may(server, path):
    scripts, body = ask(server, f"/{path}")
    assert scripts == STRICT
    assert TOLD not in body


@pytest.mark.parametrize("about", ["unsafe_eval", ["unsafe_eval"], None, {"unsafe_eval": 1}])
def test_a_notebook_asks_by_one_word_alone(tmp_path, about):
    notebook = nbformat.v4.new_notebook(metadata={} if about is None else {"widget_host": about})
    nbformat.write(notebook, tmp_path / "one.ipynb")
    assert not read_notebook(tmp_path / "one.ipynb").unsafe_eval
