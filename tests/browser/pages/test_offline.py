"""Without a network: a page that was opened once opens again, and goes on keeping what is written."""

import functools
import http.server
import re
import shutil
import threading

import pytest
from playwright.sync_api import expect

from browser.record.test_record_anywhere import begin, kept, resume
from browser.record.test_two_courses import another
from browser.server import DATA, NOTEBOOKS, copied, few_pages
from timeouts import scaled, wait_until
from workbook.content import load, namespace
from workbook.publish.site.site import make_site
from workbook.publish.writing import write_folder
from workbook.server.branding import Branding

WORDS = "I will ask before I post."
KEPT = """async () => {
  const names = (await caches.keys()).sort();
  const of = async (name) => (await (await caches.open(name)).keys()).map(({url}) => url);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await of(name)])));
}"""


@pytest.fixture
def visitor(chromium):
    """A browser in which workers may run: `visitor()` opens a page of it."""
    contexts = []

    def arrive(**options):
        context = chromium.new_context(locale="en-GB", **options)
        context.set_default_timeout(scaled(30_000))
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        for page in context.pages:
            page.close()
        context.close()


@pytest.fixture
def quick_server(serve, tmp_path):
    """A server of two pages, which a test may stop and start again."""
    return lambda *more: serve(few_pages(tmp_path / "pages", "concerns", "record"), DATA, 0, "/", *more)


@pytest.fixture
def host(tmp_path):
    """A web host of folders, which can be closed: `host.close()`."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    (tmp_path / "host").mkdir()

    class Host:
        folder = tmp_path / "host"

        def __init__(self):
            self.port = 0
            self.open()

        def open(self):
            handler = functools.partial(Quiet, directory=str(self.folder))
            self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
            self.port = self.server.server_port
            self.address = f"http://127.0.0.1:{self.port}/"
            threading.Thread(target=self.server.serve_forever, daemon=True).start()

        def close(self):
            self.server.shutdown()
            self.server.server_close()

    one = Host()
    yield one
    one.close()


def opened(page, address):
    """Open a page, and wait until this browser keeps it."""
    page.goto(address)
    page.locator("body[data-ready]").wait_for()
    page.locator("html[data-kept]").wait_for(state="attached")


def field(page):
    return page.locator(".wb-reflection textarea").first


def write(page, words):
    field(page).fill(words)
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()


def again(page):
    page.reload()
    page.locator("body[data-ready]").wait_for()


def copy_of(folder, pages, data, **how):
    facts = load(data).facts()
    branding = Branding(facts=lambda: facts, namespace=namespace(facts))
    shutil.rmtree(folder, ignore_errors=True)
    write_folder(folder, make_site(pages, data, branding=branding, **how).files())


def changed(notebooks, before, after):
    """Change a word of a page's text."""
    file = notebooks / "concerns.ipynb"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_page_opens_without_the_server_keeps_what_is_written_and_says_so(quick_server, visitor):
    server, page = quick_server(), visitor()
    opened(page, server.page("concerns"))
    server.stop()
    again(page)
    line = page.locator(".wb-keeping-text")
    expect(line).to_contain_text("nothing is lost. Pages that you have opened here before still open.")
    expect(line).to_contain_text("Making files, workshops and feedback wait for the connection.")
    write(page, WORDS)
    again(page)
    expect(field(page)).to_have_value(WORDS)
    # The home page was kept along with it; a page that was never opened says why it does not open.
    page.goto(server.address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(server.page("record"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This page needs a connection the first time")
    server.start()
    again(page)
    expect(page.get_by_role("paragraph").filter(has_text=WORDS).first).to_be_visible()
    expect(page.locator("html[data-away]")).to_have_count(0)


def test_a_reflection_written_without_a_network_goes_under_its_code_afterwards(quick_server, visitor):
    server, page = quick_server(), visitor()
    opened(page, server.page("concerns"))
    code = begin(page, "Before.")
    page.context.set_offline(True)
    again(page)
    line = page.locator(".wb-keeping-text")
    expect(line).to_contain_text("goes under your code when the connection is back. Nothing is lost.")
    field(page).fill(WORDS)
    status = page.locator(".wb-reflection .wb-status").first
    expect(status).to_contain_text("It goes under your recovery code when")
    page.context.set_offline(False)
    kept(page)
    other = visitor()
    other.goto(server.page("concerns"))
    other.locator("body[data-ready]").wait_for()
    resume(other, code)
    expect(field(other)).to_have_value(WORDS)


NEEDS_NETWORK = "This needs the network, and there is no connection just now. Nothing is lost"


def told_soon(place):
    """Expect the line of what waits for the network, and long before any answer would be given up."""
    expect(place).to_contain_text(NEEDS_NETWORK, timeout=scaled(3_000))


@pytest.mark.parametrize("away", ["the browser is offline", "the server is away"])
def test_a_document_asked_for_without_a_network_says_so_at_once_and_comes_by_itself(
    quick_server, visitor, away
):
    server, page = quick_server(), visitor()
    opened(page, server.page("concerns"))
    write(page, WORDS)
    page.goto(server.page("record"))
    page.locator("body[data-ready]").wait_for()
    if away == "the browser is offline":
        page.context.set_offline(True)
    else:
        server.stop()
    page.get_by_role("button", name="Check for people and save").click()
    page.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Save it as it is").click()
    told = page.locator(".wb-export-told")
    told_soon(told)
    expect(told).to_contain_text("Print and plain text work without it.")
    with page.expect_download(timeout=scaled(60_000)) as saving:
        if away == "the browser is offline":
            page.context.set_offline(False)
        else:
            server.start()
    assert saving.value.suggested_filename.endswith(".docx")
    expect(told).to_contain_text(saving.value.suggested_filename)


def test_a_code_used_without_a_network_waits_and_can_be_left_before_anything_is_sent(quick_server, visitor):
    server, page = quick_server(), visitor()
    opened(page, server.page("concerns"))
    code = begin(page, WORDS)
    other = visitor()
    opened(other, server.page("concerns"))
    asked = []
    other.on("request", lambda request: asked.append(request.url))
    other.context.set_offline(True)
    dialog = other.locator(".wb-keeping dialog[open]")

    def use():
        other.get_by_role("button", name="Use a recovery code").click()
        dialog.get_by_label("Your recovery code").fill(code)
        dialog.get_by_role("button", name="Open my answers").click()
        told_soon(dialog.locator(".wb-keeping-notice"))

    use()
    other.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert [one for one in asked if "kernel" in one] == []
    use()
    other.context.set_offline(False)
    expect(dialog).to_contain_text("are here", timeout=scaled(30_000))
    dialog.get_by_role("button", name="Close").click()
    expect(field(other)).to_have_value(WORDS)


def test_only_pages_and_their_files_are_kept(quick_server, visitor):
    server, page = quick_server(), visitor()
    opened(page, server.page("concerns"))
    write(page, WORDS)
    page.goto(f"{server.address}healthz")
    page.goto(f"{server.address}host/status")
    [(name, kept)] = page.evaluate(KEPT).items()
    assert name.endswith(" /")
    shapes = re.compile(r"(|voila/render/concerns\.ipynb|host/(modules|code/[0-9a-f]{8})/[\w./-]+)")
    paths = [one.removeprefix(server.address) for one in kept]
    assert [one for one in paths if not shapes.fullmatch(one)] == []
    assert {"", "voila/render/concerns.ipynb"} <= set(paths)
    assert {".js", ".css"} <= {one[one.rfind(".") :] for one in paths}


def test_switched_off_an_earlier_worker_ends_itself_and_its_pages_are_gone(quick_server, visitor):
    server, page = quick_server(), visitor()
    opened(page, server.page("concerns"))
    server.stop()
    server.more = ("--no-offline",)
    server.start()
    page.goto(server.page("concerns"))
    page.locator("body[data-ready]").wait_for()
    gone = "async () => (await navigator.serviceWorker.getRegistrations()).length"
    wait_until(lambda: page.evaluate(gone) == 0 and page.evaluate(KEPT) == {})
    again(page)
    expect(page.locator("html[data-offline]")).to_have_count(0)
    assert page.evaluate(gone) == 0


def test_a_newer_page_is_told_of_and_opened_only_when_asked_for(host, visitor, tmp_path):
    (tmp_path / "pages").mkdir()
    pages = copied(NOTEBOOKS, tmp_path / "pages", "concerns", "record")
    copy_of(host.folder / "course", pages, DATA)
    page = visitor()
    opened(page, f"{host.address}course/concerns.html")
    heading = page.get_by_role("heading", level=1).inner_text()
    host.close()
    again(page)
    write(page, WORDS)
    changed(pages, f"# {heading}", f"# {heading}, newer")
    copy_of(host.folder / "course", pages, DATA)
    host.open()
    field(page).press_sequentially(" And")
    page.evaluate("dispatchEvent(new Event('online'))")
    told = page.locator("#wb-updated")
    expect(told.get_by_role("status")).to_have_text("This page has been updated.")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(field(page)).to_be_focused()
    told.get_by_role("button", name="Open the newest version").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{heading}, newer")
    expect(field(page)).to_have_value(f"{WORDS} And")
    expect(told).to_have_count(0)


def test_two_courses_on_one_host_keep_their_pages_apart_and_clear_their_own(host, visitor, tmp_path):
    (tmp_path / "pages").mkdir()
    pages = copied(NOTEBOOKS, tmp_path / "pages", "concerns", "record")
    second = another(DATA, tmp_path / "data", "secondcourse")
    # One course is above the other: its worker could answer for both.
    copy_of(host.folder / "copy", pages, DATA)
    for file in (host.folder / "copy").iterdir():
        shutil.move(file, host.folder)
    copy_of(host.folder / "second", pages, second)
    page = visitor()
    opened(page, f"{host.address}concerns.html")
    opened(page, f"{host.address}second/concerns.html")
    kept = page.evaluate(KEPT)
    assert len(kept) == 2
    for name, files in kept.items():
        inner = [one for one in files if one.startswith(f"{host.address}second/")]
        assert inner == (files if name.endswith(" /second/") else [])
    opened(page, f"{host.address}record.html")
    page.get_by_role("button", name="Clear this device").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("dialog", name="This device is clear")).to_be_visible()
    left = page.evaluate(KEPT)
    assert [name.rpartition(" ")[2] for name in left] == ["/second/"]
    host.close()
    page.goto(f"{host.address}second/concerns.html")
    page.locator("body[data-ready]").wait_for()
    expect(field(page)).to_be_visible()
    host.open()


def test_a_copy_can_be_installed(host, visitor, tmp_path):
    (tmp_path / "pages").mkdir()
    copy_of(host.folder / "course", copied(NOTEBOOKS, tmp_path / "pages", "concerns", "record"), DATA)
    page = visitor()
    opened(page, f"{host.address}course/index.html")
    devtools = page.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert (told["errors"], told["url"]) == ([], f"{host.address}course/manifest.webmanifest")
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
