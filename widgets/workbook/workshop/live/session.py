"""One workshop that somebody on this server is connected to: what it is now, and who is told.

Here: its snapshot, the texts that are pushed, made once for all, and to whom. Not here: where the snapshot
comes from (see `registry`).
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

__all__ = ["Live", "Pushed", "packed"]


class Pushed(Protocol):
    """A line to which states are pushed."""

    own_shares: set[str]

    def push(self, kind: str, data: bytes, /) -> None:
        """Send a message as soon as the line is free; a later one of its kind takes its place until then."""

    def renew_own(self) -> None:
        """Tell the line's learner what has become of their own texts."""


class Live:
    """A workshop with its lines. It is used in the event loop alone."""

    def __init__(self, snapshot: Snapshot, texts: StateTexts, clock: Callable[[], datetime]) -> None:
        """Take what it is now."""
        self.snapshot = snapshot
        self.learners: set[Pushed] = set()
        self.consoles: set[Pushed] = set()
        self.is_stale = False
        """Whether the database holds something newer."""
        self.is_untold = False
        """Whether other servers are still to be told of a change that this one made."""
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
        """Whether nobody here is connected to it."""
        return not (self.learners or self.consoles)

    def learners_text(self) -> str:
        """Return the learners' state as JSON: the same text for all, made once."""
        return self._text("state", learner_state)

    def consoles_text(self) -> str:
        """Return the console's state as JSON."""
        return self._text("console", console_state)

    def put(self, snapshot: Snapshot) -> Seen:
        """Take a newer snapshot; return what of the change learners can see.

        An older one is left out. Writers of texts that were let or refused are told.
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
        if made is None or made[0] is not self.snapshot or made[1] != left:
            state = make(self.snapshot, self._texts, now)
            if self.is_gone:
                state["ended"] = True
            made = self._made[kind] = (self.snapshot, left, packed(state))
        return made[2]

    def delete(self) -> None:
        """Show that it is there no more."""
        self.is_gone = True
        self._made.clear()
        self.push_to_learners()
        _push(self.consoles, "console", lambda: packed({"type": "gone", "workshop": self.id}))


def packed(message: object) -> str:
    """Return a message as JSON, without blanks."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _push(lines: Iterable[Pushed], kind: str, make: Callable[[], str]) -> None:
    if everybody := list(lines):
        data = make().encode()
        for line in everybody:
            line.push(kind, data)


def _changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return the ids of the learners' texts that the trainer has said something of since."""
    one = {share.id: share.status for share in before.shares}
    other = {share.id: share.status for share in after.shares}
    new = {share for share, status in other.items() if share not in one and status == "waiting"}
    return {share for share in one.keys() | other.keys() if one.get(share) != other.get(share)} - new
