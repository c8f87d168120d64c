"""What only a browser, or many visitors at once, can show about the served workbook."""

import io
import shutil
import signal

import psutil
import pypdf
import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.server import SMALL_NOTEBOOKS, is_kernel
from browser.visitors import visit_together
from timeouts import scaled, wait_until

LAST_WORDS = "These are the last words."
# Nobody on this machine, but a visitor of a proxy that runs on it.
BY_PROXY = {"X-Forwarded-For": "192.0.2.1"}


def test_a_page_and_the_home_page_ask_nothing_of_other_hosts_and_a_link_elsewhere_ends_no_kernel(
    small_server, open_page
):
    small_server.wait_for_earlier_tests_kernels()
    home = open_page(small_server.address)
    assert home.locator(".wb-cards > li").count() == 5
    page = open_page(small_server.page("echo"), context=home.context)
    assert page.locator("textarea").count() == 2
    use(page)
    small_server.wait_for_kernels(1)
    page.get_by_role("link", name="Write to us").click()
    use(page, "still here")
    assert small_server.kernels() == 1
    assert page.locator("#wb-connection").is_hidden()
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert LAST_WORDS in words
    assert "A page that says it back" in words
    assert "Skip to the content" not in words


def test_the_text_can_be_read_before_the_exercises_are_there(small_server, open_page):
    page = open_page(small_server.page("visitor"), ready=False)
    page.get_by_text("The last words of this page.").wait_for()
    assert page.locator(".wb-skeleton").last.is_visible()
    assert page.locator("#wb-opening").text_content() == "Opening the exercises. You can start reading."
    page.wait_for_widgets()
    assert page.get_by_text("Process").is_visible()
    assert page.locator(".wb-skeleton").count() == 0
    assert page.locator("#wb-opening").text_content() == "The exercises are ready."


def test_pages_that_are_read_cost_no_kernel_and_those_that_are_used_leave_none(small_server, open_page):
    small_server.wait_for_earlier_tests_kernels()
    page = open_page(small_server.page("echo"))
    page.get_by_label("Words").first.fill("only for me")
    assert page.locator("#wb-opening").text_content() == ""
    for _ in range(2):
        page.goto(small_server.page("echo"))
        page.wait_for_widgets()
        assert small_server.kernels() == 0
        use(page)
        small_server.wait_for_kernels(1)
        page.goto(small_server.page("beginning"))
        page.wait_for_widgets()
        small_server.wait_for_kernels(0)
    page.goto(small_server.page("echo"))
    page.wait_for_widgets()
    use(page)
    page.reload()
    page.wait_for_widgets()
    small_server.wait_for_kernels(0)
    use(page)
    page.close()
    small_server.wait_for_kernels(0)
    wait_until(lambda: small_server.kernel_processes() == [], what="a kernel's process is left")


def test_a_closed_page_s_kernel_ends_even_if_its_request_to_end_it_is_lost(small_server, open_page):
    small_server.wait_for_earlier_tests_kernels()
    page = open_page(small_server.page("echo"))
    page.evaluate("navigator.sendBeacon = () => true")
    use(page)
    small_server.wait_for_kernels(1)
    page.close()
    small_server.wait_for_kernels(0)


def use(page, words="quiet words"):
    """Have the page's kernel say something back."""
    page.get_by_label("Words").first.fill(words)
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text(words.upper(), timeout=scaled(15_000))


def test_a_page_that_is_left_while_it_opens_leaves_no_kernel(small_server, open_page):
    small_server.wait_for_earlier_tests_kernels()
    said = len(small_server.errors)
    page = open_page(small_server.page("visitor"), ready=False)
    page.get_by_role("heading", level=1).wait_for()
    small_server.wait_for_kernels(1)
    page.goto(small_server.address)
    small_server.wait_for_kernels(0)
    assert "traceback" not in "".join(small_server.errors[said:]).lower()


@pytest.mark.timeout(400)
@pytest.mark.alone
@pytest.mark.slow
def test_thirty_visitors_at_once_all_get_a_page_that_works(serve):
    server = serve()
    visits = visit_together(server.page("echo"), 30)
    assert len(visits) == 30
    assert {visit.shown for visit in visits} == {2}
    assert all(visit.known >= 2 for visit in visits)
    # They can all read while their exercises are still on the way.
    assert all(visit.text_s < visit.works_s for visit in visits)
    server.wait_for_kernels(0)


def test_an_address_that_is_not_there_gets_a_page_that_fits_and_leads_home(learn_server, open_page):
    page = open_page("about:blank", may_break=True)
    for path in ("nowhere", "voila/render/nope.ipynb", "voila/tree", "voila/render/"):
        page.goto(f"{learn_server.address}{path}")
        page.get_by_role("heading", level=1, name="This page is not here").wait_for()
        assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 404
        if path == "nowhere":
            assert offences(page) == []
        page.get_by_role("link", name="Go to the home page").click()
        page.wait_for_url(learn_server.address)


@pytest.mark.slow
def test_a_notebook_that_is_broken_gets_a_page_in_plain_words(serve, open_page, tmp_path):
    shutil.copytree(SMALL_NOTEBOOKS, tmp_path / "notebooks")
    (tmp_path / "notebooks" / "broken.ipynb").write_text('{"cells": [}', encoding="utf-8")
    server = serve(tmp_path / "notebooks")
    page = open_page(server.page("broken"), ready=False, may_break=True)
    page.get_by_role("heading", level=1, name="Something went wrong here").wait_for()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 500
    assert "Traceback" not in page.content()


def test_a_cell_that_fails_says_so_without_its_secrets_and_stops_no_other(small_server, open_page):
    page = open_page(small_server.page("failing"), ready=False, extra_http_headers=BY_PROXY)
    page.wait_for_selector("body[data-ready]")
    assert page.locator(".wb-cell-failed").inner_text().startswith("This exercise did not open.")
    assert page.get_by_role("button", name="Still here").is_visible()
    assert "a word that nobody should see" not in page.content()
    assert "a word that nobody should see" not in "".join(small_server.errors)


@pytest.mark.slow
def test_whoever_edits_a_page_on_this_machine_reads_at_its_top_why_it_fails(small_server, open_page):
    page = open_page(small_server.page("failing"), ready=False)
    page.wait_for_selector("body[data-ready]")
    failure = page.get_by_role("region", name="This page fails.")
    expect(failure).to_contain_text("Cell 2 begins with:")
    expect(failure).to_contain_text("ValueError: a word that nobody should see")
    assert failure.bounding_box()["y"] < page.get_by_role("heading", level=1).bounding_box()["y"]
    assert offences(page) == []


def test_the_first_key_leads_to_the_content_and_the_list_of_pages_unfolds_by_keyboard_on_a_phone(
    small_server, open_page
):
    page = open_page(small_server.page("echo"), size="phone")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    button = page.get_by_role("button", name="Pages", exact=True)
    menu = page.get_by_role("navigation", name="Pages of the workbook")
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert menu.locator("[aria-current=page]").inner_text() == "A page that says it back"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("button => button === document.activeElement")


def test_the_home_page_shows_how_far_this_device_has_come(small_server, open_page):
    page = open_page(small_server.address)
    card = page.locator(".wb-card[data-page=echo]")
    expect(card).to_have_attribute("data-stage", "none")
    expect(card.locator(".wb-progress-mark")).to_have_count(0)
    expect(page.locator("#wb-onward")).to_have_text("Start here")
    answer(page, "echo", done=2, of=6)
    page.get_by_text("2 of 6 done").wait_for()
    expect(page.locator("#wb-onward")).to_have_text("Carry on with A page that says it back")
    answer(page, "echo", done=6, of=6)
    card.get_by_text("Done", exact=True).wait_for()
    expect(page.locator("#wb-onward")).to_have_text("Carry on with A page with a cell that fails")


def answer(page, name, done, of):
    """Write answers to a page's exercises into the record of the page that is open."""
    page.evaluate(
        """async ([name, done, total]) => {
            const mark = document.querySelector("link[rel=icon]").href;
            const script = mark.replace("workbook/server/static/mark.svg", "workbook/record/ui/record.js");
            const { openRecord } = await import(script);
            const record = openRecord();
            document.body.dataset.page = name;
            const about = { kind: "reflection", title: "A question" };
            for (let n = 0; n < total; n += 1) await record.expect(`${name}/${n}`);
            for (let n = 0; n < done; n += 1) await record.save(`${name}/${n}`, "words", about);
        }""",
        [name, done, of],
    )


def test_without_javascript_text_and_exercises_can_be_read_and_the_pages_found(
    server, small_server, open_page
):
    home = open_page(small_server.address, ready=False, java_script_enabled=False)
    home.get_by_role("link", name="A page that says it back").click()
    home.get_by_text(LAST_WORDS).wait_for()
    notice = home.locator("noscript p")
    home.set_viewport_size({"width": 320, "height": 800})
    menu = home.get_by_role("navigation", name="Pages of the workbook").bounding_box()
    assert notice.bounding_box()["y"] < menu["y"]
    assert "its exercises need JavaScript" in notice.text_content()
    assert home.locator(".wb-skeleton:visible").count() == 0
    home.goto(server.prepared("standard-5"))
    assert home.get_by_role("heading", name="Public trust").count() > 0
    scenario = home.locator(".wb-scenario").first
    expect(scenario.get_by_role("heading", name="What has happened?")).to_be_visible()
    expect(home.locator(".wb-standard")).to_contain_text("5:9")
    assert home.locator("article button, article input, article textarea").count() == 0


@pytest.mark.slow
def test_the_workbook_can_live_below_a_path(learn_server, open_page):
    page = open_page(learn_server.address)
    page.get_by_role("link", name="A page that says it back").click()
    page.wait_for_widgets()
    page.get_by_label("Words").first.fill("below")
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text("BELOW")
    page.get_by_role("link", name="Next: A page with a cell that fails").click()
    page.wait_for_url("**/learn/voila/render/failing.ipynb")


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_leaves_no_kernel_and_says_nothing(serve, open_page, sent):
    server = serve()
    use(open_page(server.page("echo"), may_break=True))
    kernels = server.kernel_processes()
    assert len(kernels) == 1
    assert server.stop(sent) == 0
    assert gone(kernels)
    assert all("failing.ipynb" in line for line in server.faults())


@pytest.mark.slow
def test_a_server_that_is_killed_leaves_no_kernel(serve, open_page):
    server = serve()
    use(open_page(server.page("echo"), may_break=True))
    assert len(server.kernel_processes()) == 1
    processes = psutil.Process(server.process.pid).children(recursive=True)
    server.stop(signal.SIGKILL)
    _, alive = psutil.wait_procs(processes, timeout=scaled(15))
    assert alive == []


def gone(processes, within_s=5):
    """Whether the processes end in time."""
    _, alive = psutil.wait_procs(processes, timeout=scaled(within_s))
    return not any(is_kernel(process) for process in alive)
