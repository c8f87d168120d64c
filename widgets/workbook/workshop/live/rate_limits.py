"""Limits the size and rate of requests to workshops.

Here: the figures, and the counts. Not here: the response when one is exceeded (see `dispatcher` and
`websocket`).
"""

import math
import time
from collections.abc import Callable

from widget_host.common.rate_limit import TokenBuckets

__all__ = ["LEARNERS_BYTES", "MESSAGES_AT_ONCE", "MESSAGES_A_S", "TRAINERS_BYTES", "Guesses"]

LEARNERS_BYTES = 16 * 1024
"""The longest message of a learner, in bytes: an answer is far shorter."""

TRAINERS_BYTES = 256 * 1024
"""The longest message of a signed-in trainer, in bytes: the trainer's own plan is one message."""

MESSAGES_AT_ONCE, MESSAGES_A_S = 40.0, 20.0
"""How many messages one connection may send at once, and then each second."""

_GUESSES = 5
_FIRST_WAIT_S = 5.0
_LONGEST_WAIT_S = 60.0
# A hundred phones in a room often share one address, and everybody may mistype the code once.
_GUESSES_OF_ADDRESS = 100.0
_GUESSES_OF_ADDRESS_A_S = 1.0
_MOST_ADDRESSES = 2000

Clock = Callable[[], float]


class Guesses:
    """Counts wrong join codes: five on a connection, then a doubling pause; and a limit for each address."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Take the clock, which gives seconds."""
        self._clock = clock
        self._of_address: TokenBuckets[str] = TokenBuckets(
            _GUESSES_OF_ADDRESS, _GUESSES_OF_ADDRESS_A_S, _MOST_ADDRESSES, clock
        )

    def of_line(self) -> "ConnectionGuesses":
        """Return the count of one connection."""
        return ConnectionGuesses(self._clock)

    def wait_s(self, address: str, connection: "ConnectionGuesses") -> int:
        """Return for how many seconds no code is accepted from an address; 0 if one may be tried."""
        return max(connection.wait_s(), math.ceil(self._of_address.wait_s(address)))

    def was_wrong(self, address: str, connection: "ConnectionGuesses") -> None:
        """Count a wrong code."""
        connection.was_wrong()
        self._of_address.of(address).take()


class ConnectionGuesses:
    """The wrong codes of one connection."""

    __slots__ = ("_clock", "_until", "_wrong")

    def __init__(self, clock: Clock) -> None:
        """Take a clock in seconds."""
        self._clock = clock
        self._wrong = 0
        self._until = clock()

    def wait_s(self) -> int:
        """Return how many seconds are left."""
        return max(0, math.ceil(self._until - self._clock()))

    def was_wrong(self) -> None:
        """Count a wrong code; from the fifth on there is a pause."""
        self._wrong += 1
        beyond = self._wrong - _GUESSES
        if beyond >= 0:
            self._until = self._clock() + min(_FIRST_WAIT_S * 2.0 ** min(beyond, 10), _LONGEST_WAIT_S)
