"""Several servers as `workbook deploy` sets them up: nginx, PostgreSQL and three servers on this machine."""

import asyncio
import itertools
import shutil
import signal
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
import websockets
from playwright.sync_api import expect, sync_playwright

from browser.chromium import ARGUMENTS, find_chromium, wait_for_widgets
from browser.chromium import MISSING as NO_CHROMIUM
from database import postgres
from load.serving.web import request
from record.entries import entry
from server.deploy.recipe import MISSING, SERVERS, Recipe
from server.learner import Learner
from timeouts import scaled, wait_until, wait_until_async
from workbook.record.code import read_code
from workbook.record.records import Records
from workbook.record.store import Store
from workshop.connections import Line, run
from workshop.real_room import Room

pytestmark = [pytest.mark.alone, pytest.mark.slow]

BROWSER = ("Sec-Fetch-Dest", "document")
COOKIE = "workbook_server"


@pytest.fixture(scope="module")
def recipe():
    if shutil.which("nginx") is None:
        pytest.skip(MISSING)
    if postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    cluster = postgres.Cluster()
    made = None
    with pytest.MonkeyPatch.context() as patch:
        try:
            made = Recipe(cluster, patch)
            patch.setenv("SSL_CERT_FILE", str(made.certificate))
            yield made
        finally:
            if made:
                made.stop()
            cluster.stop()


class Visitor(Learner):
    """A learner whose browser says that it opens a page."""

    def __init__(self, address, server=None):
        super().__init__(address, "keep", cookies={COOKIE: server} if server else {})

    async def open(self):
        self.headers = [BROWSER]
        answer = await super().open()
        self.headers = []
        return answer

    @property
    def server(self):
        return self.cookies[COOKIE]

    async def resume(self):
        """Take up the record again by its code, with the page that is open, however often it has to ask."""

        async def attached():
            answer = await self.attach()
            assert answer.status in (200, 502, 503), answer.text
            return answer.status == 200

        await wait_until_async(attached, 40)
        await self.join()
        self.record = await self.ask("open", code=self.code)
        assert self.record["ok"], self.record


def get(recipe, path="", headers=(), cookies=None, scheme="https"):
    address = recipe.address if scheme == "https" else f"http://localhost:{recipe.http}/"
    asked = request("GET", f"{address}{path}", headers=headers, cookies=cookies)
    # In a thread of its own: where a browser is being driven, this one's event loop is taken.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


def back(recipe, *ports):
    """Start servers that were stopped, and wait until the proxy sends their visitors to them again."""
    with ThreadPoolExecutor(SERVERS) as together:
        list(together.map(lambda port: recipe.servers[port].start_again(), ports))
    for port in ports:
        recipe.servers[port].prepared("keep")
        asked = partial(get, recipe, "voila/render/keep.ipynb", [BROWSER], {COOKIE: port})
        wait_until(lambda asked=asked: COOKIE not in asked().cookies)


def kept(recipe, code):
    """The words in a record, as the database has them."""
    with Store(recipe.database) as store:
        return {one["value"] for one in Records(store).open(read_code(code)).pull(0, 0).entries}


def test_visitors_are_spread_and_each_stays_at_one_server(recipe):
    visitors = [Visitor(recipe.address) for _ in range(24)]
    before = {port: server.kernels() for port, server in recipe.servers.items()}

    async def story():
        for visitor in visitors:
            assert (await visitor.open()).status == 200
        assert {visitor.server for visitor in visitors} == set(recipe.servers)
        for visitor in visitors[:9]:
            await visitor.begin()
            # Asked again and again, the proxy has no reason to send another cookie.
            again = await visitor.get("voila/render/keep.ipynb", headers=[BROWSER])
            assert COOKIE not in again.cookies
        for port, server in recipe.servers.items():
            here = [visitor for visitor in visitors[:9] if visitor.server == port]
            assert server.kernels() - before[port] == len(here)
        for visitor in visitors:
            await visitor.leave()

    asyncio.run(story())


def test_who_sends_no_cookie_has_page_and_line_at_the_same_server(recipe):
    learner = Learner(
        recipe.address, "keep", [("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "same-origin")]
    )

    async def story():
        await learner.open()
        for _ in range(3):
            learner.cookies = {}
            assert (await learner.attach()).status == 200
            learner.cookies = {}
            await learner.join()
            assert (await learner.ask("create", code=learner.code))["ok"]
            learner.code = Learner("").code
            await learner.leave()

    asyncio.run(story())


async def write(visitor, number, acknowledged, stop):
    """Have a visitor write and write, on whichever server there is, until told to stop."""
    count = 0
    while not stop.is_set():
        count += 1
        words = f"{number}: {count}"
        while True:
            try:
                answer = await visitor.ask("push", **visitor.save(entry(f"reflection/{count}", words)))
                assert answer["ok"], answer
                break
            except (websockets.ConnectionClosed, OSError, EOFError):
                with suppress(websockets.ConnectionClosed, OSError, EOFError):
                    await visitor.resume()
        acknowledged.add(words)
        await asyncio.sleep(0.02)


def test_a_server_that_is_stopped_loses_nothing_and_its_learners_resume_on_another(recipe):
    stopped, *others = recipe.servers
    visitors = [Visitor(recipe.address, port) for port in (stopped, stopped, stopped, stopped, *others)]
    acknowledged = [set() for _ in visitors]

    async def story():
        for visitor in visitors:
            await visitor.begin()
        assert [visitor.server for visitor in visitors] == [stopped] * 4 + others
        stop = asyncio.Event()
        writing = [
            asyncio.create_task(write(visitor, number, acknowledged[number], stop))
            for number, visitor in enumerate(visitors)
        ]
        await wait_until_async(lambda: all(len(words) > 3 for words in acknowledged))
        at_the_stop = [len(words) for words in acknowledged]
        server = recipe.servers[stopped]
        server.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(server.process.wait, scaled(20)) == 0
        late = Visitor(recipe.address, stopped)
        assert (await late.open()).status == 200
        assert late.server in others
        await wait_until_async(
            lambda: all(
                len(words) > before + 5 for words, before in zip(acknowledged, at_the_stop, strict=True)
            )
        )
        stop.set()
        await asyncio.gather(*writing)
        assert {visitor.server for visitor in visitors} == set(others)
        for visitor in visitors:
            await visitor.leave()

    try:
        asyncio.run(story())
        for visitor, words in zip(visitors, acknowledged, strict=True):
            assert words <= kept(recipe, visitor.code)
    finally:
        back(recipe, stopped)
    # It has visitors again, but who went to another one stays there.
    again = get(recipe, "voila/render/keep.ipynb", [BROWSER], dict(visitors[0].cookies))
    assert (again.status, again.cookies.get(COOKIE)) == (200, None)


def test_a_workshop_reaches_all_servers(recipe, monkeypatch):
    turns = itertools.cycle(recipe.servers)
    monkeypatch.setattr(Line, "headers", staticmethod(lambda: {"Cookie": f"{COOKIE}={next(turns)}"}))

    async def story():
        room = await Room.begun(recipe)
        await room.join(4 * SERVERS)
        lines = [server.figure("workbook_workshop_lines") for server in recipe.servers.values()]
        assert min(lines) >= 2
        await room.open()
        for learner in room.learners:
            await learner.line.until_state(status="open", number=2)
        await asyncio.gather(*(room.vote(number) for number in range(4 * SERVERS)))
        counts = await room.counts()
        assert sum(filter(None, counts.values())) == 4 * SERVERS

    run(story())


@pytest.fixture
def page(recipe):
    """A page in Chromium, which takes the certificate as it is."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            pytest.skip(NO_CHROMIUM)
        arguments = [f"{ARGUMENTS[0]}, EXCLUDE localhost"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.set_default_timeout(scaled(30_000))
        page.goto(f"{recipe.address}voila/render/echo.ipynb")
        wait_for_widgets(page)
        yield page
        browser.close()


def say(page, words):
    """Have the page's kernel echo some words."""
    page.get_by_label("Words").first.fill(words)
    page.get_by_role("button", name="Say it back").first.click()
    expect(page.locator(".answer").first).to_have_text(words.upper(), timeout=scaled(30_000))


def cookie_of(page):
    return next(one for one in page.context.cookies() if one["name"] == COOKIE)


def test_in_a_browser_the_page_goes_on_at_another_server(recipe, page):
    say(page, "before")
    first = cookie_of(page)
    assert (first["secure"], first["httpOnly"], first["expires"]) == (True, True, -1)
    assert recipe.servers[first["value"]].kernels() >= 1
    recipe.servers[first["value"]].stop()
    try:
        expect(page.locator("#wb-connection")).to_be_visible(timeout=scaled(30_000))
        resume = page.get_by_role("button", name="Resume")
        resume.click(timeout=scaled(45_000))
        page.wait_for_load_state("domcontentloaded")
        wait_for_widgets(page)
        say(page, "after")
        assert cookie_of(page)["value"] != first["value"]
    finally:
        back(recipe, first["value"])


def test_while_no_server_is_there_people_are_told_to_come_back(recipe):
    for server in recipe.servers.values():
        server.stop()
    try:
        told = get(recipe, "voila/render/keep.ipynb", [BROWSER])
        assert (told.status, told.headers["retry-after"]) == (503, "30")
        assert "Back in a minute" in told.text
        assert told.headers["cache-control"] == "no-store"
    finally:
        back(recipe, *recipe.servers)


def test_what_the_proxy_sends_and_what_it_keeps_back(recipe):
    page = get(recipe, "voila/render/keep.ipynb", [BROWSER])
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert page.headers["content-encoding"] == "gzip"
    assert "server" not in page.headers or page.headers["server"] == "nginx"
    assert page.headers["content-security-policy"]
    assert get(recipe, "metrics").status == 404
    assert get(recipe, "healthz").text == "ok\n"
    moved = get(recipe, "voila/render/keep.ipynb?a=b", scheme="http", headers=[("X-Host", "evil")])
    assert (moved.status, moved.headers["location"]) == (308, f"{recipe.address}voila/render/keep.ipynb?a=b")


def test_the_cookie_of_the_proxy_says_nothing_of_anybody_and_is_on_nothing_that_anybody_may_keep(recipe):
    page = get(recipe, "voila/render/keep.ipynb", [BROWSER])
    set_cookie = page.headers["set-cookie"]
    assert set_cookie in {
        f"{COOKIE}={port}; Path=/; Secure; HttpOnly; SameSite=Lax" for port in recipe.servers
    }
    kept_for_ever = next(
        path for path in page.text.replace("'", '"').split('"') if path.endswith((".css", ".js"))
    )
    asset = get(recipe, kept_for_ever.lstrip("/"))
    assert "immutable" in asset.headers["cache-control"]
    assert COOKIE not in asset.cookies
    # One that somebody made up is not believed.
    forged = get(recipe, "voila/render/keep.ipynb", [BROWSER], {COOKIE: "evil.example.org"})
    assert (forged.status, forged.cookies[COOKIE] in recipe.servers) == (200, True)


def test_another_host_s_name_is_refused(recipe):
    secure = ssl.create_default_context()

    async def ask():
        reader, writer = await asyncio.open_connection("localhost", recipe.https, ssl=secure)
        writer.write(b"GET / HTTP/1.1\r\nHost: evil.example.org\r\nConnection: close\r\n\r\n")
        head = await reader.readline()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return head

    assert b" 421 " in asyncio.run(ask())


def test_nothing_is_written_down_of_who_came(recipe):
    assert recipe.logs() == ""
