"""Whether a request comes straight from a browser on the machine that serves: from whoever edits the pages.

Here: the signs by which that is told. Not here: what such a browser is shown (see `opening`).
"""

from tornado import httputil

from workbook.serve.web import is_loopback

__all__ = ["is_forwarded", "is_local"]

_FORWARDED = ("Forwarded", "X-Real-Ip", "Via")
_FORWARDED_PREFIX = "X-Forwarded-"


def is_forwarded(headers: httputil.HTTPHeaders) -> bool:
    """Say whether a proxy has passed a request on, as far as its headers tell."""
    return any(name in _FORWARDED or name.startswith(_FORWARDED_PREFIX) for name in headers)


def is_local(request: httputil.HTTPServerRequest) -> bool:
    """Say whether a request comes from this machine, names this machine, and was passed on by no proxy.

    A proxy on this machine comes from here too. The name or address by which its visitors know the workbook
    tells it, or a header of its own. One that hides both speaks HTTP/1.0, as nginx does unless it is told
    otherwise; browsers don't.
    """
    return (
        is_loopback(request.remote_ip or "")
        and is_loopback(request.host_name)
        and request.version != "HTTP/1.0"
        and not is_forwarded(request.headers)
    )
