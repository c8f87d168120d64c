"""Detects requests that come directly from a browser on this machine: from the person who edits the pages.

Here: how such a request, and a proxy, is recognised. Not here: what such a browser is shown (see
`page_handlers`), and who may read the metrics (see `metrics`).
"""

from tornado import httputil

from widget_host.http.headers import is_loopback

__all__ = ["is_forwarded", "is_local", "is_under_own_name"]

# Headers in which proxies and content delivery networks say where a request came from.
_FORWARDED = frozenset(
    {
        *("Forwarded", "Forwarded-For", "Via", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip"),
        *("Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip", "Cdn-Loop", "Fastly-Client-Ip", "Fly-Client-Ip"),
        *("X-Envoy-External-Address", "X-Original-Forwarded-For", "X-Original-Host"),
    }
)
_FORWARDED_PREFIX = "X-Forwarded"


def is_forwarded(request: httputil.HTTPServerRequest) -> bool:
    """Return whether a proxy has forwarded a request, as far as the request shows it.

    A proxy that adds no header uses HTTP/1.0, as nginx does by default; browsers don't.
    """
    names = request.headers
    is_told = any(name in _FORWARDED or name.startswith(_FORWARDED_PREFIX) for name in names)
    return is_told or request.version == "HTTP/1.0"


def is_under_own_name(request: httputil.HTTPServerRequest) -> bool:
    """Return whether a request from this machine names this machine as its host, unlike a forwarded one.

    A forwarded request has the name or address under which visitors reach the server.
    """
    return is_loopback(request.host_name)


def is_local(request: httputil.HTTPServerRequest) -> bool:
    """Return whether a request comes from this machine, names it as its host, and was not forwarded."""
    is_from_here = is_loopback(request.remote_ip or "")
    return is_from_here and is_under_own_name(request) and not is_forwarded(request)
