"""Limits seats and connections fairly, so that some are left for others.

Here: the figures, by connection first and then by network. A room of hundreds of phones, or a whole
organisation, comes from one network and gets in within a minute; after that, networks that take many seats
are slowed down, and the last seats are reserved for others. Not here: seats themselves (see `seats`), and the
connections (see `websocket`).

Only a number for each network is kept, and only in memory.
"""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from widget_host.common.rate_limit import TokenBucket
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.seats import MOST_SEATS

__all__ = ["MOST_LINES", "ConnectionSeats", "Connections", "Seating"]

MOST_LINES = 3000
"""The most connections to one server."""

# People leave and rejoin once or twice.
_SEATS_OF_LINE, _SEATS_OF_LINE_A_S = 3.0, 1 / 20
_SEATS_OF_NETWORK, _SEATS_OF_NETWORK_A_S = 500.0, 10.0
# Sleeping phones keep their seats; but a network with this many of them gets new seats slowly.
_MANY_WITHOUT_LINE, _THEN_A_S = 200, 1 / 5
_SEATS_FOR_OTHERS = 100
_MOST_KNOWN = 10_000
_IDLE_AFTER_S = 60.0
_TIGHT = 0.75

Clock = Callable[[], float]
_Where = tuple[str, str]
_Key = TypeVar("_Key")


class ConnectionSeats(TokenBucket):
    """How many new seats one connection may still take."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Start with three; another one is added every 20 seconds."""
        super().__init__(_SEATS_OF_LINE, _SEATS_OF_LINE_A_S, clock)


class Seating:
    """New seats in all workshops on one server. A device that returns to its seat takes no new one."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Take a clock in seconds."""
        self._clock = clock
        self._taken: Counter[_Where] = Counter()
        self._present: Counter[_Where] = Counter()
        self._buckets: OrderedDict[_Where, tuple[TokenBucket, TokenBucket]] = OrderedDict()

    def of_line(self) -> ConnectionSeats:
        """Return the count of one connection."""
        return ConnectionSeats(self._clock)

    def ask(self, workshop_id: str, network: str | None, connection: ConnectionSeats, joined: int) -> None:
        """Allow a new seat when `joined` are taken; None stands for a network that is not counted.

        Raises WorkshopError: "busy" with the seconds to wait, or "full" if the last seats are for others.
        """
        if not connection.take():
            raise WorkshopError("busy", wait_s=max(1, math.ceil(connection.wait_s())))
        if network is None:
            return
        where = (workshop_id, network)
        if joined >= MOST_SEATS - _SEATS_FOR_OTHERS and self._taken[where] >= MOST_SEATS // 2:
            raise WorkshopError("full")
        usual, slow = self._of(where)
        bucket = slow if self._taken[where] - self._present[where] >= _MANY_WITHOUT_LINE else usual
        if not bucket.take():
            connection.give_back()
            raise WorkshopError("busy", wait_s=max(1, math.ceil(bucket.wait_s())))

    def took(self, workshop_id: str, network: str | None) -> None:
        """Count a new seat."""
        if network is not None:
            self._taken[workshop_id, network] += 1

    def gave_up(self, workshop_id: str, network: str | None) -> None:
        """Count a seat that was given up for good."""
        _less(self._taken, (workshop_id, network or ""))

    def came(self, workshop_id: str, network: str | None) -> None:
        """Count a connection on which somebody is in a workshop."""
        if network is not None:
            self._present[workshop_id, network] += 1

    def went(self, workshop_id: str, network: str | None) -> None:
        """Count the end of such a connection."""
        _less(self._present, (workshop_id, network or ""))

    def _of(self, where: _Where) -> tuple[TokenBucket, TokenBucket]:
        buckets = self._buckets.pop(where, None) or (
            TokenBucket(_SEATS_OF_NETWORK, _SEATS_OF_NETWORK_A_S, self._clock),
            TokenBucket(1, _THEN_A_S, self._clock),
        )
        self._buckets[where] = buckets
        if len(self._buckets) > _MOST_KNOWN:
            forgotten, _ = self._buckets.popitem(last=False)
            self._taken.pop(forgotten, None)
        return buckets


class Connection(Protocol):
    """An open connection."""

    network: str | None
    """The network under which it is counted (see `network.network_of`)."""

    @property
    def idle_s(self) -> float:
        """How many seconds it has been unused, 0 if somebody is in a workshop or signed in."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close it, giving the reason."""


class Connections:
    """All open connections to one server."""

    def __init__(self, most: int = MOST_LINES) -> None:
        """Take how many there may be."""
        self._most = most
        self._connections: set[Connection] = set()
        self._of: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._connections)

    def __iter__(self) -> Iterator[Connection]:
        """Yield them, in no particular order."""
        return iter(self._connections)

    @property
    def _is_tight(self) -> bool:
        return len(self._connections) >= self._most * _TIGHT

    def has_room(self, network: str | None) -> bool:
        """Return whether a network may have one more connection.

        When three quarters are taken, unused connections are closed, and a network that has half of all gets
        no more.
        """
        if self._is_tight:
            for connection in [one for one in self._connections if one.idle_s > _IDLE_AFTER_S]:
                connection.close()
                self.discard(connection)
        if len(self._connections) >= self._most:
            return False
        return not (self._is_tight and network is not None and self._of[network] >= self._most // 2)

    def add(self, connection: Connection) -> None:
        """Count a connection."""
        self._connections.add(connection)
        if connection.network is not None:
            self._of[connection.network] += 1

    def discard(self, connection: Connection) -> None:
        """Stop counting a connection; one that is not counted is not an error."""
        if connection in self._connections:
            self._connections.remove(connection)
            _less(self._of, connection.network or "")


def _less(counts: Counter[_Key], key: _Key) -> None:
    """Decrement a count, and drop it when it reaches zero."""
    if counts[key] > 1:
        counts[key] -= 1
    else:
        counts.pop(key, None)
