"""What is shown of answers, and that nobody who knows the rules can work out what is hidden."""

import json
from collections import Counter, defaultdict
from itertools import combinations_with_replacement, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.domain.counting import LEAST, First, enough_changed, mask, shared, tally, words
from workbook.workshop.domain.plans import Step
from workshop.rooms import CHOICES, ITEMS, OPTIONS, STATEMENTS, step_of

CELLS = st.lists(st.integers(0, 40), min_size=2, max_size=7)


def every_count(total, cells):
    """All ways in which so many answers can fall into so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in every_count(total - first, cells - 1):
            yield (first, *rest)


def masked(counts):
    return tuple(mask(dict(enumerate(counts))).values())


def given_by(*answers, start=0):
    """Answers by voter, as they are kept."""
    return {bytes([0, n]): json.dumps(answer) for n, answer in enumerate(answers, start)}


def votes(*counts, start=0):
    """So many votes for each of CHOICES."""
    chosen = [choice for choice, count in zip(CHOICES, counts, strict=True) for _ in range(count)]
    return given_by(*chosen, start=start)


def result(kind, answers, first=None):
    step = step_of(kind, round=1 if first is None else 2)
    return tally(step, answers, OPTIONS[kind], first)


def again(kind, before, after):
    """The result of a second round, and what it shows of the first."""
    return result(kind, after, First(result(kind, before), before))


# Masks


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((20, 5, 0), (20, 5, 0)),
        ((3, 0, 1), (None, None, None)),
        ((20, 3, 0), (None, None, 0)),
        ((20, 8, 3), (20, None, None)),
        ((20, 3, 1), (None, None, None)),
        ((20, 4, 1), (20, None, None)),
        ((20, 5, 5, 4), (20, None, None, None)),
        ((20, 3, 3, 0), (None, None, None, 0)),
        ((3, 3, 0), (None, None, None)),
        ((1, 1, 1, 1, 1), (None,) * 5),
    ],
)
def test_small_cells_are_masked_with_as_many_others_as_it_takes(counts, told):
    assert masked(counts) == told


@pytest.mark.parametrize(
    ("total", "cells"),
    [(n, k) for n in range(LEAST, 15) for k in (2, 3, 4)] + [(5, 5), (6, 5), (11, 5), (6, 6), (9, 7)],
)
def test_for_every_masked_cell_two_counts_or_more_would_have_been_told_the_same(total, cells):
    seen = defaultdict(list)
    for counts in every_count(total, cells):
        seen[masked(counts)].append(counts)
    for told, possible in seen.items():
        for cell, count in enumerate(told):
            if count is None:
                assert len({counts[cell] for counts in possible}) > 1, (told, possible)


@given(CELLS)
def test_what_is_not_masked_is_true_and_no_small_number(cells):
    told = masked(cells)
    for count, shown in zip(cells, told, strict=True):
        assert shown is None or (shown == count and (count == 0 or count >= LEAST))
    if sum(cells) >= LEAST and None in told:
        hidden = [count for count, shown in zip(cells, told, strict=True) if shown is None]
        assert len(hidden) > 1
        assert sum(hidden) >= LEAST


@given(CELLS, st.randoms(use_true_random=False))
def test_a_mask_goes_by_the_numbers_and_not_by_whose_they_are(cells, random):
    order = list(range(len(cells)))
    random.shuffle(order)
    told = masked(cells)
    assert masked([cells[at] for at in order]) == tuple(told[at] for at in order)


# What is told of each kind


@pytest.mark.parametrize("kind", ["vote", "rating", "order"])
@pytest.mark.parametrize("number", range(LEAST))
def test_nothing_is_told_of_fewer_than_five(kind, number):
    answer = {"vote": "ask", "rating": dict.fromkeys(STATEMENTS, 3), "order": list(ITEMS)}[kind]
    assert result(kind, given_by(*[answer] * number)) == {"kind": kind, "round": 1, "few": True}


def test_votes_are_counted_by_choice():
    assert result("vote", votes(5, 8, 0)) == {
        "kind": "vote", "round": 1, "n": 13, "counts": {"ask": 5, "post": 8, "wait": 0},
    }  # fmt: skip


def test_a_rating_s_counts_are_told_whole_or_not_at_all_and_its_mean_always():
    whole = given_by(*[{"knows": 2, "dares": 1}] * 5, *[{"knows": 4, "dares": 1}] * 6)
    assert result("rating", whole)["counts"]["knows"] == {"1": 0, "2": 5, "3": 0, "4": 6, "5": 0}
    assert result("rating", whole)["mean"] == {"knows": 3.1, "dares": 1.0}
    part = given_by(*[{"knows": 2, "dares": 1}] * 5, *[{"knows": 4, "dares": 5}] * 4)
    assert result("rating", part)["counts"]["knows"] == dict.fromkeys("12345")
    assert result("rating", part)["mean"] == {"knows": 2.9, "dares": 2.8}


def test_one_who_is_a_step_from_all_others_is_not_seen_in_the_mean():
    one = given_by(*[{"knows": 1, "dares": 5}] * 9, {"knows": 2, "dares": 4})
    two = given_by(*[{"knows": 1, "dares": 5}] * 8, *[{"knows": 2, "dares": 4}] * 2)
    assert result("rating", one) == result("rating", two)


def test_an_ordering_tells_mean_places_to_the_half_and_tops_whole_or_not_at_all():
    most = given_by(*[["reply", "friend", "photo"]] * 6, *[["friend", "reply", "photo"]] * 5)
    assert result("order", most) == {
        "kind": "order", "round": 1, "n": 11,
        "mean": {"friend": 1.5, "photo": 3.0, "reply": 1.5}, "top": {"friend": 5, "photo": 0, "reply": 6},
    }  # fmt: skip
    few = given_by(*[["reply", "friend", "photo"]] * 6, ["friend", "reply", "photo"])
    assert result("order", few)["top"] == dict.fromkeys(ITEMS)
    assert result("order", given_by(*[["reply", "friend", "photo"]] * 6))["mean"]["reply"] == 1.0


def test_words_are_told_with_whether_many_said_them_and_without_counts():
    step = step_of("word")
    assert words(step, 4, ["calm"]) == {"kind": "word", "round": 1, "few": True}
    told = words(step, 9, ["tired", *["trust"] * 5, "calm"])
    assert told["words"] == [
        {"word": "trust", "many": True}, {"word": "calm", "many": False}, {"word": "tired", "many": False},
    ]  # fmt: skip


def test_of_shared_texts_only_their_number_is_told():
    assert shared(step_of("share"), 4) == {"kind": "share", "round": 1, "few": True}
    assert shared(step_of("share"), 5) == {"kind": "share", "round": 1, "n": 5}


# That what is hidden can't be worked out


def test_of_ratings_nobody_can_be_worked_out_from_mean_and_counts():
    step, options = step_of("rating"), {"statements": ("one",)}
    for total in range(LEAST, 12):
        seen = defaultdict(list)
        for counts in every_count(total, 5):
            answers = given_by(*[{"one": rating} for rating, n in enumerate(counts, 1) for _ in range(n)])
            told = tally(step, answers, options)
            seen[json.dumps(told)].append(counts)
        for told, possible in seen.items():
            if None in json.loads(told)["counts"]["one"].values():
                for cell in zip(*possible, strict=True):
                    assert set(cell) == {0} or len(set(cell)) > 1, (told, possible)


@pytest.mark.parametrize(("items", "total"), [("abc", 5), ("abc", 6), ("abc", 8), ("abc", 9)])
def test_of_orderings_nobody_can_be_worked_out_from_means_and_tops(items, total):
    step, options = step_of("order"), {"items": tuple(items)}
    seen = defaultdict(list)
    for orders in combinations_with_replacement(list(permutations(items)), total):
        told = tally(step, given_by(*map(list, orders)), options)
        if None in told["top"].values():
            top = Counter(order[0] for order in orders)
            seen[json.dumps(told)].append(tuple(top[item] for item in items))
    assert seen
    for told, possible in seen.items():
        for cell in zip(*possible, strict=True):
            assert set(cell) == {0} or len(set(cell)) > 1, (told, possible)


def test_of_two_rounds_of_votes_nobody_can_be_worked_out():
    """Of all that ten people can do who vote twice on two choices, or who vote once only."""
    step, options = step_of("vote", round=2), {"choices": ("a", "b")}
    ways = [(x, y) for x, y in product("ab-", repeat=2) if (x, y) != ("-", "-")]
    seen = defaultdict(list)
    for people in combinations_with_replacement(ways, 10):
        before = given_by(*[x for x, _ in people])
        after = given_by(*[y for _, y in people])
        before = {voter: vote for voter, vote in before.items() if vote != '"-"'}
        after = {voter: vote for voter, vote in after.items() if vote != '"-"'}
        told = tally(step, after, options, First(tally(step_of("vote"), before, options), before))
        if "few" not in told:
            counts = [Counter(x for x, _ in people), Counter(y for _, y in people)]
            seen[json.dumps([told, tally(step_of("vote"), before, options)])].append(
                [of[name] for of in counts for name in "ab"]
            )
    for told, possible in seen.items():
        second, first = json.loads(told)
        shown = [*first.get("counts", {"a": None, "b": None}).values(), *second["counts"].values()]
        for told_count, cell in zip(shown, zip(*possible, strict=True), strict=True):
            assert told_count is not None or len(set(cell)) > 1, (told, possible)


# What has moved


def test_the_movement_between_two_votes_is_told_with_both_rounds():
    before, after = votes(12, 6, 0), votes(6, 12, 0)
    told = again("vote", before, after)
    assert told["first"] == {"ask": 12, "post": 6, "wait": 0}
    assert told["first_n"] == told["n"] == 18
    assert told["movement"] == {"both": 18, "kept": 12, "changed": 6}
    assert told["flows"] == {"ask": {"ask": 6, "post": 6}, "post": {"post": 6}}


def test_which_way_people_went_is_not_told_where_one_way_was_taken_by_few():
    after = given_by(*["ask"] * 6, *["post"] * 6, "ask", *["post"] * 7)
    told = again("vote", votes(12, 8, 0), after)
    assert told["movement"] == {"both": 20, "kept": 13, "changed": 7}
    assert told["flows"] is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (votes(10, 10, 0), votes(9, 11, 0)),
        (votes(10, 10, 0), votes(10, 9, 0)),
        (votes(10, 10, 0), votes(10, 10, 1)),
        (votes(10, 10, 0), votes(20, 0, 0) | votes(0, 1, 0, start=30)),
        (votes(10, 10, 0), votes(10, 10, 0, start=100)),
        (votes(4, 0, 0), votes(10, 10, 0)),
    ],
    ids=["one changed", "one left", "one came", "one came among changes", "others altogether", "few before"],
)
def test_the_movement_is_not_told_where_it_would_tell_of_few(before, after):
    told = again("vote", before, after)
    assert told["movement"] is None
    assert told["flows"] is None


def test_both_rounds_hide_the_same_cells_where_the_movement_is_told():
    told = again("vote", votes(3, 8, 20), votes(8, 4, 19))
    assert told["first"] == {"ask": None, "post": None, "wait": 20}
    assert told["counts"] == {"ask": None, "post": None, "wait": 19}
    assert told["movement"] is not None
    assert told["flows"] is None


def test_a_second_round_hides_what_the_first_did_where_it_has_to_hide_anything():
    told = again("vote", votes(3, 3, 20), votes(8, 3, 15))
    assert told["counts"] == told["first"] == dict.fromkeys(CHOICES)
    assert told["movement"] == {"both": 26, "kept": 18, "changed": 8}
    assert again("vote", votes(3, 3, 20), votes(10, 5, 11))["counts"] == {"ask": 10, "post": 5, "wait": 11}


def test_where_the_rounds_hide_different_cells_no_movement_is_told():
    assert again("vote", votes(3, 8, 20), votes(20, 3, 8))["movement"] is None
    assert again("vote", votes(10, 10, 10), votes(3, 17, 10))["movement"] is None


def test_without_a_first_round_there_is_nothing_to_compare_with():
    for kind, answer in (("vote", "ask"), ("rating", dict.fromkeys(STATEMENTS, 3)), ("order", list(ITEMS))):
        told = tally(step_of(kind, round=2), given_by(*[answer] * 6), OPTIONS[kind])
        assert told["first"] is None
        assert told["first_n"] is None
        assert told.get("movement") is None


def test_ratings_tell_how_many_rose_where_nothing_at_all_is_hidden():
    def rated(*ratings):
        return given_by(*[{"knows": rating, "dares": 3} for rating in ratings])

    told = again("rating", rated(*[2] * 12), rated(*[2] * 6, *[4] * 6))
    assert told["movement"]["knows"] == {"both": 12, "up": 6, "same": 6, "down": 0}
    assert told["first"]["mean"]["knows"] == 2.0
    assert again("rating", rated(*[2] * 12), rated(*[2] * 6, *[4] * 5, 5))["movement"]["knows"] is None
    assert again("rating", rated(*[2] * 11, 3), rated(*[2] * 6, *[4] * 6))["movement"]["knows"] is None


def test_a_second_ordering_comes_with_the_first():
    orders = given_by(*[list(ITEMS)] * 6)
    assert again("order", orders, orders)["first"] == {
        "mean": result("order", orders)["mean"],
        "top": {"friend": 6, "photo": 0, "reply": 0},
    }


# When a result may change


def test_enough_has_changed_where_five_answers_are_new_gone_or_different():
    base = votes(10, 0, 0)
    assert not enough_changed(base, base)
    assert not enough_changed(base, base | votes(0, 4, 0, start=20))
    assert enough_changed(base, base | votes(0, 5, 0, start=20))
    assert not enough_changed(base, base | votes(0, 4, 0))
    assert enough_changed(base, base | votes(0, 3, 0) | votes(0, 2, 0, start=20))
    assert enough_changed(base, votes(5, 0, 0))


def test_a_step_counts_by_its_own_options():
    step = Step("s", "vote", "Vote", 5, "other")
    assert tally(step, given_by(*["x"] * 5), {"choices": ("x", "y")})["counts"] == {"x": 5, "y": 0}
