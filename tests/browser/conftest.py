"""Fixtures of the browser tests: one server and one Chromium for each worker, and pages that are watched.

`server` serves the workbook itself, `small_server` the small notebooks beside this file; `serve` starts one
that a test may kill. `open_page` opens a page in a context of its own, and fails the test for a request to
another host or an error on the console.
"""

import pytest
from playwright.sync_api import expect, sync_playwright

from browser.chromium import ARGUMENTS, MISSING, SIZES, Watched, find_chromium, wait_for_widgets
from browser.server import SMALL_NOTEBOOKS, Server
from browser.wire import Wire
from timeouts import scaled


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright):
    """A running Chromium that can reach only this machine."""
    path = find_chromium(playwright.chromium.executable_path)
    if path is None:
        pytest.skip(MISSING)
    browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _expectations_take_their_time():
    """Playwright waits 5 s for expectations; on a busy machine each test gets more."""
    expect.set_options(timeout=scaled(5_000))


@pytest.fixture(scope="session")
def server():
    """The workbook as it is served to learners."""
    running = Server()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def small_server():
    """The small notebooks of the tests."""
    running = Server(SMALL_NOTEBOOKS)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def learn_server():
    """The small notebooks, below a path."""
    running = Server(SMALL_NOTEBOOKS, base_url="/learn/")
    yield running
    assert running.stop() == 0


@pytest.fixture
def serve():
    """Start a server that the test may kill or restart: `serve(notebooks=..., base_url=...)`."""
    running = []

    def start(notebooks=SMALL_NOTEBOOKS, *more, **options):
        running.append(Server(notebooks, *more, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def wire():
    """Put a connection that can be cut in front of a server: `wire(server)`."""
    wires = []

    def lay(server):
        wires.append(Wire(server.port))
        return wires[-1]

    yield lay
    for one in wires:
        one.close()


@pytest.fixture
def open_page(chromium):
    """Open an address: `open_page(address, size="phone", scheme="dark", ready=True)`.

    The page has `watched` and `wait_for_widgets()`. With `ready`, its exercises are waited for, and with
    `whole` its parts unfolded; with `may_break`, failed requests to this machine are no error. Further
    options go to the browser's context; `context=` opens the page as another tab of that one.
    """
    contexts, watches = [], []

    def open_one(
        address,
        *,
        size="desktop",
        scheme="light",
        ready=True,
        whole=True,
        may_break=False,
        context=None,
        **options,
    ):
        if context is None:
            context = chromium.new_context(
                viewport=SIZES[size], color_scheme=scheme, locale="en-GB", **options
            )
            context.set_default_timeout(scaled(30_000))
            contexts.append(context)
        page = context.new_page()
        page.watched = Watched(may_break=may_break)
        page.watched.watch(page)
        watches.append(page.watched)
        page.wait_for_widgets = lambda **wait: wait_for_widgets(page, **wait)
        page.goto(address, wait_until="domcontentloaded" if ready else "commit")
        if ready and "/voila/render/" in address:
            page.wait_for_widgets(whole=whole)
        return page

    yield open_one
    for context in contexts:
        # A page that is closed ends its kernel; a context that is closed takes its pages away without a word.
        for page in context.pages:
            page.close()
        context.close()
    for watched in watches:
        watched.complain()
