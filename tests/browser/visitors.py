"""Visitors without a browser: each opens a page, connects to its kernel by WebSocket and gets an answer."""

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import websockets

WITHIN_S = 240
# What a page tells its scripts.
DATA_OF = re.compile(r'id="wb-page">(.*?)</script>')


@dataclass
class Visit:
    """One visit: seconds until the text was there and the page worked; its widgets, and the kernel's."""

    text_s: float
    works_s: float
    shown: int
    known: int


def visit_together(address, count):
    """Have `count` visitors open the page within one second; gives their visits."""

    async def all_of_them():
        visits = [visit(address, after_s=number / count) for number in range(count)]
        return await asyncio.wait_for(asyncio.gather(*visits), WITHIN_S)

    # In a thread of its own: where a browser is being driven, this one's event loop is taken.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, all_of_them()).result()


async def visit(address, after_s=0.0):
    """Open a page, be given a kernel, ask it which widgets it has, and leave."""
    await asyncio.sleep(after_s)
    began = time.monotonic()
    html, text_s, cookie = await get(address)
    data = json.loads(DATA_OF.search(html)[1])
    shown = set(re.findall(r'data-model="([0-9a-f]{32})"', html))
    parts = urlsplit(address)
    root = f"{parts.netloc}{parts.path.split('voila/render/')[0]}"
    kernel, key = data["kernel"], data["key"]
    if not kernel:
        kernel, key = await be_given_a_kernel(f"http://{root}host/kernel", cookie, data)
    channels = f"ws://{root}api/kernels/{kernel}/channels?session_id={uuid4()}"
    async with websockets.connect(channels, max_size=None, proxy=None, subprotocols=[f"key.{key}"]) as socket:
        assert socket.protocol.extensions, "the socket is not compressed"
        known = await widgets_of(socket)
    assert shown <= data["models"].keys() <= known, "the page shows a widget that its kernel does not have"
    works_s = time.monotonic() - began
    await post(f"http://{root}voila/api/shutdown/{kernel}", cookie, key)
    return Visit(text_s, works_s, len(shown), len(known))


async def be_given_a_kernel(address, cookie, data):
    """Ask for a kernel as a page does when its first message must leave; gives its id and key."""
    body = json.dumps({"page": data["page"], "build": data["build"]})
    head = f"Cookie: {cookie}\r\nX-XSRFToken: {cookie.removeprefix('_xsrf=')}\r\n"
    reader, writer = await send("POST", address, body, head, kind="application/json")
    answer = (await reader.read()).decode()
    writer.close()
    assert " 200 " in answer.splitlines()[0], answer
    told = json.loads(answer.partition("\r\n\r\n")[2])
    return told["kernel"], told["key"]


async def widgets_of(socket):
    """Ask a kernel for its widgets, and wait for the answer."""
    header = {"msg_id": str(uuid4()), "msg_type": "comm_info_request", "username": "", "session": "visitor"}
    header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
    await socket.send(json.dumps({**message, "content": {"target_name": "jupyter.widget"}}))
    while True:
        answer = json.loads(await socket.recv())
        if answer["header"]["msg_type"] == "comm_info_reply":
            return set(answer["content"]["comms"])


async def get(address):
    """Get a page as it comes: its HTML, the seconds until its first words, the cookie that it set."""
    began = time.monotonic()
    reader, writer = await send("GET", address, "")
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    assert " 200 " in head.splitlines()[0], head
    cookie = re.search(r"(?im)^set-cookie: (_xsrf=[^;]*)", head)[1]
    first = await reader.read(2**16)
    text_s = time.monotonic() - began
    body = first + await reader.read()
    writer.close()
    if "chunked" in head.lower():
        body = b"".join(chunks(body))
    return body.decode(), text_s, cookie


def chunks(body):
    """The pieces of an answer that came as it was made."""
    while body:
        size, _, body = body.partition(b"\r\n")
        yield body[: int(size, 16)]
        body = body[int(size, 16) + 2 :]


async def post(address, cookie, key):
    """End a kernel as a page does when it is left."""
    form = f"_xsrf={cookie.removeprefix('_xsrf=')}&key={key}"
    reader, writer = await send("POST", address, form, f"Cookie: {cookie}\r\n")
    status = (await reader.readline()).decode()
    assert " 204 " in status, status
    writer.close()


async def send(method, address, form, more="", kind="application/x-www-form-urlencoded"):
    """Send a plain request."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**24)
    head = f"{method} {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n{more}"
    if form:
        head += f"Content-Type: {kind}\r\nContent-Length: {len(form)}\r\n"
    writer.write(f"{head}\r\n{form}".encode())
    await writer.drain()
    return reader, writer
