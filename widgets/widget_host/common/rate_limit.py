"""Rate limits: a token bucket, and a set of buckets by name.

Every package may import this module, and it imports no other. Not here: the figures of each limit, and the
response when one is exceeded.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["TokenBucket", "TokenBuckets"]

Clock = Callable[[], float]
_Name = TypeVar("_Name", bound=Hashable)


class TokenBucket:
    """A bucket of tokens: `most` at once, and `a_s` more each second until it is full again.

    `clock` is a monotonic clock in seconds.
    """

    __slots__ = ("_a_s", "_clock", "_left", "_most", "_since")

    def __init__(self, most: float, a_s: float, clock: Clock = time.monotonic) -> None:
        self._most, self._a_s, self._clock = most, a_s, clock
        self._left, self._since = most, clock()

    def take(self) -> bool:
        """Take a token, if there is one."""
        self._fill()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def wait_s(self) -> float:
        """Return in how many seconds there is a token, 0 for now."""
        self._fill()
        return max(0.0, (1 - self._left) / self._a_s)

    def take_or_wait_s(self) -> float:
        """Take a token and return 0, or return in how many seconds there is one."""
        return 0.0 if self.take() else self.wait_s()

    def give_back(self) -> None:
        """Put back a token that was not needed."""
        self._left += 1

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._since) * self._a_s)
        self._since = now


class TokenBuckets(Generic[_Name]):
    """A bucket for each name, with equal limits. Only the `most_known` names used last are remembered."""

    def __init__(self, most: float, a_s: float, most_known: int, clock: Clock = time.monotonic) -> None:
        self._most, self._a_s, self._most_known, self._clock = most, a_s, most_known, clock
        self._buckets: OrderedDict[_Name, TokenBucket] = OrderedDict()

    def __len__(self) -> int:
        """Return how many names are remembered."""
        return len(self._buckets)

    def of(self, name: _Name) -> TokenBucket:
        """Return the bucket of a name; a new or forgotten name has a full one."""
        bucket = self._buckets.pop(name, None) or TokenBucket(self._most, self._a_s, self._clock)
        self._buckets[name] = bucket
        if len(self._buckets) > self._most_known:
            self._buckets.popitem(last=False)
        return bucket

    def wait_s(self, name: _Name) -> float:
        """Return in how many seconds a name's bucket has a token, 0 for now, without remembering the name."""
        bucket = self._buckets.get(name)
        return bucket.wait_s() if bucket else 0.0
