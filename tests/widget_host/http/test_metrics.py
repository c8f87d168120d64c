"""Who may read the metrics, and how refusals are counted."""

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from metrics_text import metrics_in
from widget_host.http.metrics import Figures, is_from_near


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
    found = {key: value for key, value in metrics_in(figures.text().decode()).items() if "refused" in key[0]}
    assert found == {
        ("widget_host_refused_total", f"reason={reason}"): value
        for reason, value in {"forbidden": 1, "changed": 1, "size": 1, "host": 1, "rate": 2}.items()
    }


def test_when_somebody_first_came_is_not_told():
    figures = Figures()
    figures.visits.labels("home").inc()
    assert "_created" not in figures.text().decode()
