"""Counts a step's answers, by what was asked.

Here: results by kind, and changes between two rounds; pure functions of the answers. Not here: when a result
is calculated and shown (see `result_snapshots`), what a self-rating tells (see `bands`).

Nothing is shown for fewer answers than a workshop's threshold, which is LEAST or more. From there on:

1. Votes on a scenario and orderings are counted in full, and so is who changed. A vote is an opinion on a
   made-up case, and whoever gives one has read that the room will see the totals.
2. A self-rating is about the person who gives it: it is told in bands that name nobody (see `bands`). How
   many moved is told only if the same people answered both times: otherwise the two rounds and the movement
   together could tell what somebody gave who came or left in between.
3. Words and texts are shown if their writers and the trainer agree.

This does not protect against somebody who joins with several devices: whoever gave four of five answers knows
the fifth. A trainer who sees more devices than people should not reveal the results.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from workbook.workshop.domain.answers import Options
from workbook.workshop.domain.bands import Group, as_groups, in_bands, mean_of
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import Result

__all__ = ["LEAST", "Answers", "First", "enough_changed", "shared", "tally", "words"]

LEAST = 5
"""The fewest answers for which anything is shown, unless a workshop asks for more."""

Answers: TypeAlias = Mapping[bytes, str]
"""Canonical answers (see `answers`) by voter; a voter's id is the same in both rounds of a question."""


_RATED = ("bands", "counts", "mean", "bound")
"""What a second round repeats of a rating's first; older results have "counts" in place of bands."""


@dataclass(frozen=True, slots=True)
class First:
    """The first round of a question: its frozen result, and the answers that it counts."""

    result: Result
    answers: Answers


def tally(
    step: Step, answers: Answers, options: Options, first: First | None = None, least: int = LEAST
) -> Result:
    """Return the result of a vote, a rating or an ordering, as JSON data.

    {"kind", "round", "few": True} for fewer than `least` answers, else {"kind", "round", "n"} and: vote:
    "counts" {choice: int}. rating: "bands" {statement: groups} (see `bands`), "mean" {statement: float} and
    "bound" {statement: "more", "fewer" or "about"} for means that are not exact. order: "mean" {item: float},
    the mean place, and "top" {item: int}, how often it was ranked first. A second round also has: "first",
    the same for the first round, or None, and "first_n"; "movement", None without a first round: for a vote
    and an ordering {"both", "kept", "changed"}, with "flows" {from: {to: int}} for a vote; for a rating
    {statement: groups of "down", "same" and "up"}, or None unless the same people answered.
    """
    head: Result = {"kind": step.kind, "round": step.round}
    if len(answers) < least:
        return {**head, "few": True}
    head["n"] = len(answers)
    earlier = first if first is not None and "few" not in first.result else None
    if step.round > 1:
        head["first_n"] = earlier.result["n"] if earlier else None
    return {**head, **_KINDS[step.kind](step, _read(answers), options, earlier)}


def words(step: Step, said: int, shown: Sequence[str], least: int = LEAST) -> Result:
    """Return the result of a word step: how many people gave one, and the folded words that are shown.

    {"words": [{"word", "many": whether `least` or more gave it}]}, those given by many first, then
    alphabetically.
    """
    if said < least:
        return {"kind": step.kind, "round": step.round, "few": True}
    counts = Counter(shown)
    order = sorted(counts, key=lambda word: (counts[word] < least, word))
    told = [{"word": word, "many": counts[word] >= least} for word in order]
    return {"kind": step.kind, "round": step.round, "n": said, "words": told}


def shared(step: Step, offered: int, shown: int, least: int = LEAST) -> Result:
    """Return the result of a share step: how many texts were offered, and shown, unless too few."""
    head: Result = {"kind": step.kind, "round": step.round}
    return {**head, "few": True} if offered < least else {**head, "n": offered, "shown": shown}


def enough_changed(before: Answers, after: Answers, least: int = LEAST) -> bool:
    """Return whether `least` answers or more are new, gone or different: fewer would reveal individuals."""
    return sum(before.get(voter) != after.get(voter) for voter in before.keys() | after.keys()) >= least


def _vote(step: Step, given: Mapping[bytes, Any], options: Options, first: First | None) -> Result:
    choices = options["choices"]
    told: Result = {"counts": _count(given.values(), choices)}
    if step.round == 1:
        return told
    if first is None:
        return {**told, "first": None, "movement": None, "flows": None}
    pairs = _pairs(first, given)
    flows = Counter(pairs)
    chosen_first = {before for before, _ in flows}
    return {
        **told,
        "first": first.result["counts"],
        "movement": _kept(pairs),
        "flows": {a: {b: flows[a, b] for b in choices if flows[a, b]} for a in choices if a in chosen_first},
    }


def _rating(step: Step, given: Mapping[bytes, Any], options: Options, first: First | None) -> Result:
    statements = options["statements"]
    bands, means, bounds = {}, {}, {}
    for statement in statements:
        ratings = Counter(answer[statement] for answer in given.values())
        bands[statement] = as_groups(in_bands(ratings))
        means[statement], bound = mean_of(ratings)
        if bound:
            bounds[statement] = bound
    told: Result = {"bands": bands, "mean": means, "bound": bounds}
    if step.round == 1:
        return told
    if first is None:
        return {**told, "first": None, "movement": None}
    before = {name: first.result[name] for name in _RATED if name in first.result}
    earlier = _read(first.answers)
    if earlier.keys() != given.keys():
        return {**told, "first": before, "movement": None}
    moved = {statement: _moved(statement, earlier, given) for statement in statements}
    return {**told, "first": before, "movement": moved}


def _moved(statement: str, earlier: Mapping[bytes, Any], given: Mapping[bytes, Any]) -> list[Group]:
    """Return how many of the same people rated a statement lower, the same and higher."""
    steps = [given[voter][statement] - earlier[voter][statement] for voter in given]
    return as_groups(
        {
            "down": sum(step < 0 for step in steps),
            "same": sum(step == 0 for step in steps),
            "up": sum(step > 0 for step in steps),
        }
    )


def _order(step: Step, given: Mapping[bytes, Any], options: Options, first: First | None) -> Result:
    items = options["items"]
    totals = dict.fromkeys(items, 0)
    for answer in given.values():
        for place, item in enumerate(answer, start=1):
            totals[item] += place
    n = len(given)
    told: Result = {
        "mean": {item: (20 * total + n) // (2 * n) / 10 for item, total in totals.items()},
        "top": _count((answer[0] for answer in given.values()), items),
    }
    if step.round == 1:
        return told
    before = {name: first.result[name] for name in ("mean", "top")} if first else None
    return {**told, "first": before, "movement": _kept(_pairs(first, given)) if first else None}


def _pairs(first: First, given: Mapping[bytes, Any]) -> list[tuple[Any, Any]]:
    """Return both answers of everybody who answered twice."""
    earlier = _read(first.answers)
    return [(earlier[voter], given[voter]) for voter in earlier.keys() & given.keys()]


def _kept(pairs: Sequence[tuple[Any, Any]]) -> dict[str, int]:
    kept = sum(before == after for before, after in pairs)
    return {"both": len(pairs), "kept": kept, "changed": len(pairs) - kept}


_KINDS = {"vote": _vote, "rating": _rating, "order": _order}


def _read(answers: Answers) -> dict[bytes, Any]:
    return {voter: json.loads(answer) for voter, answer in answers.items()}


def _count(given: Any, names: Sequence[str]) -> dict[str, int]:  # noqa: ANN401 - any iterable of names
    counted = Counter(given)
    return {name: counted[name] for name in names}
