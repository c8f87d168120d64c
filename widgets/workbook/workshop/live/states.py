"""The states of a workshop that are pushed to learners' pages and consoles.

Here: which part of a snapshot is shown to whom. Not here: when it is pushed (see `registry`), the masking of
results (see `counting`).
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from workbook.workshop.domain.plans import Step, WorkshopPlan, plan_data
from workbook.workshop.domain.snapshots import Snapshot

__all__ = [
    "Seen",
    "StateTexts",
    "console_state",
    "learner_state",
    "seconds_left",
    "seen_by_learners",
    "step_at",
]

Json = dict[str, Any]

Seen = Literal["all", "count", "nothing"]
"""How much of a change a learner's page shows."""


class StateTexts(Protocol):
    """The required interface to the content's texts (see `texts.Texts`)."""

    def activity(self, step: Step) -> Mapping[str, Any] | None:
        """Return the data of a step for a page."""

    def facilitator(self, step: Step) -> Mapping[str, Any] | None:
        """Return the notes for the facilitator."""


def learner_state(snapshot: Snapshot, texts: StateTexts, now: datetime) -> Json:
    """Return the state for learners' pages, which is the same for all learners."""
    step = step_at(snapshot)
    is_revealed = step is not None and step.id in snapshot.revealed
    return {
        "workshop": snapshot.id,
        "title": snapshot.title,
        "least": snapshot.plan.least,
        "revision": snapshot.revision,
        "ended": snapshot.ended is not None,
        "number": _number(snapshot, step),
        "of": len(snapshot.plan.taken),
        "status": snapshot.status,
        "step": _step(
            step,
            texts,
            snapshot.plan,
            with_reasons=is_revealed and _is_last_round(snapshot.plan, step),
        ),
        "timer": seconds_left(snapshot, now),
        "answered": snapshot.answered,
        "result": snapshot.results.get(step.id) if step and is_revealed else None,
        "shares": [
            {"id": share.id, "text": share.text}
            for share in snapshot.shares
            if step and share.step == step.id and share.status == "shown"
        ],
    }


def console_state(snapshot: Snapshot, texts: StateTexts, now: datetime) -> Json:
    """Return the state for the trainer's console and its wall."""
    step = step_at(snapshot)
    notes = texts.facilitator(step) if step else None
    return {
        "workshop": snapshot.id,
        "code": snapshot.code,
        "title": snapshot.title,
        "revision": snapshot.revision,
        "plan": plan_data(snapshot.plan),
        "position": snapshot.position,
        "status": snapshot.status,
        "started": snapshot.started.isoformat(),
        "ended": snapshot.ended.isoformat() if snapshot.ended else None,
        "timer": seconds_left(snapshot, now),
        "undo": _undo(snapshot, now),
        "joined": snapshot.joined,
        "answered": snapshot.answered,
        "left": snapshot.left,
        "results": dict(snapshot.results),
        "revealed": sorted(snapshot.revealed),
        "shares": [
            {
                "id": share.id,
                "step": share.step,
                "text": share.text,
                "status": share.status,
                "report": share.for_report,
            }
            for share in snapshot.shares
        ],
        "notes": dict(snapshot.notes),
        "step": _step(step, texts, snapshot.plan, with_reasons=True),
        "facilitator": _plain(notes) if notes else None,
    }


def seconds_left(snapshot: Snapshot, now: datetime) -> int | None:
    """Return the remaining time of the timer, in whole seconds, or None if none runs."""
    if snapshot.timer_ends is None:
        return None
    return max(0, round((snapshot.timer_ends - now).total_seconds()))


def seen_by_learners(before: Snapshot, after: Snapshot, texts: StateTexts) -> Seen:
    """Return how much of a change learners can see: everything, only the number of answers, or nothing."""
    if before.timer_ends != after.timer_ends:
        return "all"
    one, other = (learner_state(snapshot, texts, snapshot.started) for snapshot in (before, after))
    changed = {name for name in other if one[name] != other[name]} - {"revision", "timer"}
    return "all" if changed - {"answered"} else "count" if changed else "nothing"


def step_at(snapshot: Snapshot) -> Step | None:
    """Return the current step."""
    steps = snapshot.plan.steps
    return steps[snapshot.position] if 0 <= snapshot.position < len(steps) else None


def _number(snapshot: Snapshot, step: Step | None) -> int:
    """Return the current step's number, without those that are left out."""
    before = snapshot.plan.steps[: snapshot.position]
    return sum(one.id not in snapshot.plan.left_out for one in before) + (1 if step else 0)


def _undo(snapshot: Snapshot, now: datetime) -> Json | None:
    """Return the trainer's last command, and for how many seconds it can be undone."""
    if snapshot.undo is None:
        return None
    left = snapshot.undo["until"] - now.timestamp()
    return {"did": snapshot.undo["did"], "seconds": math.ceil(left)} if left > 0 else None


def _step(step: Step | None, texts: StateTexts, plan: WorkshopPlan, *, with_reasons: bool) -> Json | None:
    if step is None:
        return None
    activity = texts.activity(step)
    shown = _plain(activity) if activity else None
    if shown is not None and not with_reasons:
        shown.pop("reasons", None)
    return {
        "id": step.id,
        "kind": step.kind,
        "round": step.round,
        "title": step.title,
        "wall": "" if shown and step.wall in (shown.get("question"), shown.get("prompt")) else step.wall,
        "activity": shown,
        "least": plan.least,
        "show": step.show,
        "resets": plan.resets.get(step.id, 0),
    }


def _is_last_round(plan: WorkshopPlan, step: Step | None) -> bool:
    """Return whether the plan does not ask the same question again: until then, the solution is not shown."""
    return step is not None and not any(
        other.question == step.question and other.round > step.round for other in plan.steps
    )


def _plain(value: Any) -> Json:  # noqa: ANN401
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else dict(value)
