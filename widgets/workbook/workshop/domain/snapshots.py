"""The state of a workshop at one moment, as plain data for display.

Here: the data types, and a snapshot as JSON data. Not here: how they are created (see `workshops`), and which
parts are sent to whom (see the session registry and the WebSocket).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from workbook.workshop.domain.plans import Step, WorkshopPlan, plan_data, stored_plan

__all__ = [
    "DeviceInput",
    "IncomingAnswer",
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
"""The status of the current step: not open yet, open for answers, closed with its result frozen, result
shown.
"""

ShareStatus = Literal["waiting", "shown", "refused"]
"""The status of a shared text: the trainer has not decided yet, has allowed it, or has refused it."""

Result: TypeAlias = dict[str, Any]
"""The masked result of a closed step, as JSON (see `counting`)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A text that its author wants to show to everybody, with a random id; never a refused one.

    `for_report` says that its author also gives it for the report.
    """

    id: str
    step: str
    text: str
    status: ShareStatus
    for_report: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workshop at one moment.

    `position` is the index of the current step and `status` its status. Times are UTC; `ended` is None while
    the workshop runs, and `timer_ends` if no timer runs. `answered` is how many gave an answer (or a share)
    to the current step, `left` how many of them have left since, `joined` how many devices have a seat, or
    had one when it ended. `results` contains each frozen result by its step's id, shown or not, `revealed`
    the ids of those that may be shown. `notes` are the trainer's own, by step; "" is the key of those on the
    whole workshop. `revision` increases with each change. `undo` is the state before the trainer's last
    command, with what it "did" and "until" when it can be undone. `times` are the seconds that each step
    took, by its id, once it is over; only reports have them.
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
    undo: Mapping[str, Any] | None = None
    times: Mapping[str, float] = field(default_factory=dict)

    @property
    def step(self) -> Step:
        """The current step."""
        return self.plan.steps[self.position]


_TIMES = ("started", "ended", "timer_ends")


def snapshot_data(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot as JSON data, without participants' texts: its shares are left out.

    What is kept to undo a command is left out too.
    """
    times = {name: getattr(snapshot, name) for name in _TIMES}
    return {
        **{name: value for name, value in asdict(snapshot).items() if name not in ("shares", "undo")},
        **{name: time and time.isoformat() for name, time in times.items()},
        "plan": plan_data(snapshot.plan),
        "revealed": sorted(snapshot.revealed),
    }


def snapshot_from(data: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot from the result of `snapshot_data`, without validating it again."""
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
class IncomingAnswer:
    """An incoming answer: the workshop and step that it names, the seat, and the value (any JSON)."""

    workshop_id: str
    step_id: str
    seat: str
    answer: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class MyShare:
    """A device's own text; the text of a refused one is deleted ("")."""

    share: str
    text: str
    status: ShareStatus
    for_report: bool = False


@dataclass(frozen=True, slots=True)
class DeviceInput:
    """A device's input to a step: its counted answer (JSON, or None), and its shares."""

    answer: object = None
    shares: tuple[MyShare, ...] = ()
