"""Which requests count as the browser of the person who edits the pages, on the serving machine."""

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from widget_host.http.local_requests import is_local


@pytest.mark.parametrize(
    ("address", "host", "headers", "version", "local"),
    [
        ("127.0.0.1", "127.0.0.1", {}, "HTTP/1.1", True),
        ("127.0.0.1", "localhost", {}, "HTTP/1.1", True),
        ("::1", "[::1]", {}, "HTTP/1.1", True),
        ("192.168.1.4", "127.0.0.1", {}, "HTTP/1.1", False),
        ("10.0.0.4", "localhost", {}, "HTTP/1.1", False),
        ("", "localhost", {}, "HTTP/1.1", False),
        ("127.0.0.1", "workbook.example.org", {}, "HTTP/1.1", False),
        ("127.0.0.1", "localhost.example.org", {}, "HTTP/1.1", False),
        ("127.0.0.1", "192.168.1.4", {}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"x-forwarded-proto": "https"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-Host": "localhost"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"via": "1.1 proxy"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"CF-Connecting-IP": "192.0.2.1"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {"True-Client-IP": "192.0.2.1"}, "HTTP/1.1", False),
        ("127.0.0.1", "127.0.0.1", {}, "HTTP/1.0", False),
    ],
)
def test_only_a_browser_on_this_machine_that_names_this_machine_is_local(
    address, host, headers, version, local
):
    request = SimpleNamespace(
        remote_ip=address, host_name=host, headers=HTTPHeaders(headers), version=version
    )
    assert is_local(request) is local
