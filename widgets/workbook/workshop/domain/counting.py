"""Counts a step's answers, without revealing anything about fewer than five people.

Here: masks, results by kind, and changes between two rounds; pure functions of the answers. Not here: when a
result is calculated and shown (see `result_snapshots`).

How people are protected:

1. Nothing is shown for fewer than LEAST answers.
2. A cell that counts somebody, but fewer than LEAST, is masked, and others with it, so that nobody who knows
   the sum and these rules can work it out: `mask` goes by the numbers alone, not by whose they are, and what
   it masks is never all equal, so the same would be published with two of them exchanged.
3. A mean can undo a mask, so a table with a mean is shown whole or not at all, and the mean is rounded (see
   `_mean` and `_places`).
4. Changes between two rounds are shown only if each group that they describe, including those who answered in
   one round only, is empty or has LEAST people, and if both rounds mask the same cells.

This does not protect against somebody who joins with several devices: whoever gave four of five answers knows
the fifth. A trainer who sees more devices than people should not reveal the results.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from workbook.workshop.domain.answers import Options
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import Result

__all__ = ["LEAST", "Answers", "First", "enough_changed", "mask", "shared", "tally", "words"]

LEAST = 5
"""The fewest answers for which anything is shown."""

Answers: TypeAlias = Mapping[bytes, str]
"""Canonical answers (see `answers`) by voter; a voter's id is the same in both rounds of a question."""

Masked: TypeAlias = dict[str, int | None]
"""Counts, with None for those that are masked."""

_SCALE = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class First:
    """The first round of a question: its frozen result, and the answers that it counts."""

    result: Result
    answers: Answers


def mask(counts: Mapping[str, int]) -> Masked:
    """Return counts, masking those that would reveal 1 to 4 people, and enough others to hide them.

    Fewer than LEAST in total: everything is masked. Otherwise the masked counts are all that are not 0 and
    not above a bound, the lowest from 4 on for which there are at least two, with a sum of at least LEAST,
    and not all equal. If even all counts are equal, or so few that each must be 1, zeros are masked too.
    """
    values = [count for count in counts.values() if count]
    if sum(values) < LEAST:
        return dict.fromkeys(counts)
    bound = max((count for count in values if count < LEAST), default=0)
    while bound and not _hides([count for count in values if count <= bound]):
        above = [count for count in values if count > bound]
        if not above:
            break
        bound = min(above)
    if bound == max(values) and (not _hides(values) or sum(values) - len(values) <= 1):
        return dict.fromkeys(counts)
    return {name: None if 0 < count <= bound else count for name, count in counts.items()}


def tally(step: Step, answers: Answers, options: Options, first: First | None = None) -> Result:
    """Return the result of a vote, a rating or an ordering: masked, as JSON data.

    {"kind", "round", "few": True} for fewer than LEAST answers, else {"kind", "round", "n"} and: vote:
    "counts" {choice: int or None}. rating: "counts" {statement: {"1": int or None, ...}} and "mean"
    {statement: float}. order: "mean" {item: float or None}, the mean place to the nearest half, and "top"
    {item: int or None}, how often it was ranked first. A second round also has: "first", the same for the
    first round, or None, and "first_n"; for a vote "movement" {"both", "kept", "changed"} and "flows" {from:
    {to: int}}, for a rating "movement" {statement: {"both", "up", "same", "down"}}, each None if it would
    reveal too much.
    """
    head: Result = {"kind": step.kind, "round": step.round}
    if len(answers) < LEAST:
        return {**head, "few": True}
    head["n"] = len(answers)
    earlier = first if first is not None and "few" not in first.result else None
    if step.round > 1:
        head["first_n"] = earlier.result["n"] if earlier else None
    return {**head, **_KINDS[step.kind](step, _read(answers), options, earlier)}


def words(step: Step, said: int, shown: Sequence[str]) -> Result:
    """Return the result of a word step: how many people gave one, and the folded words that are shown.

    {"words": [{"word", "many": whether LEAST or more gave it}]}, those given by many first, then
    alphabetically.
    """
    if said < LEAST:
        return {"kind": step.kind, "round": step.round, "few": True}
    counts = Counter(shown)
    order = sorted(counts, key=lambda word: (counts[word] < LEAST, word))
    told = [{"word": word, "many": counts[word] >= LEAST} for word in order]
    return {"kind": step.kind, "round": step.round, "n": said, "words": told}


def shared(step: Step, count: int) -> Result:
    """Return the result of a share step: how many texts there are, unless too few."""
    head: Result = {"kind": step.kind, "round": step.round}
    return {**head, "few": True} if count < LEAST else {**head, "n": count}


def enough_changed(before: Answers, after: Answers) -> bool:
    """Return whether LEAST answers or more are new, gone or different: fewer would reveal individuals."""
    return sum(before.get(voter) != after.get(voter) for voter in before.keys() | after.keys()) >= LEAST


def _vote(step: Step, given: Mapping[bytes, Any], options: Options, first: First | None) -> Result:
    choices = options["choices"]
    counts = _count(given.values(), choices)
    masked = mask(counts)
    if step.round == 1:
        return {"counts": masked}
    if first is None:
        return {"counts": masked, "first": None, "movement": None, "flows": None}
    before: Masked = first.result["counts"]
    hidden, hidden_before = _hidden(masked), _hidden(before)
    if hidden and hidden <= hidden_before:
        # The same cells are masked as in the first round, so the changes can be shown.
        masked = {name: None if name in hidden_before else count for name, count in counts.items()}
    told: Result = {"counts": masked, "first": before, "movement": None, "flows": None}
    earlier = _read(first.answers)
    counts_before = _count(earlier.values(), choices)
    if _hidden(masked) != hidden_before or not all(
        _differ([of[name] for name in hidden_before]) for of in (counts, counts_before) if hidden_before
    ):
        return told
    pairs = [(earlier[voter], given[voter]) for voter in earlier.keys() & given.keys()]
    groups = {"kept": sum(a == b for a, b in pairs), "changed": sum(a != b for a, b in pairs)}
    if _can_be_told(groups, earlier, given):
        told["movement"] = {"both": len(pairs), **groups}
        told["flows"] = None if hidden_before else _flows(pairs, counts_before, counts)
    return told


def _flows(
    pairs: Sequence[tuple[str, str]], before: Mapping[str, int], after: Mapping[str, int]
) -> dict[str, dict[str, int]] | None:
    """Return how many changed from which choice to which, or None if any group would be too small."""
    flows = Counter(pairs)
    left, came = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    once = [before[name] - left[name] for name in before] + [after[name] - came[name] for name in after]
    if not all(_is_told(count) for count in (*flows.values(), *once)):
        return None
    return {a: {b: flows[a, b] for b in after if flows[a, b]} for a in before if before[a]}


def _rating(step: Step, given: Mapping[bytes, Any], options: Options, first: First | None) -> Result:
    statements = options["statements"]
    counts, means = {}, {}
    for statement in statements:
        ratings = [answer[statement] for answer in given.values()]
        counts[statement] = _whole_or_none(_count(map(str, ratings), _SCALE))
        means[statement] = _mean(sum(ratings), len(ratings), exact=not _hidden(counts[statement]))
    told: Result = {"counts": counts, "mean": means}
    if step.round == 1:
        return told
    if first is None:
        return {**told, "first": None, "movement": None}
    before = {name: first.result[name] for name in ("counts", "mean")}
    earlier = _read(first.answers)
    moved = {
        statement: _moved(statement, earlier, given)
        if not _hidden(counts[statement]) and not _hidden(before["counts"].get(statement, {"": None}))
        else None
        for statement in statements
    }
    return {**told, "first": before, "movement": moved}


def _moved(statement: str, earlier: Mapping[bytes, Any], given: Mapping[bytes, Any]) -> dict[str, int] | None:
    """Return how many rated a statement higher, the same and lower, or None if a group is too small."""
    steps = [given[voter][statement] - earlier[voter][statement] for voter in earlier.keys() & given.keys()]
    groups = {
        "up": sum(step > 0 for step in steps),
        "same": sum(step == 0 for step in steps),
        "down": sum(step < 0 for step in steps),
    }
    return {"both": len(steps), **groups} if _can_be_told(groups, earlier, given) else None


def _order(step: Step, given: Mapping[bytes, Any], options: Options, first: First | None) -> Result:
    items = options["items"]
    totals = dict.fromkeys(items, 0)
    for answer in given.values():
        for place, item in enumerate(answer, start=1):
            totals[item] += place
    told: Result = {
        "mean": _places(totals, len(given)),
        "top": _whole_or_none(_count((answer[0] for answer in given.values()), items)),
    }
    if step.round > 1:
        told["first"] = {name: first.result[name] for name in ("mean", "top")} if first else None
    return told


_KINDS = {"vote": _vote, "rating": _rating, "order": _order}


def _read(answers: Answers) -> dict[bytes, Any]:
    return {voter: json.loads(answer) for voter, answer in answers.items()}


def _count(given: Any, names: Sequence[str]) -> dict[str, int]:  # noqa: ANN401 - any iterable of names
    counted = Counter(given)
    return {name: counted[name] for name in names}


def _hides(counts: Sequence[int]) -> bool:
    return len(counts) > 1 and sum(counts) >= LEAST and _differ(counts)


def _differ(counts: Collection[int]) -> bool:
    return len(set(counts)) > 1


def _is_told(count: int) -> bool:
    return count == 0 or count >= LEAST


def _can_be_told(groups: Mapping[str, int], earlier: Collection[bytes], given: Collection[bytes]) -> bool:
    """Return whether all groups, of people who answered twice or only once, are big enough."""
    both = sum(groups.values())
    once = (len(earlier) - both, len(given) - both)
    return both > 0 and all(_is_told(count) for count in (*groups.values(), *once))


def _whole_or_none(counts: Mapping[str, int]) -> Masked:
    """Return the counts if all of them can be shown, else none."""
    return dict(counts) if all(_is_told(count) for count in counts.values()) else dict.fromkeys(counts)


def _hidden(counts: Mapping[str, int | None]) -> set[str]:
    return {name for name, count in counts.items() if count is None}


def _mean(total: int, n: int, *, exact: bool) -> float:
    """Return the mean of n ratings to one decimal, rounding half up.

    If the counts are hidden, it would reveal one person who is one step away from all others: then it is
    calculated as if there were two such steps.
    """
    told = total if exact else min(max(total, n + 2), n * len(_SCALE) - 2)
    return (20 * told + n) // (2 * n) / 10


def _places(totals: Mapping[str, int], n: int) -> dict[str, float | None]:
    """Return mean ranks to the nearest half from the sums of the ranks that n people gave, or None for all.

    The sum of all ranks is known. If the other items leave an item only the range next to rank 1, that would
    reveal how many ranked it first, and nothing is shown.
    """
    count = len(totals)
    told = {item: _place(total, n, count) for item, total in totals.items()}
    least: dict[float, int] = {}
    most: dict[float, int] = {}
    for total in range(n, count * n + 1):
        place = _place(total, n, count)
        least.setdefault(place, total)
        most[place] = total
    all_places = n * count * (count + 1) // 2
    for place in told.values():
        others = sum(least[other] for other in told.values()) - least[place]
        if n < min(most[place], all_places - others) <= n + 2:
            return dict.fromkeys(totals)
    return dict(told)


def _place(total: int, n: int, places: int) -> float:
    """Return a mean rank to the nearest half, rounding half up; first or last only if all ranked it so."""
    if total in (n, n * places):
        return total / n
    half = (4 * total + n) // (2 * n) / 2
    return min(max(half, 1.5), places - 0.5)
