"""How fast a page's messages are read."""

import asyncio
from functools import partial

import pytest
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from widget_host.common.rate_limit import TokenBucket
from widget_host.kernels import websocket
from widget_host.kernels.websocket import PageWebSocket


def test_a_line_reads_no_faster_than_a_page_may_send_and_loses_nothing(monkeypatch):
    now, read = [0.0], []

    async def wait(seconds):
        now[0] += max(seconds, 0.001)

    monkeypatch.setattr(websocket, "TokenBucket", partial(TokenBucket, clock=lambda: now[0]))
    monkeypatch.setattr(websocket.asyncio, "sleep", wait)
    monkeypatch.setattr(VoilaKernelWebsocketHandler, "on_message", lambda _, one: read.append((one, now[0])))
    page = PageWebSocket.__new__(PageWebSocket)
    page.connection = object()

    async def send():
        for number in range(600):
            await page.on_message(str(number))

    asyncio.run(send())
    assert [one for one, _ in read] == [str(number) for number in range(600)]
    assert read[499][1] == 0
    assert read[-1][1] == pytest.approx(2, abs=0.1), "after 500 at once, 50 a second"
