import asyncio
import json
import logging
from datetime import date

import pytest
from tornado import httpserver, netutil, web
from tornado.httpclient import AsyncHTTPClient

from timeouts import wait_until_async
from workbook.usage import extension
from workbook.usage.counts import add, finished_by_week, visits_by_day
from workbook.usage.extension import ADDRESS, UsageExtension, prepared

DAY = date(2026, 11, 25)
WEEK = date(2026, 11, 23)
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}
TOKEN = {"Cookie": "_xsrf=abc", "X-XSRFToken": "abc"}


@pytest.fixture
def usage(address):
    return UsageExtension(prepared(address), frozenset({"standard-5"}), every_s=0.05, today=lambda: DAY)


async def asked(usage, *requests):
    """The statuses that requests get from a server; each is (body, headers)."""
    counting = usage("/learn/", 0)
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    server = httpserver.HTTPServer(web.Application(counting.rules, xsrf_cookies=True))
    server.add_sockets(sockets)
    counting.start()
    address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/learn/{ADDRESS}"
    statuses = []
    for body, headers in requests:
        answer = await AsyncHTTPClient(force_instance=True).fetch(
            address, method="POST", body=body, headers=headers, raise_error=False
        )
        statuses.append(answer.code)
        assert b"Traceback" not in answer.body
    server.stop()
    await counting.stop()
    return statuses


def test_a_finished_standard_is_counted_when_the_page_tells_it(usage, store):
    body = json.dumps({"standard": "standard-5"})
    assert asyncio.run(asked(usage, (body, TOKEN), (body, TOKEN))) == [204, 204]
    assert finished_by_week(store) == {(WEEK, "standard-5"): 2}


@pytest.mark.parametrize("sign", [{"DNT": "1"}, {"Sec-GPC": "1"}], ids=str)
def test_who_asks_not_to_be_tracked_is_not_counted_even_where_a_page_tells(usage, store, sign):
    assert asyncio.run(asked(usage, (json.dumps({"standard": "standard-5"}), {**TOKEN, **sign}))) == [204]
    assert finished_by_week(store) == {}


def test_what_is_no_known_standard_or_comes_from_another_site_is_refused(usage, store):
    known = json.dumps({"standard": "standard-5"})
    bodies = [
        *("", "{", "7", "[]", '"standard-5"', "[" * 300, "\0"),
        *map(json.dumps, ({"standard": "standard-55"}, {"standard": ["standard-5"]}, {"standard": None})),
        json.dumps({"standard": "standard-5", "who": "me"}),
        f"{known}{' ' * 400}",
    ]
    found = asyncio.run(asked(usage, *((body, TOKEN) for body in bodies), (known, {})))
    assert found == [400] * len(bodies) + [403]
    assert finished_by_week(store) == {}


def test_a_flood_is_slowed_down(usage, store, monkeypatch):
    monkeypatch.setattr(extension, "_AT_ONCE", 2)
    body = json.dumps({"standard": "standard-5"})
    assert asyncio.run(asked(usage, *[(body, TOKEN)] * 4)) == [204, 204, 429, 429]
    assert finished_by_week(store) == {(WEEK, "standard-5"): 2}


def test_visits_are_written_now_and_then_and_at_the_stop(usage, store):
    async def serve():
        counting = usage("/", 0)
        usage.visited("start", BROWSER)
        counting.start()
        before = await wait_until_async(lambda: visits_by_day(store))
        usage.visited("start", BROWSER)
        await counting.stop()
        return before

    assert asyncio.run(serve()) == [(DAY, "start", 1)]
    assert visits_by_day(store) == [(DAY, "start", 2)]


def test_counts_that_cannot_be_written_wait_and_are_told_of_once(usage, store, monkeypatch, caplog):
    fails = [True]

    def put(store, counts):
        if fails[0]:
            raise store.Error("busy")
        add(store, counts)

    monkeypatch.setattr(extension, "add", put)

    async def serve():
        counting = usage("/", 0)
        usage.visited("start", BROWSER)
        counting.start()
        await wait_until_async(lambda: caplog.records)
        fails[0] = False
        await counting.stop()

    with caplog.at_level(logging.ERROR):
        asyncio.run(serve())
    assert visits_by_day(store) == [(DAY, "start", 1)]
    assert [record.getMessage() for record in caplog.records] == [
        "Counts could not be written (busy); they are kept for the next attempt."
    ]
