"""The plan of a workshop: its steps, with their minutes.

Here: the model of a plan, and how a trainer's own plan is parsed and validated. Not here: the ready-made
plans, and the available scenes, standards and prompts (see `texts`).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol, get_args

from workbook.workshop.errors import WorkshopError

__all__ = [
    "KINDS",
    "MOST_MINUTES",
    "MOST_STEPS",
    "ROUNDS",
    "SHOWS",
    "Kind",
    "KnownContent",
    "Show",
    "Step",
    "WorkshopPlan",
    "check_order",
    "plan_data",
    "plan_of",
    "step_of",
    "stored_plan",
]

Kind = Literal["talk", "vote", "rating", "order", "word", "share"]
"""The kinds of steps: talking, a vote on a scene, a self-rating, an ordering, one word, a shared text."""

KINDS: tuple[str, ...] = get_args(Kind)

Show = Literal["now", "later", "never"]
"""When a step's result is shown: as it closes, later, or never, since it is for the trainer alone."""

SHOWS: tuple[str, ...] = get_args(Show)

ROUNDS = ("vote", "rating", "order")
"""The kinds that can be asked a second time, to show changes."""

MOST_STEPS = 60
"""The most steps that a plan can have."""

MOST_MINUTES = 600
"""The most minutes that a plan, or a step of it, can take."""

_LENGTHS = {"title": 120, "aim": 1000, "prepare": 4000, "subject": 80, "wall": 2000, "notes": 4000}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_HAS_SUBJECT = ("vote", "rating", "order")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    `minutes` is its planned duration; `subject` the id of its subject (a scene for a vote, a standard for a
    rating, an ordering, a prompt for a share; "" for none); `round` is 2 if the question was asked before.
    `wall` is for everybody, `notes` only for the trainer. `show` says when its result is shown (see `Show`);
    it decides which of the trainer's buttons comes first.
    """

    id: str
    kind: str
    title: str
    minutes: int
    subject: str = ""
    round: int = 1
    wall: str = ""
    notes: str = ""
    show: str = "now"

    @property
    def question(self) -> str:
        """The id of the question, which is the same for both rounds."""
        return f"{self.kind}/{self.subject if self.kind in ROUNDS else self.id}"


@dataclass(frozen=True, slots=True)
class WorkshopPlan:
    """A plan with its minutes, its aims, what to prepare, and its steps in order.

    The rest is for the plan of a workshop: `least` is how many have to answer before anything is shown,
    `left_out` has the ids of steps that are passed over, and `resets` says how often a step was asked anew.
    """

    id: str
    title: str
    minutes: int
    aim: str
    prepare: str
    steps: tuple[Step, ...]
    least: int = 5
    left_out: tuple[str, ...] = ()
    resets: Mapping[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[Step, ...]:
        """The steps that are not left out."""
        return tuple(step for step in self.steps if step.id not in self.left_out)

    def begins(self, step: Step) -> int:
        """Return the minute at which the step is planned to start: 0 for the first."""
        before = self.steps[: self.steps.index(step)]
        return sum(one.minutes for one in before if one.id not in self.left_out)

    def step(self, step_id: str) -> Step | None:
        """Return the step with an id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def first_round(self, step: Step) -> Step | None:
        """Return the first round of a second-round step, else None."""
        if step.round == 1:
            return None
        return next((s for s in self.steps if s.question == step.question and s.round == 1), None)


class KnownContent(Protocol):
    """The workbook's content to which a plan may refer."""

    def has(self, kind: str, subject: str) -> bool:
        """Return whether a step of a kind can have a subject."""


def plan_data(plan: WorkshopPlan) -> dict[str, Any]:
    """Return a plan as JSON data, in the format of `plan_of`."""
    steps = [asdict(step) for step in plan.steps]
    return {**asdict(plan), "steps": steps, "left_out": list(plan.left_out)}


def stored_plan(data: Mapping[str, Any]) -> WorkshopPlan:
    """Return the plan from the result of `plan_data`, without validating it again."""
    steps = tuple(Step(**step) for step in data["steps"])
    return WorkshopPlan(**{**data, "steps": steps, "left_out": tuple(data.get("left_out", ()))})


def plan_of(data: object, known: KnownContent) -> WorkshopPlan:
    """Return a trainer's own plan from JSON data in the format of `plan_data`, ignoring other keys.

    A step without an id gets one. Raises WorkshopError ("plan") with a text that names the step and says how
    to fix it.
    """
    if not isinstance(data, Mapping):
        raise _wrong("This is not a plan. Give one with a title and steps.")
    steps = data.get("steps")
    if not isinstance(steps, list) or not steps:
        raise _wrong("The plan has no steps. Add one.")
    if len(steps) > MOST_STEPS:
        raise _wrong(f"The plan has {len(steps)} steps. Keep it to {MOST_STEPS}.")
    read = tuple(_step(part, number, known) for number, part in enumerate(steps, start=1))
    check_order(read)
    plan = WorkshopPlan(
        id=_identity(data, "plan", "The plan"),
        title=_text(data, "title", "The plan", needed=True),
        minutes=_minutes(data, "The plan"),
        aim=_text(data, "aim", "The plan"),
        prepare=_text(data, "prepare", "The plan"),
        steps=read,
    )
    needed = sum(step.minutes for step in read)
    if needed > plan.minutes:
        raise _wrong(
            f"The steps take {needed} minutes, and the plan has {plan.minutes}. "
            "Shorten a step, or give the plan more time."
        )
    return plan


def _step(data: object, number: int, known: KnownContent) -> Step:
    where = f"Step {number}"
    if not isinstance(data, Mapping):
        raise _wrong(f"{where} can't be read. Take it out, and add it again.")
    kind, subject = data.get("kind"), _text(data, "subject", where)
    if not isinstance(kind, str) or kind not in KINDS:
        raise _wrong(f"{where} has no kind. Choose one of: {', '.join(KINDS)}.")
    step = Step(
        id=_identity(data, f"step-{number}", where),
        kind=kind,
        title=_text(data, "title", where, needed=True),
        minutes=_minutes(data, where),
        subject=subject,
        round=_round(data, kind, where),
        wall=_text(data, "wall", where),
        notes=_text(data, "notes", where),
        show=_show(data, where),
    )
    if kind in _HAS_SUBJECT and not subject:
        raise _wrong(f"{where} ({step.title}) does not say what it is about. Choose it.")
    if subject and not known.has(kind, subject):
        raise _wrong(
            f"{where} ({step.title}) is about something that the workbook does not have. Choose again."
        )
    return step


def step_of(data: object, known: KnownContent) -> Step:
    """Return a step to be added to a running workshop, as `plan_of` does; its id is free to choose."""
    return _step(data, 1, known)


def check_order(steps: tuple[Step, ...]) -> None:
    """Raise WorkshopError for a duplicate id or question, and a second round without a first."""
    ids: set[str] = set()
    asked: set[tuple[str, int]] = set()
    hidden = {step.question for step in steps if step.round == 1 and step.show == "never"}
    for number, step in enumerate(steps, start=1):
        where = f"Step {number} ({step.title})"
        if step.id in ids:
            raise _wrong(f"{where} has the id of another step. Give it one of its own.")
        if step.kind in ROUNDS and (step.question, step.round) in asked:
            raise _wrong(
                f"{where} asks what another step asks already. Make it a second round, or take it out."
            )
        if step.round == 2 and (step.question, 1) not in asked:  # noqa: PLR2004 - the second of two
            raise _wrong(
                f"{where} is a second round, and there is no first one before it. Add that, or move it."
            )
        if step.round == 2 and step.show != "never" and step.question in hidden:  # noqa: PLR2004
            raise _wrong(f"{where} would show its first round, which is never shown. Choose never.")
        ids.add(step.id)
        asked.add((step.question, step.round))


def _round(data: Mapping[str, Any], kind: str, where: str) -> int:
    given = data.get("round", 1)
    if isinstance(given, bool) or not isinstance(given, int) or given not in (1, 2):
        raise _wrong(f"{where} has a round that is neither 1 nor 2. Choose one of these.")
    if given != 1 and kind not in ROUNDS:
        raise _wrong(f"{where} can't have a second round. Make it a step of its own.")
    return given


def _show(data: Mapping[str, Any], where: str) -> str:
    given = data.get("show") or "now"
    if not isinstance(given, str) or given not in SHOWS:
        raise _wrong(f"{where} does not say when its result is shown. Choose one of: {', '.join(SHOWS)}.")
    return given


def _minutes(data: Mapping[str, Any], where: str) -> int:
    given = data.get("minutes")
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST_MINUTES:
        raise _wrong(f"{where} needs its minutes: a whole number from 1 to {MOST_MINUTES}.")
    return given


def _identity(data: Mapping[str, Any], otherwise: str, where: str) -> str:
    given = data.get("id") or otherwise
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise _wrong(f"{where} has an id that can't be used. Use small letters, digits and hyphens.")
    return given


def _text(data: Mapping[str, Any], name: str, where: str, *, needed: bool = False) -> str:
    given = data.get(name, "")
    if not isinstance(given, str):
        raise _wrong(f"{where}: the {name} is not a text. Write one.")
    lines = given.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    text = text.strip()
    if needed and not text:
        raise _wrong(f"{where} needs a {name}. Write one.")
    if len(text) > _LENGTHS[name]:
        raise _wrong(f"{where}: the {name} has {len(text)} characters. Keep it to {_LENGTHS[name]}.")
    return text


def _wrong(text: str) -> WorkshopError:
    return WorkshopError("plan", text)
