"""Notebooks and tables from somebody with bad intentions: shown as text, or not at all."""

import shutil
from http.client import HTTPConnection

import nbformat
import pytest

from browser.server import DATA, Server
from timeouts import scaled

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)><iframe src=//evil.example></iframe>"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of a folder with notebooks that mean harm."""
    folder = tmp_path_factory.mktemp("hostile")
    notebooks, secret = folder / "notebooks", folder / "secret"
    notebooks.mkdir()
    secret.mkdir()
    data = folder / "data"
    shutil.copytree(DATA, data)
    glossary = data / "glossary.csv"
    glossary.write_text(
        glossary.read_text(encoding="utf-8") + f'hostile,"{SCRIPT}","{SCRIPT}"\n', encoding="utf-8"
    )
    write(notebooks / "text.ipynb", "# Text", title=SCRIPT, summary=SCRIPT)
    write(secret / "outside.ipynb", "A secret page")
    (secret / "passwords.txt").write_text("A secret", encoding="utf-8")
    (notebooks / "link.ipynb").symlink_to(secret / "outside.ipynb")
    (notebooks / "linked").symlink_to(secret)
    (notebooks / "broken.ipynb").write_text("{" * 5000, encoding="utf-8")
    (notebooks / "deep.ipynb").write_text("[" * 50_000, encoding="utf-8")
    (notebooks / "empty.ipynb").write_bytes(b"")
    (notebooks / "binary.ipynb").write_bytes(bytes(range(256)) * 50)
    (notebooks / 'a"><script>alert(4)<.ipynb').write_text("{}", encoding="utf-8")
    running = Server(notebooks, data)
    yield running
    assert running.stop() == 0


def write(path, *texts, code="import workbook\nworkbook.glossary()", **page):
    """Write a notebook with some texts and one exercise."""
    cells = [*map(nbformat.v4.new_markdown_cell, texts), nbformat.v4.new_code_cell(code)]
    known = {"page": path.stem, "part": "start", "order": 1, "minutes": 1, "summary": "One"}
    metadata = {"title": page.pop("title", "Title"), "workbook": known | page}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)


def ask(server, path=""):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


def test_markup_in_tables_and_titles_is_text(server):
    server.prepared("text")
    status, text = ask(server, "voila/render/text.ipynb")
    assert status == 200
    assert SCRIPT not in text
    assert "\\u003cscript" in text or "&lt;script" in text
    assert SCRIPT not in ask(server)[1]


@pytest.mark.parametrize("path", ["link", "linked/outside", "linked/../link"])
def test_a_link_out_of_the_folder_is_not_followed(server, path):
    status, text = ask(server, f"voila/render/{path}.ipynb")
    assert status == 404
    assert "secret" not in text


@pytest.mark.parametrize("name", ["broken", "deep", "empty", "binary"])
def test_a_notebook_that_is_none_is_told_kindly_and_harms_no_other(server, name):
    status, text = ask(server, f"voila/render/{name}.ipynb")
    assert status in (404, 500, 503)
    assert "Traceback" not in text
    assert str(server.notebooks) not in text
    assert ask(server, "healthz")[0] == 200
    assert ask(server)[0] == 200
