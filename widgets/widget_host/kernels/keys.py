"""The kernels' access keys: with a kernel's id alone, nobody can connect to it or end it.

Here: creating and checking a key. Not here: who is given one (see `page_handlers`), and how a page sends it
(see `static/kernel/kernel.js`).

A kernel's id is part of addresses, which proxies may log. Its key never is: it comes in the response that
gives a page its kernel, and is sent back in a header or in a form.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from http import HTTPStatus

from tornado import web

__all__ = ["PREFIX", "KernelKeys"]

PREFIX = "key."
"""The prefix of a key among a WebSocket's subprotocols, the only header that a page can set there."""

_SECRET_BYTES = 32


class KernelKeys:
    """The keys to one server's kernels. They are derived from a secret (HMAC-SHA-256), so none is stored."""

    def __init__(self) -> None:
        """Create a secret, which lasts as long as this server, as its kernels do."""
        self._secret = secrets.token_bytes(_SECRET_BYTES)

    def of(self, kernel_id: str) -> str:
        """Return the key to a kernel, in hexadecimal digits."""
        return hmac.new(self._secret, kernel_id.encode(), hashlib.sha256).hexdigest()

    def check(self, kernel_id: str, given: Iterable[str]) -> None:
        """Raise HTTPError 404, as for an unknown kernel, unless its key is among those given."""
        key = self.of(kernel_id).encode()
        if not any(hmac.compare_digest(one.encode(), key) for one in given):
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
