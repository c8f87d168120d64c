"""The publisher's settings for a deployment, validated so that none of them can inject anything into a file.

Here: the settings and their rules. Not here: the files written from them (see `writing`).
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from widget_host.errors import ServeError
from widget_host.http.request_limits import clean_ancestor
from widget_host.kernels.admission_queue import places_in
from widget_host.settings import clean_base_url

__all__ = ["Deployment", "Kind"]

Kind = Literal["containers", "machine"]
"""How the workbook is run: with Docker or Podman, or by systemd directly on a machine."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"localhost|(?:{_LABEL}\.)+{_LABEL}")
_MOST_NAME = 253
# No blank, quote, semicolon, brace, dollar, hash, colon or percent sign: each has a meaning in one of the
# files.
_PATH = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_.@+/-]*")
_MOST_PORT = 65535
# The database, the proxy, and the network's own first and last address and its gateway.
_OTHERS = 5
_FIRST_SERVER = 10
_CERTIFICATE, _KEY = "secrets/certificate.pem", "secrets/key.pem"


@dataclass(frozen=True, slots=True)
class Deployment:
    """One publisher's deployment of the workbook.

    `name` is the host name that people type, in lower case; `servers` how many processes share the work,
    each with `memory_mib` MiB of memory, at the ports from `first_port` on; `https_port` and `http_port` are
    where the proxy listens, at `listen` or, where that is "", at all addresses; `certificate` and `key` are
    paths of PEM files, or "" for the usual ones; `base_url` is the path below which the workbook lives;
    `frame_ancestors` are the sites that may show it in a frame; a server stops within `shutdown_timeout_s`
    seconds; `network` is the private network of the containers, in CIDR notation; `source` is the folder of
    the workbook's source, from which it is installed.

    Raises ServeError, saying what to do, if one of them is invalid.
    """

    name: str
    kind: Kind = "containers"
    servers: int = 2
    memory_mib: int = 2048
    https_port: int = 443
    http_port: int = 80
    first_port: int = 8866
    listen: str = ""
    certificate: str = ""
    key: str = ""
    base_url: str = "/"
    frame_ancestors: tuple[str, ...] = ()
    shutdown_timeout_s: int = 30
    network: str = "10.213.66.0/24"
    source: Path = Path()

    def __post_init__(self) -> None:
        """Check and normalise each setting."""
        ancestors = tuple(clean_ancestor(one) for one in self.frame_ancestors)
        for name, value in (
            ("name", _clean_name(self.name)),
            ("listen", _clean_listen(self.listen)),
            ("base_url", clean_base_url(self.base_url)),
            ("frame_ancestors", ancestors),
            (
                "certificate",
                _clean_path("--certificate", self.certificate or self._usual("fullchain", _CERTIFICATE)),
            ),
            ("key", _clean_path("--key", self.key or self._usual("privkey", _KEY))),
            ("network", _clean_network(self.network, self.servers)),
        ):
            object.__setattr__(self, name, value)
        self._check_ports()
        if self.kind == "machine":
            for option, path in (("--certificate", self.certificate), ("--key", self.key)):
                if not path.startswith("/"):
                    raise ServeError(
                        f"{option} {path!r} has to be a whole path on the server, such as /etc/ssl/{path}."
                    )

    @property
    def ports(self) -> range:
        """The servers' ports, one each: the proxy identifies the servers by them."""
        return range(self.first_port, self.first_port + self.servers)

    @property
    def address(self) -> str:
        """The address that people enter."""
        return f"https://{self.authority}{self.base_url}"

    @property
    def authority(self) -> str:
        """The host name, with the port if it is not the default."""
        return self.name if self.https_port == 443 else f"{self.name}:{self.https_port}"  # noqa: PLR2004

    @property
    def hosts(self) -> dict[int, str]:
        """The servers' IP addresses by port: each container has its own."""
        if self.kind == "machine":
            return dict.fromkeys(self.ports, "127.0.0.1")
        return {port: self._at(_FIRST_SERVER + number) for number, port in enumerate(self.ports)}

    @property
    def database_host(self) -> str:
        """The IP address of the database's container."""
        return self._at(2)

    @property
    def proxy_host(self) -> str:
        """The IP address of the proxy's container."""
        return self._at(3)

    @property
    def max_kernels(self) -> int:
        """How many visitors' processes fit into a server's memory."""
        return places_in(self.memory_mib * 2**20)

    def _at(self, number: int) -> str:
        return str(ipaddress.ip_network(self.network)[number])

    def _usual(self, certbot: str, own: str) -> str:
        """Return the default path of a certificate or key."""
        return (
            own if self.kind == "containers" else f"/etc/letsencrypt/live/{self.name.lower()}/{certbot}.pem"
        )

    def _check_ports(self) -> None:
        if self.ports[-1] > _MOST_PORT:
            raise ServeError(
                f"There are no {self.servers} ports from {self.first_port} on. Give a lower --first-port."
            )
        taken = [self.https_port, self.http_port]
        if self.https_port == self.http_port or (self.kind == "machine" and set(taken) & set(self.ports)):
            raise ServeError(
                f"Two would listen at one port: the proxy at {self.http_port} and {self.https_port}, "
                f"the servers from {self.first_port} to {self.ports[-1]}. "
                "Give another --port, --http-port or --first-port."
            )


def _clean_name(name: str) -> str:
    cleaned = name.strip().lower().removesuffix(".")
    if not _NAME.fullmatch(cleaned) or len(cleaned) > _MOST_NAME or _is_number(cleaned):
        raise ServeError(
            f"--name {name!r} is not a host name. Give the name alone, like workbook.example.org, without "
            "https:// and without a port. One with other letters is given in the form that begins with xn--."
        )
    return cleaned


def _is_number(name: str) -> bool:
    """Return whether a name would be read as an address: browsers treat a last label of digits as one."""
    return name.rpartition(".")[2].isdecimal()


def _clean_listen(address: str) -> str:
    if not address:
        return ""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        raise ServeError(
            f"--listen {address!r} is not an IP address of this machine. Give one like 192.0.2.10, or leave "
            "it out to listen at all."
        ) from None
    if found.version == 6 and found.scope_id:  # noqa: PLR2004
        raise ServeError(f"--listen {address!r} names an interface. Give the address alone.")
    return f"[{found}]" if found.version == 6 else str(found)  # noqa: PLR2004


def _clean_path(option: str, path: str) -> str:
    if not _PATH.fullmatch(path) or _has_dots(path.split("/")):
        raise ServeError(
            f"{option} {path!r} can't be used. Give a path of letters, digits and . _ - @ + / alone, without "
            "blanks and without .. in it."
        )
    return path


def _has_dots(parts: Iterable[str]) -> bool:
    return ".." in parts


def _clean_network(network: str, servers: int) -> str:
    try:
        found = ipaddress.IPv4Network(network)
    except ValueError:
        found = None
    least = _FIRST_SERVER + servers + 1
    if found is None or not found.is_private or found.num_addresses < least:
        raise ServeError(
            f"--network {network!r} is not a private network for {servers + _OTHERS} addresses. "
            "Give one that nothing else uses here, like 10.213.66.0/24."
        )
    return str(found)
