"""Two courses under one host name: neither shows nor deletes what the browser stores for the other."""

import csv
import functools
import http.server
import shutil
import threading

import pytest
from playwright.sync_api import expect

from browser.server import DATA, NOTEBOOKS, copied
from timeouts import scaled
from workbook.content import load, namespace
from workbook.publish.site.site import make_site
from workbook.publish.writing import write_folder
from workbook.server.branding import Branding

WORDS = {"first": "I will ask before I post.", "second": "I will say who I am."}
KEPT = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name).sort(),
  others: [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort(),
})"""


def another(data, folder, identifier):
    """A course with the same exercises, which differs in nothing but its identifier."""
    shutil.copytree(data, folder)
    with (folder / "course.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["text"] = identifier if row["id"] == "identifier" else row["text"]
    with (folder / "course.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "text"])
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """A web host with two courses, each in a folder of its own; the first one was there before the second."""
    above, pages = tmp_path_factory.mktemp("courses"), tmp_path_factory.mktemp("pages")
    copied(NOTEBOOKS, pages, "concerns", "record")
    second = another(DATA, tmp_path_factory.mktemp("data") / "data", "secondcourse")
    for name, data in (("first", DATA), ("second", second)):
        facts = load(data).facts()
        branding = Branding(facts=lambda facts=facts: facts, namespace=namespace(facts))
        write_folder(above / name, make_site(pages, data, branding=branding).files())

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(above)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_each_course_keeps_its_own_words_and_deletes_no_others(chromium, host):
    context = chromium.new_context(locale="en-GB")
    context.set_default_timeout(scaled(30_000))
    page = context.new_page()

    def field(course):
        page.goto(f"{host}{course}/concerns.html")
        page.locator("body[data-ready]").wait_for()
        return page.locator(".wb-reflection textarea").first

    for course, words in WORDS.items():
        empty = field(course)
        expect(empty).to_have_value("")
        empty.fill(words)
        page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()
    kept = page.evaluate(KEPT)
    # Under the first name lies what learners wrote before courses had identifiers.
    assert kept["databases"] == ["workbook", "workbook:secondcourse"]
    assert {"workbook/visit", "workbook/visit:secondcourse"} <= set(kept["others"])
    for course, words in WORDS.items():
        expect(field(course)).to_have_value(words)

    page.goto(f"{host}first/record.html")
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Clear this device").click()
    dialog = page.get_by_role("dialog", name="Clear this device?")
    dialog.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("dialog", name="This device is clear")).to_contain_text("nothing")
    expect(field("first")).to_have_value("")
    expect(field("second")).to_have_value(WORDS["second"])
    context.close()
