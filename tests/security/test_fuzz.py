"""Nonsense at every address of a running server: never a failure, a traceback or a local path.

Bounded: each test makes some hundreds of requests, the same ones in each run.
"""

import asyncio
import http.client
import json
import socket
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser.server import ROOT, SMALL_NOTEBOOKS, Server
from examples import examples
from server.http.test_response_headers import ADDRESSES, NOWHERE
from server.kernels.test_websocket import answers, message, said
from timeouts import scaled
from widget_host.kernels.message_headers import read_header
from widget_host.kernels.websocket import may_pass

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]
PARTS = [
    "..", "%2e%2e", "%252e%252e", "..%2f..%2f..%2fetc%2fpasswd", "..\\..", "%00", "%0d%0aX:%20a",
    "voila", "render", "api", "kernels", "contents", "sessions", "terminals", "lab", "tree", "files",
    "static", "workbook", "kernel", "turn", "status", "workshop", "code", "modules", "metrics", "readyz",
    "echo.ipynb", "{{7*7}}", "<script>", "'", "\u202e", "é", "a" * 300, "a" * 300 + ".ipynb",
    "data", "datapackage.json", ".git", "config",
]  # fmt: skip
# Words that only a failure would say, and folders that nobody outside has to know of.
LEAKS = [
    "Traceback",
    'File "',
    "tornado.",
    "sqlite3.",
    "site-packages",
    str(ROOT),
    sys.prefix,
    str(Path.home()) + "/",
]
KEPT_BUSY = {200, 204, 301, 302, 304, 400, 403, 404, 405, 409, 411, 413, 414, 415, 426, 429, 431}
bounded = settings(
    max_examples=examples(250),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS)
    running.prepared("echo")
    yield running
    assert running.stop() == 0
    whole = "".join(running.errors)
    assert "Traceback" not in whole, whole[-4000:]


paths = st.one_of(
    st.sampled_from([*ADDRESSES, *NOWHERE]),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("/".join),
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=60).map(
        lambda text: "".join(f"%{byte:02x}" for byte in text.encode())
    ),
)
queries = st.sampled_from(
    ["", "?place=" + "9" * 400, "?session_id[]=1", "?place=%00%ff", "?kernel_name=python3", "?" + "a=b&" * 50]
)
headers = st.dictionaries(
    st.sampled_from(
        ["Accept", "Accept-Encoding", "Cookie", "If-None-Match", "Range", "Origin", "Referer", "X-XSRFToken",
         "Content-Type", "Sec-Fetch-Site", "X-Forwarded-For", "X-Forwarded-Proto", "Upgrade", "Connection"]
    ),
    st.sampled_from(
        ["", "*/*", "br;q=9", "gzip, br, zstd", "_xsrf=1", "_xsrf=2|0|0|0; a=\x7f", "bytes=9-1", "null",
         "https://evil.example", "application/json", "multipart/form-data; boundary=", "cross-site", "::1",
         "same-origin", "999.999.1.1", "javascript:", "websocket", "W/\"a\"", "a" * 5000,
         "é".encode().decode("latin-1")]
    ),
    max_size=4,
)  # fmt: skip
bodies = st.one_of(
    st.just(b""),
    st.binary(max_size=200),
    st.sampled_from(
        [b"{", b"[]", b"null", b'{"page": 5}', b'{"page": "../../etc/passwd", "build": "x"}',
         b'{"page": "echo.ipynb"}', b'{"page": {"$ne": 1}, "build": [], "ticket": {}}', b"[" * 3000,
         b"[" * 100_000, b'{"page": "\\ud800.ipynb"}',
         b'{"ticket": "' + b"9" * 3000 + b'"}', b"1e999"]
    ),
)  # fmt: skip


def harmless(status, text):
    """Check that an answer is one that the server means to give, and gives nothing away."""
    assert status in KEPT_BUSY, (status, text[:500])
    for leak in LEAKS:
        assert leak not in text, (leak, text[:1000])


@bounded
@given(st.tuples(st.sampled_from(METHODS), paths, queries, headers, bodies))
def test_no_request_makes_the_server_fail_or_tell_where_it_lives(server, asked):
    method, path, query, more, body = asked
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(30))
    try:
        connection.putrequest(method, f"/{path}{query}".encode().decode("latin-1").replace(" ", "%20"))
        for name, value in more.items():
            connection.putheader(name, value.encode("latin-1"))
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        harmless(answer.status, answer.read().decode("utf-8", "replace"))
    except ValueError:
        pass  # what http.client itself won't send
    except (http.client.RemoteDisconnected, ConnectionResetError):
        pass  # the server may hang up on what is no HTTP
    finally:
        connection.close()


RAW = [
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET /\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"POST /host/kernel HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST /host/kernel HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"\r\n" * 5000,
    b"\x00" * 5000,
]


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
def test_what_is_no_http_is_hung_up_on_and_harms_nobody(server, raw):
    with socket.create_connection(("127.0.0.1", server.port), timeout=scaled(10)) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(raw)
        with suppress(OSError):
            line.shutdown(socket.SHUT_WR)  # nothing more comes, so nobody waits for more
        line.settimeout(2)
        heard = b""
        with suppress(TimeoutError, ConnectionResetError):
            while part := line.recv(65536):
                heard += part
    text = heard.decode("utf-8", "replace")
    assert not text or not text.startswith("HTTP/1.1 5"), text[:300]
    assert not any(leak in text for leak in LEAKS)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(30))
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
kinds = st.sampled_from(
    ["execute_request", "comm_msg", "comm_open", "comm_close", "complete_request", "history_request",
     "inspect_request", "is_complete_request", "shutdown_request", "interrupt_request", "x" * 99]
)  # fmt: skip
messages = st.builds(
    lambda kind, channel, content: json.dumps(
        {
            "header": {
                "msg_id": "1",
                "msg_type": kind,
                "username": "",
                "session": "s",
                "version": "5.3",
                "date": "",
            },
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": channel,
            "buffers": [],
        }
    ),
    kinds,
    st.sampled_from(["shell", "control", "stdin", "iopub", "", "nowhere"]),
    st.dictionaries(
        st.sampled_from(["code", "comm_id", "data", "target_name", "cursor_pos"]), json_values, max_size=4
    ),
)


@settings(bounded, max_examples=examples(25))
@given(st.lists(messages | json_values.map(json.dumps) | st.binary(max_size=80), min_size=1, max_size=6))
def test_no_message_to_a_kernel_runs_code_or_takes_the_server_down(server, sent):
    heard = []
    with suppress(websockets.ConnectionClosed, TimeoutError):
        heard = said(server, *sent)
    assert not {"execute_input", "execute_reply", "error"} & set(heard)
    assert said(server)[-1] == "kernel_info_reply"


# What a page's host says, by its grammar; each part may be missing, or be something else.
CHANNELS = ["shell", "control", "stdin", "iopub"]
WIDGET = {"_model_name": "LabelModel", "_model_module": "@jupyter-widgets/controls", "value": "x"}
PARTS_OF_COMMS = {
    "comm_id": st.sampled_from(["new", "of the page", "", 7, None, ["new"]]),
    "target_name": st.sampled_from(["jupyter.widget", "jupyter.widget.control", "nowhere", "", 7]),
    "target_module": st.sampled_from(["os", None]),
    "data": st.sampled_from(
        [{}, {"state": {}}, {"state": WIDGET, "buffer_paths": []}, {"state": 7}, {"method": "update"},
         {"method": "update", "state": {"value": {}}},
         {"method": "update", "state": {}, "buffer_paths": [[7]]},
         {"method": "custom", "content": 7}, {"method": "request_states"}, {"method": 7}, "words", None]
    ),
}  # fmt: skip
contents = st.one_of(
    st.just({}),
    st.fixed_dictionaries({}, optional=PARTS_OF_COMMS),
    st.fixed_dictionaries(PARTS_OF_COMMS),
    st.sampled_from([{"restart": False}, {"code": "1", "silent": False}, {"target_name": 7}]),
)
metadatas = st.sampled_from([{}, {"version": "2.1.0"}, {"version": "1"}, {"version": 2}, {"version": None}])
KINDS_BY_GRAMMAR = [
    "comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request", "shutdown_request",
    "interrupt_request", "execute_request", "input_reply", "debug_request", "usage_request",
]  # fmt: skip


def by_grammar(kind, channel, content, metadata):
    """A message of the grammar, once the page's data say which comms it has."""

    def made(data):
        known = next(iter(data["models"]))
        whole = json.loads(message(kind, channel, **content))
        if whole["content"].get("comm_id") == "of the page":
            whole["content"]["comm_id"] = known
        return json.dumps({**whole, "metadata": metadata})

    return made


spoken = st.builds(
    by_grammar, st.sampled_from(KINDS_BY_GRAMMAR), st.sampled_from(CHANNELS), contents, metadatas
)


@settings(bounded, max_examples=examples(25))
@given(st.lists(spoken, min_size=4, max_size=12))
def test_nothing_that_a_page_could_say_by_its_grammar_runs_code_or_brings_back_a_traceback(server, sent):
    heard = answers(server, *sent)
    kinds = {json.loads(one)["header"]["msg_type"] for one in heard}
    assert not {"execute_input", "execute_reply", "shutdown_reply", "stream"} & kinds
    told = [json.loads(one)["content"] for one in heard if json.loads(one)["header"]["msg_type"] == "error"]
    assert all(one == {"ename": "Error", "evalue": "", "traceback": []} for one in told)
    # The page is given its kernel's Python version and banner, which name no path.
    whole = "".join(heard)
    assert not any(leak in whole for leak in LEAKS), whole[:2000]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("kind", "content", "metadata"),
    [
        ("shutdown_request", {"restart": False}, {}),
        ("comm_open", {}, {}),
        ("comm_msg", {}, {}),
        ("comm_close", {}, {}),
        ("comm_open", {"comm_id": "a", "target_name": "jupyter.widget", "data": {"state": WIDGET}}, {}),
        ("comm_open", {"comm_id": "a", "target_name": "jupyter.widget", "data": {}}, {"version": "1"}),
    ],
    ids=["shutdown", "open nothing", "say nothing", "close nothing", "no version", "another version"],
)
def test_what_strangers_have_tried_does_not_reach_a_kernel(channel, kind, content, metadata):
    frame = by_grammar(kind, channel, content, metadata)({"models": {"known": {}}})
    assert not may_pass(read_header(frame, None), frame, None)


@bounded
@given(spoken)
def test_only_what_a_page_s_host_says_in_its_shape_passes(one):
    frame = one({"models": {"known": {}}})
    asked = json.loads(frame)
    content, kind = asked["content"], asked["header"]["msg_type"]
    needed = {"comm_open": ("comm_id", "target_name", "data"), "comm_msg": ("comm_id", "data")}
    needed |= {"comm_close": ("comm_id",), "comm_info_request": (), "kernel_info_request": ()}
    types = {"comm_id": str, "target_name": str, "data": dict}
    in_shape = kind in needed and all(isinstance(content.get(name), types[name]) for name in needed[kind])
    if kind == "comm_open" and content.get("target_name") == "jupyter.widget":
        in_shape = in_shape and str(asked["metadata"].get("version", "")).startswith("2.")
    assert may_pass(read_header(frame, None), frame, None) == (in_shape and asked["channel"] == "shell")


@settings(bounded, max_examples=examples(60))
@given(st.lists(json_values.map(json.dumps) | st.binary(max_size=80), min_size=1, max_size=4))
def test_no_message_to_the_workshops_takes_the_server_down(server, sent):
    async def talk():
        address = f"ws://127.0.0.1:{server.port}/workbook/workshop"
        heard = []
        with suppress(websockets.ConnectionClosed, TimeoutError):
            async with websockets.connect(
                address, proxy=None, origin=f"http://127.0.0.1:{server.port}"
            ) as line:
                for one in sent:
                    await line.send(one)
                async with asyncio.timeout(0.3):
                    while True:
                        heard.append(str(await line.recv()))
        return "".join(heard)

    text = asyncio.run(talk())
    assert not any(leak in text for leak in LEAKS), text[:500]
