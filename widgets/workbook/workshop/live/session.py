"""One live workshop: its present state, and the connections to which it is pushed.

Here: its snapshot, the pushed messages, serialised once for all, and their recipients. Not here: where the
snapshot comes from (see `registry`).
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.live.states import (
    Seen,
    StateTexts,
    console_state,
    learner_state,
    seconds_left,
    seen_by_learners,
)

__all__ = ["LiveSession", "Subscriber", "packed"]


class Subscriber(Protocol):
    """A connection to which states are pushed."""

    own_shares: set[str]

    def push(self, kind: str, data: bytes, /) -> None:
        """Send a message once the connection is free; until then, a later one of its kind replaces it."""

    def renew_own(self) -> None:
        """Send the connection's learner the status of their own texts."""


class LiveSession:
    """A workshop with its connections. Only for use in the event loop."""

    def __init__(self, snapshot: Snapshot, texts: StateTexts, clock: Callable[[], datetime]) -> None:
        """Take its present snapshot."""
        self.snapshot = snapshot
        self.learners: set[Subscriber] = set()
        self.consoles: set[Subscriber] = set()
        self.is_stale = False
        """Whether the database has a newer state."""
        self.is_untold = False
        """Whether other servers have yet to be notified of a change made by this one."""
        self.is_gone = False
        """Whether it was deleted."""
        self._texts, self._clock = texts, clock
        self._made: dict[str, tuple[Snapshot, int | None, str]] = {}

    @property
    def id(self) -> str:
        """The workshop's id."""
        return self.snapshot.id

    @property
    def is_empty(self) -> bool:
        """Whether it has no connections on this server."""
        return not (self.learners or self.consoles)

    def learners_text(self) -> str:
        """Return the learners' state as JSON: the same text for all, serialised once."""
        return self._text("state", learner_state)

    def consoles_text(self) -> str:
        """Return the console's state as JSON."""
        return self._text("console", console_state)

    def put(self, snapshot: Snapshot) -> Seen:
        """Accept a newer snapshot; return how much of the change learners can see.

        An older one is ignored. Authors of texts that were allowed or refused are notified.
        """
        before = self.snapshot
        if snapshot.revision < before.revision:
            return "nothing"
        self.snapshot = snapshot
        if touched := _changed(before, snapshot):
            for learner in list(self.learners):
                if learner.own_shares & touched:
                    learner.renew_own()
        return seen_by_learners(before, snapshot, self._texts)

    def push_to_learners(self) -> None:
        """Push the state to all learners."""
        _push(self.learners, "state", lambda: f'{{"type":"state","state":{self.learners_text()}}}')

    def push_to_consoles(self) -> None:
        """Push the state to all consoles."""
        _push(self.consoles, "console", lambda: f'{{"type":"console","state":{self.consoles_text()}}}')

    def _text(self, kind: str, make: Callable[[Snapshot, StateTexts, datetime], dict[str, Any]]) -> str:
        now = self._clock()
        left = seconds_left(self.snapshot, now)
        made = self._made.get(kind)
        # A console is told how long the last command can be undone.
        is_passing = kind == "console" and self.snapshot.undo is not None
        if made is None or is_passing or made[0] is not self.snapshot or made[1] != left:
            state = make(self.snapshot, self._texts, now)
            if self.is_gone:
                state["ended"] = True
            made = self._made[kind] = (self.snapshot, left, packed(state))
        return made[2]

    def delete(self) -> None:
        """Push that it was deleted."""
        self.is_gone = True
        self._made.clear()
        self.push_to_learners()
        _push(self.consoles, "console", lambda: packed({"type": "gone", "workshop": self.id}))


def packed(message: object) -> str:
    """Return a message as compact JSON."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _push(subscribers: Iterable[Subscriber], kind: str, make: Callable[[], str]) -> None:
    if everybody := list(subscribers):
        data = make().encode()
        for subscriber in everybody:
            subscriber.push(kind, data)


def _changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return the ids of the learners' texts on which the trainer has decided since."""
    one = {share.id: share.status for share in before.shares}
    other = {share.id: share.status for share in after.shares}
    new = {share for share, status in other.items() if share not in one and status == "waiting"}
    return {share for share in one.keys() | other.keys() if one.get(share) != other.get(share)} - new
