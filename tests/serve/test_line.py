"""What may pass between a page and its kernel."""

import asyncio
import json
from uuid import uuid4

import pytest
import websockets

from browser.server import SMALL_NOTEBOOKS, Server
from browser.visitors import DATA_OF, be_given_a_kernel, get


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS)
    running.prepared("echo")
    yield running
    assert running.stop() == 0


def message(kind, channel="shell", **content):
    header = {"msg_id": uuid4().hex, "msg_type": kind, "username": "", "session": "page"}
    header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
    whole = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []}
    return json.dumps({**whole, "channel": channel})


def said(server, *messages):
    """Send messages to a kernel, then ask what it is; gives the kinds of all that it says until then."""
    return [json.loads(one)["header"]["msg_type"] for one in answers(server, *messages)]


def answers(server, *messages):
    """The same, and gives all that is said as it is. A message may be a function of the page's data."""

    async def talk():
        html, _, cookie = await get(server.page("echo"))
        data = json.loads(DATA_OF.search(html)[1])
        kernel, key = await be_given_a_kernel(f"{server.address}workbook/kernel", cookie, data)
        address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id={uuid4()}"
        heard = []
        async with websockets.connect(
            address, max_size=None, proxy=None, subprotocols=[f"key.{key}"]
        ) as line:
            for one in (*messages, message("kernel_info_request")):
                await line.send(one(data) if callable(one) else one)
            async with asyncio.timeout(20):
                while not heard or json.loads(heard[-1])["header"]["msg_type"] != "kernel_info_reply":
                    heard.append(await line.recv())
        return heard

    return asyncio.run(talk())


RUN = {"code": "print('mine')", "silent": False, "store_history": False}


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_a_page_can_not_have_code_run(server, channel):
    heard = said(server, message("execute_request", channel, **RUN))
    assert not {"execute_input", "execute_reply", "stream", "error"} & set(heard)


@pytest.mark.parametrize("kind", ["shutdown_request", "interrupt_request", "input_reply"])
def test_a_page_can_not_command_its_kernel(server, kind):
    assert said(server, message(kind, "control"), message(kind, "stdin"))[-1] == "kernel_info_reply"


@pytest.mark.parametrize("channel", ["shell", "control", "iopub", "stdin"])
def test_a_page_can_not_end_its_kernel_over_the_line(server, channel):
    heard = said(server, message("shutdown_request", channel, restart=False))
    assert heard[-1] == "kernel_info_reply"
    assert "shutdown_reply" not in heard


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("comm_open", {}),
        ("comm_open", {"comm_id": "a", "target_name": "jupyter.widget", "data": {"state": {}}}),
        ("comm_open", {"comm_id": "a", "target_name": 1, "data": {}}),
        ("comm_msg", {}),
        ("comm_msg", {"comm_id": ["a"], "data": {}}),
        ("comm_msg", {"comm_id": "a", "data": "words"}),
        ("comm_close", {}),
    ],
)
def test_a_message_that_is_not_in_shape_does_not_reach_the_kernel(server, kind, content):
    heard = said(server, message(kind, **content))
    assert set(heard) <= {"status", "kernel_info_reply"}
    # Busy and idle once each, for the question alone: one of them may come after its answer.
    assert heard.count("status") <= 2


@pytest.mark.parametrize("nonsense", ["{}", "not json", json.dumps({"channel": "shell"}), b"\x00\x01"])
def test_nonsense_harms_neither_the_server_nor_another_page(server, nonsense):
    with pytest.raises((websockets.ConnectionClosed, TimeoutError)):
        said(server, nonsense)
    assert said(server)[-1] == "kernel_info_reply"
