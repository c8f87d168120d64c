"""What a learner does, in Firefox and WebKit: the two engines of phones and desktops besides Chromium's."""

import io
import re
import shutil

import nbformat
import pytest
from docx import Document
from nbformat.v4 import new_markdown_cell, new_notebook

from browser import axe
from browser.pages.engines import engine_of
from browser.pages.forced_colours import MARKED
from browser.pages.visit import Visit
from browser.publish.lms import Platform
from browser.server import DATA, NOTEBOOKS, Server
from browser.workshop.evening import Evening
from timeouts import wait_until
from widget_host.common.notebook_files import notebook_files
from workbook.publish.lms.package import LmsSettings, site_package, zipped
from workbook.publish.site.site import make_site
from workbook.publish.writing import write_folder
from workshop.real_room import RoomServer

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")
IS_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
# The column beside the home page's words is 20rem wide.
HERO_PX = 320
# Firefox's own: pages get the system's colours in place of theirs.
FORCED_COLOURS = {"browser.display.document_color_use": 2, "ui.useAccessibilityTheme": 1}
WORDS = "I will ask before I post."
WIDE = " + ".join(f"x_{{{number}}}" for number in range(60))


@pytest.fixture(params=["firefox", "webkit"])
def visit(request, tmp_path):
    """Start a visit with a new profile, as on another device: `visit()`. The previous one ends."""
    running = []

    def end():
        for driver in running:
            driver.quit()
        running.clear()

    with engine_of(request.param, tmp_path) as begin:

        def start(width=1280, height=900, **options):
            end()
            running.append(begin(**options))
            running[0].set_window_size(width, height)
            return Visit(running[0])

        yield start
        end()


@pytest.fixture(scope="module")
def small_copy(tmp_path_factory):
    """A standard of the workbook without a server."""
    notebooks = tmp_path_factory.mktemp("pages")
    shutil.copy(NOTEBOOKS / "standard-1.ipynb", notebooks)
    return make_site(notebooks, DATA)


def walk_a_scenario(page):
    scenario = page.one(".wb-scenario")
    page.press("Go on", scenario)
    page.pick(page.all(".wb-steps button", scenario)[3])
    page.pick(page.one(".wb-step:not([hidden]) input[type=radio]", scenario))
    page.press("See what follows", scenario)
    page.one(".wb-step:not([hidden]) .wb-panel", scenario)


def keep_with_a_code(page):
    """Choose a recovery code, and return it."""
    page.press("Keep with a recovery code", kind="label")
    page.press("Go on", page.one(".wb-keeping-choice"))
    page.says(".wb-keeping dialog", "-")
    code = CODE.search(page.one(".wb-keeping dialog[open]").text)[0]
    page.press("I have kept the code", kind="label")
    page.press("Keep my answers with this code")
    page.says(".wb-keeping dialog", "Your answers are kept with your recovery code")
    page.press("Close", page.one(".wb-keeping dialog[open]"))
    return code


def resume(page, code):
    page.press("Use a recovery code")
    page.one(".wb-keeping dialog[open] :is(input, textarea)").send_keys(code)
    page.press("Open my answers")
    page.says(".wb-keeping dialog", "are here")
    page.press("Close", page.one(".wb-keeping dialog[open]"))


def saved_document(page):
    """Make a Word document on the page Your record, and return its text."""
    page.press("Check for people and save")
    page.pick(page.one(".wb-people-check label:last-of-type input"))
    with page.saved_file() as saved:
        page.press("Save it as it is")
        body = Document(io.BytesIO(saved())).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("visit", [pytest.param("firefox", marks=pytest.mark.slow), "webkit"], indirect=True)
def test_a_learner_decides_writes_goes_on_elsewhere_and_takes_a_document(server, visit):
    page = visit().open(server.page("standard-1"))
    walk_a_scenario(page)
    page.one(".wb-reflection textarea").send_keys(WORDS)
    code = keep_with_a_code(page)
    page.says(".wb-reflection .wb-status", "with your recovery code")

    elsewhere = visit().open(server.page("standard-1"))
    assert elsewhere.one(".wb-reflection textarea").get_property("value") == ""
    resume(elsewhere, code)
    elsewhere.one(".wb-reflection .wb-status[data-state=saved]")
    assert elsewhere.one(".wb-reflection textarea").get_property("value") == WORDS
    elsewhere.open(server.page("record"))
    assert WORDS in saved_document(elsewhere)


@pytest.fixture(scope="module")
def room_server():
    running = RoomServer()
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize("visit", ["firefox", pytest.param("webkit", marks=pytest.mark.slow)], indirect=True)
def test_a_phone_joins_a_workshop_votes_and_sees_what_the_room_said(room_server, visit):
    evening = Evening(room_server)
    vote = 1
    page = visit(width=500, height=800).open(room_server.address)
    page.one("#workshop").send_keys(evening.trainer.code.lower())
    page.press("Join")
    page.says("#wb-room", "You are in the workshop “Team day”")
    choices = [choice["id"] for choice in evening.open(vote)["choices"]]
    page.pick(page.one("#wb-activity input[type=radio]"))
    page.press("Send my vote")
    page.says("#wb-activity", "Your answer is counted.")
    evening.answer_all(vote, choices[0])
    assert evening.state(answered=6)
    evening.reveal()
    page.says("#wb-activity table", "6 (100%)")
    evening.do("end")
    page.says("#wb-room", "This workshop has ended.")
    evening.close()


@pytest.mark.slow
def test_every_page_opens_and_fits_a_narrow_window(server, visit):
    page = visit(width=500, height=800)
    wrong = []
    for notebook in notebook_files(NOTEBOOKS):
        page.open(server.page(notebook.relative_to(NOTEBOOKS).with_suffix("").as_posix()))
        if page.driver.execute_script(IS_WIDER):
            wrong.append(notebook.name)
    assert wrong == []
    page.driver.set_window_size(1280, 900)
    page.open(server.address)
    assert page.one(".wb-hero-picture").size["width"] <= HERO_PX


@pytest.mark.slow
def test_axe_finds_nothing_wrong(server, visit):
    page = visit()
    for path in ("standard-5", "record", "start"):
        page.open(server.page(path))
        page.driver.execute_script(axe.SCRIPT.read_text(encoding="utf-8"))
        found = page.driver.execute_async_script(
            "const [tags, done] = arguments;"
            "axe.run('body', {runOnly: tags, resultTypes: ['violations']})"
            ".then(({violations}) => done(violations.map(({id, nodes}) => `${id} ${nodes[0].html}`)))",
            axe.TAGS,
        )
        assert found == [], path


@pytest.mark.slow
@pytest.mark.parametrize("form", ["files", "single_files"])
def test_a_copy_in_a_folder_keeps_what_is_written(visit, tmp_path, small_copy, form):
    write_folder(tmp_path / "copy", getattr(small_copy, form)())
    address = (tmp_path / "copy" / "standard-1.html").as_uri()
    page = visit().open(address)
    walk_a_scenario(page)
    page.one(".wb-reflection textarea").send_keys(WORDS)
    page.one(".wb-reflection .wb-status[data-state=saved]")
    page.open(address)
    page.one(".wb-reflection .wb-status[data-state=saved]")
    assert page.one(".wb-reflection textarea").get_property("value") == WORDS


@pytest.mark.slow
def test_a_learning_platform_hears_how_far_a_learner_has_come(visit, tmp_path, small_copy):
    platform = Platform(
        lambda _: zipped(site_package(small_copy, LmsSettings("Course", "About"))), "1.2", tmp_path
    )
    try:
        page = visit()
        page.driver.get(platform.address)
        page.enter("iframe")
        page.enter("iframe")
        page.press("Standard 1", kind="link")
        page.one("body[data-ready]")
        page.driver.switch_to.default_content()
        told = "return window.told().core.lesson_location"
        wait_until(
            lambda: "standard-1" in page.driver.execute_script(told), what="the platform to hear of the page"
        )
    finally:
        platform.close()


@pytest.mark.slow
@pytest.mark.parametrize("visit", ["firefox"], indirect=True)
def test_in_forced_colours_one_can_tell_what_is_current(server, visit):
    page = visit(settings=FORCED_COLOURS).open(server.page("staying-safe"))
    assert page.driver.execute_script("return matchMedia('(forced-colors: active)').matches")
    marked = page.driver.execute_script(f"return ({MARKED})()")
    assert marked["seen"] > 1
    assert marked["same"] == []


@pytest.fixture(scope="module")
def formulas(tmp_path_factory):
    """The address of a page with formulas, one of them wider than the window."""
    folder = tmp_path_factory.mktemp("formulas")
    text = new_markdown_cell(f"# Formulas\n\nIn a line $a^2$, and\n\n$${WIDE}$$")
    nbformat.write(new_notebook(cells=[text]), folder / "formulas.ipynb")
    running = Server(folder)
    yield running.page("formulas")
    assert running.stop() == 0


@pytest.mark.slow
def test_a_wide_formula_scrolls_and_the_page_does_not(formulas, visit):
    page = visit(width=500, height=800).open(formulas)
    assert not page.driver.execute_script(IS_WIDER)
    wide = page.one(".wb-formula")
    assert page.driver.execute_script("return arguments[0].scrollWidth > arguments[0].clientWidth", wide)


@pytest.mark.slow
@pytest.mark.parametrize("visit", ["firefox"], indirect=True)
def test_where_a_person_has_switched_mathml_off_formulas_are_shown_as_they_were_typed(formulas, visit):
    page = visit(settings={"mathml.disabled": True}).open(formulas)
    page.says("body", "This browser shows formulas as they were typed.")
    assert [one.is_displayed() for one in page.all("math > *")] == [False, False]
    assert all(one.size["width"] > 0 for one in page.all("math"))
