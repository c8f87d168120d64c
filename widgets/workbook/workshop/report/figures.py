"""The figures of a workshop: the frozen results of each question, one by one.

Here: which figures there are, and why one is withheld. Every figure comes from a frozen result, so nothing
here can reveal more than the wall did. Not here: how figures are worded (see `words`), their place in a
document (see `contents`, `tables`) or in comparisons (see `compare`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workbook.workshop.domain.plans import ROUNDS, Step
from workbook.workshop.domain.snapshots import Result, Snapshot

__all__ = ["MOVED", "Figure", "Question", "State", "changed", "questions"]

State = Literal["told", "masked", "few", "none"]
"""A figure is shown; or masked; or too few answered for any figure; or there is no result at all."""

MOVED = 0
"""Instead of a round: the changes from the first to the second."""

_SECOND = 2
_OF_ROUND: dict[str, tuple[str, ...]] = {
    "vote": ("votes",),
    "rating": ("mean",),
    "order": ("place", "first"),
}
_OF_MOVEMENT: dict[str, tuple[str, ...]] = {
    "vote": ("both", "kept", "changed"),
    "rating": ("both", "up", "same", "down"),
    "order": ("both", "kept", "changed"),
}
_COUNTED = ("rated_1", "rated_2", "rated_3", "rated_4", "rated_5")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` is a count of people, a mean (1 to 5) or a mean rank; None unless it is shown.

    `measure` says which value of `item` it is (a choice, a statement, an item to order, or "" for the whole),
    in a round of 1 or 2, or MOVED. Of groups that are told together, the measures are joined by "+". `of` is
    the total number of answers. `to` is the choice that people moved to, if `measure` is "moved". `bound` is
    "more", "fewer" or "about" if the value is not exact.
    """

    measure: str
    round: int
    item: str
    value: float | None
    state: State
    of: int | None = None
    to: str = ""
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked once or twice: its steps by round, and the result of each."""

    kind: str
    subject: str
    steps: Mapping[int, Step]
    results: Mapping[int, Result | None]

    @property
    def step(self) -> Step:
        """The step in which it was asked first."""
        return self.steps[min(self.steps)]

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of choices, statements or items in the results; for an ordering, riskiest first."""
        told = [result for result in self.results.values() if result]
        name = "counts" if self.kind == "vote" else "mean"
        found = dict.fromkeys(item for result in told for item in result.get(name, ()))
        if self.kind != "order" or not told:
            return tuple(found)
        last = told[-1].get(name, {})
        return tuple(sorted(found, key=lambda item: _or_last(last.get(item))))

    @property
    def shown(self) -> int | None:
        """How many of the texts offered the room saw; None if there are none, or that was not counted."""
        return _whole((self.results.get(self.step.round) or {}).get("shown"))

    @property
    def given(self) -> tuple[str, ...]:
        """The texts that their writers gave for the report."""
        return tuple((self.results.get(self.step.round) or {}).get("texts") or ())

    def state(self, round_: int) -> State:
        """Return "told" if a round has figures, else why not."""
        if round_ == MOVED:
            states = [self.state(1), self.state(_SECOND)]
            return next((one for one in ("none", "few") if one in states), "told")
        result = self.results.get(round_)
        if result is None:
            return "none"
        return "few" if result.get("few") else "told"

    def answered(self, round_: int) -> Figure:
        """Return how many answered in a round."""
        state = self.state(round_)
        value = (self.results[round_] or {}).get("n") if state == "told" else None
        return Figure("answered", round_, "", value, "masked" if state == "told" and value is None else state)

    def figure(self, measure: str, round_: int, item: str) -> Figure:
        """Return a figure of an item, or the reason why there is none."""
        state, of = self.state(round_), self.answered(round_).value if round_ != MOVED else None
        if state != "told":
            return Figure(measure, round_, item, None, state)
        told = self._moved(item) if round_ == MOVED else self._cells(measure, round_)
        if told is None:
            return Figure(measure, round_, item, None, "masked")
        name = item
        if round_ == MOVED:
            name, of = measure, told.get("both")
        elif measure.startswith("rated_"):
            told, name = told.get(item), measure.removeprefix("rated_")
            if told is None:
                return Figure(measure, round_, item, None, "none")
        if name not in told:
            return Figure(measure, round_, item, None, "none")
        value = told[name]
        bound = self._bound(round_, item) if measure == "mean" else ""
        return Figure(
            measure, round_, item, value, "masked" if value is None else "told", _whole(of), bound=bound
        )

    def groups(self, round_: int, item: str) -> list[Figure]:
        """Return how many people were in each band of a statement, or MOVED which way; none without bands."""
        result = self.results.get(_SECOND if round_ == MOVED else round_) or {}
        told = (result.get("movement" if round_ == MOVED else "bands") or {}).get(item)
        if not isinstance(told, list):
            return []
        of = None if round_ == MOVED else _whole(result.get("n"))
        prefix = "" if round_ == MOVED else "rated_"
        return [
            Figure(
                "+".join(prefix + name for name in group["of"]),
                round_,
                item,
                group["count"],
                "told",
                of,
                bound=group["bound"],
            )
            for group in told
        ]

    def has_counts(self, round_: int) -> bool:
        """Return whether a rating has a count of each rating, as it had before there were bands."""
        return self.kind == "rating" and "counts" in (self.results.get(round_) or {})

    def overall(self, round_: int) -> Figure:
        """Return a rating's mean over its statements, to one decimal, half up; every answer rates all."""
        means = [self.figure("mean", round_, item) for item in self.items]
        told = [round(10 * figure.value) for figure in means if figure.value is not None]
        if not told or len(told) < len(means):
            return Figure("mean", round_, "", None, self.state(round_) if not told else "masked")
        value = (2 * sum(told) + len(told)) // (2 * len(told)) / 10
        bound = "about" if any(figure.bound for figure in means) else ""
        return Figure("mean", round_, "", value, "told", means[0].of, bound=bound)

    def flows(self) -> Iterator[Figure]:
        """Yield how many changed from which choice to which other one, if that is shown."""
        second = self.results.get(_SECOND) or {}
        for item, to in (second.get("flows") or {}).items():
            for other, count in to.items():
                if item != other and count:
                    yield Figure("moved", MOVED, item, count, "told", to=other)

    def figures(self) -> Iterator[Figure]:
        """Yield all figures, round by round, and finally the changes."""
        for round_ in sorted(self.steps):
            yield self.answered(round_)
            for item in self.items if self.state(round_) == "told" else ():
                for measure in _OF_ROUND.get(self.kind, ()):
                    yield self.figure(measure, round_, item)
                for measure in _COUNTED if self.has_counts(round_) else ():
                    yield self.figure(measure, round_, item)
                yield from self.groups(round_, item) if self.kind == "rating" else ()
        if len(self.steps) > 1 and self.state(MOVED) == "told":
            for item in self.items if self.kind == "rating" else ("",):
                groups = self.groups(MOVED, item) if self.kind == "rating" else []
                yield from groups
                for measure in () if groups else _OF_MOVEMENT.get(self.kind, ()):
                    yield self.figure(measure, MOVED, item)
            yield from self.flows()

    def _cells(self, measure: str, round_: int) -> Mapping[str, Any] | None:
        """Return a round's values of a measure, by item."""
        names = {"mean": "mean", "place": "mean", "first": "top"}
        return (self.results[round_] or {}).get(names.get(measure, "counts"))

    def _bound(self, round_: int, item: str) -> str:
        """Return the bound of a rating's mean; "" for an exact one."""
        return str(((self.results.get(round_) or {}).get("bound") or {}).get(item, ""))

    def _moved(self, item: str) -> Mapping[str, Any] | None:
        moved = (self.results[_SECOND] or {}).get("movement")
        return moved.get(item) if moved and self.kind == "rating" else moved


def questions(snapshot: Snapshot) -> list[Question]:
    """Return the questions of a workshop's plan, in order; talking has none."""
    by_name: dict[str, dict[int, Step]] = {}
    for step in snapshot.plan.steps:
        if step.kind != "talk":
            by_name.setdefault(step.question, {})[step.round] = step
    return [_question(steps, snapshot.results) for steps in by_name.values()]


def changed(before: Figure, after: Figure) -> float | None:
    """Return how far a mean moved, to one decimal; None unless both are shown, and exact."""
    if before.value is None or after.value is None or before.bound or after.bound:
        return None
    return (round(10 * after.value) - round(10 * before.value)) / 10


def _question(steps: Mapping[int, Step], results: Mapping[str, Result]) -> Question:
    found = {round_: results.get(step.id) for round_, step in steps.items()}
    first = _first(found.get(_SECOND))
    if first is not None:
        # The one from which the changes were calculated: the first round may have been reopened since.
        found[1] = first
    one = next(iter(steps.values()))
    return Question(one.kind, one.subject if one.kind in ROUNDS else "", dict(steps), found)


def _first(second: Result | None) -> Result | None:
    """Return the first round as stored in the second one's result, in the format of a result."""
    if not second or not second.get("first"):
        return None
    first, n = second["first"], second.get("first_n")
    return {"n": n, **({"counts": first} if second["kind"] == "vote" else first)}


def _or_last(place: float | None) -> float:
    return float("inf") if place is None else place


def _whole(number: object) -> int | None:
    return number if isinstance(number, int) else None
