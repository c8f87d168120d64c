"""In outdated browsers, and if a page's script fails to load, pages say so and stay readable."""

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from browser.pictures import picture
from browser.server import DATA, NOTEBOOKS, Server
from timeouts import scaled
from workbook.publish.lms.package import LmsSettings, site_package
from workbook.publish.site.site import make_site
from workbook.publish.writing import write_folder

# Milliseconds, from when the page's text is there.
SAID_WITHIN = 2000
OLD = re.compile("This browser is too old for the exercises")
LOST = re.compile("did not arrive")
# What Safari 15.3 is like, as far as the pages look.
SAFARI_15_3 = """
for (const name of ['structuredClone', 'BroadcastChannel', 'HTMLDialogElement']) delete window[name];
"""
UNREADABLE = {"content_type": "text/javascript", "body": "let from = class { static { }; let let }"}
WAYS = {
    "an interface is missing": (lambda page: page.add_init_script(SAFARI_15_3), OLD),
    "the script can't be read": (lambda page: spoil(page, lambda route: route.fulfill(**UNREADABLE)), OLD),
    "the script does not come": (lambda page: spoil(page, lambda route: route.abort()), LOST),
}


def spoil(page, answer):
    """Answer otherwise where the page asks for its script; what checks the browser comes."""

    def routed(route):
        if "browser_check" in route.request.url:
            route.continue_()
        else:
            answer(route)

    page.route(re.compile(r"\.js$"), routed)


@pytest.fixture
def open_old(chromium):
    """Open an address in a browser that is made old in one of the ways."""
    contexts = []

    def open_one(address, spoiled, **options):
        # What a service worker asks for can't be answered otherwise.
        context = chromium.new_context(locale="en-GB", service_workers="block", **options)
        contexts.append(context)
        page = context.new_page()
        spoiled(page)
        page.goto(address, wait_until="domcontentloaded")
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def formulas(tmp_path_factory):
    """A server with a page of formulas."""
    folder = tmp_path_factory.mktemp("formulas")
    text = nbformat.v4.new_markdown_cell("# Formulas\n\nIn a line $a^2$, and\n\n$$x < y$$")
    nbformat.write(nbformat.v4.new_notebook(cells=[text]), folder / "formulas.ipynb")
    running = Server(folder)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A page of the workbook without a server: as a folder, as one file, and in a package."""
    notebooks = tmp_path_factory.mktemp("pages")
    shutil.copy(NOTEBOOKS / "standard-1.ipynb", notebooks)
    return make_site(notebooks, DATA)


def assert_can_be_read(page, said, text):
    expect(page.get_by_role("alert")).to_have_text(said, timeout=scaled(SAID_WITHIN))
    expect(page.get_by_text(text).first).to_be_visible()
    expect(page.locator(".wb-skeleton")).to_have_count(0)
    assert "Opening" not in page.locator("body").inner_text()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["", "voila/render/standard-1.ipynb"], ids=["home", "page"])
def test_a_served_page_says_so_and_can_be_read(open_old, server, way, path):
    spoiled, said = WAYS[way]
    server.prepared("standard-1")
    page = open_old(server.address + path, spoiled, viewport={"width": 320, "height": 640})
    assert_can_be_read(page, said, "Standard 1")
    note = page.get_by_role("alert").bounding_box()
    assert note["y"] + note["height"] <= 640, "what it says is on the first screen, before the list of pages"
    if path:
        expect(page.locator(".wb-widget .wb-exercise").first).to_be_visible()
        expect(page.get_by_role("link", name="Standard 2").first).to_be_visible()


@pytest.mark.slow
def test_a_page_that_is_still_being_run_ends_its_waiting(open_old, serve):
    page = open_old(serve().page("slow"), WAYS["an interface is missing"][0])
    assert_can_be_read(page, OLD, "Slow")


@pytest.mark.parametrize("lacks", [True, False], ids=["without MathML", "with it"])
@pytest.mark.slow
def test_a_formula_is_shown_as_it_was_typed_where_it_can_t_be_drawn(open_old, formulas, lacks):
    def spoiled(page):
        if lacks:
            page.add_init_script("delete window.MathMLElement")

    page = open_old(formulas.page("formulas"), spoiled, viewport={"width": 320, "height": 640})
    shown = page.locator("math").evaluate_all(
        "found => found.map((one) => getComputedStyle(one, '::before').content)"
    )
    assert shown == (['"a^2"', '"x < y"'] if lacks else ["none", "none"])
    assert page.locator("math > *").first.is_visible() is not lacks
    assert all(one.bounding_box()["width"] > 0 for one in page.locator("math").all())
    expect(page.get_by_text("This browser shows formulas as they were typed.")).to_be_visible(visible=lacks)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    picture(page, f"formulas-{'typed' if lacks else 'drawn'}")


def test_a_workshop_that_can_t_be_read_is_not_asked_for_again(open_old, server):
    page = open_old(server.address, lambda _: None)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    workshop = page.locator("body").get_attribute("data-workshop")
    page.route(f"**{workshop}*", lambda route: route.fulfill(**UNREADABLE))
    page.locator("#workshop").fill("ABCD")
    page.locator("#workshop").press("Enter")
    assert_can_be_read(page, OLD, "Standard 1")
    assert len([url for url in asked if workshop in url]) == 1


@pytest.mark.parametrize("form", ["site", "single"])
@pytest.mark.slow
def test_a_copy_from_a_folder_says_so_and_can_be_read(open_old, tmp_path, copy, form):
    write_folder(tmp_path / "copy", copy.files() if form == "site" else copy.single_files())
    page = open_old((tmp_path / "copy" / "standard-1.html").as_uri(), WAYS["an interface is missing"][0])
    assert_can_be_read(page, OLD, "Standard 1")
    expect(page.locator(".wb-widget .wb-exercise").first).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_a_package_s_page_says_so_and_leads_to_what_can_be_read(open_old, tmp_path, copy, way):
    spoiled, said = WAYS[way]
    package = site_package(copy, LmsSettings("Course", "About"))
    write_folder(tmp_path / "package", package.files.items())
    page = open_old((tmp_path / "package" / "lms.html").as_uri(), spoiled)
    expect(page.get_by_role("alert")).to_have_text(said, timeout=scaled(SAID_WITHIN))
    page.get_by_role("link", name="Read the pages").click()
    expect(page.get_by_text("Standard 1").first).to_be_visible()


def without_newer_styles(route):
    """Answer with the styles as the oldest browsers read them: no container queries, and no `:has`."""
    answer = route.fetch()
    body = re.sub(r"@container[^{]*\{", "@media not all {", answer.text())
    assert "@media not all {" in body
    route.fulfill(
        response=answer, body=body.replace(":has(", ":no-has(").replace("container-type:", "no-type:")
    )


@pytest.mark.slow
def test_pages_fit_a_phone_without_container_queries_and_has(open_old, server):
    def spoiled(page):
        page.route(re.compile(r"\.css$"), without_newer_styles)

    for path in ("standard-5", "concerns"):
        page = open_old(server.page(path), spoiled, viewport={"width": 320, "height": 640})
        page.wait_for_selector("body[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        if path == "standard-5":
            radio = page.locator(".wb-option input:visible").first
            radio.focus()
            page.keyboard.press("ArrowDown")
            outlined = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outlined) != "none"
