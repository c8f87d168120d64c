"""Who may have one more seat, or one more line, so that there is room for others.

Here: the figures, by line first and then by network. A room of hundreds of phones, or all of an organisation,
comes from one network and gets in within a minute; from then on whoever takes many is slowed, and the last
places are kept for others. Not here: seats themselves (see `seats`), and the lines (see `websocket`).

What is known of anybody is kept in memory alone, and only as a number for each network.
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
"""The most lines to one server."""

# A person who leaves and joins again does so once or twice.
_SEATS_OF_LINE, _SEATS_OF_LINE_A_S = 3.0, 1 / 20
_SEATS_OF_NETWORK, _SEATS_OF_NETWORK_A_S = 500.0, 10.0
# Phones sleep, and keep their seats; but a network in which this many do takes new ones slowly.
_MANY_WITHOUT_LINE, _THEN_A_S = 200, 1 / 5
_SEATS_FOR_OTHERS = 100
_MOST_KNOWN = 10_000
_IDLE_AFTER_S = 60.0
_TIGHT = 0.75

Clock = Callable[[], float]
_Where = tuple[str, str]
_Key = TypeVar("_Key")


class ConnectionSeats(TokenBucket):
    """How many new seats one line may still take."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Begin with three; there is one more every 20 seconds."""
        super().__init__(_SEATS_OF_LINE, _SEATS_OF_LINE_A_S, clock)


class Seating:
    """New seats of all workshops on one server. A device that comes back to its seat takes no new one."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Take the clock, which gives seconds."""
        self._clock = clock
        self._taken: Counter[_Where] = Counter()
        self._present: Counter[_Where] = Counter()
        self._buckets: OrderedDict[_Where, tuple[TokenBucket, TokenBucket]] = OrderedDict()

    def of_line(self) -> ConnectionSeats:
        """Return the count of one line."""
        return ConnectionSeats(self._clock)

    def ask(self, workshop_id: str, network: str | None, line: ConnectionSeats, joined: int) -> None:
        """Let somebody take a new seat, where `joined` are taken; None for a network that is not counted.

        Raises WorkshopError: "busy" with the seconds to wait, or "full" where the last are for others.
        """
        if not line.take():
            raise WorkshopError("busy", wait_s=max(1, math.ceil(line.wait_s())))
        if network is None:
            return
        where = (workshop_id, network)
        if joined >= MOST_SEATS - _SEATS_FOR_OTHERS and self._taken[where] >= MOST_SEATS // 2:
            raise WorkshopError("full")
        usual, slow = self._of(where)
        bucket = slow if self._taken[where] - self._present[where] >= _MANY_WITHOUT_LINE else usual
        if not bucket.take():
            line.give_back()
            raise WorkshopError("busy", wait_s=max(1, math.ceil(bucket.wait_s())))

    def took(self, workshop_id: str, network: str | None) -> None:
        """Count a new seat."""
        if network is not None:
            self._taken[workshop_id, network] += 1

    def gave_up(self, workshop_id: str, network: str | None) -> None:
        """Count a seat that was left for good."""
        _less(self._taken, (workshop_id, network or ""))

    def came(self, workshop_id: str, network: str | None) -> None:
        """Count a line on which somebody is in a workshop."""
        if network is not None:
            self._present[workshop_id, network] += 1

    def went(self, workshop_id: str, network: str | None) -> None:
        """Count such a line that is gone."""
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
    """A line that is open."""

    network: str | None
    """By what it is counted (see `network.network_of`)."""

    @property
    def idle_s(self) -> float:
        """For how many seconds nobody has been on it, 0 where somebody is in a workshop or signed in."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close it, and say why."""


class Connections:
    """All lines that are open to one server."""

    def __init__(self, most: int = MOST_LINES) -> None:
        """Take how many there may be."""
        self._most = most
        self._lines: set[Connection] = set()
        self._of: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._lines)

    def __iter__(self) -> Iterator[Connection]:
        """Give them, in no order."""
        return iter(self._lines)

    @property
    def _is_tight(self) -> bool:
        return len(self._lines) >= self._most * _TIGHT

    def has_room(self, network: str | None) -> bool:
        """Say whether there may be one more from a network.

        Where three quarters are taken, lines that nobody uses are closed, and a network that has half of all
        gets no more.
        """
        if self._is_tight:
            for line in [one for one in self._lines if one.idle_s > _IDLE_AFTER_S]:
                line.close()
                self.discard(line)
        if len(self._lines) >= self._most:
            return False
        return not (self._is_tight and network is not None and self._of[network] >= self._most // 2)

    def add(self, line: Connection) -> None:
        """Count a line."""
        self._lines.add(line)
        if line.network is not None:
            self._of[line.network] += 1

    def discard(self, line: Connection) -> None:
        """Count a line no more; one that is not counted is not an error."""
        if line in self._lines:
            self._lines.remove(line)
            _less(self._of, line.network or "")


def _less(counts: Counter[_Key], key: _Key) -> None:
    """Count one less, and forget what has come to none."""
    if counts[key] > 1:
        counts[key] -= 1
    else:
        counts.pop(key, None)
