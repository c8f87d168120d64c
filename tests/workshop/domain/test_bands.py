"""That what is told of self-ratings names nobody's rating, whoever looks."""

import json
from collections import defaultdict
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.domain.bands import BANDS, as_groups, in_bands, mean_of
from workbook.workshop.domain.counting import First, tally
from workshop.rooms import step_of

BAND_OF = {rating: band for band, ratings in BANDS.items() for rating in ratings}
ROOMS = st.lists(st.integers(1, 5), min_size=5, max_size=60)


def rooms_of(total, cells=5):
    """All ways in which so many people can give each rating."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in rooms_of(total - first, cells - 1):
            yield (first, *rest)


def counted(ratings):
    return {rating: ratings.count(rating) for rating in range(1, 6)}


def others_bands(room, own):
    """The bands in which the others are, for somebody who gave `own`, or who gave nothing."""
    left = [count - (rating == own) for rating, count in enumerate(room, 1)]
    return {BAND_OF[rating] for rating, count in enumerate(left, 1) if count}


@pytest.mark.parametrize("total", range(5, 11))
def test_nobody_who_knows_the_rules_and_their_own_rating_can_tell_another_s_band(total):
    """Of all that so many people can rate: always two bands or more are possible for each of the others."""
    seen = defaultdict(list)
    for room in rooms_of(total):
        ratings = dict(enumerate(room, 1))
        seen[json.dumps([as_groups(in_bands(ratings)), mean_of(ratings)])].append(room)
    for told, possible in seen.items():
        for own in (None, 1, 2, 3, 4, 5):
            mine = [room for room in possible if own is None or room[own - 1]]
            if mine:
                assert len(set.union(*(others_bands(room, own) for room in mine))) > 1, (told, own, mine)


def test_nor_can_they_from_two_rounds_and_the_movement():
    """Of all that five people can do who rate twice, of one rating in each band."""
    options = {"statements": ("one",)}
    seen = defaultdict(list)
    for people in combinations_with_replacement(list(product((1, 3, 5), repeat=2)), 5):
        before, after = (
            {bytes([n]): json.dumps({"one": pair[at]}) for n, pair in enumerate(people)} for at in (0, 1)
        )
        first = tally(step_of("rating"), before, options)
        told = tally(step_of("rating", round=2), after, options, First(first, before))
        seen[json.dumps(told)].append(people)
    for told, possible in seen.items():
        for own in (None, *product((1, 3, 5), repeat=2)):
            mine = [people for people in possible if own is None or own in people]
            for at in (0, 1) if mine else ():
                others = [list(people) for people in mine]
                for people in others:
                    if own is not None:
                        people.remove(own)
                assert len({pair[at] for people in others for pair in people}) > 1, (told, own, mine)


@given(ROOMS)
def test_no_group_that_is_told_alone_is_one_person_or_nearly_everyone(ratings):
    counts = in_bands(counted(ratings))
    for group in as_groups(counts):
        if not group["bound"]:
            assert group["count"] != 1
            assert len(group["of"]) > 1 or group["count"] < len(ratings) - 2


@given(ROOMS)
def test_what_is_told_of_groups_is_true_and_every_group_is_told(ratings):
    counts = in_bands(counted(ratings))
    groups = as_groups(counts)
    assert sorted(name for group in groups for name in group["of"]) == sorted(BANDS)
    for group in groups:
        true = sum(counts[name] for name in group["of"])
        assert {"": true == group["count"], "more": true >= group["count"], "fewer": true <= group["count"]}[
            group["bound"]
        ]


@given(ROOMS)
def test_what_is_told_of_the_mean_is_true(ratings):
    told, bound = mean_of(counted(ratings))
    true = sum(ratings) / len(ratings)
    near = abs(told - true) <= 0.05 + 1e-9
    more, fewer = true >= told - 1e-9, true <= told + 1e-9
    assert {"": near, "more": more, "fewer": fewer, "about": abs(true - told) < 1}[bound]


@given(ROOMS)
def test_the_rule_does_not_favour_the_sure(ratings):
    """Turned upside down, a room is told the same upside down; a lone middle one has two neighbours."""
    value, bound = mean_of(counted(ratings))
    turned, turned_bound = mean_of(counted([6 - rating for rating in ratings]))
    assert turned_bound == {"more": "fewer", "fewer": "more"}.get(bound, bound)
    assert abs(6 - value - turned) < 0.11
