"""The keys to the kernels: who knows a kernel's name alone can neither speak to it nor end it.

Here: making and checking a key. Not here: who is given one (see `opening`), and how a page shows it (see
`static/kernel.js`).

A kernel's name stands in addresses, which proxies may note down. Its key never does: it comes with the answer
that gives a page its kernel, and goes back in a header or in a form.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from http import HTTPStatus

from tornado import web

__all__ = ["PREFIX", "KernelKeys"]

PREFIX = "key."
"""What a key begins with among a WebSocket's subprotocols, the one header that a page can set there."""

_SECRET_BYTES = 32


class KernelKeys:
    """The keys to one server's kernels. They are made of a secret (HMAC-SHA-256), so none has to be kept."""

    def __init__(self) -> None:
        """Make a secret, which ends with this server, as its kernels do."""
        self._secret = secrets.token_bytes(_SECRET_BYTES)

    def of(self, kernel_id: str) -> str:
        """Return the key to a kernel, in hexadecimal digits."""
        return hmac.new(self._secret, kernel_id.encode(), hashlib.sha256).hexdigest()

    def check(self, kernel_id: str, given: Iterable[str]) -> None:
        """Raise HTTPError 404, as where there is no such kernel, unless its key is among what was given."""
        key = self.of(kernel_id).encode()
        if not any(hmac.compare_digest(one.encode(), key) for one in given):
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
