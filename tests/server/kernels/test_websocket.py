"""Which messages may pass between a page and its kernel."""

import asyncio
import json
import struct
from uuid import uuid4

import nbformat
import pytest
import websockets

from browser.server import SMALL_NOTEBOOKS, Server, copied
from browser.visitors import DATA_OF, be_given_a_kernel, get
from load.serving import jupyter
from timeouts import scaled

NOISY = """
import sys

import anywidget


class Noisy(anywidget.AnyWidget):
    _esm = "export default { render() {} }"

    def __init__(self):
        super().__init__()
        self.on_msg(self._fail)

    def _fail(self, _widget, content, _buffers):
        print("said aside", file=sys.stderr)
        print("said aloud")
        raise ValueError(f"what somebody wrote: {content}")


Noisy()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = copied(SMALL_NOTEBOOKS, tmp_path_factory.mktemp("line"), "echo")
    cells = [nbformat.v4.new_code_cell(NOISY)]
    about = {"page": "noisy", "part": "practice", "order": 1, "minutes": 1, "summary": "One."}
    noisy = nbformat.v4.new_notebook(cells=cells, metadata={"title": "Noisy", "workbook": about})
    nbformat.write(noisy, folder / "noisy.ipynb")
    running = Server(folder)
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
        kernel, key = await be_given_a_kernel(f"{server.address}host/kernel", cookie, data)
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


def opened(frame):
    """A frame's header, parent's header and content, in either form."""
    if isinstance(frame, str):
        whole = json.loads(frame)
        return whole["header"], whole["parent_header"], whole["content"]
    (count,) = struct.unpack_from("<Q", frame)
    offsets = struct.unpack_from(f"<{count}Q", frame, 8)
    header, parent, _, content = (json.loads(frame[offsets[at] : offsets[at + 1]]) for at in range(1, 5))
    return header, parent, content


@pytest.mark.parametrize("protocol", [None, jupyter.V1], ids=["JSON", "binary"])
def test_of_an_error_and_the_error_stream_a_page_is_told_that_there_was_an_error_alone(server, protocol):
    async def talk():
        html, _, cookie = await get(server.page("noisy"))
        data = json.loads(DATA_OF.search(html)[1])
        (widget,) = [name for name, one in data["models"].items() if "_anywidget_id" in one["state"]]
        kernel, key = await be_given_a_kernel(f"{server.address}host/kernel", cookie, data)
        address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id={uuid4()}"
        offered = [f"key.{key}", *([protocol] if protocol else [])]
        said_to_it = {"comm_id": widget, "data": {"method": "custom", "content": "words"}}
        async with websockets.connect(address, max_size=None, proxy=None, subprotocols=offered) as wire:
            for one in (message("comm_msg", **said_to_it), last := message("kernel_info_request")):
                whole = json.loads(one)
                parts = (whole["header"], whole["metadata"], whole["content"])
                await wire.send(jupyter.packed("shell", *parts) if protocol else one)
            return await heard_until_done(wire, json.loads(last)["header"]["msg_id"])

    heard = asyncio.run(talk())
    told = [(header["msg_type"], content) for header, _, content in map(opened, heard)]
    assert [one for kind, one in told if kind == "error"] == [
        {"ename": "Error", "evalue": "", "traceback": []}
    ]
    assert "".join(one["text"] for kind, one in told if kind == "stream") == "said aloud\n"
    whole = str(heard)
    assert not any(
        word in whole for word in ("ValueError", "what somebody wrote", "said aside", "noisy.ipynb")
    )


async def heard_until_done(wire, last):
    """All frames until the kernel has done what was asked last."""
    heard = []
    async with asyncio.timeout(scaled(20)):
        while True:
            heard.append(await wire.recv())
            header, parent, content = opened(heard[-1])
            is_idle = header["msg_type"] == "status" and content["execution_state"] == "idle"
            if is_idle and parent.get("msg_id") == last:
                return heard
