"""The workbook without a server, opened from a folder and from a plain web host."""

import functools
import http.server
import io
import json
import threading
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.chromium import SHOW_WHOLE
from browser.pages.test_pages import ONE_OF_EACH
from browser.server import DATA, NOTEBOOKS
from timeouts import scaled, wait_until
from workbook.content import load
from workbook.publish.site.site import make_site
from workbook.publish.writing import write_folder
from workbook.server.branding import Branding

WORDS = "I will ask before I post."
NO_STORE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('SecurityError'); }})"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The whole workbook as a folder of pages, and as one file a page."""
    facts = load(DATA).facts()
    site = make_site(NOTEBOOKS, DATA, branding=Branding(facts=lambda: facts))
    above = tmp_path_factory.mktemp("copies")
    write_folder(above / "site", site.files())
    write_folder(above / "single", site.single_files())
    return above


@pytest.fixture(scope="module")
def host(folders):
    """A web host that knows nothing of the workbook: the copies lie in folders below its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folders))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["file", pytest.param("http", marks=pytest.mark.slow)])
def base(request, folders, host):
    """The address of the folder that holds the copies: as files, and on a web host."""
    return f"{folders.as_uri()}/" if request.param == "file" else host


@pytest.fixture
def look(chromium):
    """Open a page of a copy, and fail for an error or for a request to anything but the copy itself."""
    contexts, wrong = [], []

    def open_one(address, *, context=None, size=(1280, 800), before=""):
        if context is None:
            width, height = size
            context = chromium.new_context(
                viewport={"width": width, "height": height}, locale="en-GB", accept_downloads=True
            )
            contexts.append(context)
        context.set_default_timeout(scaled(30_000))
        page = context.new_page()
        if before:
            page.add_init_script(before)
        home = urlsplit(address)

        def asked(request):
            parts = urlsplit(request.url)
            if parts.scheme not in ("data", "blob") and (parts.scheme, parts.netloc) != (
                home.scheme,
                home.netloc,
            ):
                wrong.append(request.url)

        page.on("request", asked)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda one: one.type == "error" and wrong.append(one.text))
        page.goto(address)
        page.locator("body[data-ready]").wait_for()
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []


def write(page):
    """Write a reflection, and wait until it is kept."""
    page.evaluate(SHOW_WHOLE)
    page.locator(".wb-reflection textarea").first.fill(WORDS)
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()


@pytest.mark.parametrize(
    "every",
    [
        pytest.param(False, id="one of each kind"),
        pytest.param(True, id="every page", marks=pytest.mark.slow),
    ],
)
def test_pages_open_with_their_exercises(base, look, folders, every):
    there = [path.relative_to(folders / "site") for path in sorted((folders / "site").rglob("*.html"))]
    paths = [path for path in there if every or str(path.with_suffix("")) in ("index", *ONE_OF_EACH)]
    assert len(paths) > len(ONE_OF_EACH) / 2
    page = look(f"{base}site/index.html")
    for path in paths:
        page.goto(f"{base}site/{path.as_posix()}")
        page.locator("body[data-ready]").wait_for()
        assert page.locator(".wb-cell-failed, #wb-failed").count() == 0, path
        shown = page.locator(".wb-widget[data-model]").count()
        assert page.locator(".wb-widget[data-model] > *").count() >= shown, path


def test_what_is_written_stays_becomes_a_word_file_and_is_counted_on_the_home_page(base, look):
    page = look(f"{base}site/standard-1.html")
    write(page)
    page.reload()
    expect(page.locator(".wb-reflection textarea").first).to_have_value(WORDS)
    page.get_by_role("link", name="Your record").first.click()
    page.locator("body[data-ready]").wait_for()
    expect(page.get_by_role("paragraph").filter(has_text=WORDS).first).to_be_visible()
    expect(page.get_by_text("The file is made in this browser,")).to_be_visible()
    expect(page.get_by_role("radio", name="A PDF document")).to_have_count(0)
    page.get_by_role("button", name="Check for people and save").click()
    page.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save it as it is").click()
    document = docx.Document(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert WORDS in "\n".join(one.text for one in document.paragraphs)
    page.goto(f"{base}site/index.html")
    card = page.locator('.wb-card[data-page="standard-1"]')
    expect(card.locator(".wb-progress-mark")).to_contain_text("1 of")


def test_the_window_hears_how_far_the_learner_has_come_and_no_word(look, host):
    listen = "window.heard = []; addEventListener('workbook:progress', ({detail}) => heard.push(detail))"
    page = look(f"{host}site/standard-1.html", before=listen)
    write(page)
    wait_until(lambda: page.evaluate("heard.at(-1)?.standards['standard-1'].done === 1"))
    told = page.evaluate("() => heard.at(-1)")
    assert set(told) == {"standards", "seconds", "page", "finished"}
    assert (told["page"], told["finished"]) == ("standard-1", False)
    assert WORDS not in json.dumps(page.evaluate("() => heard"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["index", "standard-1"], id="home and a page"),
        pytest.param(["record", "privacy"], id="more", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing(look, host, paths):
    page = look(f"{host}site/index.html")
    wrong = []
    for path in paths:
        page.goto(f"{host}site/{path}.html")
        page.locator("body[data-ready]").wait_for()
        wrong += [f"{path}: {one}" for one in offences(page)]
    assert wrong == []


@pytest.mark.slow
def test_one_file_works_alone(look, folders):
    page = look(f"{folders.as_uri()}/single/standard-2.html")
    write(page)
    page.reload()
    expect(page.locator(".wb-reflection textarea").first).to_have_value(WORDS)
    assert offences(page) == []


@pytest.mark.slow
def test_a_browser_that_keeps_nothing_says_so(look, host):
    page = look(f"{host}site/standard-1.html", before=NO_STORE)
    page.evaluate(SHOW_WHOLE)
    page.locator(".wb-reflection textarea").first.fill(WORDS)
    expect(page.locator(".wb-reflection .wb-status").first).to_contain_text("keep")
    expect(page.locator(".wb-reflection textarea").first).to_have_value(WORDS)
