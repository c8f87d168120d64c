"""A server's metrics: what is counted, who may read them, and that they identify nobody."""

import asyncio
import http.client
import socket

import pytest

from browser.server import Server, few_pages
from metrics_text import metrics_in
from record.entries import entry
from server.learner import Learner
from timeouts import scaled

WORDS = "what a learner wrote"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(few_pages(tmp_path_factory.mktemp("notebooks"), "record", "guides/learner"))
    yield running
    assert running.stop() == 0


def ask(server, path="metrics", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request(
        "GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("Content-Type"), content


def test_visits_kernels_and_saves_are_counted_and_nobody_is_in_the_figures(server):
    server.prepared("record")
    before = metrics_in(ask(server)[2])
    learner = Learner(server.address)

    async def story():
        await learner.begin()
        assert (await learner.ask("push", **learner.save(entry(value=WORDS))))["ok"]
        await learner.tell("push", **{**learner.save(entry()), "record": "0" * 64})
        assert not (await learner.answer())["ok"]
        for path in (
            "",
            "?q=secret",
            "voila/render/guides/learner.ipynb?x=secret",
            "voila/render/nowhere.ipynb",
        ):
            await learner.get(path)
        text = (await learner.get("metrics")).text
        await learner.leave()
        return metrics_in(text), text

    found, text = asyncio.run(story())
    new = {key: value - before.get(key, 0) for key, value in found.items() if value != before.get(key, 0)}
    new.pop(("workbook_save_seconds_sum", ""))
    # What is old is deleted when its time has come, which may be now; and others use the disk as well.
    others_do = ("bucket", "workbook_retention", "workbook_disk_free")
    assert {key: value for key, value in new.items() if not any(part in key[0] for part in others_do)} == {
        ("workbook_visits_total", "page=record"): 1,
        ("workbook_visits_total", "page=home"): 2,
        ("workbook_visits_total", "page=guides/learner"): 1,
        ("workbook_kernels", ""): 1,
        ("workbook_kernels_started_total", ""): 1,
        ("workbook_saves_total", ""): 1,
        ("workbook_saves_failed_total", ""): 1,
        ("workbook_save_seconds_count", ""): 1,
    }
    others = {
        "workbook_up",
        "workbook_disk_free_bytes",
        "workbook_queue",
        "workbook_workshops",
        "workbook_workshop_lines",
    }
    kept = {f"workbook_retention_{what}_last_day_seconds" for what in ("records", "workshops", "counts")}
    assert others | kept <= {name for name, _ in found}
    secrets = (
        WORDS,
        "secret",
        learner.kernel,
        learner.code,
        learner.record["record"],
        "127.0.0.1",
        "nowhere",
    )
    assert [one for one in secrets if one in text] == []


def test_through_a_proxy_no_figures_are_told_and_it_is_said_why(server):
    status, kind, content = ask(server, X_Forwarded_For="8.8.8.8")
    assert (status, kind) == (403, "text/plain; charset=utf-8")
    assert "--public-metrics" in content
    with socket.create_connection(("127.0.0.1", server.port), timeout=scaled(60)) as line:
        line.sendall(b"GET /metrics HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert line.makefile("rb").readline().startswith(b"HTTP/1.1 403 ")
    status, kind, _ = ask(server)
    assert (status, kind.split(";")[0]) == (200, "text/plain")
