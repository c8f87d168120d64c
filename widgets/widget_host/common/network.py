"""What requests are counted by: an address, or the network of one household.

Every room may know this module, and it knows none. Not here: what is counted, and which address is believed
behind a proxy (see `server.http.proxy_trust`).
"""

import ipaddress

__all__ = ["network_of", "read_address"]

_V6_NETWORK = 64


def network_of(address: str) -> str | None:
    """Return by what whoever asks from an address is counted; None for this machine, which may be a proxy.

    A household has one address of IPv4, and as many of IPv6 as it likes within one network.
    """
    found = read_address(address)
    if found is None or found.is_loopback:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _V6_NETWORK), strict=False))
    return str(found)


def read_address(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address, of IPv4 also where it is written as one of IPv6; None for what is not one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
