"""What is shown of answers, by what was asked."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.domain.counting import LEAST, First, enough_changed, shared, tally, words
from workbook.workshop.domain.plans import Step
from workshop.rooms import CHOICES, ITEMS, OPTIONS, STATEMENTS, step_of


def given_by(*answers, start=0):
    """Answers by voter, as they are kept."""
    return {bytes([0, n]): json.dumps(answer) for n, answer in enumerate(answers, start)}


def given_by_place(answers):
    """Answers by voter, from their places."""
    return {bytes([0, n]): json.dumps(answer) for n, answer in answers.items()}


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


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3).filter(lambda counts: sum(counts) >= LEAST))
def test_of_five_votes_or_more_every_count_is_told_in_full(counts):
    told = result("vote", votes(*counts))
    assert told["counts"] == dict(zip(CHOICES, counts, strict=True))
    assert told["n"] == sum(counts)


@given(st.lists(st.permutations(ITEMS), min_size=LEAST, max_size=30))
def test_of_five_orders_or_more_every_place_is_told(orders):
    told = result("order", given_by(*orders))
    assert told["top"] == {item: sum(order[0] == item for order in orders) for item in ITEMS}
    for item in ITEMS:
        exact = sum(order.index(item) + 1 for order in orders) / len(orders)
        assert abs(told["mean"][item] - exact) <= 0.05 + 1e-9


@given(st.lists(st.sampled_from([(a, b) for a in (None, *CHOICES) for b in (None, *CHOICES)]), max_size=30))
def test_the_movement_of_votes_has_a_picture_whenever_both_rounds_have(people):
    before = given_by_place({n: a for n, (a, _) in enumerate(people) if a})
    after = given_by_place({n: b for n, (_, b) in enumerate(people) if b})
    told = again("vote", before, after)
    if len(before) >= LEAST and len(after) >= LEAST:
        both = [(a, b) for a, b in people if a and b]
        kept = sum(a == b for a, b in both)
        assert told["movement"] == {"both": len(both), "kept": kept, "changed": len(both) - kept}
        assert sum(count for to in told["flows"].values() for count in to.values()) == len(both)
    else:
        assert told.get("movement") is None


@pytest.mark.parametrize("kind", ["vote", "rating", "order"])
def test_a_threshold_that_was_raised_holds_for_every_kind(kind):
    answer = {"vote": "ask", "rating": dict.fromkeys(STATEMENTS, 3), "order": list(ITEMS)}[kind]
    step = step_of(kind)
    assert tally(step, given_by(*[answer] * 9), OPTIONS[kind], least=10)["few"]
    assert tally(step, given_by(*[answer] * 10), OPTIONS[kind], least=10)["n"] == 10
    assert words(step_of("word"), 9, [], 10)["few"]
    assert shared(step_of("share"), 9, 9, 10)["few"]


def rated(*ratings):
    return given_by(*[{"knows": rating, "dares": 3} for rating in ratings])


def test_a_rating_tells_three_bands_and_the_mean():
    told = result("rating", rated(1, 2, 3, 3, 4, 4, 5, 5))
    assert [(group["of"], group["count"], group["bound"]) for group in told["bands"]["knows"]] == [
        (["low"], 2, ""), (["middle"], 2, ""), (["high"], 4, ""),
    ]  # fmt: skip
    assert told["mean"]["knows"] == 3.4
    assert told["bound"] == {"dares": "about"}


def test_words_are_told_with_whether_many_said_them_and_without_counts():
    step = step_of("word")
    assert words(step, 4, ["calm"]) == {"kind": "word", "round": 1, "few": True}
    told = words(step, 9, ["tired", *["trust"] * 5, "calm"])
    assert told["words"] == [
        {"word": "trust", "many": True}, {"word": "calm", "many": False}, {"word": "tired", "many": False},
    ]  # fmt: skip


def test_of_shared_texts_only_their_number_is_told():
    assert shared(step_of("share"), 4, 4) == {"kind": "share", "round": 1, "few": True}
    assert shared(step_of("share"), 5, 0) == {"kind": "share", "round": 1, "n": 5, "shown": 0}


# What has moved


def test_the_movement_between_two_votes_is_told_with_both_rounds():
    before, after = votes(12, 6, 0), votes(6, 12, 0)
    told = again("vote", before, after)
    assert told["first"] == {"ask": 12, "post": 6, "wait": 0}
    assert told["first_n"] == told["n"] == 18
    assert told["movement"] == {"both": 18, "kept": 12, "changed": 6}
    assert told["flows"] == {"ask": {"ask": 6, "post": 6}, "post": {"post": 6}}


def test_without_a_first_round_there_is_nothing_to_compare_with():
    for kind, answer in (("vote", "ask"), ("rating", dict.fromkeys(STATEMENTS, 3)), ("order", list(ITEMS))):
        told = tally(step_of(kind, round=2), given_by(*[answer] * 6), OPTIONS[kind])
        assert told["first"] is None
        assert told["first_n"] is None
        assert told.get("movement") is None


def test_ratings_tell_how_many_moved_only_if_the_same_people_answered():
    told = again("rating", rated(*[2] * 12), rated(*[2] * 6, *[4] * 6))
    assert told["movement"]["knows"] == [
        {"of": ["down"], "count": 0, "bound": ""},
        {"of": ["same"], "count": 6, "bound": ""},
        {"of": ["up"], "count": 6, "bound": ""},
    ]
    assert told["first"]["bands"]["knows"][0] == {"of": ["low"], "count": 10, "bound": "more"}
    assert again("rating", rated(*[2] * 12), rated(*[2] * 6, *[4] * 7))["movement"] is None
    assert again("rating", rated(*[2] * 13), rated(*[2] * 6, *[4] * 6))["movement"] is None


def test_a_first_rating_from_before_there_were_bands_stays_readable():
    before = rated(*[2] * 6)
    old = {"n": 6, "counts": {"knows": dict.fromkeys("12345")}, "mean": {"knows": 2.0}}
    told = tally(step_of("rating", round=2), rated(*[4] * 6), OPTIONS["rating"], First(old, before))
    assert told["first"] == {"counts": old["counts"], "mean": old["mean"]}


def test_a_second_ordering_comes_with_the_first_and_who_changed():
    orders = given_by(*[list(ITEMS)] * 6)
    told = again("order", orders, orders)
    assert told["first"] == {
        "mean": result("order", orders)["mean"],
        "top": {"friend": 6, "photo": 0, "reply": 0},
    }
    assert told["movement"] == {"both": 6, "kept": 6, "changed": 0}


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
