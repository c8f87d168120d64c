"""Permits for new records: how many may be created from one network, and how fast.

Here: the figures, and the answer to a kernel's request (see `rpc_handlers`). Not here: the request (see
`permits`). Hundreds of learners who share an address can start within a minute; a network that creates more
is slowed down, and then has to wait. A kernel knows its network only as an opaque token, which is valid until
the server ends.
"""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from widget_host.common.rate_limit import TokenBuckets
from workbook.record.permits import VISITOR

__all__ = ["RecordPermits"]

_AT_ONCE, _A_S = 400.0, 1.0
_MOST_KNOWN = 10_000


class RecordPermits:
    """The permits of one server. `clock` is a monotonic clock in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._secret = secrets.token_bytes()
        self._buckets: TokenBuckets[str] = TokenBuckets(_AT_ONCE, _A_S, _MOST_KNOWN, clock)
        self._one_at_a_time = Lock()

    def environment(self, network: str) -> dict[str, str]:
        """Return variables for a kernel whose page a network requested; none if that isn't limited."""
        if not network:
            return {}
        return {VISITOR: hmac.digest(self._secret, network.encode(), "sha256").hex()}

    def wait_s(self, mark: str) -> float:
        """Count a new record and return 0, or return in how many seconds one may be created."""
        with self._one_at_a_time:
            return self._buckets.of(mark).take_or_wait_s()

    def answer(self, message: Mapping[str, Any]) -> dict[str, float]:
        """Answer a kernel that sends its visitor's token; called in any thread."""
        return {"wait": self.wait_s(str(message.get("visitor", "")))}
