"""What all responses share: identity, accepted host names, and the security headers.

Here: identity, host names, security headers, the handlers' base class. Not here: any route.
"""

import ipaddress
import re
import socket
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado import httputil, web

from widget_host.http.request_limits import RequestLimits
from widget_host.pages.assets import Asset
from widget_host.pages.failures import Failure
from widget_host.pages.views import Problem, Views

__all__ = [
    "ASK_AGAIN",
    "FOR_EVER",
    "UNSAFE_EVAL",
    "AnonymousIdentity",
    "GuardedHeaders",
    "HostHandler",
    "OwnCookies",
    "content_policy",
    "host_pattern",
    "views_for",
]

ASK_AGAIN = "no-cache"
"""A browser may cache it, but has to revalidate it each time."""

FOR_EVER = "public, max-age=31536000, immutable"
"""A browser may cache it without revalidating: its address changes with its content."""

UNSAFE_EVAL = "Workbook-Unsafe-Eval"
"""An internal header by which a handler allows its page to evaluate text as code; it is removed before
sending.
"""


# No page may use a browser feature that no exercise needs.
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


class AnonymousIdentity(IdentityProvider):
    """Admits everybody as the same learner, without a name and without the cookie that Jupyter would set."""

    @property
    def auth_enabled(self) -> bool:
        """Always false: there is no login."""
        return False

    def get_user(self, handler: web.RequestHandler) -> User:  # noqa: ARG002 - everybody is the same
        """Return the one learner that there is."""
        return User(username="learner")

    def get_handlers(self) -> list[tuple[str, Any]]:
        """Return no routes for logging in and out."""
        return []


class GuardedHeaders(web.OutputTransform):
    """Adds the security headers to every response, whichever handler made it: pages, files, errors."""

    ancestors: tuple[str, ...] = ()
    """The sites that may show the pages in a frame."""

    def __init__(self, request: httputil.HTTPServerRequest) -> None:
        """Keep the host name of the request."""
        self._host = request.host

    @classmethod
    def framed_by(cls, ancestors: tuple[str, ...]) -> "type[GuardedHeaders]":
        """Return the same transform for pages that these sites may show in a frame."""
        return type(cls.__name__, (cls,), {"ancestors": ancestors})

    def transform_first_chunk(
        self, status_code: int, headers: httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, httputil.HTTPHeaders, bytes]:
        """Set the headers before the first bytes are sent."""
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
    """Return the views for the language of the requested address."""
    english, *others = handler.settings["host_views"]
    path = handler.request.path
    found: Views = next((one for one in others if path.startswith(one.home_url)), english)
    return found


class OwnCookies(web.RequestHandler):
    """Sets session cookies with the flags that suit how the server is reached."""

    def set_cookie(self, name: str, value: str | bytes, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Set a cookie (see `request_limits.RequestLimits`), which expires when the browser is closed."""
        request_limits: RequestLimits = self.settings["host_request_limits"]
        flags = {**request_limits.cookie_flags(self.request.protocol), "expires_days": None}
        super().set_cookie(name, value, *args, **{**kwargs, **flags})


class HostHandler(OwnCookies):
    """The base of our own handlers; its error pages are written for learners.

    `failure` describes how the requested page fails, if its editor should see that.
    """

    failure: Failure | None = None

    def head(self, *args: str, **kwargs: str) -> Awaitable[None] | None:
        """Answer as GET does; Tornado sends only the headers. Side effects are left to GET."""
        answer: Awaitable[None] | None = self.get(*args, **kwargs)
        return answer

    @property
    def views(self) -> Views:
        """The views for the language of the requested address."""
        return views_for(self)

    def check_xsrf_cookie(self) -> None:
        """Accept messages only from this server's own pages; raises HTTPError 403.

        Over HTTPS, and on this machine, browsers state a request's origin, which no page can forge. The
        cookie is needed only when they don't: in another site's frame they may withhold it.
        """
        site = self.request.headers.get("Sec-Fetch-Site", "none")
        if site in ("cross-site", "same-site"):
            raise web.HTTPError(HTTPStatus.FORBIDDEN)
        if site != "same-origin":
            super().check_xsrf_cookie()

    def send(self, asset: Asset | None, keeping: str) -> None:
        """Answer with a file, in the smallest encoding that is accepted; `keeping` is its Cache-Control.

        Raises HTTPError 404 if there is no file.
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
        """Leave the ETag as `send` set it, from the file rather than from its compressed form."""

    def write_error(self, status_code: int, **_details: object) -> None:
        """Answer with a page in plain words, without a traceback."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.views.problem(_PROBLEMS.get(status_code, "error"), self.failure))


def content_policy(host: str, ancestors: tuple[str, ...] = (), *, unsafe_eval: bool = False) -> str:
    """Return the Content-Security-Policy of a page requested under `host` (name and port).

    `ancestors` are the sites that may show it in a frame, in addition to this server; with `unsafe_eval` its
    scripts may evaluate text as code.

    anywidget imports its modules from `blob:` addresses and adds its styles to the page, and other libraries
    load their modules that way. Everything else comes from this server. WebSockets are listed, since older
    versions of Safari don't include them in 'self'.
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
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            " ".join(("frame-ancestors 'self'", *ancestors)),
        )
    )


def host_pattern(host: str, allowed: tuple[str, ...]) -> str:
    """Return the pattern of the host names to which a server at `host` answers.

    Another site could point its own name at this machine and so read the pages through a visitor's browser
    (DNS rebinding). So a server on the loopback address answers only to the loopback names; a server that
    others can reach also answers to IP addresses, which can't be rebound, and to this machine's names.
    `allowed` adds names, such as a proxy's.
    """
    names = [re.escape(name.lower()) for name in allowed]
    if not is_loopback(host):
        own = {host.lower(), socket.gethostname().lower(), socket.getfqdn().lower()}
        names += [_ADDRESS, *(re.escape(name) for name in sorted(own) if name)]
    return rf"(?:{'|'.join([_LOOPBACK, *names])})\.?$"


def is_loopback(host: str) -> bool:
    """Return whether a server that listens on `host` can be reached only from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
