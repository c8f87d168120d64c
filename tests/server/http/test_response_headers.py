"""The headers of every response, at every address, and what is refused before that."""

import asyncio
import contextlib
import http.client
import json
import re
import socket
from types import SimpleNamespace

import pytest
import websockets

from browser.server import DATA, SMALL_NOTEBOOKS, Server
from load.serving import jupyter
from server.http.test_voila_app import UNKNOWN
from server.learner import Learner
from timeouts import scaled
from widget_host.http.routes import Monitoring, routes

LMS = "https://lms.example.org"
AWAY = "192.0.2.7"
# An address for each of the server's rules, below the base path. CODE is the folder of scripts.
ADDRESSES = [
    "",
    "voila/render/echo.ipynb",
    "voila/render/visitor.ipynb",
    f"voila/api/shutdown/{UNKNOWN}",
    f"api/kernels/{UNKNOWN}",
    f"api/kernels/{UNKNOWN}/channels",
    "voila/render/nothing.mp3",
    "host/kernel",
    "host/rendered",
    "host/turn",
    "host/status",
    "worker.js",
    "workbook/workshop",
    "healthz",
    "readyz",
    "metrics",
    "host/modules/0123456789abcdef.js",
    "CODE/widget_host/pages/static/styles/page.css",
    "host/parts/00000000/nothing.js",
    "nbextensions/nothing.js",
    "ga/",
    "ga/voila/render/echo.ipynb",
    "ga/voila/render/nothing.mp3",
    "ga/host/kernel",
    "ga/host/rendered",
]
NOWHERE = ["nowhere", "voila/render/nowhere.ipynb", "api/kernels", "%00", "..%2f..%2fetc/passwd", "x" * 3000]
# Names that no file can have, at each address that leads to files.
NOWHERE += [
    before + name
    for before in ("voila/render/", "nbextensions/", "host/code/00000000/")
    for name in ("a%00.mp3", "a%00.ipynb", f"{'x' * 300}.mp3", f"{'x' * 300}.ipynb")
]


@pytest.fixture(scope="module")
def server():
    more = (
        "--trust-proxy",
        "--frame-ancestor",
        LMS,
        "--rate-limit",
        "5",
        "--message-size",
        "3072",
        "--language",
        "ga",
    )
    running = Server(SMALL_NOTEBOOKS, DATA, 0, "/learn/", *more)
    running.prepared("echo")
    yield running
    assert running.stop() == 0


def ask(server, path="", method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request(
        method, f"/learn/{path}", body, {name.replace("_", "-"): one for name, one in headers.items()}
    )
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


@pytest.fixture(scope="module")
def code(server):
    return re.search(r'href="/learn/(host/code/[0-9a-f]{8})/', ask(server)[2].decode())[1]


def test_the_table_names_an_address_for_each_rule():
    openings = [
        SimpleNamespace(
            page_cache=SimpleNamespace(
                views=SimpleNamespace(home_url=home, page_index=SimpleNamespace(folder="/n"))
            )
        )
        for home in ("/learn/", "/learn/ga/")
    ]
    rules = routes("/learn/", {"code": None, "parts": None}, None, openings, Monitoring(None, None, None))
    examples = [f"/learn/{one.replace('CODE', 'host/code/01234567')}" for one in ADDRESSES]
    examples += ["/learn", "/learn/ga"]
    left = [rule[0] for rule in rules if not any(re.fullmatch(rule[0], one) for one in examples)]
    assert left == [], "give each new address an example, so that its headers are looked at"


def assert_guarded(headers):
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' blob:"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == f"'self' {LMS}"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    for name in ("camera", "microphone", "geolocation", "usb"):
        assert f"{name}=()" in headers["Permissions-Policy"]
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(headers)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_every_answer_is_guarded_and_none_is_a_failure(server, code, method, subtests):
    for path in [*ADDRESSES, *NOWHERE]:
        with subtests.test(path):
            status, headers, content = ask(
                server, path.replace("CODE", code), method, b"" if method == "POST" else None
            )
            assert status < 500 or status == 503
            assert_guarded(headers)
            assert b"Traceback" not in content
            assert b"site-packages" not in content
            cookies = headers.get("Set-Cookie", "")
            assert not cookies or re.fullmatch(
                r"_xsrf=[^;]+; Path=/learn/; SameSite=strict", cookies, re.IGNORECASE
            ), cookies


def test_a_foreign_name_is_refused_at_every_address(server, code):
    for path in ADDRESSES:
        status, headers, _ = ask(server, path.replace("CODE", code), Host="evil.example")
        assert status == 421, path
        assert_guarded(headers)


def test_over_https_the_cookie_is_for_https_alone_and_goes_along_in_a_frame(server):
    _, headers, _ = ask(server, "voila/render/echo.ipynb", X_Forwarded_Proto="https")
    parts = {part.strip().lower() for part in headers["Set-Cookie"].split(";")[1:]}
    assert parts == {"path=/learn/", "samesite=none", "secure"}


# 404 is said to whoever is let in: the key to a kernel is missing.
@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 404), ("cross-site", 403), ("same-site", 403), ("none", 403), (None, 403)],
)
def test_a_page_of_ours_needs_no_cookie_where_the_browser_vouches_for_it(server, site, status):
    headers = {"Sec_Fetch_Site": site} if site else {}
    assert ask(server, f"voila/api/shutdown/{UNKNOWN}", "POST", b"", **headers)[0] == status


def test_a_page_of_another_site_is_refused_even_with_the_cookie(server):
    own = {"Cookie": "_xsrf=abc", "X_XSRFToken": "abc"}
    assert ask(server, f"voila/api/shutdown/{UNKNOWN}", "POST", b"", **own)[0] == 404
    for site in ("cross-site", "same-site"):
        headers = {**own, "Sec_Fetch_Site": site}
        assert ask(server, f"voila/api/shutdown/{UNKNOWN}", "POST", b"", **headers)[0] == 403
    # Where the browser says nothing, no other site knows what the cookie holds.
    for given in ({}, {"X_XSRFToken": "abc"}, {**own, "X_XSRFToken": "abd"}):
        assert ask(server, f"voila/api/shutdown/{UNKNOWN}", "POST", b"", **given)[0] == 403


def test_one_address_that_asks_too_fast_is_told_kindly_when_to_come_again(server):
    answers = (ask(server, "healthz", X_Forwarded_For=AWAY) for _ in range(600))
    assert next(answers)[0] == 200
    _, headers, content = next(answer for answer in answers if answer[0] == 429)
    assert headers["Retry-After"] == "1"
    assert_guarded(headers)
    assert b"Please wait a moment" in content
    assert ask(server, "healthz", X_Forwarded_For="192.0.2.8")[0] == 200
    assert ask(server, "healthz")[0] == 200
    assert re.search(r'workbook_refused_total\{reason="rate"\} \d', ask(server, "metrics")[2].decode())


def test_a_body_that_is_too_big_is_refused_before_it_is_read(server):
    head = b"POST /learn/host/kernel HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=scaled(20)) as line:
        line.sendall(head % (3072 * 1024 + 1))
        answer = line.recv(100_000)
    assert answer.startswith(b"HTTP/1.1 413 ")
    status, headers, _ = ask(server, "host/kernel", "POST", b"x" * 3_000_000, Sec_Fetch_Site="same-origin")
    assert status == 400
    assert_guarded(headers)


def test_a_body_in_pieces_ends_where_it_becomes_too_big(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=scaled(20)) as line:
        line.sendall(
            b"POST /learn/host/turn HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        ended = False
        try:
            for _ in range(80):
                line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            ended = not line.recv(1000).startswith(b"HTTP/1.1 2")
        except OSError:
            ended = True
    assert ended
    assert ask(server, "healthz")[0] == 200


def test_a_frame_that_is_too_big_ends_its_line_and_nothing_else(server):
    learner = Learner(server.address, "echo")

    async def story():
        await learner.open()
        await learner.attach()
        await learner.join()
        # In one part of the largest message that pages send there are at most 400,000 letters.
        await learner.line.send("comm_msg", {"comm_id": "x", "data": {"text": "\u20ac" * 400_000}})
        await learner.line.send("kernel_info_request", {})
        async with asyncio.timeout(20):
            while jupyter.unpacked(await learner.line._socket.recv())[0] != "kernel_info_reply":
                pass
        with contextlib.suppress(websockets.ConnectionClosed):
            await learner.line.send("comm_msg", {"text": "x" * (3072 * 1024 + 1)})
        await asyncio.wait_for(learner.line._socket.wait_closed(), 20)
        assert learner.line._socket.close_code in (1006, 1009)
        await learner.leave()
        assert (await learner.get("healthz")).status == 200

    asyncio.run(story())


def test_who_sends_too_many_messages_has_to_wait_and_loses_none(server):
    learner = Learner(server.address, "echo")

    async def story():
        await learner.open()
        await learner.attach()
        await learner.join()
        for _ in range(560):
            await learner.line.send("kernel_info_request", {})
        answers = 0
        async with asyncio.timeout(60):
            while answers < 560:
                answers += jupyter.unpacked(await learner.line._socket.recv())[0] == "kernel_info_reply"
        await learner.leave()

    loop_s = asyncio.run(timed(story()))
    assert loop_s > 1, "60 messages beyond the first 500 take more than a second"


async def timed(story):
    began = asyncio.get_running_loop().time()
    await story
    return asyncio.get_running_loop().time() - began


def test_a_kernel_s_line_is_refused_to_pages_of_other_sites(server):
    learner = Learner(server.address, "echo")

    async def story():
        await learner.open()
        await learner.attach()
        root = server.address.replace("http://", "ws://", 1)
        for origin in ("https://evil.example", LMS, "null"):
            with pytest.raises(websockets.InvalidStatus) as refused:
                await websockets.connect(
                    f"{root}api/kernels/{learner.kernel}/channels",
                    origin=origin,
                    proxy=None,
                    subprotocols=[f"key.{learner.key}"],
                )
            assert refused.value.response.status_code == 403
        await learner.leave()

    asyncio.run(story())


@pytest.mark.slow
def test_a_page_that_was_opened_on_one_server_gets_its_kernel_from_another(server, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s" * 40)
    more = ("--cookie-secret-file", secret, "--language", "ga")
    other = Server(SMALL_NOTEBOOKS, DATA, 0, "/learn/", *more)
    other.prepared("echo")
    learner = Learner(server.address, "echo")

    async def story():
        await learner.open()
        learner.address = other.address
        assert (await learner.attach()).status == 200
        await learner.leave()

    asyncio.run(story())
    assert json.loads(ask(other, "host/status")[2])["kernels"] == 1
    other.stop()
