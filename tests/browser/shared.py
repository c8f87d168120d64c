"""A page that all tests of a module use, if opening one for each test would show nothing more."""

from contextlib import contextmanager

from browser.chromium import SIZES, Watched, wait_for_widgets
from timeouts import scaled


@contextmanager
def shared_page(chromium, address, *, size="desktop", clock=False):
    """Open a page in a context of its own, as `open_page` does for one test. Use it in a module's fixture.

    With `clock`, a test may turn the clock of all its tabs on: `page.clock.fast_forward(5000)`.
    """
    context = chromium.new_context(viewport=SIZES[size], locale="en-GB")
    context.set_default_timeout(scaled(30_000))
    if clock:
        context.clock.install()
    page = context.new_page()
    page.watched = Watched()
    page.watched.watch(page)
    page.wait_for_widgets = lambda **wait: wait_for_widgets(page, **wait)
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_widgets()
    yield page
    for one in context.pages:
        one.close()
    context.close()
    page.watched.complain()
