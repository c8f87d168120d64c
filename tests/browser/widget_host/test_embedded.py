"""The workbook in a frame of another site, such as an LMS: where it is allowed, and where not."""

import http.server
import threading

import pytest
from playwright.sync_api import expect

from browser.server import DATA, SMALL_NOTEBOOKS, copied
from timeouts import scaled, wait_until

FRAME = (
    '<!doctype html><html lang="en"><title>LMS</title><iframe title="Workbook" src="{}" {}></iframe></html>'
)


@pytest.fixture
def site():
    """Start a site whose one page frames an address: `site().page.framed = ...`; each has its own origin."""
    running = []

    class Page(http.server.BaseHTTPRequestHandler):
        framed = ""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(FRAME.format(self.framed, 'width="900" height="700"').encode())

        def log_message(self, *_):
            """Say nothing."""

    def start():
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Page,), {}))
        server.address = f"http://127.0.0.1:{server.server_port}"
        server.page = server.RequestHandlerClass
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.mark.slow
def test_a_site_that_was_named_shows_pages_whose_exercises_work_without_a_cookie(
    serve, site, open_page, tmp_path
):
    lms = site()
    server = serve(copied(SMALL_NOTEBOOKS, tmp_path, "echo"), DATA, 0, "/", "--frame-ancestor", lms.address)
    lms.page.framed = server.page("echo")
    page = open_page(lms.address, may_break=True)
    frame = page.frame_locator("iframe")
    frame.get_by_role("textbox", name="Words").first.fill("in a frame")
    # As in a browser that keeps cookies back in other sites' frames.
    page.context.clear_cookies()
    frame.get_by_role("button", name="Say it back").first.click()
    expect(frame.locator(".answer").first).to_have_text("IN A FRAME", timeout=scaled(30_000))


def test_a_site_that_was_not_named_shows_nothing(small_server, site, open_page):
    lms = site()
    lms.page.framed = small_server.page("echo")
    page = open_page(lms.address, may_break=True)
    refused = wait_until(
        lambda: page.evaluate("1") and [one for one in page.watched.errors if "frame-ancestors" in one],
        what=lambda: f"the browser refuses the frame: {page.watched.errors}",
    )
    assert refused
    assert page.frame_locator("iframe").get_by_label("Words").count() == 0
    page.watched.errors.clear()
