"""What a visitor sees in Chromium: when text and controls appear and respond, and what is loaded."""

import json
import socket
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from browser.chromium import ARGUMENTS, SIZES, find_chromium
from browser.wire import CHUNK, Wire
from load.serving import servers
from load.serving.content import MAIN, NEXT, STOCK, page

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
PATIENCE_MS = 120_000
SLOW_BITS, SLOW_RTT_MS, SLOW_CPU = 1_600_000, 150, 4


@contextmanager
def chromium():
    """A Chromium, or None where there is none."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            yield None
            return
        one = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield one
        finally:
            one.close()


def spec(kind, name):
    """What to look for in a page, for `watch.js`."""
    found = {"page": name, "sentence": page(name).sentence, "deep": kind == servers.MARIMO}
    if name == STOCK:
        press = {"click": "button", "label": "Press", "answer": "p, .paragraph, .widget-label, .markdown"}
        return found | press | {"controls": {"button": 6, "textarea": 1, "[type=date], [role=group]": 1}}
    step = "button:has(> .wb-step-number)"
    # A scenario that may hurt to read asks first whether to go on: its steps come after that.
    opens = ".wb-scenario button"
    # Our own server folds all but the first part of a page, so the first scenario stands for all.
    return found | {"click": step, "at": 1, "opens": opens, "controls": {opens: 1}}


class Visits:
    """Visits to one server, in a profile of their own that keeps a cache, unless a new one is made."""

    def __init__(self, browser, server, slow=False):
        self.server = server
        self.slow = slow
        self.context = browser.new_context(viewport=SIZES["desktop"], locale="en-GB")
        self.page = self.context.new_page()
        self.cdp = self.context.new_cdp_session(self.page)
        if slow:
            rate = SLOW_BITS / 8
            how = {
                "offline": False,
                "latency": SLOW_RTT_MS,
                "downloadThroughput": rate,
                "uploadThroughput": rate,
            }
            self.cdp.send("Network.enable")
            self.cdp.send("Network.emulateNetworkConditions", how)
            self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})

    def close(self):
        """Leave the page first, so that its kernel ends."""
        self.leave()
        self.context.close()

    def leave(self):
        """Go to an empty page, as a visitor who leaves."""
        self.page.goto("about:blank")
        self.page.wait_for_timeout(300)

    def visit(self, name, address=None):
        """Open a page: seconds until the first byte, text, widgets and answer; None for what never came."""
        self.page.add_init_script(f"window.benchSpec = {json.dumps(spec(self.server.kind, name))};")
        self.page.add_init_script(WATCH)
        with suppress(Error):
            self.page.goto(address or self.server.address(name), wait_until="commit", timeout=PATIENCE_MS)
            self._wait(name)
        script = """() => {
          const [entry] = performance.getEntriesByType("navigation");
          return { ...window.bench, began: performance.timeOrigin, first: entry.responseStart };
        }"""
        times = self.page.evaluate(script)
        found = {stage: _since(times, stage) for stage in ("text", "widgets", "usable")}
        return {"first_byte": times["first"] / 1000, **found}

    def turn(self):
        """Follow the link from a page that is usable to the next; seconds as `visit` gives them."""
        began = self.page.evaluate("(spec) => benchTurn(spec)", spec(self.server.kind, NEXT))
        with suppress(Error):
            self._wait(NEXT)
        times = self.page.evaluate("() => window.bench") | {"began": began}
        self.page.evaluate("() => sessionStorage.clear()")
        return {stage: _since(times, stage) for stage in ("text", "widgets", "usable")}

    def _wait(self, name):
        script = "(name) => window.bench?.page === name && window.bench.usable"
        self.page.wait_for_function(script, arg=name, timeout=PATIENCE_MS, polling=100)


def loaded(browser, server, name):
    """What a first visit loads until it is usable and a second more: bytes on the wire, and requests."""
    wire = CountedWire(urlsplit(server.root).port)
    visits = Visits(browser, server)
    requests = []
    visits.page.on("request", lambda one: requests.append(one.url) if one.url.startswith("http") else None)
    visits.page.on("websocket", lambda one: requests.append(one.url))
    try:
        visits.visit(name, server.address(name).replace(server.root, f"http://127.0.0.1:{wire.port}/"))
        visits.page.wait_for_timeout(1000)
        return {"bytes": wire.came, "requests": len(requests)}
    finally:
        visits.close()
        wire.close()


class CountedWire(Wire):
    """A wire that counts what comes from the server: pages, files and sockets, as they are compressed."""

    came = 0

    def _pass(self, source, target):
        from_server = source.getpeername()[1] == self.to_port
        with suppress(OSError):
            while data := source.recv(CHUNK):
                self.came += len(data) if from_server else 0
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def measure(browser, server, rounds, slow_rounds, say):
    """All that a browser shows of one server, by page, network and cache, each a list of visits."""
    found = {}
    for slow, count in ((False, rounds), (True, slow_rounds)):
        for name in (MAIN, STOCK):
            say(f"{server.kind}: {name} in Chromium, {'1.6 Mbit/s' if slow else 'local'}")
            for _ in range(count):
                visits = Visits(browser, server, slow)
                try:
                    for cache in ("cold", "warm"):
                        where = f"{name}/{'slow' if slow else 'local'}/{cache}"
                        found.setdefault(where, []).append(visits.visit(name))
                        if cache == "warm" and name == MAIN and not slow:
                            found.setdefault("turn", []).append(visits.turn())
                        visits.leave()
                finally:
                    visits.close()
    return found


def _since(times, stage):
    return (times[stage] - times["began"]) / 1000 if times.get(stage) else None
