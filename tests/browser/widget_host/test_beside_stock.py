"""Third-party notebooks, on stock Voila and here: people see and can do the same, or better.

Where ours shows something else, `CASES` says what and why; anything else that differs fails.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.pictures import picture
from browser.server import DATA, ROOT, Server, copied
from browser.widget_host.beside_stock import OURS, STOCK, Sides
from browser.widget_host.stock_voila import StockVoila
from timeouts import scaled, wait_until
from widget_host.common.notebook_files import notebook_files

FOLDER = Path(__file__).with_name("strangers")
PATHS = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in notebook_files(FOLDER)]
Act = Callable[[Page], None]
# What each of these needs beside the workbook: the extra `test` has them.
LIBRARIES = {
    "libraries/datagrid": "ipydatagrid",
    "libraries/itables": "itables",
    "libraries/leaflet": "ipyleaflet",
    "libraries/three": "pythreejs",
    "libraries/three-arrays": "pythreejs",
    "libraries/vuetify": "ipyvuetify",
}


@dataclass(frozen=True)
class Better:
    """A difference: what stock shows, what ours shows instead, and why; "…" stands for any text."""

    stock: str
    ours: str
    why: str

    def is_(self, stock: str, ours: str) -> bool:
        """Return whether this is the difference."""
        return all(
            re.fullmatch(re.escape(told).replace("…", ".*"), found, re.DOTALL)
            for told, found in ((self.stock, stock), (self.ours, ours))
        )


@dataclass(frozen=True)
class Case:
    """The differences of a notebook's page, what is done there, and what differs afterwards."""

    better: tuple[Better, ...] = ()
    query: str = ""
    act: Act | None = None
    then: str = ""
    after: tuple[Better, ...] = ()


def press(name: str) -> Act:
    """Press a button."""
    return lambda page: page.get_by_role("button", name=name).click()


def use_widgets(page: Page) -> None:
    """Use each kind of control, then a button whose answer lists their values."""
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowRight")
    page.get_by_placeholder("Yours").fill("Ann")
    page.get_by_label("Agreed").check()
    page.get_by_label("County").select_option("Down")
    page.get_by_role("button", name="Press").click()
    page.get_by_role("tab", name="Second").click()


def choose(page: Page) -> None:
    """Choose a file for the upload."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").click()
    kind = "application/octet-stream"
    chooser.value.set_files({"name": "some.bin", "mimeType": kind, "buffer": b"x" * 3000})


def unfold(page: Page) -> None:
    """Open collapsed parts, and collapse open ones."""
    page.get_by_text("Show the answer").click()
    page.get_by_text("Shown from the start").click()


def edit_a_cell(page: Page) -> None:
    """Write into the first cell of a grid, which is drawn on a canvas."""
    page.locator(".lm-DataGrid-viewport").dblclick(position={"x": 90, "y": 30})
    page.keyboard.type("9")
    page.keyboard.press("Enter")


def press_both(page: Page) -> None:
    """Press a button handled in Python, and one that counts in the browser and then tells Python."""
    page.get_by_role("button", name="Press").click()
    page.get_by_role("button", name="Counted").click()


SENTENCE = "From another website, which this page does not load:"
ELSEWHERE = "A page loads nothing from other websites, which would learn who reads it, and says so."
PRICES = "Stock takes prices for a formula."
UNFOLDED = "All of it can be read, searched and printed, with nothing to unfold."
FILM = "<iframe https://example.org/film>"
LINK = f"{SENTENCE} <a https://example.org/film> https://example.org/film"
CASES: dict[str, Case] = {
    "byte-order-mark": Case(
        (Better("", "<pre> 'text number 0' <button> Next", "Stock reads no notebook with such a mark."),)
    ),
    "libraries/datagrid": Case(act=edit_a_cell, then="a 0 is 9"),
    "libraries/itables": Case(
        (
            Better(
                "",
                "<table> … (20 more rows not shown)",
                "No script of a cell's HTML runs. It says what is missing, and its widget, below, has all.",
            ),
            Better("<select … <button> »", "", "The same."),
        ),
        act=lambda page: page.get_by_label("Search:").last.fill("17"),
        then="filtered from 30",
    ),
    "libraries/leaflet": Case(
        (Better("", f"{SENTENCE} https://tile.openstreetmap.org", ELSEWHERE),),
        act=lambda page: page.locator(".leaflet-marker-icon").click(),
        then="pressed",
    ),
    "libraries/three": Case(act=lambda page: page.locator("canvas").click(), then="pressed"),
    "libraries/vuetify": Case(act=press_both, then="heard 4"),
    "links": Case(
        (
            Better(
                "<picture missing>",
                f"{SENTENCE} <a https://example.org/x.png> https://example.org/x.png",
                ELSEWHERE,
            ),
        )
    ),
    "media": Case((Better("<audio nothing>", "<audio 0.5 s>", "Stock sends no sound beside a notebook."),)),
    "output-widget": Case(
        act=press("Fill"),
        then="Heading in Output",
        after=(
            Better(
                "<pre> /srv/secret.py: a warning", "", "What is said on the error stream is for the author."
            ),
            Better("<text > <picture 16x16> <li> ▶ root <li> ▶ k []", '<pre> { "k": [ 1,', UNFOLDED),
            Better("items", "] }", UNFOLDED),
            Better(
                "<pre> ---… what somebody wrote",
                "Something did not work here. …",
                "An error is for the author.",
            ),
        ),
    ),
    "outputs": Case(
        (
            Better(
                "<text > <picture 16x16> <li> ▶ root <li> ▶ k []",
                '<pre> { "k": [ 1, { "x":',
                UNFOLDED,
            ),
            Better("items", "} ] }", UNFOLDED),
            Better(FILM, LINK, ELSEWHERE),
        )
    ),
    "query": Case(query="?who=Ann%20B&n=2"),
    "tags": Case(
        (
            Better(
                "raw words with HTML <pre> There was an error … --debug to see",
                "This exercise did not open. Open",
                "Raw cells are for other programs, and what went wrong is for the author.",
            ),
            Better("error message, …", "page again. …", "The same."),
        )
    ),
    "text": Case(
        (
            Better("<formula 5and> 6.", "$5 and $6.", PRICES),
            Better(FILM, LINK, ELSEWHERE),
        ),
        act=unfold,
        then="The secret answer",
    ),
    "undrawn": Case(
        (
            Better(
                "<picture …> <pre> Click to show javascript error.",
                f"{SENTENCE} https://example.org This part can't be shown here. It needs the widget library "
                "no-such-charts. Tell the person who runs the workbook.",
                "Words for a reader, and what the page does not load is named.",
            ),
        )
    ),
    "upload": Case(act=choose, then="got [3000]"),
    "widgets": Case(
        (Better("<formula 5or> 6", "$5 or $6", PRICES),),
        act=use_widgets,
        then="pressed by Ann of Down at 4, True",
    ),
}
# It is refused in words: see tests/server/pages/test_page_handlers.py.
OURS_ALONE = {"other-language"}


@pytest.fixture(scope="module")
def sides(chromium, tmp_path_factory):
    """Both servers."""
    ours = Server(FOLDER, DATA, 0, "/", "--allow-unsafe-eval")
    stock = StockVoila(FOLDER, tmp_path_factory.mktemp("stock") / "voila.log")
    yield Sides(chromium, ours, stock)
    stock.stop()
    assert ours.stop() == 0


@pytest.fixture
def opened(sides):
    """Open a notebook on both sides: `opened(path, query)` gives stock's page and ours."""
    pages = []

    def open_both(path, query=""):
        pages.extend(sides.open(side, path, query) for side in (STOCK, OURS))
        return pages[-2:]

    yield open_both
    for page in pages:
        page.context.close()


def skip_without(path):
    """Skip the test if the notebook's library is missing."""
    library = LIBRARIES.get(path)
    if library and not find_spec(library):
        pytest.skip(f"{library} is not installed.")


def assert_only(sides, pages, better, *, is_new=False):
    """Wait until the pages have only the listed differences; `is_new` if nothing was done there yet."""
    found = []

    def as_said():
        # On a busy machine stock Voila may look for a widget before its kernel has told of it, and gives up.
        if is_new and pages[0].get_by_text("Error displaying widget: model not found").count():
            pages[0].reload()
        found[:] = sides.compare(*pages)
        return len(found) == len(better) and all(
            one.is_(*there) for one, there in zip(better, found, strict=True)
        )

    wait_until(as_said, 30, what=lambda: "\n".join(f"stock: {a}\n ours: {b}" for a, b in found))


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PATHS if path not in OURS_ALONE])
def test_a_page_shows_and_does_what_stock_s_does_or_better(sides, opened, path):
    skip_without(path)
    case = CASES.get(path, Case())
    pages = opened(path, case.query)
    assert_only(sides, pages, case.better, is_new=True)
    picture(pages[1], f"beside-{path.replace('/', '-')}")
    if case.act:
        for page in pages:
            case.act(page)
            expect(page.get_by_text(case.then, exact=case.then == "pressed").first).to_be_visible()
        assert_only(sides, pages, case.after or case.better)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["datagrid", "leaflet", "three-arrays"])
def test_a_library_that_is_not_allowed_what_it_needs_is_named_in_words(sides, tmp_path, name):
    skip_without(f"libraries/{name}")
    strict = Server(copied(FOLDER / "libraries", tmp_path, name))
    page = Sides(sides.browser, strict, sides.stock).open(OURS, name)
    expect(page.get_by_text("It needs the widget library").first).to_be_visible()
    expect(page.get_by_text("Parts of this page may be missing")).to_be_visible()
    page.context.close()
    assert strict.stop() == 0


@pytest.mark.slow
def test_the_command_prints_for_each_notebook_of_a_folder_what_is_seen_otherwise(tmp_path):
    copied(FOLDER, tmp_path, "links", "query")
    told = subprocess.run(
        [sys.executable, "-m", "browser.widget_host.beside_stock", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "widgets"), str(ROOT / "tests")))},
        capture_output=True,
        text=True,
        timeout=scaled(300),
        check=True,
    ).stdout
    (differs,) = CASES["links"].better
    assert told.split("\n\n") == [
        f"\n== links\n   stock: {differs.stock}\n    ours: {differs.ours}",
        "== query\n",
    ]
