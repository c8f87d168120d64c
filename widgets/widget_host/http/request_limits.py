"""What a server accepts: from where, how fast, how big, and who may show its pages in a frame.

Here: the settings, the real address of a visitor behind a proxy, the limits of requests. Not here: host names
and headers (see `headers`), messages on a kernel's WebSocket (see `websocket`), places for kernels (see
`admission_queue`).
"""

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tornado import httputil, web

from widget_host.common.network import network_of, read_address
from widget_host.common.rate_limit import TokenBuckets
from widget_host.errors import ServeError

__all__ = ["GuardedApplication", "Rates", "RequestLimits", "clean_ancestor", "read_secret"]

_ANCESTOR = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?/?")
_LEAST_SECRET = 32
# A page takes some ten requests; a room of a hundred people opens it together, often from one address.
_AT_ONCE = 20
_MOST_ADDRESSES = 10_000
_KIB = 1024


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """What one server accepts.

    `frame_ancestors` are the sites that may show its pages in a frame, such as an LMS; with `trust_proxy`,
    the addresses and the protocol that a proxy reports are trusted; `message_kib` is the largest body and the
    largest frame in KiB; `rate` is how many requests a second one address may make in the long run, 0 for no
    limit; `cookie_secret` is the key that signs cookies, or b"" to generate one at each start.
    """

    frame_ancestors: tuple[str, ...] = ()
    trust_proxy: bool = False
    message_kib: int = 4096
    rate: int = 100
    cookie_secret: bytes = field(default=b"", repr=False)

    @property
    def message_bytes(self) -> int:
        """The largest body and the largest frame, in bytes."""
        return self.message_kib * _KIB

    def cookie_flags(self, protocol: str) -> dict[str, Any]:
        """Return the flags of a cookie that is sent over `protocol`.

        Over HTTPS it is never sent unencrypted. In a frame of another site, a browser sends it only with
        SameSite=None, which browsers accept only over HTTPS; otherwise no other site's request carries it.
        """
        if protocol != "https":
            return {}
        return {"secure": True, **({"samesite": "None"} if self.frame_ancestors else {})}


def clean_ancestor(address: str) -> str:
    """Return the origin of a site that may frame the pages; raises ServeError if it is not one."""
    if not _ANCESTOR.fullmatch(address):
        raise ServeError(
            f"--frame-ancestor {address!r} is not the address of a site. Give one like https://lms.example.org."
        )
    return address.rstrip("/")


def read_secret(file: Path | None, given: str) -> bytes:
    """Return the cookie secret from a file, or as it was given; b"" if neither is given.

    Raises ServeError if the file can't be read, or the secret is too short.
    """
    try:
        secret = file.read_bytes().strip() if file else given.strip().encode()
    except OSError as error:
        raise ServeError(f"The cookie secret in {file} can't be read: {error.strerror}.") from None
    if (file or given) and len(secret) < _LEAST_SECRET:
        raise ServeError(
            f"The cookie secret is too short. Give at least {_LEAST_SECRET} characters, "
            "as from `openssl rand -hex 32`."
        )
    return secret


class Rates:
    """The rate of requests from each address, kept only in memory, for the last 10,000 addresses.

    This machine itself is not limited: it may be a proxy that does not report its visitors' addresses.
    """

    def __init__(self, a_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the number per second, 0 for no limit."""
        self._a_s, self._clock = a_s, clock
        self._buckets: TokenBuckets[str] = TokenBuckets(a_s * _AT_ONCE, a_s, _MOST_ADDRESSES, clock)

    def wait_s(self, address: str) -> int:
        """Count a request; return 0 if it may be answered, or how many whole seconds to wait."""
        name = network_of(address)
        if not self._a_s or name is None:
            return 0
        return math.ceil(self._buckets.of(name).take_or_wait_s())


class GuardedApplication(web.Application):
    """Tornado's application, which refuses requests that are too many or too big."""

    def __init__(
        self,
        request_limits: RequestLimits,
        refused: type[web.RequestHandler],
        behind: Callable[[type[web.RequestHandler]], type[web.RequestHandler]] | None = None,
        **settings: Any,  # noqa: ANN401
    ) -> None:
        """Take the settings, the handler for refusals (with `status`, `wait_s`), and Tornado's settings.

        `behind` puts a handler behind a guard.
        """
        super().__init__(
            **settings,
            websocket_max_message_size=request_limits.message_bytes,
            host_request_limits=request_limits,
        )
        self._request_limits, self._refused, self._behind = request_limits, refused, behind
        self._rates = Rates(request_limits.rate)

    def add_guarded(self, host_pattern: str, rules: list[tuple[Any, ...]]) -> None:
        """Add routes, as `add_handlers` does, each behind the guard if there is one."""
        if self._behind is not None:
            rules = [(pattern, self._behind(handler), *more) for pattern, handler, *more in rules]
        self.add_handlers(host_pattern, rules)

    def find_handler(self, request: httputil.HTTPServerRequest, **kwargs: Any) -> Any:  # noqa: ANN401
        """Return the handler of a request."""
        if self._request_limits.trust_proxy:
            take_forwarded(request)
        wait_s = self._rates.wait_s(request.remote_ip or "")
        if wait_s:
            return self._refuse(request, HTTPStatus.TOO_MANY_REQUESTS, wait_s)
        length = request.headers.get("Content-Length", "0")
        if length.isdecimal() and int(length) > self._request_limits.message_bytes:
            return self._refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, 0)
        return super().find_handler(request, **kwargs)

    def _refuse(self, request: httputil.HTTPServerRequest, status: int, wait_s: int) -> Any:  # noqa: ANN401
        told = {"status": status, "wait_s": wait_s}
        return self.get_handler_delegate(request, self._refused, told)


def take_forwarded(request: httputil.HTTPServerRequest) -> None:
    """Set a request's address and protocol to those that the proxy next to us reports.

    Of several addresses, the last is the one that this proxy has seen; anybody can forge those before it.
    """
    address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    protocol = request.headers.get("X-Forwarded-Proto", "").rpartition(",")[2].strip().lower()
    if read_address(address) is not None:
        request.remote_ip = address
    if protocol in ("http", "https"):
        request.protocol = protocol
