"""The figures of a server: what is counted, for whom, and that nobody is in them."""

import asyncio
import http.client
import socket
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tornado.httputil import HTTPHeaders

from browser.server import Server, few_pages
from record.entries import entry
from server.learner import Learner
from timeouts import scaled
from widget_host.http.metrics import Figures, is_from_near

WORDS = "what a learner wrote"


def told(text):
    """The figures by name and labels: `{("workbook_visits_total", "page=home"): 1.0}`."""
    return {
        (one.name, ",".join(f"{name}={value}" for name, value in one.labels.items())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


@pytest.mark.parametrize(
    ("address", "host", "headers", "version", "near"),
    [
        ("127.0.0.1", "127.0.0.1", {}, "HTTP/1.1", True),
        ("::1", "localhost", {}, "HTTP/1.1", True),
        ("::ffff:127.0.0.1", "[::1]", {}, "HTTP/1.1", True),
        ("10.1.2.3", "10.1.2.4", {}, "HTTP/1.1", True),
        ("172.18.0.5", "workbook", {}, "HTTP/1.1", True),
        ("::ffff:192.168.1.4", "workbook.internal", {}, "HTTP/1.1", True),
        ("8.8.8.8", "127.0.0.1", {}, "HTTP/1.1", False),
        ("::ffff:8.8.8.8", "127.0.0.1", {}, "HTTP/1.1", False),
        ("2a00:1450::1", "127.0.0.1", {}, "HTTP/1.1", False),
        # Somebody with IPv4 alone, anywhere (Teredo), and networks for examples.
        ("2001:0:53aa:64c:2c4e:3f2a:f7f7:f7f7", "127.0.0.1", {}, "HTTP/1.1", False),
        ("192.0.2.1", "127.0.0.1", {}, "HTTP/1.1", False),
        ("fe80::1%eth0", "workbook", {}, "HTTP/1.1", True),
        ("fd00::1", "workbook", {}, "HTTP/1.1", True),
        ("", "127.0.0.1", {}, "HTTP/1.1", False),
        ("not an address", "127.0.0.1", {}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "8.8.8.8"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"x-forwarded-for": "10.0.0.1"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=8.8.8.8"}, "HTTP/1.1", False),
        ("10.0.0.9", "10.0.0.4", {"X-Real-IP": "8.8.8.8"}, "HTTP/1.1", False),
        ("10.0.0.9", "10.0.0.4", {"CF-Connecting-IP": "8.8.8.8"}, "HTTP/1.1", False),
        # As nginx does where it is told no more than where to go.
        ("127.0.0.1", "127.0.0.1", {}, "HTTP/1.0", False),
        ("10.0.0.9", "10.0.0.4", {}, "HTTP/1.0", False),
        # As it does where it is told what WebSockets take.
        ("127.0.0.1", "workbook.example.org", {}, "HTTP/1.1", False),
        ("::1", "192.0.2.1", {}, "HTTP/1.1", False),
    ],
)
def test_figures_are_told_to_this_machine_and_private_networks_and_not_through_a_proxy(
    address, host, headers, version, near
):
    request = SimpleNamespace(
        remote_ip=address, host_name=host, headers=HTTPHeaders(headers), version=version
    )
    assert is_from_near(request) is near


def test_refusals_are_counted_by_what_the_status_says():
    figures = Figures()
    for status in (200, 304, 404, 500, 403, 409, 413, 421, 429, 429):
        figures.answered(status)
    found = {key: value for key, value in told(figures.text().decode()).items() if "refused" in key[0]}
    assert found == {
        ("widget_host_refused_total", f"reason={reason}"): value
        for reason, value in {"forbidden": 1, "changed": 1, "size": 1, "host": 1, "rate": 2}.items()
    }


def test_when_somebody_first_came_is_not_told():
    figures = Figures()
    figures.visits.labels("home").inc()
    assert "_created" not in figures.text().decode()


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
    before = told(ask(server)[2])
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
        return told(text), text

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
