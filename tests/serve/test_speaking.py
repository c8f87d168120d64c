"""A server that offers another language: its addresses, and what its kernels are told."""

import re
import time
from http.client import HTTPConnection

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from browser.server import DATA, Server
from workbook.front import words

ASKS = "import os\nprint('It is', os.environ['WORKBOOK_PAGE_LANGUAGE'])"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """A server in English and Irish, with a page that is run once and one that each visitor's kernel runs."""
    folder = tmp_path_factory.mktemp("spoken")

    def put(path, *cells):
        file = folder / f"{path}.ipynb"
        file.parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=list(cells), metadata={"title": path}), file)

    put("once", new_code_cell(ASKS))
    put("each", new_code_cell(ASKS, metadata={"tags": ["each-visitor"]}))
    put("text", new_markdown_cell("In English."))
    put("ga/text", new_markdown_cell("As Gaeilge."))
    running = Server(folder, DATA, 0, "/learn/", "--language", "ga")
    yield running
    assert running.stop() == 0


def ask(server, path):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"/learn/{path}")
    answer = connection.getresponse()
    html = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, html


@pytest.mark.parametrize("page", ["once", "each"])
def test_a_page_s_cells_run_in_its_language(spoken, page):
    for home, language in (("", "en"), ("ga/", "ga")):
        _, _, html = ask(spoken, f"{home}voila/render/{page}.ipynb")
        assert re.findall(r"It is (\w+)", html) == [language]


def test_a_notebook_in_the_language_is_shown_and_the_english_one_where_there_is_none(spoken):
    assert "In English." in ask(spoken, "voila/render/text.ipynb")[2]
    _, _, html = ask(spoken, "ga/voila/render/text.ipynb")
    assert "As Gaeilge." in html
    assert '<div class="wb-text">' in html


@pytest.mark.parametrize(
    "path", ["cy/", "voila/render/ga/text.ipynb", "ga/voila/render/ga/text.ipynb", "ga/x"]
)
def test_what_is_not_offered_is_not_there(spoken, path):
    status, _, html = ask(spoken, path)
    assert status == 404
    said = words("serve", language="ga" if path.startswith("ga/") else "en")["serve.missing.title"]
    assert f"<h1>{said}</h1>" in html


def test_the_language_s_home_is_found_without_its_last_slash(spoken):
    status, headers, _ = ask(spoken, "ga")
    assert (status, headers["Location"]) == (302, "/learn/ga/")


def test_a_language_costs_no_run_until_somebody_asks_for_it(tmp_path):
    notebook = new_notebook(cells=[new_code_cell(f"open({str(tmp_path / 'ran')!r}, 'a').write('x')")])
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(notebook, folder / "page.ipynb")
    server = Server(folder, DATA, 0, "/learn/", "--language", "ga", "--language", "cy")
    try:
        ask(server, "voila/render/page.ipynb")
        time.sleep(3)  # the server looks every two seconds what it could have ready
        assert (tmp_path / "ran").read_text(encoding="utf-8") == "x"
        ask(server, "ga/voila/render/page.ipynb")
        assert (tmp_path / "ran").read_text(encoding="utf-8") == "xx"
    finally:
        server.stop()
