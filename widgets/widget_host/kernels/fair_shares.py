"""Counts who holds how many places, and reserves places for others if somebody holds many.

Here: the figures, by browser first and then by network. Not here: the places and the queue (see
`admission_queue`).

A room of hundreds of learners, or a whole organisation, comes from one network, each learner with their own
browser. So a network may have most of the places immediately, and all of them after a moment if nobody else
is active; only the last tenth is reserved if others are. This is kept only in memory, for as long as a kernel
runs.
"""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["NOBODY", "Asker", "FairShares"]

_MANY_OF_BROWSER = 4
"""The number of kernels (that is, tabs) from which a browser comes after others."""
_SLOWED_S = 10.0
_ABOUT_S = 600.0
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Asker:
    """A requester of a place: a browser, by its cookie, and its network; "" if unknown."""

    browser: str = ""
    network: str = ""


NOBODY = Asker()
"""A requester of whom nothing is known; such requesters don't count as one."""


class FairShares:
    """The holders of one server's places."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the number of places."""
        self._most, self._clock = most, clock
        self._askers: dict[str, Asker] = {}
        self._of_browser: Counter[str] = Counter()
        self._of_network: Counter[str] = Counter()
        self._latest: OrderedDict[str, float] = OrderedDict()

    def keep(self, key: str, asker: Asker) -> None:
        """Count a place that somebody holds, under a unique name."""
        self.free(key)
        self._askers[key] = asker
        self._of_browser[asker.browser] += 1
        self._of_network[asker.network] += 1

    def free(self, key: str) -> None:
        """Stop counting it; an unknown name is not an error."""
        asker = self._askers.pop(key, None)
        if asker is None:
            return
        for counts, name in ((self._of_browser, asker.browser), (self._of_network, asker.network)):
            counts[name] -= 1
            if not counts[name]:
                del counts[name]

    def saw(self, asker: Asker) -> None:
        """Record that somebody asked, and so is active."""
        if asker.network:
            self._latest[asker.network] = self._clock()
            self._latest.move_to_end(asker.network)
            while len(self._latest) > 2:  # noqa: PLR2004 - with two, there is always one other
                self._latest.popitem(last=False)

    def is_over(self, asker: Asker) -> bool:
        """Return whether somebody holds so many places that others come first."""
        return self._has_many(asker) or self._has_half(asker)

    def kept_from(self, asker: Asker, waited_s: float) -> int:
        """Return how many free places are reserved from somebody who has waited for so many seconds."""
        is_slowed = waited_s >= _SLOWED_S
        if self._has_many(asker) and not is_slowed:
            return self._most // 2
        if not self.is_over(asker) or (is_slowed and not self._are_others_about(asker)):
            return 0
        return self._most // _TENTH

    def _has_many(self, asker: Asker) -> bool:
        return bool(asker.browser) and self._of_browser[asker.browser] >= _MANY_OF_BROWSER

    def _has_half(self, asker: Asker) -> bool:
        held = self._of_network[asker.network] if asker.network else 0
        return held > 0 and 2 * held >= self._most

    def _are_others_about(self, asker: Asker) -> bool:
        """Return whether another network than somebody's own holds a place, or has asked for one recently."""
        if any(network != asker.network for network in self._of_network):
            return True
        since = self._clock() - _ABOUT_S
        return any(network != asker.network and at > since for network, at in self._latest.items())
