"""Which requests are accepted: how many, how large, from where, and with which cookie."""

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from widget_host.errors import ServeError
from widget_host.http.request_limits import Rates, RequestLimits, clean_ancestor, read_secret, take_forwarded


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_each_address_is_counted_by_itself_and_a_household_as_one():
    rates = Rates(1, Clock())
    assert [rates.wait_s("192.0.2.1") for _ in range(21)] == [0] * 20 + [1]
    assert rates.wait_s("192.0.2.2") == 0
    assert rates.wait_s("::ffff:192.0.2.1") == 1
    assert [rates.wait_s(f"2001:db8::{n:x}") for n in range(21)] == [0] * 20 + [1]
    assert rates.wait_s("2001:db8:0:1::1") == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "", "unix socket"])
def test_this_machine_is_not_counted(address):
    rates = Rates(1, Clock())
    assert {rates.wait_s(address) for _ in range(200)} == {0}


def test_nobody_is_counted_where_any_number_is_welcome():
    rates = Rates(0, Clock())
    assert {rates.wait_s("192.0.2.1") for _ in range(500)} == {0}


def test_only_the_last_ten_thousand_addresses_are_remembered():
    rates = Rates(1, Clock())
    for number in range(20_050):
        rates.wait_s(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(rates._buckets) == 10_000


@pytest.mark.parametrize(
    ("headers", "address", "protocol"),
    [
        ({}, "10.0.0.1", "http"),
        ({"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}, "192.0.2.7", "https"),
        ({"X-Forwarded-For": "1.2.3.4, 192.0.2.7"}, "192.0.2.7", "http"),
        ({"X-Forwarded-For": "2001:db8::1"}, "2001:db8::1", "http"),
        ({"X-Forwarded-For": "<script>", "X-Forwarded-Proto": "gopher"}, "10.0.0.1", "http"),
        ({"X-Forwarded-For": "192.0.2.7, unknown"}, "10.0.0.1", "http"),
        ({"X-Real-Ip": "192.0.2.7", "X-Scheme": "https"}, "10.0.0.1", "http"),
    ],
)
def test_of_what_proxies_report_the_nearest_is_believed(headers, address, protocol):
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"), headers=HTTPHeaders({"Host": "here", **headers})
    )
    request.remote_ip, request.protocol = "10.0.0.1", "http"
    take_forwarded(request)
    assert (request.remote_ip, request.protocol) == (address, protocol)


@pytest.mark.parametrize(
    ("ancestors", "protocol", "flags"),
    [
        ((), "http", {}),
        ((), "https", {"secure": True}),
        (("https://lms.example.org",), "https", {"secure": True, "samesite": "None"}),
        (("https://lms.example.org",), "http", {}),
    ],
)
def test_a_cookie_is_for_https_alone_there_and_for_frames_only_where_they_are_allowed(
    ancestors, protocol, flags
):
    assert RequestLimits(frame_ancestors=ancestors).cookie_flags(protocol) == flags


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("https://lms.example.org", "https://lms.example.org"),
        ("https://lms.example.org/", "https://lms.example.org"),
        ("https://*.example.org:8443", "https://*.example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_a_site_that_may_frame_pages_is_named_by_its_address(given, cleaned):
    assert clean_ancestor(given) == cleaned


@pytest.mark.parametrize(
    "given",
    [
        "*",
        "https://*",
        "lms.example.org",
        "https://a.org; script-src *",
        "https://a.org, https://b.org",
        "'self'",
        "https://a.org/path",
        "javascript:alert(1)",
        "https://a.org\nX: y",
        "",
        "data:",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(given):
    with pytest.raises(ServeError, match="is not the address of a site"):
        clean_ancestor(given)


def test_the_secret_comes_from_a_file_or_as_it_was_given(tmp_path):
    file = tmp_path / "secret"
    file.write_text("f" * 32 + "\n")
    assert read_secret(file, "g" * 40) == b"f" * 32
    assert read_secret(None, "g" * 40) == b"g" * 40
    assert read_secret(None, "") == b""
    assert "gggg" not in repr(RequestLimits(cookie_secret=b"g" * 40))


@pytest.mark.parametrize(
    ("content", "said"), [(None, "can't be read"), ("short", "too short"), ("", "too short")]
)
def test_a_secret_that_is_none_is_refused(tmp_path, content, said):
    file = tmp_path / "secret"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ServeError, match=said):
        read_secret(file, "")
