"""Returns the key by which requests are counted: an address, or the network of one household.

Every package may import this module, and it imports no other. Not here: the counting, and which address is
trusted behind a proxy (see `http.request_limits`).
"""

import ipaddress

__all__ = ["network_of", "read_address"]

_V6_NETWORK = 64


def network_of(address: str) -> str | None:
    """Return the key for requests from an address; None for this machine, which may be a proxy.

    A household has one IPv4 address, and any number of IPv6 addresses within one network.
    """
    found = read_address(address)
    if found is None or found.is_loopback:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _V6_NETWORK), strict=False))
    return str(found)


def read_address(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address, with IPv4-mapped IPv6 addresses as IPv4; None if it is not an address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
