"""What a server counts while people read and answer: visits, each finished standard once, and no person."""

from datetime import UTC, datetime

import nbformat
import pytest
from playwright.sync_api import expect

from browser.server import DATA
from timeouts import wait_until
from workbook.usage.counts import finished_by_week, visits_by_day
from workbook.usage.store import UsageStore
from workbook.usage.tally import monday

TELLS = "workbook/finished"


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    """A standard's page with one question."""
    folder = tmp_path_factory.mktemp("usage")
    cells = [
        nbformat.v4.new_markdown_cell("# Standard 5"),
        nbformat.v4.new_code_cell("import workbook\n\nworkbook.keeping()"),
        nbformat.v4.new_code_cell('workbook.standard("standard-5")'),
        nbformat.v4.new_code_cell('workbook.confidence("standard-5", when="before")'),
        nbformat.v4.new_markdown_cell("## Privacy"),
        nbformat.v4.new_code_cell("workbook.privacy()"),
    ]
    about = {"page": "standard-5", "part": "standards", "order": 1, "minutes": 2, "summary": "One."}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"title": "Standard 5", "workbook": about, "kernelspec": kernel}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / "standard-5.ipynb")
    return folder


class Heard:
    """The requests of a page that tell of a finished standard."""

    def __init__(self, page):
        self.bodies = []
        page.on("request", lambda request: TELLS in request.url and self.bodies.append(request.post_data))


def answer(page, value=1):
    """Answer all that the page asks, and wait until it is kept."""
    questions = page.locator(".wb-confidence fieldset").all()
    for question in questions:
        question.locator(f"input[value='{value}']").check()
    wait_until(lambda: kept(page).count(value) == len(questions), what=lambda: f"kept: {kept(page)}")


def kept(page):
    """The ratings that the page's browser keeps."""
    return page.evaluate("""async () =>
      (await globalThis[Symbol.for("workbook.record")].all())
        .filter(({ key }) => !key.startsWith("time/")).map(({ value }) => Number(value))""")


def counted(server):
    """What the server has counted, by its database; it is stopped for that."""
    assert server.stop() == 0
    today = datetime.now(UTC).date()
    with UsageStore(server.database) as store:
        finished = {standard: n for (week, standard), n in finished_by_week(store).items()}
        assert {week for week, _ in finished_by_week(store)} <= {monday(today)}
        return {page: n for _, page, n in visits_by_day(store)}, finished


@pytest.mark.slow
def test_visits_and_a_finished_standard_are_counted_once_and_whoever_asks_not_to_be_tracked_is_not_counted(
    serve, notebooks, open_page
):
    server = serve(notebooks)
    address = server.prepared("standard-5")
    private = open_page(server.address, extra_http_headers={"Sec-GPC": "1", "DNT": "1"})
    private.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});")
    told = Heard(private)
    private.goto(address)
    private.wait_for_widgets()
    answer(private)
    page = open_page(address)
    heard = Heard(page)
    page.locator(".wb-confidence input[value='1']").first.check()
    wait_until(lambda: kept(page) == [1], what=lambda: f"kept: {kept(page)}")
    assert heard.bodies == []
    answer(page)
    answer(page, 2)
    wait_until(lambda: page.evaluate("1") and heard.bodies)
    assert heard.bodies == ['{"standard":"standard-5"}']
    page.reload()
    page.wait_for_widgets()
    answer(page, 3)
    assert len(heard.bodies) == 1
    page.goto(server.address)
    open_page(address)
    assert told.bodies == []
    # `prepared` asks as a program does, and is no visit; nor is there one of the private browser's.
    assert counted(server) == ({"standard-5": 3, "home": 1}, {"standard-5": 1})


@pytest.mark.slow
def test_what_could_not_be_told_is_told_when_the_page_is_opened_again(serve, notebooks, open_page):
    server = serve(notebooks)
    page = open_page(server.prepared("standard-5"), may_break=True)
    lost = []
    page.route(f"**/{TELLS}", lambda route: (route.abort(), lost.append(route)))
    answer(page)
    wait_until(lambda: page.evaluate("1") and lost)
    page.unroute(f"**/{TELLS}")
    heard = Heard(page)
    page.reload()
    page.wait_for_widgets()
    wait_until(lambda: page.evaluate("1") and heard.bodies)
    # Before the answer is there, the page can't know that it was heard.
    page.wait_for_load_state("networkidle")
    page.reload()
    page.wait_for_widgets()
    page.wait_for_load_state("networkidle")
    assert len(heard.bodies) == 1
    assert counted(server)[1] == {"standard-5": 1}


@pytest.mark.slow
def test_the_notice_says_what_is_counted_and_where_nothing_is_no_page_tells_anything(
    serve, notebooks, open_page
):
    notice = "What is counted"
    counts = open_page(serve(notebooks).page("standard-5"))
    section = counts.locator(".wb-privacy section").filter(has=counts.get_by_role("heading", name=notice))
    expect(section).to_contain_text("never shows a number below five")
    server = serve(notebooks, DATA, 0, "/", "--no-counts")
    page = open_page(server.page("standard-5"))
    section = page.locator(".wb-privacy section").filter(has=page.get_by_role("heading", name=notice))
    expect(section).to_contain_text("have switched off the counts")
    expect(section).not_to_contain_text("your browser tells")
    heard = Heard(page)
    answer(page)
    assert heard.bodies == []
    assert counted(server) == ({}, {})
