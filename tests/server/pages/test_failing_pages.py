"""What people see of a page that fails since its last change: the editor, and everybody else."""

import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from browser.server import DATA, Server
from server.pages.test_page_handlers import Reader
from timeouts import wait_until

BANNER = 'class="wb-panel wb-failure"'
# Those who come by way of a proxy, which on this machine is a visitor from this machine.
ELSEWHERE = ({"X_Forwarded_For": "192.0.2.1"}, {"Via": "1.1 proxy"}, {"X_Forwarded_Proto": "https"})


def write(server, name, *cells, title="A page"):
    made = [new_markdown_cell("# A page"), *map(new_code_cell, cells)]
    about = {"page": name, "part": "practice", "order": 1, "minutes": 1, "summary": "One."}
    notebook = new_notebook(cells=made, metadata={"title": title, "workbook": about})
    nbformat.write(notebook, server.notebooks / f"{name}.ipynb")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("failing")
    (folder / "notebooks").mkdir()
    shutil.copytree(DATA, folder / "data")
    about = {"page": "words", "part": "practice", "order": 9, "minutes": 1, "summary": "One."}
    notebook = new_notebook(
        cells=[new_markdown_cell("# Words")], metadata={"title": "Words", "workbook": about}
    )
    nbformat.write(notebook, folder / "notebooks" / "words.ipynb")
    running = Server(folder / "notebooks", folder / "data")
    yield running
    assert running.stop() == 0


def page(server, name, **headers):
    """The page as it is read now, asked for by this machine's own browser unless headers say otherwise."""
    return Reader(server).open(name, **headers)[2]


def home(server):
    return Reader(server).ask("")[2].decode()


def wait_for(server, name, *words, without=()):
    """Wait until the page holds these words and not the others; returns it."""

    def found():
        html = page(server, name)
        return all(word in html for word in words) and not any(word in html for word in without) and html

    return wait_until(found, what=f"{words} on {name}")


def test_whoever_edits_a_page_is_told_what_its_last_change_broke_and_others_see_it_as_it_was(server):
    write(server, "changed", "print('as it' + ' was')")
    wait_for(server, "changed", "as it was")
    write(server, "changed", "print('as it' + ' was')", "\nsecret_word <= 1", "print('later')")
    html = wait_for(server, "changed", BANNER)
    assert "This page has failed since the last change." in html
    assert "Cell 3 begins with:" in html
    assert "secret_word &lt;= 1</code>" in html
    assert "NameError: name &#39;secret_word&#39; is not defined</code>" in html
    assert "as it was\n</pre>" in html
    for headers in ELSEWHERE:
        others = page(server, "changed", **headers)
        assert BANNER not in others
        assert "secret_word" not in others
        assert "as it was\n</pre>" in others
    # Whoever watches over the server hears the kind of error, and not what the code says.
    told = Reader(server).ask("readyz", X_Forwarded_For="192.0.2.1")[2].decode()
    assert json.loads(told)["pages"]["changed.ipynb"] == "it raises NameError in cell 3"
    assert "secret_word" not in told
    write(server, "changed", "print('as it' + ' is now')")
    assert BANNER not in wait_for(server, "changed", "as it is now")


@pytest.mark.slow
def test_a_page_that_has_never_worked_says_so_to_whoever_edits_it(server):
    write(server, "never", "import no_such_module", "print('what' + ' works')")
    html = wait_for(server, "never", BANNER, "what works")
    assert "This page fails." in html
    assert "It needs the module no_such_module, which is not installed." in html
    others = page(server, "never", X_Forwarded_For="192.0.2.1")
    assert BANNER not in others
    assert "no_such_module" not in others
    assert "what works" in others


def test_a_notebook_that_can_not_be_read_any_more_is_shown_as_it_was(server):
    write(server, "cut", "print('as it' + ' was')", title="The page that is cut")
    wait_for(server, "cut", "as it was")
    wait_until(lambda: "The page that is cut" in home(server))
    file = server.notebooks / "cut.ipynb"
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    html = wait_for(server, "cut", BANNER, "as it was\n</pre>")
    assert "The notebook can&#39;t be read." in html
    others = page(server, "cut", X_Forwarded_For="192.0.2.1")
    assert BANNER not in others
    assert "as it was\n</pre>" in others
    assert "The page that is cut" in home(server)
    told = json.loads(Reader(server).ask("readyz")[2])["pages"]["cut.ipynb"]
    assert told.startswith("cut.ipynb can't be read as a notebook")
    file.write_bytes(whole)
    wait_for(server, "cut", "as it was", without=[BANNER])
    assert "cut.ipynb" not in json.loads(Reader(server).ask("readyz")[2])["pages"]


def test_a_notebook_that_could_never_be_read_says_why_to_whoever_edits_it(server):
    (server.notebooks / "none.ipynb").write_text("{")
    status, _, html, _ = Reader(server).open("none")
    assert status == 500
    assert BANNER in html
    assert "none.ipynb can&#39;t be read as a notebook" in html
    others = page(server, "none", X_Forwarded_For="192.0.2.1")
    assert BANNER not in others
    assert "none.ipynb" not in others


def test_tables_that_a_change_broke_are_named_on_the_pages_that_use_them(server):
    write(server, "table", "import workbook\nworkbook.glossary()")
    wait_for(server, "table", "data-model")
    table = server.data / "glossary.csv"
    sound = table.read_bytes()
    table.write_text("nothing\n", encoding="utf-8")
    html = wait_for(server, "table", BANNER, "glossary.csv", "Run `workbook check` to see every fault.")
    assert "data-model" in html
    others = page(server, "table", X_Forwarded_For="192.0.2.1")
    assert BANNER not in others
    assert "data-model" in others
    table.write_bytes(sound)
    wait_for(server, "table", "data-model", without=[BANNER])


def test_behind_a_proxy_that_is_trusted_nobody_is_told(server, tmp_path):
    shutil.copy(server.notebooks / "words.ipynb", tmp_path)
    (tmp_path / "none.ipynb").write_text("{")
    running = Server(tmp_path, DATA, 0, "/", "--trust-proxy")
    try:
        for headers in ({}, {"X_Forwarded_For": "127.0.0.1"}):
            status, _, html, _ = Reader(running).open("none", **headers)
            assert status == 500
            assert BANNER not in html
    finally:
        assert running.stop() == 0
