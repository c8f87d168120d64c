import json
import re
from pathlib import Path

import pytest

import workbook
from workbook.serve.assets import Assets
from workbook.serve.notebooks import read_notebook
from workbook.serve.pages import Shelf
from workbook.serve.views import Views

KERNEL = {"kernelId": "k", "fullStaticUrl": "/learn/workbook/voila/0"}
SUFFIXES = frozenset({".js", ".css", ".svg"})


@pytest.fixture
def views(shelf_folder, text, code):
    folder, put = shelf_folder
    put("start", title="Start", part="start", order=1, minutes=5, summary="A <b>bold</b> start")
    put(
        "one",
        title="One & only",
        part="standards",
        order=10,
        cells=[text("# One\n\nFirst words."), code("import x"), code("x.show()"), text("Last words.")],
    )
    put("record", title="Your record", part="record", order=1, feedback="Tell-us")
    put("loose", title="Loose")
    package = Path(workbook.__file__).parent
    return Views(Shelf(folder), "/learn/", Assets((package,), SUFFIXES, ("front/", "serve/static/")))


def page(views, name):
    path = f"{name}.ipynb"
    return views.notebook(path, read_notebook(views.shelf.folder / path), KERNEL)


def test_a_page_s_text_comes_before_its_outputs(views):
    parts = page(views, "one")
    assert "First words." in parts.before
    assert "Last words." in parts.before
    assert "<footer" in parts.before
    assert parts.after.strip().endswith("</html>")


def test_a_page_keeps_places_for_what_will_be_shown_alone(views):
    html = page(views, "one").before
    assert re.findall(r'class="wb-cell" data-number="(\d)"( data-waiting)?', html) == [
        ("1", ""),
        ("2", " data-waiting"),
    ]
    assert html.count("wb-skeleton") == 1


def test_a_page_of_text_alone_needs_no_kernel(views):
    notebook = read_notebook(views.shelf.folder / "loose.ipynb")
    assert not notebook.has_code
    html = views.notebook("loose.ipynb", notebook, None).before
    assert "jupyter-config-data" not in html
    assert "JavaScript" not in html


def test_a_page_names_itself_and_its_neighbours(views):
    html = page(views, "one").before
    assert "<title>One &amp; only | " in html
    assert 'data-page="one"' in html
    assert 'aria-current="page">One &amp; only</a>' in html
    assert 'rel="prev" class="wb-card" href="/learn/voila/render/start.ipynb"' in html
    assert 'rel="next" class="wb-card wb-around-next" href="/learn/voila/render/record.ipynb"' in html


def test_a_page_that_is_not_listed_has_no_neighbours(views):
    html = page(views, "loose").before
    assert "<title>Loose | " in html
    assert 'data-page=""' in html
    assert 'rel="next"' not in html


def test_the_frame_says_who_can_read_and_leads_to_record_and_feedback(views):
    html = views.home()
    assert '<html lang="en-GB">' in html
    assert "What you write is yours." in html
    assert 'href="/learn/voila/render/record.ipynb"' in html
    assert 'href="/learn/voila/render/record.ipynb#Tell-us"' in html
    assert "https://creativecommons.org/licenses/by/4.0/" in html
    assert "the Council has not endorsed it" in html


def test_the_home_page_lists_every_page_by_part_and_escapes_what_it_shows(views):
    html = views.home()
    assert re.findall(r'<h2 id="part-(\w+)"', html) == ["start", "standards", "record"]
    assert re.findall(r'data-page="(\w+)" data-title', html) == ["start", "one", "record"]
    assert "A &lt;b&gt;bold&lt;/b&gt; start" in html
    assert 'id="wb-onward" href="/learn/voila/render/start.ipynb"' in html


def test_an_output_can_not_end_the_element_that_holds_it(views):
    html = views.output(
        3, {"output_type": "display_data", "data": {"text/html": "</script><script>x</script>"}}
    )
    assert html.count("</script>") == 1
    model = json.loads(re.search(r">(.*)</script>", html)[1])
    assert model["data"]["text/html"] == "</script><script>x</script>"
    assert model["trusted"] is True


def test_an_error_shows_nothing_of_itself(views):
    html = views.output(
        3, {"output_type": "error", "ename": "X", "evalue": "secret", "traceback": ["secret"]}
    )
    assert "secret" not in html
    assert 'class="wb-cell-failed" data-cell="3"' in html


def test_printed_text_is_shown_as_text(views):
    assert "&lt;b&gt;" in views.output(1, {"output_type": "stream", "name": "stdout", "text": "<b>"})


@pytest.mark.parametrize("kind", ["missing", "host", "error"])
def test_a_problem_is_told_in_plain_words(views, kind):
    html = views.problem(kind)
    assert re.search(r"<h1>.+</h1>", html)
    assert ('href="/learn/">Go to the home page' in html) == (kind != "host")


def test_what_scripts_say_is_in_the_page(views):
    said = {
        name
        for script in (Path(workbook.__file__).parent / "serve" / "static").glob("*.js")
        for name in re.findall(r't\("(serve\.[a-z.]+)"', script.read_text(encoding="utf-8"))
    }
    assert len(said) > 5
    for name in said:
        assert f'"{name}"' in views.home() + page(views, "one").before


def test_no_script_stands_in_a_page_itself(views):
    for html in (views.home(), views.problem("error"), "".join((page(views, "one").before, views.failed()))):
        for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
            assert 'type="application/json"' in attributes or not content.strip()
        assert not re.search(r"\son[a-z]+=", html)


def test_a_word_that_is_not_there_is_a_slip(views):
    with pytest.raises(KeyError):
        views.word("serve.nothing")
