import socket
from types import SimpleNamespace

import psutil
import pytest

from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.addresses import ServerAddresses, listed, read_public_address


@pytest.fixture(autouse=True)
def _machine(monkeypatch):
    """A laptop in a meeting room: Wi-Fi, a cable that is not plugged in, and what programs have made."""

    def address(text):
        family = socket.AF_INET6 if ":" in text else socket.AF_INET
        return SimpleNamespace(family=family, address=text)

    networks = {
        "lo": ["127.0.0.1", "::1"],
        "docker0": ["172.17.0.1"],
        "wlan0": ["192.168.1.20", "fe80::1%wlan0", "fd00::20"],
        "eth0": ["10.0.0.9"],
        "ppp0": ["81.2.69.142"],
    }
    monkeypatch.setattr(
        psutil, "net_if_addrs", lambda: {name: [*map(address, all_)] for name, all_ in networks.items()}
    )
    monkeypatch.setattr(
        psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name != "eth0") for name in networks}
    )


def test_a_server_on_loopback_can_be_reached_from_this_machine_alone():
    for host in ("127.0.0.1", "localhost", "::1"):
        assert listed(host, 8866, "/") == ServerAddresses(("http://localhost:8866/",), only_here=True)


def test_a_server_for_all_networks_lists_what_phones_can_reach_the_likeliest_first():
    found = listed("0.0.0.0", 8866, "/workbook/")
    assert found.listed == (
        "http://192.168.1.20:8866/workbook/",
        "http://81.2.69.142:8866/workbook/",
        "http://172.17.0.1:8866/workbook/",
    )
    assert not found.only_here


def test_addresses_of_the_newer_kind_stand_in_brackets():
    assert "http://[fd00::20]:8866/" in listed("::", 8866, "/").listed
    assert listed("fd00::20", 80, "/").listed == ("http://[fd00::20]/",)


def test_a_server_at_one_address_lists_that_one():
    assert listed("192.168.1.20", 80, "/") == ServerAddresses(("http://192.168.1.20/",), only_here=False)


def test_a_machine_without_a_network_says_so(monkeypatch):
    monkeypatch.setattr(psutil, "net_if_addrs", dict)
    monkeypatch.setattr(psutil, "net_if_stats", dict)
    assert listed("0.0.0.0", 8866, "/") == ServerAddresses((), only_here=True)


def test_what_the_publisher_gave_comes_first():
    public = read_public_address("https://workbook.example.org", "/")
    assert listed("127.0.0.1", 8866, "/", public) == ServerAddresses(
        ("https://workbook.example.org/",), only_here=False
    )
    assert listed("192.168.1.20", 8866, "/", public).listed[0] == "https://workbook.example.org/"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://workbook.example.org", "https://workbook.example.org/training/"),
        ("https://workbook.example.org/", "https://workbook.example.org/training/"),
        ("http://10.0.0.9:8080/other", "http://10.0.0.9:8080/other/"),
        ("http://[fd00::20]:8080/", "http://[fd00::20]:8080/training/"),
        (" https://Workbook.Example.org ", "https://workbook.example.org/training/"),
    ],
)
def test_a_public_address_ends_in_a_slash_and_has_a_path(given, read):
    assert read_public_address(given, "/training/") == read


@pytest.mark.parametrize(
    "given",
    ["workbook.example.org", "ftp://a.b/", "https://", "https://a b/", "https://me:word@a.b/", "https://a.b/?c",
     "https://a.b/#c", "https://a.b:high/", "javascript:alert(1)", f"https://{'a' * 300}.org/"],
)  # fmt: skip
def test_a_public_address_that_is_none_is_refused_with_an_example(given):
    with pytest.raises(WorkshopError, match="Give what people type, like https://") as refused:
        read_public_address(given, "/")
    assert refused.value.reason == "unreadable"
