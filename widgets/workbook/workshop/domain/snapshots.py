"""What a workshop is at one moment, as plain data for whoever shows it.

Here: the shapes, and a snapshot as JSON data. Not here: how they come about (see `workshops`), what is sent
of them to whom (see the session registry and the socket).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from workbook.workshop.domain.plans import Step, WorkshopPlan, plan_data, stored_plan

__all__ = [
    "Answering",
    "Mine",
    "MyShare",
    "Result",
    "Share",
    "ShareStatus",
    "Snapshot",
    "Status",
    "Summary",
    "snapshot_data",
    "snapshot_from",
]

Status = Literal["ready", "open", "closed", "revealed"]
"""Where the step at hand is: not open yet, open for answers, closed with its result frozen, result shown."""

ShareStatus = Literal["waiting", "shown", "refused"]
"""A text that its writer wants to show: the trainer has not said yet, let it, or did not let it."""

Result: TypeAlias = dict[str, Any]
"""What a closed step's answers come to, masked, as JSON (see `counting`)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A text that its writer wants to show to the room, under a random id; never a refused one."""

    id: str
    step: str
    text: str
    status: ShareStatus


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workshop at one moment.

    `position` is the index of the step at hand and `status` where that step is. Times are UTC; `ended` is
    None while the workshop runs, and `timer_ends` where no timer runs. `answered` is how many gave an answer
    (or a share) to the step at hand, `left` how many of them have left since, `joined` how many devices have
    a seat, or had one when it ended.
    `results` holds each frozen result by its step's id, shown or not, `revealed` the ids of those that may be
    shown. `notes` are the trainer's own, by step; "" holds those on the whole. `revision` goes up with each
    change.
    """

    id: str
    code: str
    title: str
    trainer: str
    plan: WorkshopPlan
    position: int
    status: Status
    started: datetime
    ended: datetime | None
    timer_ends: datetime | None
    answered: int
    left: int
    joined: int
    results: Mapping[str, Result]
    revealed: frozenset[str]
    shares: tuple[Share, ...]
    notes: Mapping[str, str]
    revision: int

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.plan.steps[self.position]


_TIMES = ("started", "ended", "timer_ends")


def snapshot_data(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot as JSON data, without what people wrote: its shares are left out."""
    times = {name: getattr(snapshot, name) for name in _TIMES}
    return {
        **{name: value for name, value in asdict(snapshot).items() if name != "shares"},
        **{name: time and time.isoformat() for name, time in times.items()},
        "plan": plan_data(snapshot.plan),
        "revealed": sorted(snapshot.revealed),
    }


def snapshot_from(data: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot of data that `snapshot_data` made; nothing is checked again."""
    times = {name: data[name] and datetime.fromisoformat(data[name]) for name in _TIMES}
    made = {"plan": stored_plan(data["plan"]), "revealed": frozenset(data["revealed"]), "shares": ()}
    return Snapshot(**{**data, **times, **made})


@dataclass(frozen=True, slots=True)
class Summary:
    """A workshop in a trainer's list. Times are UTC; `ended` is None while it runs."""

    id: str
    code: str
    title: str
    plan: str
    started: datetime
    ended: datetime | None
    joined: int


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer as it came: which workshop and step it says it is for, whose seat, and what (any JSON)."""

    workshop_id: str
    step_id: str
    seat: str
    answer: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class MyShare:
    """An own text of a device; a refused one has lost its text ("")."""

    share: str
    text: str
    status: ShareStatus


@dataclass(frozen=True, slots=True)
class Mine:
    """What a device gave to a step: its answer as it is counted (JSON, None for none), and its shares."""

    answer: object = None
    shares: tuple[MyShare, ...] = ()
