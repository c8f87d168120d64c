"""The workbook as pages that need no server."""

import json
import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from front.browser_support import lacks, tags, unexpected
from widget_host.common.notebook_files import notebook_files
from workbook.publish.errors import SiteError
from workbook.publish.site.adapting import FORMATS
from workbook.publish.site.site import make_site

ROOT = Path(__file__).parents[3]
DATA = re.compile(r'id="wb-page">(.*?)</script>', re.DOTALL)


def write(folder, *cells):
    """Write a page with code cells."""
    page = {"page": "a", "part": "start", "order": 1, "minutes": 1, "summary": "S"}
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# A"), *map(nbformat.v4.new_code_cell, cells)],
        metadata={"title": "A", "workbook": page},
    )
    nbformat.write(made, folder / "a.ipynb")


def models(html):
    return json.loads(DATA.search(html)[1])["models"].values()


def test_every_page_is_there_but_those_for_running_a_workshop_and_for_feedback(whole_site):
    notebooks = {path.relative_to(ROOT / "notebooks") for path in notebook_files(ROOT / "notebooks")}
    pages = {str(path.with_suffix(".html")) for path in notebooks}
    assert set(whole_site.pages) == (pages - {"workshop.html", "feedback.html"}) | {"index.html"}


def test_the_oldest_browsers_can_read_what_a_copy_sends(whole_site):
    loaded = {
        name: body.decode() for name, body in whole_site.loaded.items() if name.endswith((".js", ".css"))
    }
    found = lacks(
        scripts={name: text for name, text in loaded.items() if name.endswith(".js")},
        styles={name: text for name, text in loaded.items() if name.endswith(".css")},
        tags={path: tags(html) for path, html in whole_site.pages.items()},
    )
    assert unexpected(found) == []


def test_every_exercise_of_a_page_has_its_module_in_the_script(whole_site):
    scripts = [data.decode() for path, data in whole_site.loaded.items() if path.endswith(".js")]
    for html in (whole_site.pages["standard-5.html"], whole_site.pages["staying-safe.html"]):
        own = [one["esm"] for one in models(html) if "esm" in one]
        assert own
        for address in own:
            assert re.fullmatch(r"files/\w+\.js#\w+", address), address[:80]
            assert any(f"{address.rsplit('#', 1)[1]}: () =>" in script for script in scripts)


def test_all_links_lead_to_pages_and_files_of_the_copy(whole_site):
    known = set(whole_site.pages) | set(whole_site.loaded)
    for path, html in whole_site.pages.items():
        markup = DATA.sub("", html)
        for found in re.findall(r'(?:href|src)="([^"#]+)[^"]*"', markup):
            if re.match(r"[a-z]+:", found):
                continue
            place = (Path("/") / Path(path).parent / unescape(found)).resolve().relative_to("/")
            assert str(place) in known, (path, found)


def test_help_is_one_touch_away_on_every_page(whole_site):
    for path, html in whole_site.pages.items():
        up = "../" * path.count("/")
        assert f'<a class="wb-help" rel="help" href="{up}help.html"' in html, path


def test_nothing_speaks_of_a_server_that_is_not_there(whole_site):
    said = ("recovery code", "Join a workshop", "Give feedback", "this workbook's server", "own database")
    for path in ("index.html", "start.html", "privacy.html", "record.html"):
        markup = DATA.sub("", whole_site.pages[path])
        assert [words for words in said if words in markup] == [], path


def test_what_needs_the_server_says_that_it_is_left_out(whole_site):
    assert (
        "This copy has no server, so it is left out here."
        in whole_site.pages["guides/facilitator-notes.html"]
    )


def test_a_record_offers_what_the_browser_can_make(whole_site):
    offered = [
        one["state"]["content"].get("formats")
        for one in models(whole_site.pages["record.html"])
        if isinstance(one["state"].get("content"), dict)
    ]
    assert list(FORMATS) in offered


def test_a_copy_tells_nothing_of_where_it_was_made(whole_site, names_of_this_machine):
    for path, data in whole_site.files():
        text = data.decode("utf-8", "replace")
        for name in filter(None, names_of_this_machine):
            assert name not in text, (path, name)


def test_each_page_lets_the_browser_ask_nobody(whole_site):
    for html in whole_site.pages.values():
        policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1])
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy
        assert "connect-src" not in policy


@pytest.mark.slow
def test_the_same_course_makes_the_same_pages(tmp_path):
    write(tmp_path, "import workbook\nworkbook.reflection('whole-workbook')")
    first, second = (dict(make_site(tmp_path, ROOT / "data").files()) for _ in range(2))
    assert first == second


def test_one_file_a_page_loads_nothing(whole_site):
    for path, data in whole_site.single_files():
        markup = DATA.sub("", data.decode())
        script = markup.rsplit("<script>", 1)[0]
        assert '<link rel="stylesheet"' not in markup, path
        assert ' src="files/' not in script


def test_a_cell_that_fails_is_told_with_its_page(tmp_path):
    write(tmp_path, "1 / 0")
    with pytest.raises(SiteError, match=r"Cell 2 of a\.ipynb raises ZeroDivisionError"):
        make_site(tmp_path, ROOT / "data")


def test_a_folder_without_pages_is_told(tmp_path):
    with pytest.raises(SiteError, match="There is no page"):
        make_site(tmp_path, ROOT / "data")
