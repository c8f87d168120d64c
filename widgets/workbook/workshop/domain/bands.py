"""What is told of a self-rating: three bands and a mean, without naming anyone's rating.

Here: the one rule for bands, for movements and for means. Not here: what is counted (see `counting`).

The room's size is known, and everybody knows their own rating. A count of people names another person's
rating only if it leaves those others a single band: that is, if all, or all but one, are in the same one. So:

1. A group of all, of all but one or of all but two is told as "all but two or more". Which of these it was,
   and where the others are, is not told, and the mean is told only as far as all of them could have it.
2. Otherwise a group with one person in it is told together with the smaller one of its neighbours. Nobody is
   named by it, but nobody should be looked for either.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

__all__ = ["BANDS", "Group", "as_groups", "in_bands", "mean_of"]

Group: TypeAlias = dict[str, Any]
"""{"of": names, "count": people in them together, "bound": "", "more" or "fewer"}."""

BANDS: Mapping[str, tuple[int, ...]] = {"low": (1, 2), "middle": (3,), "high": (4, 5)}
"""The ratings of each band, in order."""

_APART = 2
_HIGHEST = 5
_MIDDLE = 3


def in_bands(ratings: Mapping[int, int]) -> dict[str, int]:
    """Return how many people are in each band, from how many gave each rating."""
    return {band: sum(ratings.get(rating, 0) for rating in of) for band, of in BANDS.items()}


def as_groups(counts: Mapping[str, int]) -> list[Group]:
    """Return what is told of counts of people, whose names are in an order with neighbours."""
    names = list(counts)
    n = sum(counts.values())
    most = _nearly_all(counts)
    if most is not None:
        rest = [name for name in names if name != most]
        told = [_group([most], n - _APART, "more"), _group(rest, _APART, "fewer")]
        return sorted(told, key=lambda group: names.index(group["of"][0]))
    alone = next((at for at, name in enumerate(names) if counts[name] == 1), None)
    if alone is None:
        return [_group([name], counts[name]) for name in names]
    beside = [at for at in (alone - 1, alone + 1) if 0 <= at < len(names)]
    other = min(beside, key=lambda at: counts[names[at]])
    joined = [names[at] for at in sorted((alone, other))]
    told = [_group(joined, sum(counts[name] for name in joined))]
    told += [_group([name], counts[name]) for name in names if name not in joined]
    return sorted(told, key=lambda group: names.index(group["of"][0]))


def mean_of(ratings: Mapping[int, int]) -> tuple[float, str]:
    """Return the mean to one decimal, and "" or its bound: "more", "fewer" or "about" (to the whole)."""
    n = sum(ratings.values())
    total = sum(rating * count for rating, count in ratings.items())
    most = _nearly_all(in_bands(ratings))
    if most == "middle":
        return float(_MIDDLE), "about"
    if most == "low":
        value, bound = _clamped((_HIGHEST + 1) * n - total, n)
        turned = {"more": "fewer", "fewer": "more", "": ""}[bound]
        return (_rounded(total, n), "") if not bound else (round(_HIGHEST + 1 - value, 1), turned)
    if most == "high":
        return _clamped(total, n)
    return _rounded(total, n), ""


def _nearly_all(counts: Mapping[str, int]) -> str | None:
    """Return the group that has all people but two, or more."""
    n = sum(counts.values())
    return next((name for name, count in counts.items() if count >= n - _APART), None)


def _clamped(total: int, n: int) -> tuple[float, str]:
    """Return the mean of a room that nearly all rate high, from the totals that all such rooms could have."""
    least, most = 4 * n, _HIGHEST * n - 6
    if total >= most:
        return 10 * most // n / 10, "more"
    if total <= least:
        return 4.0, "fewer"
    return _rounded(total, n), ""


def _rounded(total: int, n: int) -> float:
    return (20 * total + n) // (2 * n) / 10


def _group(of: list[str], count: int, bound: str = "") -> Group:
    return {"of": of, "count": count, "bound": bound}
