"""How much anybody may ask of the room, and how fast.

Here: the figures, and who has gone beyond them. Not here: what is answered then (see `guest` and `socket`).
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["LEARNERS_BYTES", "TRAINERS_BYTES", "Bucket", "Guesses"]

LEARNERS_BYTES = 16 * 1024
"""The longest message of a learner, in bytes: an answer is far below it."""

TRAINERS_BYTES = 256 * 1024
"""The longest message of a trainer who is signed in: a plan of their own is one message."""

_MESSAGES_A_S = 20.0
_MESSAGES_AT_ONCE = 40.0
_GUESSES = 5
_FIRST_WAIT_S = 5.0
_LONGEST_WAIT_S = 60.0
# A room of a hundred phones often has one address for all, and everybody may mistype the code once.
_GUESSES_OF_ADDRESS = 100.0
_GUESSES_OF_ADDRESS_A_S = 1.0
_MOST_ADDRESSES = 2000

Clock = Callable[[], float]


class Bucket:
    """So many at once, and after that so many a second."""

    __slots__ = ("_a_s", "_clock", "_left", "_most", "_since")

    def __init__(
        self, most: float = _MESSAGES_AT_ONCE, a_s: float = _MESSAGES_A_S, clock: Clock = time.monotonic
    ) -> None:
        """Take how many at once, and how many a second."""
        self._most, self._a_s, self._clock = most, a_s, clock
        self._left, self._since = most, clock()

    def take(self) -> bool:
        """Take one, where there is one."""
        self._fill()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def give_back(self) -> None:
        """Put one back that was not needed."""
        self._left += 1

    def wait_s(self) -> int:
        """Return in how many whole seconds there is one, 0 for now."""
        self._fill()
        return max(0, math.ceil((1 - self._left) / self._a_s))

    @property
    def is_full(self) -> bool:
        """Whether nothing was taken of late."""
        self._fill()
        return self._left >= self._most

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._since) * self._a_s)
        self._since = now


class Guesses:
    """Wrong join codes: five on one line, then a pause that doubles; and a limit for each network address."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Take the clock, which gives seconds."""
        self._clock = clock
        self._of_address: OrderedDict[str, Bucket] = OrderedDict()

    def of_line(self) -> "LineGuesses":
        """Return the count of one line."""
        return LineGuesses(self._clock)

    def wait_s(self, address: str, line: "LineGuesses") -> int:
        """Return for how many seconds no code is taken from here; 0 where one may be tried."""
        bucket = self._of_address.get(address)
        return max(line.wait_s(), bucket.wait_s() if bucket else 0)

    def was_wrong(self, address: str, line: "LineGuesses") -> None:
        """Count a wrong code."""
        line.was_wrong()
        bucket = self._of_address.pop(address, None)
        if bucket is None:
            bucket = Bucket(_GUESSES_OF_ADDRESS, _GUESSES_OF_ADDRESS_A_S, self._clock)
        bucket.take()
        self._of_address[address] = bucket
        while len(self._of_address) > _MOST_ADDRESSES:
            self._of_address.popitem(last=False)


class LineGuesses:
    """The wrong codes of one line."""

    __slots__ = ("_clock", "_until", "_wrong")

    def __init__(self, clock: Clock) -> None:
        """Take the clock."""
        self._clock = clock
        self._wrong = 0
        self._until = clock()

    def wait_s(self) -> int:
        """Return how many seconds are left."""
        return max(0, math.ceil(self._until - self._clock()))

    def was_wrong(self) -> None:
        """Count one; from the fifth on there is a pause."""
        self._wrong += 1
        beyond = self._wrong - _GUESSES
        if beyond >= 0:
            self._until = self._clock() + min(_FIRST_WAIT_S * 2.0 ** min(beyond, 10), _LONGEST_WAIT_S)
