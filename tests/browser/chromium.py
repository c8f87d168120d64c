"""The Chromium that tests use, and what they watch for on each of its pages."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from timeouts import scaled

SIZES = {"phone": {"width": 320, "height": 640}, "desktop": {"width": 1280, "height": 800}}
# Nothing but this machine can be found: a page that needs another host shows it.
ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
MISSING = (
    "No Chromium was found. Install one (Debian: apt-get install chromium-headless-shell; elsewhere: "
    "playwright install chromium), or name it in WORKBOOK_CHROMIUM."
)
OURS = {"127.0.0.1", "localhost"}
INSIDE = {"data", "blob", "about", "chrome-error", "mailto"}


def find_chromium(playwrights_own):
    """The path of a Chromium: the one that is named, Playwright's own, or one on the PATH; or None.

    The one without windows takes a third of the others' processor time for a page.
    """
    named = os.environ.get("WORKBOOK_CHROMIUM")
    if named:
        return named
    if Path(playwrights_own).exists():
        return playwrights_own
    names = (
        *("chromium-headless-shell", "chrome-headless-shell"),
        *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    )
    return next((path for name in names if (path := shutil.which(name))), None)


@dataclass
class Watched:
    """What went on in a page that should not: requests to other hosts, errors on its console.

    `may_break` is set by a test that cuts the connection: the browser then reports failed requests itself.
    """

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    may_break: bool = False

    def watch(self, page):
        """Listen to all requests and console messages of the page."""
        page.on("request", self._request)
        page.on("websocket", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"{error.message}\n{error.stack}"))

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in INSIDE and parts.hostname not in OURS:
            self.outside.append(request.url)

    def _console(self, message):
        if message.type == "error" and not (self.may_break and is_network(message.text)):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def complain(self):
        """Fail if anything was recorded."""
        assert not self.outside, f"The page asked other hosts: {self.outside}"
        assert not self.errors, "The page had errors:\n" + "\n".join(self.errors)


def is_network(text):
    """Whether a console error is the browser's own message about a failed connection."""
    signs = ("net::ERR_", "WebSocket connection to", "Failed to load resource", "NetworkError")
    return any(sign in text for sign in signs)


# As a learner does who reads a page as a whole; tests of its parts open it as it is, with `whole=False`.
SHOW_WHOLE = (
    "() => document.querySelectorAll('.wb-unit-button[aria-expanded=false]').forEach((one) => one.click())"
)


def wait_for_widgets(page, timeout_s=60, *, whole=True):
    """Wait until every exercise of a page is drawn, and unfold its parts; fail if one is not drawn."""
    page.wait_for_selector("body[data-ready]", timeout=scaled(timeout_s * 1000))
    failed = page.locator(".wb-cell-failed, #wb-failed").count()
    assert failed == 0, f"{failed} exercises of {page.url} did not open"
    if whole:
        page.evaluate(SHOW_WHOLE)
