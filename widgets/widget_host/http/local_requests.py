"""Whether a request comes straight from a browser on the machine that serves: from whoever edits the pages.

Here: the signs by which that is told, and by which a proxy is. Not here: what such a browser is shown (see
`opening`), and who reads the figures (see `metrics`).
"""

from tornado import httputil

from widget_host.http.headers import is_loopback

__all__ = ["is_forwarded", "is_local", "is_under_own_name"]

# Names that proxies and the networks in front of websites tell where a request came from by.
_FORWARDED = frozenset(
    {
        *("Forwarded", "Forwarded-For", "Via", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip"),
        *("Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip", "Cdn-Loop", "Fastly-Client-Ip", "Fly-Client-Ip"),
        *("X-Envoy-External-Address", "X-Original-Forwarded-For", "X-Original-Host"),
    }
)
_FORWARDED_PREFIX = "X-Forwarded"


def is_forwarded(request: httputil.HTTPServerRequest) -> bool:
    """Say whether a proxy has passed a request on, as far as it tells.

    One that tells nothing speaks HTTP/1.0, as nginx does unless it is told otherwise; browsers don't.
    """
    names = request.headers
    is_told = any(name in _FORWARDED or name.startswith(_FORWARDED_PREFIX) for name in names)
    return is_told or request.version == "HTTP/1.0"


def is_under_own_name(request: httputil.HTTPServerRequest) -> bool:
    """Say whether a request from this machine names this machine: one that a proxy passes on may not.

    The name or address by which its visitors know the server tells it.
    """
    return is_loopback(request.host_name)


def is_local(request: httputil.HTTPServerRequest) -> bool:
    """Say whether a request comes from this machine, names this machine, and was passed on by no proxy."""
    is_from_here = is_loopback(request.remote_ip or "")
    return is_from_here and is_under_own_name(request) and not is_forwarded(request)
