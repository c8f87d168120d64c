"""A server that offers another language: its addresses, and what its kernels are told."""

import re
from http.client import HTTPConnection

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from browser.server import DATA, ServerAhead
from timeouts import scaled, wait_until
from workbook.front import words

ASKS = "import os\nprint('It is', os.environ['WIDGET_HOST_LANGUAGE'])"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """A server in English, Welsh and Irish: one page is run once, another by each visitor's kernel."""
    folder = tmp_path_factory.mktemp("spoken")

    def put(path, *cells):
        file = folder / f"{path}.ipynb"
        file.parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=list(cells), metadata={"title": path}), file)

    put("once", new_code_cell(ASKS))
    put("each", new_code_cell(ASKS, metadata={"tags": ["each-visitor"]}))
    told = "open('languages', 'a').write(os.environ['WIDGET_HOST_LANGUAGE'])"
    put("ready", new_code_cell(f"import os\n{told}"))
    put("text", new_markdown_cell("In English."))
    put("ga/text", new_markdown_cell("As Gaeilge."))
    running = ServerAhead(folder, DATA, 0, "/learn/", "--language", "cy", "--language", "ga")
    yield running
    assert running.stop() == 0


def ask(server, path):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request("GET", f"/learn/{path}")
    answer = connection.getresponse()
    html = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, html


@pytest.mark.parametrize("page", ["once", "each"])
@pytest.mark.slow
def test_a_page_s_cells_run_in_its_language(spoken, page):
    for home, language in (("", "en"), ("ga/", "ga")):
        _, _, html = ask(spoken, f"{home}voila/render/{page}.ipynb")
        assert re.findall(r"It is (\w+)", html) == [language]


@pytest.mark.slow
def test_a_notebook_in_the_language_is_shown_and_the_english_one_where_there_is_none(spoken):
    assert "In English." in ask(spoken, "voila/render/text.ipynb")[2]
    _, _, html = ask(spoken, "ga/voila/render/text.ipynb")
    assert "As Gaeilge." in html
    assert '<div class="wb-text">' in html


@pytest.mark.parametrize(
    "path", ["pl/", "voila/render/ga/text.ipynb", "ga/voila/render/ga/text.ipynb", "ga/x"]
)
def test_what_is_not_offered_is_not_there(spoken, path):
    status, _, html = ask(spoken, path)
    assert status == 404
    said = words("serve", language="ga" if path.startswith("ga/") else "en")["serve.missing.title"]
    assert f"<h1>{said}</h1>" in html


def test_the_language_s_home_is_found_without_its_last_slash(spoken):
    status, headers, _ = ask(spoken, "ga")
    assert (status, headers["Location"]) == (302, "/learn/ga/")


@pytest.mark.slow
def test_a_language_costs_no_run_until_somebody_asks_for_it(spoken):
    ask(spoken, "voila/render/text.ipynb")
    languages = spoken.notebooks / "languages"
    wait_until(lambda: languages.exists() and "en" in languages.read_text(encoding="utf-8"))
    # From now on the server has this language's pages ready. If it did so for all, Welsh would be before it.
    ask(spoken, "ga/voila/render/text.ipynb")
    wait_until(lambda: "ga" in languages.read_text(encoding="utf-8"))
    assert "cy" not in languages.read_text(encoding="utf-8")
    ask(spoken, "cy/voila/render/ready.ipynb")
    assert "cy" in languages.read_text(encoding="utf-8")
