import re

import pytest

from widget_host.http.headers import content_policy, host_pattern, is_loopback


def answers(host, name, *allowed):
    return re.match(host_pattern(host, allowed), name) is not None


@pytest.mark.parametrize("name", ["127.0.0.1", "127.1.2.3", "localhost", "[::1]", "::1"])
def test_a_server_on_the_loopback_address_answers_to_its_names(name):
    assert answers("127.0.0.1", name)


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5", "localhost.evil", ""])
def test_a_name_that_points_here_from_elsewhere_is_refused(name):
    assert not answers("127.0.0.1", name)
    assert answers("0.0.0.0", name) == (name == "10.0.0.5")


def test_a_server_for_others_answers_to_plain_addresses_and_its_own_name(monkeypatch):
    monkeypatch.setattr("socket.gethostname", lambda: "Trainer-Laptop")
    assert answers("0.0.0.0", "192.168.1.20")
    assert answers("0.0.0.0", "trainer-laptop")
    assert answers("::", "[fe80::1]")
    assert not answers("0.0.0.0", "trainer-laptop.evil.example")


def test_a_proxy_s_name_can_be_allowed():
    assert answers("127.0.0.1", "workbook.example.org", "Workbook.example.org")
    assert not answers("127.0.0.1", "workbookxexample.org", "workbook.example.org")


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("x", False)],
)
def test_what_only_this_machine_can_reach_is_known(host, alone):
    assert is_loopback(host) is alone


def test_a_page_may_load_from_its_own_server_alone():
    policy = content_policy("127.0.0.1:8866")
    assert "script-src 'self' blob:;" in policy
    assert "frame-ancestors 'self'" in policy
    assert "connect-src 'self' blob: ws://127.0.0.1:8866 wss://127.0.0.1:8866;" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


def test_a_strange_host_adds_nothing_to_the_policy():
    assert "connect-src 'self' blob:;" in content_policy("x; script-src *")
