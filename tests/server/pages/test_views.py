import json
import re
from pathlib import Path
from typing import get_args

import pytest
from markupsafe import Markup, escape

import widget_host
import workbook
from forked_kernels.run import Model, Run
from server.course_pages import course_pages
from widget_host.browsers import OLDEST_BROWSERS
from widget_host.languages import Language
from widget_host.pages.assets import Assets
from widget_host.pages.failures import Failure, Kind
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.notebook import read_notebook
from widget_host.pages.scripts import STATIC
from widget_host.pages.views import Views
from workbook.front import words
from workbook.server.branding import Branding
from workbook.server.widget_files import widget_files
from workbook.theme import Link, Theme

THEME = Theme(
    logo="data:image/png;base64,AA==",
    footer="Served by <us>.",
    links=(Link("Help & care", "https://example.org/?a=1&b=2"),),
    privacy=Markup("<p>Write to us.</p>\n"),
    papers=("#f0f0f0", "#101010"),
)
FACTS = {
    "name": "Kindness",
    "audience": "For everybody.",
    "notice": "It belongs to the Council.",
    "licence": "CC BY 4.0",
    "licence-address": "https://example.org/licence",
}
SUFFIXES = frozenset({".js", ".css", ".svg"})


@pytest.fixture(scope="module")
def package_files():
    """The package's own files, which are compressed once for all tests."""
    packages = Path(workbook.__file__).parents[1]
    return Assets((packages,), SUFFIXES, (STATIC, *widget_files().folders), settled=True)


@pytest.fixture(scope="module")
def made():
    """The texts that pages share, which are compressed once for all tests too."""
    return GeneratedAssets("/learn/made/")


@pytest.fixture
def views(page_folder, text, code, package_files, made):
    folder, put = page_folder
    put("start", title="Start", part="start", order=1, minutes=5, summary="A <b>bold</b> start")
    put(
        "one",
        title="One & only",
        part="standards",
        order=10,
        cells=[text("# One\n\nFirst words."), code("import x"), code("x.show()"), text("Last words.")],
    )
    put("record", title="Your record", part="record", order=1, feedback="Tell-us")
    put("privacy", title="Privacy", part="record", order=2)
    put("loose", title="Loose")
    return Views(
        course_pages(folder),
        "/learn/",
        package_files,
        made,
        parts="/learn/parts/",
        extension=Branding(THEME, FACTS.copy),
    )


def page(views, name, run=None):
    path = f"{name}.ipynb"
    return views.opening(path, read_notebook(views.page_index.folder / path), run)


def whole(views, name, run):
    path = f"{name}.ipynb"
    return views.whole(path, read_notebook(views.page_index.folder / path), run, "b1")


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="wb-page">(.*)</script>', html)[1])


FAILURE = Failure("raises", 3, "x.show('<b>')", "NameError", "name <x> is not defined")


def test_how_a_page_fails_stands_above_it_where_it_is_told(views):
    notebook = read_notebook(views.page_index.folder / "one.ipynb")
    html = views.whole_with("one.ipynb", notebook, Run(), "b1", FAILURE)
    assert html.index("wb-failure") < html.index("<main")
    assert "This page has failed since the last change." in html
    assert "x.show(&#39;&lt;b&gt;&#39;)</code>" in html
    assert "NameError: name &lt;x&gt; is not defined</code>" in html
    assert "wb-failure" not in views.whole("one.ipynb", notebook, Run(), "b1")
    never = views.opening("one.ipynb", notebook, failure=FAILURE).before
    assert "This page fails.<" in never
    assert "This page fails.<" in views.failing(FAILURE)


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.slow
def test_every_way_to_fail_has_its_words(views, kind):
    html = views.problem("error", Failure(kind, name="plots", seconds=60.0))
    assert "wb-failure" in html
    assert "{" not in html.partition("wb-failure")[2].partition("</section>")[0]


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
    notebook = read_notebook(views.page_index.folder / "loose.ipynb")
    assert not notebook.has_code
    html = views.whole("loose.ipynb", notebook, Run(), "")
    assert "wb-page" not in html.replace("wb wb-page", "")
    assert "JavaScript" not in html


def test_a_page_names_itself_and_its_neighbours(views):
    html = page(views, "one").before
    assert "<title>One &amp; only | " in html
    assert 'data-page="one"' in html
    assert 'aria-current="page">One &amp; only</a>' in html
    assert 'rel="prev" class="wb-around-previous" href="/learn/voila/render/start.ipynb"' in html
    button = "wb-button wb-button-primary wb-button-large wb-around-next"
    assert f'rel="next" class="{button}" href="/learn/voila/render/record.ipynb"' in html


def test_a_page_that_is_not_listed_has_no_neighbours(views):
    html = page(views, "loose").before
    assert "<title>Loose | " in html
    assert 'data-page=""' in html
    assert 'rel="next"' not in html


def test_the_frame_says_who_can_read_and_leads_to_record_and_feedback(views):
    html = views.home()
    assert '<html lang="en-GB" data-namespace="">' in html
    assert "What you write is yours." in html
    assert 'href="/learn/voila/render/record.ipynb"' in html
    assert 'href="/learn/voila/render/record.ipynb#Tell-us"' in html
    assert '<a rel="license" href="https://example.org/licence">CC BY 4.0</a>' in html
    assert FACTS["notice"] in html


def test_what_the_course_is_called_stands_on_every_page(views):
    assert "<title>Kindness</title>" in views.home()
    assert f"<h1>{FACTS['name']}</h1>" in views.home()
    assert "| Kindness</title>" in page(views, "loose").before
    assert "| Kindness</title>" in views.problem("missing")


def test_a_theme_s_logo_foot_and_links_are_on_every_page_and_nothing_in_them_is_html(views):
    for html in (views.home(), page(views, "loose").before, views.problem("missing")):
        assert '<img class="wb-logo" src="data:image/png;base64,AA==" alt="">' in html
        assert "Served by &lt;us&gt;." in html
        assert '<a href="https://example.org/?a=1&amp;b=2">Help &amp; care</a>' in html
        assert 'content="#101010"' in html


HELP = re.compile(
    r'<a class="wb-help" rel="help" href="/learn/voila/render/help.ipynb"([^>]*)>Help &amp; advice</a>'
)


def test_a_page_for_help_is_one_touch_away_from_the_top_and_the_foot_of_every_page(views, page_folder):
    _, put = page_folder
    put("help", title="Help & advice", part="record", order=3)
    for html in (views.home(), page(views, "one").before, views.problem("missing")):
        header, _, rest = html.partition("</header>")
        [current] = HELP.findall(header)
        assert current == ""
        assert "Help &amp; advice</a></li>" in rest[rest.index("<footer") :]
    assert HELP.findall(page(views, "help").before) == [' aria-current="page"']


def test_a_course_without_a_page_for_help_has_no_link_to_one(views):
    for html in (views.home(), page(views, "one").before, views.problem("missing")):
        assert 'rel="help"' not in html


def test_the_publisher_s_notice_stands_on_the_privacy_page_alone(views):
    assert "<p>Write to us.</p>" in page(views, "privacy").before
    assert "Write to us." not in page(views, "loose").before


def test_the_home_page_lists_every_page_by_part_and_escapes_what_it_shows(views):
    html = views.home()
    assert re.findall(r'<h2 id="part-(\w+)"', html) == ["standards", "record"]
    assert re.findall(r'data-page="(\w+)" data-title', html) == ["start", "one", "record", "privacy"]
    assert "A &lt;b&gt;bold&lt;/b&gt; start" in html
    assert 'id="wb-onward" href="/learn/voila/render/start.ipynb"' in html


def test_an_output_that_comes_later_names_its_cell(views):
    html = views.output((3, {"output_type": "stream", "name": "stdout", "text": "<b>"}), {})
    assert html.startswith('<div data-cell="3">')
    assert "&lt;b&gt;" in html


SHOWN = (2, {"output_type": "stream", "name": "stdout", "text": "Shown words."})


def test_a_page_whose_cells_were_run_shows_all_in_its_place(views):
    html = whole(views, "one", Run((SHOWN,)))
    assert html.index("First words.") < html.index("Shown words.") < html.index("Last words.")
    assert "wb-skeleton" not in html
    assert "wb-outputs" not in html


def test_what_was_shown_before_stands_in_a_page_that_waits_for_the_rest(views):
    html = page(views, "one", Run((SHOWN,))).before
    assert "Shown words." in html
    assert "wb-skeleton" not in html


def test_a_page_tells_its_scripts_which_kernel_it_has_or_would_be_given(views):
    said = data_of(whole(views, "one", Run((SHOWN,))))
    assert said == {
        "baseUrl": "/learn/",
        "homeUrl": "/learn/",
        "page": "one.ipynb",
        "build": "b1",
        "kernel": None,
        "key": "",
        "parts": "/learn/parts/",
        "mostBytes": 0,
        "host": "",
        "models": {},
    }
    said = data_of(views.data("one.ipynb", Run(), kernel="k1", key="secret"))
    assert (said["build"], said["kernel"], said["key"]) == ("", "k1", "secret")


def test_nothing_in_a_widget_s_state_can_end_the_element_that_holds_it(views):
    model = Model("M", "m", "1", {"value": "</script><script>x</script>"})
    html = views.data("one.ipynb", Run((), {"a": model}))
    assert html.count("</script>") == 1
    assert data_of(html)["models"]["a"]["state"] == model.state


def test_somebody_who_waits_can_read_and_learns_how_many_are_before_them(views):
    notebook = read_notebook(views.page_index.folder / "one.ipynb")
    html = views.full("one.ipynb", notebook, Run((SHOWN,)), "t1", 1)
    assert "First words." in html
    assert "Shown words." in html
    assert 'href="?place=t1"' in html
    assert "One person is ahead of you." in html
    assert json.loads(re.search(r'id="wb-turn">(.*?)</script>', html)[1])["ticket"] == "t1"
    assert "You are next." in views.full("one.ipynb", notebook, Run(), "t1", 0)
    assert "12 people are ahead of you." in views.full("one.ipynb", notebook, Run(), "t1", 12)


def test_the_look_of_all_pages_has_a_name_that_changes_with_any_page(views, page_folder):
    before = views.stamp()
    assert views.stamp() == before
    page_folder[1]("two", title="Two", part="standards", order=20)
    assert views.stamp() != before


@pytest.mark.parametrize("kind", ["missing", "host", "error"])
def test_a_problem_is_told_in_plain_words(views, kind):
    html = views.problem(kind)
    assert re.search(r"<h1>.+</h1>", html)
    assert ('href="/learn/">Go to the home page' in html) == (kind != "host")


def test_what_scripts_say_is_in_the_page(views):
    said = {
        name
        for script in (Path(widget_host.__file__).parent / "pages" / "static").rglob("*.js")
        for name in re.findall(r't\("(serve\.[a-z.]+)"', script.read_text(encoding="utf-8"))
    }
    assert len(said) > 5
    shown = views.home() + page(views, "one").before
    for name in said:
        assert f'"{name}"' in shown or f'"{name}.other"' in shown


def test_no_script_stands_in_a_page_itself(views):
    for html in (views.home(), views.problem("error"), "".join((page(views, "one").before, views.failed()))):
        for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
            assert 'type="application/json"' in attributes or not content.strip()
        assert not re.search(r"\son[a-z]+=", html)


def test_a_word_that_is_not_there_is_a_slip(views):
    with pytest.raises(KeyError):
        views.word("serve.nothing")


@pytest.fixture
def irish(views, made):
    """The same pages in Irish, on a server that offers English and Irish."""
    offered = (Language("en"), Language("ga"))
    return Views(
        course_pages(views.page_index.folder, language="ga"),
        "/learn/",
        views.scripts._code,
        made,
        extension=Branding(THEME, FACTS.copy, lambda language: FACTS | {"name": f"Cineáltas ({language})"}),
        offered=offered,
        scripts=views.scripts,
    )


def test_a_page_says_its_language_and_marks_what_is_english(irish):
    html = page(irish, "one").before
    assert '<html lang="ga" data-namespace="">' in html
    assert "<title>One &amp; only | Cineáltas (ga)</title>" in html
    assert '<div class="wb-text" lang="en-GB">' in html
    assert 'href="/learn/ga/voila/render/start.ipynb" data-page="start" lang="en-GB">Start</a>' in html
    assert words("serve", language="ga")["serve.skip"] in html


def test_a_page_in_another_language_links_to_pages_in_that_language_and_to_the_same_files(irish, views):
    html = page(irish, "one").before
    assert re.findall(r'href="(/learn/(?!ga/)[^"]*)"', html) == [
        irish.asset("workbook/server/static/mark.svg"),
        views.scripts.styles(),
        "/learn/voila/render/one.ipynb",  # in English
    ]
    said = data_of(whole(irish, "one", Run((SHOWN,))))
    assert (said["baseUrl"], said["homeUrl"], said["page"]) == ("/learn/", "/learn/ga/", "one.ipynb")


def test_pages_lead_to_themselves_in_the_other_languages_each_named_in_its_own(irish):
    html = page(irish, "one").before
    links = re.findall(r"<li><a href=\"(\S+)\" (lang=[^>]*)>(\w+)</a></li>", html.partition("</nav>")[0])
    assert links == [
        ("/learn/voila/render/one.ipynb", 'lang="en-GB" hreflang="en-GB"', "English"),
        ("/learn/ga/voila/render/one.ipynb", 'lang="ga" hreflang="ga" aria-current="true"', "Gaeilge"),
    ]
    assert '<a href="/learn/" lang="en-GB"' in irish.home()
    assert '<a href="/learn/" lang="en-GB"' in irish.problem("missing")


def test_with_one_language_there_is_nothing_to_choose(views):
    assert "wb-languages" not in views.home() + page(views, "one").before


def test_a_language_that_no_native_reader_has_read_says_so_in_both_languages(irish, views):
    html = irish.home()
    assert words("serve", language="ga")["serve.unread"] in html
    assert '<span lang="en-GB">No native reader has checked this language yet.</span>' in html
    assert "wb-unread" not in views.home()


def test_a_workshop_on_a_page_speaks_the_page_s_language(irish, views):
    scripts = [re.search(r'data-workshop="([^"]+)"', one.home())[1] for one in (irish, views)]
    texts = [views.scripts._generated.get(script.rpartition("/")[2]).body.decode() for script in scripts]
    known = words("workshop", language="ga")["workshop.leave"]
    assert [f'"workshop.leave":"{known}"' in text for text in texts] == [True, False]


def test_an_old_browser_is_told_so_in_the_page_s_language(page_folder, package_files, made):
    folder, put = page_folder
    put("start", title="Start", part="start", order=1)
    for language in ("en", "ga", "cy"):
        known = words("serve", language=language)
        page_index = course_pages(folder, language=language)
        home = Views(page_index, "/", package_files, made, extension=Branding()).home()
        old = escape(known["serve.browser.old"].format(**OLDEST_BROWSERS))
        assert f'id="wb-browser-old" role="alert" hidden>{old}</p>' in home
        assert f'role="alert" hidden>{escape(known["serve.browser.lost"])} <a' in home
