"""Packages on learning platforms: SCORM in scorm-again, and cmi5 with a small record store."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.chromium import SHOW_WHOLE
from browser.publish.lms import Platform
from browser.server import DATA, NOTEBOOKS
from timeouts import scaled, wait_until
from workbook.publish.lms.package import LmsSettings, embedded_package, site_package, zipped
from workbook.publish.site.site import make_site

GO_AWAY = """() => new Promise((go) => {
  const frame = document.querySelector("iframe");
  frame.onload = go;
  frame.src = "about:blank";
})"""
SECRET = "Nobody but me may read this sentence."


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two standards of the workbook and the page where one begins."""
    folder = tmp_path_factory.mktemp("pages")
    for name in ("start", "standard-1", "standard-2"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder)
    return make_site(folder, DATA)


@pytest.fixture
def platform(tmp_path, site):
    """Have a platform with a package of the site: `platform("1.2", complete_at=100)`."""
    running = []

    def start(standard, make=None, **told):
        def package(address):
            return zipped(
                make(address)
                if make
                else site_package(site, LmsSettings("Course", "About", standard, **told))
            )

        running.append(Platform(package, standard, tmp_path / str(len(running))))
        return running[-1]

    yield start
    for one in running:
        one.close()


def visit(open_page, platform, **options):
    """Open the course as a learner; returns the platform's page and the workbook in its frames."""
    page = open_page(platform.address, **options)
    workbook = page.frame_locator("iframe").frame_locator("iframe")
    expect(workbook.locator("body")).to_be_visible()
    return page, workbook


def write(workbook):
    """Go to the first standard and write a reflection."""
    workbook.get_by_role("link", name=re.compile("^Standard 1|^1\\.|Rights")).first.click()
    # The page that was left is gone once this one is ready: it is the first to have a reflection.
    workbook.locator("body[data-page=standard-1][data-ready]").evaluate(SHOW_WHOLE)
    field = workbook.locator(".wb-reflection textarea").first
    field.fill(SECRET)
    workbook.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()


def core(page):
    """What the platform has received by SCORM 1.2."""
    return page.evaluate("() => window.told().core")


def go_on(page, workbook):
    """Go to the second standard, and wait until the platform knows."""
    workbook.locator("a[href$='standard-2.html']").first.click()
    wait_until(lambda: core(page)["lesson_location"] == "standard-2.html")


def leave(page, platform):
    """Leave the course as a learner does who goes elsewhere; what the platform kept is there next time."""
    page.evaluate(GO_AWAY)
    platform.kept = page.evaluate("() => window.told()")


def test_scorm_1_2_hears_progress_time_and_place_and_resumes(open_page, platform):
    lms = platform("1.2")
    page, workbook = visit(open_page, lms)
    write(workbook)
    wait_until(lambda: float(core(page)["score"]["raw"] or 0) > 0)
    assert core(page)["lesson_status"] == "incomplete"
    assert core(page)["lesson_location"] == "standard-1.html"
    leave(page, lms)
    assert lms.kept["core"]["exit"] == "suspend"
    assert re.fullmatch(r"00:\d\d:\d\d", lms.kept["core"]["session_time"])
    assert lms.kept["core"]["session_time"] != "00:00:00"
    assert SECRET not in json.dumps(lms.kept)
    # On another device: the same page, and what was reached before is not lost by knowing less here.
    score = lms.kept["core"]["score"]["raw"]
    again, elsewhere = visit(open_page, lms)
    expect(elsewhere.locator("body")).to_have_attribute("data-page", "standard-1")
    expect(elsewhere.locator(".wb-reflection textarea").first).to_have_value("")
    go_on(again, elsewhere)
    assert core(again)["score"]["raw"] == score


@pytest.mark.slow
def test_scorm_1_2_hears_when_the_course_is_complete(open_page, platform):
    lms = platform("1.2", complete_at=1)
    page, workbook = visit(open_page, lms)
    write(workbook)
    wait_until(lambda: core(page)["lesson_status"] == "completed")
    leave(page, lms)
    again, elsewhere = visit(open_page, lms)
    go_on(again, elsewhere)
    assert core(again)["lesson_status"] == "completed"


@pytest.mark.slow
def test_scorm_2004_hears_progress_completion_and_time(open_page, platform):
    lms = platform("2004", complete_at=1)
    page, workbook = visit(open_page, lms)
    write(workbook)
    wait_until(lambda: page.evaluate("() => window.told().completion_status") == "completed")
    assert 0 < float(page.evaluate("() => window.told().progress_measure")) < 1
    assert page.evaluate("() => window.told().success_status") == "unknown"
    leave(page, lms)
    assert re.fullmatch(r"PT\d+S", lms.kept["session_time"])
    assert SECRET not in json.dumps(lms.kept)
    _, elsewhere = visit(open_page, lms)
    expect(elsewhere.locator("body")).to_have_attribute("data-page", "standard-1")


def cmi5_address(lms):
    actor = '{"objectType":"Agent","account":{"homePage":"https://lms.example.org","name":"learner-1"}}'
    return (
        f"{lms.address}/course/lms.html?endpoint={lms.address}/xapi/&fetch={lms.address}/fetch"
        f"&registration=3f2c0c6e-0f5e-4c29-8d4c-0e6a35a5d8a1&activityId=urn:one&actor={actor}"
    )


@pytest.mark.slow
def test_cmi5_hears_statements_in_their_order_and_resumes(open_page, platform):
    lms = platform("cmi5", complete_at=1)
    launch = {
        "launchMode": "Normal",
        "returnURL": f"{lms.address}/back",
        "contextTemplate": {"extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": "s1"}},
    }
    lms.states["LMS.LaunchData"] = json.dumps(launch)
    page = open_page(cmi5_address(lms), may_break=True)
    workbook = page.frame_locator("iframe")
    expect(page.get_by_role("link", name="Back to the learning platform")).to_be_visible()
    write(workbook)
    wait_until(lambda: [one for one in lms.statements if one["verb"]["id"].endswith("completed")])
    page.goto("about:blank")
    wait_until(lambda: lms.statements[-1]["verb"]["id"].endswith("terminated"))
    verbs = [one["verb"]["id"].rsplit("/", 1)[-1] for one in lms.statements]
    assert (verbs[0], verbs[-2:]) == ("initialized", ["completed", "terminated"])
    assert set(verbs[1:-2]) <= {"progressed"}
    assert all(
        one["context"]["extensions"] == launch["contextTemplate"]["extensions"] for one in lms.statements
    )
    completed = lms.statements[-2]
    assert completed["result"]["completion"] is True
    assert completed["result"]["duration"].startswith("PT")
    assert SECRET not in json.dumps(lms.statements) + json.dumps(lms.states)
    again = open_page(cmi5_address(lms), may_break=True)
    expect(again.frame_locator("iframe").locator("body")).to_have_attribute("data-page", "standard-1")


def test_a_learner_finds_nobody_else_s_words_in_the_same_browser(chromium, open_page, platform):
    lms = platform("1.2")
    context = chromium.new_context()
    context.set_default_timeout(scaled(30_000))
    lms.kept = {"core": {"student_id": "first", "student_name": "A"}}
    _, workbook = visit(open_page, lms, context=context)
    write(workbook)
    lms.kept = {"core": {"student_id": "second", "student_name": "B", "lesson_location": "standard-1.html"}}
    _, other = visit(open_page, lms, context=context)
    other.locator("body[data-ready]").wait_for()
    expect(other.locator(".wb-reflection textarea").first).to_have_value("")
    lms.kept = {"core": {"student_id": "first", "student_name": "A", "lesson_location": "standard-1.html"}}
    _, same = visit(open_page, lms, context=context)
    expect(same.locator(".wb-reflection textarea").first).to_have_value(SECRET)
    context.close()


def test_without_a_platform_the_course_works_and_says_that_nobody_hears(open_page, platform):
    lms = platform("1.2")
    page = open_page(f"{lms.address}/course/lms.html")
    expect(page.get_by_role("status").first).to_contain_text("No learning platform answered.")
    write(page.frame_locator("iframe"))
    assert violations(page) == []


@pytest.mark.slow
def test_a_platform_that_refuses_is_said_and_told_again(open_page, platform):
    lms = platform("cmi5")
    page = open_page(cmi5_address(lms), may_break=True)
    workbook = page.frame_locator("iframe")
    expect(workbook.locator("body")).to_be_visible()
    wait_until(lambda: lms.statements)
    lms.refuses = True
    write(workbook)
    expect(page.get_by_role("status").first).to_contain_text("did not take how far you have got")
    lms.refuses = False
    workbook.locator(".wb-reflection textarea").nth(1).fill("More")
    expect(page.locator("[role=status]")).to_be_empty(timeout=scaled(20_000))


@pytest.mark.slow
def test_a_thin_package_frames_a_server_and_hears_its_progress(serve, open_page, platform):
    def make(address):
        server = serve(NOTEBOOKS, DATA, 0, "/", "--frame-ancestor", address)
        return embedded_package(server.address, ["standard-1"], LmsSettings("Course", "About"))

    lms = platform("1.2", make)
    page, workbook = visit(open_page, lms)
    write(workbook)
    wait_until(lambda: float(core(page)["score"]["raw"] or 0) > 0)
    assert core(page)["lesson_location"] == "voila/render/standard-1.ipynb"
    assert SECRET not in page.evaluate("() => JSON.stringify(window.told())")
