"""The network by which a visitor is counted."""

import pytest

from widget_host.common.network import network_of, read_address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:0:0:1", "2001:db8::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
        ("unix socket", None),
    ],
)
def test_a_household_is_counted_once_and_this_machine_not_at_all(address, network):
    assert network_of(address) == network


def test_what_is_no_address_is_none():
    assert read_address("999.1.1.1") is None
