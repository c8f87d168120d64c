"""Finds the addresses at which phones can reach this server.

Here: this machine's addresses, in a form that people can type. Not here: an address's QR code (see `qr`), nor
the accepted host names (see `widget_host.http.headers`).
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from workbook.workshop.errors import WorkshopError

__all__ = ["ServerAddresses", "listed", "read_public_address"]

_HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_MOST_LONG = 200
_ANY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - only compared with
# Networks internal to a machine, which contain no phones.
_INNER = re.compile(r"(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|flannel|podman)")


@dataclass(frozen=True, slots=True)
class ServerAddresses:
    """How a server is reached: `listed` are full addresses that end in a slash, the likeliest first.

    `only_here` says that no other device can reach it.
    """

    listed: tuple[str, ...]
    only_here: bool


def listed(host: str, port: int, base_url: str, public: str = "") -> ServerAddresses:
    """Return the addresses of a server that listens at `host` and `port` below `base_url`.

    `public` is the publisher's address (see `read_public_address`), or "". This machine's addresses are
    looked up each time: a laptop may change networks between two workshops.
    """
    inner = _is_loopback(host)
    if host in _ANY:
        hosts = _of_this_machine(with_six=host == "::")
    else:
        hosts = ["localhost" if inner else host.strip("[]")]
    own = [f"http://{_in_address(one)}{'' if port == 80 else f':{port}'}{base_url}" for one in hosts]  # noqa: PLR2004
    if public:
        return ServerAddresses((public, *(() if inner else own)), only_here=False)
    return ServerAddresses(tuple(own), only_here=inner or not own)


def read_public_address(text: str, base_url: str) -> str:
    """Validate a publisher's address, and return it with a slash at its end.

    Raises WorkshopError ("unreadable") for anything else. An address without a path gets `base_url`.
    """
    parts = urlsplit(text.strip())
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    try:
        port = parts.port
    except ValueError:
        plain = False
        port = None
    named = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    plain = plain and parts.scheme in ("http", "https") and len(text) <= _MOST_LONG
    if not (plain and _HOST.fullmatch(named)):
        raise WorkshopError(
            "unreadable",
            "The --public-address is not an address. Give what people type, like https://workbook.example.org/.",
        )
    path = f"{parts.path.rstrip('/')}/" if parts.path.strip("/") else base_url
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}{path}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _of_this_machine(*, with_six: bool) -> list[str]:
    """Return this machine's addresses in active networks, those in local networks first."""
    up = {name for name, about in psutil.net_if_stats().items() if about.isup}
    families = {socket.AF_INET, socket.AF_INET6} if with_six else {socket.AF_INET}
    found = []
    for name, addresses in psutil.net_if_addrs().items():
        for one in addresses:
            if one.family in families and name in up:
                found.append((bool(_INNER.match(name)), one.address))
    ranked = []
    for inner, text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not (address.is_loopback or address.is_link_local or address.is_unspecified):
            ranked.append((inner, address.version, not address.is_private, text))
    return [text for *_, text in sorted(set(ranked))]


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
