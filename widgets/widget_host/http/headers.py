"""What every answer of the server shares: who may ask, under which name, and the headers that guard a page.

Here: identity, host names, security headers, the common ground of the handlers. Not here: any address.
"""

import ipaddress
import re
import socket
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado import httputil, web

from widget_host.http.proxy_trust import ProxyTrust
from widget_host.pages.assets import Asset
from widget_host.pages.failures import Failure
from widget_host.pages.views import Problem, Views

__all__ = [
    "ASK_AGAIN",
    "FOR_EVER",
    "UNSAFE_EVAL",
    "Anybody",
    "GuardedHeaders",
    "HostHandler",
    "OwnCookies",
    "content_policy",
    "host_pattern",
    "views_for",
]

ASK_AGAIN = "no-cache"
"""A browser may keep it, and asks each time whether it is still the same."""

FOR_EVER = "public, max-age=31536000, immutable"
"""A browser may keep it without asking: its address changes with its content."""

UNSAFE_EVAL = "Workbook-Unsafe-Eval"
"""A header by which a handler has its page allowed to make code out of text; it is taken out on the way."""


# What no exercise needs, no page may ask a browser for.
_PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
        *("microphone", "midi", "payment", "usb"),
    )
)
_PROBLEMS: dict[int, Problem] = {
    HTTPStatus.NOT_FOUND: "missing",
    HTTPStatus.MISDIRECTED_REQUEST: "host",
    HTTPStatus.TOO_MANY_REQUESTS: "rate",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "size",
    HTTPStatus.NOT_IMPLEMENTED: "language",
}
_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|[0-9a-f]*:[0-9a-f:.]*"
_LOOPBACK = r"127(?:\.\d{1,3}){3}|\[?::1\]?|localhost"


class Anybody(IdentityProvider):
    """Lets everybody in as the same learner, without a name and without the cookie that Jupyter would set."""

    @property
    def auth_enabled(self) -> bool:
        """There is nothing to log in to."""
        return False

    def get_user(self, handler: web.RequestHandler) -> User:  # noqa: ARG002 - everybody is the same
        """Return the one learner that there is."""
        return User(username="learner")

    def get_handlers(self) -> list[tuple[str, Any]]:
        """Offer no addresses for logging in and out."""
        return []


class GuardedHeaders(web.OutputTransform):
    """Adds the security headers to every answer, whatever made it: pages, files, errors."""

    ancestors: tuple[str, ...] = ()
    """The sites that may show the pages in a frame."""

    def __init__(self, request: httputil.HTTPServerRequest) -> None:
        """Keep the name under which the server was asked."""
        self._host = request.host

    @classmethod
    def framed_by(cls, ancestors: tuple[str, ...]) -> "type[GuardedHeaders]":
        """Return the same for pages that these sites may show in a frame."""
        return type(cls.__name__, (cls,), {"ancestors": ancestors})

    def transform_first_chunk(
        self, status_code: int, headers: httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, httputil.HTTPHeaders, bytes]:
        """Set the headers before the first bytes leave."""
        del finishing
        evaluates = headers.pop(UNSAFE_EVAL, None) is not None
        headers["Content-Security-Policy"] = content_policy(self._host, self.ancestors, unsafe_eval=evaluates)
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Permissions-Policy"] = _PERMISSIONS
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        del headers["Server"]
        return status_code, headers, chunk


def views_for(handler: web.RequestHandler) -> Views:
    """Return what draws pages in the language of the address that was asked for."""
    english, *others = handler.settings["host_views"]
    path = handler.request.path
    found: Views = next((one for one in others if path.startswith(one.home_url)), english)
    return found


class OwnCookies(web.RequestHandler):
    """Sets cookies with the flags that they need where the server is reached, for one visit alone."""

    def set_cookie(self, name: str, value: str | bytes, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Set a cookie (see `proxy_trust.ProxyTrust`); it is gone when the browser is closed."""
        proxy_trust: ProxyTrust = self.settings["host_proxy_trust"]
        flags = {**proxy_trust.cookie_flags(self.request.protocol), "expires_days": None}
        super().set_cookie(name, value, *args, **{**kwargs, **flags})


class HostHandler(OwnCookies):
    """A request for something of our own; its errors are pages that a learner can read.

    `failure` is how the page that was asked for fails, where whoever edits it is to be told.
    """

    failure: Failure | None = None

    def head(self, *args: str, **kwargs: str) -> Awaitable[None] | None:
        """Answer as GET does; Tornado sends the headers alone. Whatever GET does besides is left to GET."""
        answer: Awaitable[None] | None = self.get(*args, **kwargs)
        return answer

    @property
    def views(self) -> Views:
        """What draws the pages in the language of the address that was asked for."""
        return views_for(self)

    def check_xsrf_cookie(self) -> None:
        """Take messages from pages of this server alone; raises HTTPError 403.

        Over HTTPS, and on this machine, browsers say where a request comes from, and no page can say it
        otherwise. Only where they do not is the cookie needed: in another site's frame they may keep it back.
        """
        site = self.request.headers.get("Sec-Fetch-Site", "none")
        if site in ("cross-site", "same-site"):
            raise web.HTTPError(HTTPStatus.FORBIDDEN)
        if site != "same-origin":
            super().check_xsrf_cookie()

    def send(self, asset: Asset | None, keeping: str) -> None:
        """Answer with a file, in the smallest form that the browser takes; `keeping` is its Cache-Control.

        Raises HTTPError 404 where there is none.
        """
        if asset is None:
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("Cache-Control", keeping)
        self.set_header("Content-Type", asset.content_type)
        self.set_header("ETag", f'"{asset.digest}"')
        if self.check_etag_header():
            self.set_status(HTTPStatus.NOT_MODIFIED)
            self.finish()
            return
        body, coding = asset.best_for(self.request.headers.get("Accept-Encoding", ""))
        if coding:
            self.set_header("Content-Encoding", coding)
        self.finish(body)

    def compute_etag(self) -> None:
        """Leave the ETag as `send` set it, by what the file is rather than by its compressed form."""

    def write_error(self, status_code: int, **_details: object) -> None:
        """Answer with a page in plain words, and no traceback."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.views.problem(_PROBLEMS.get(status_code, "error"), self.failure))


def content_policy(host: str, ancestors: tuple[str, ...] = (), *, unsafe_eval: bool = False) -> str:
    """Return the Content-Security-Policy of a page that was asked for under `host` (name and port).

    `ancestors` are the sites that may show it in a frame, beside this server itself; with `unsafe_eval` its
    scripts may make code out of text.

    anywidget imports its modules from `blob:` addresses and puts its styles into the page, and other
    libraries read modules of their own there. Everything else comes from this server. The sockets are named,
    since older Safari does not count them to 'self'.
    """
    named = re.fullmatch(r"[\w.:\[\]-]+", host)
    sockets = f" ws://{host} wss://{host}" if named else ""
    text_as_code = " 'unsafe-eval'" if unsafe_eval else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob:{text_as_code}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' blob:{sockets}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            " ".join(("frame-ancestors 'self'", *ancestors)),
        )
    )


def host_pattern(host: str, allowed: tuple[str, ...]) -> str:
    """Return the pattern of the names under which a server at `host` answers.

    A page elsewhere could have its own name point to this machine and so read the pages through a
    visitor's browser (DNS rebinding). So a server on the loopback address answers to the loopback names
    alone, and one that others can reach answers also to plain addresses, which can't be rebound, and to
    this machine's names. `allowed` adds names, such as a proxy's.
    """
    names = [re.escape(name.lower()) for name in allowed]
    if not is_loopback(host):
        own = {host.lower(), socket.gethostname().lower(), socket.getfqdn().lower()}
        names += [_ADDRESS, *(re.escape(name) for name in sorted(own) if name)]
    return rf"(?:{'|'.join([_LOOPBACK, *names])})\.?$"


def is_loopback(host: str) -> bool:
    """Say whether a server that listens on `host` can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
