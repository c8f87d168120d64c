"""The results of each question: shown, masked, too few, or missing."""

import pytest

from workbook.workshop.report.figures import MOVED, questions
from workshop.reporting import Room, play, rate_twice, vote_as_before, vote_twice
from workshop.rooms import CHOICES, ITEMS


def question(room, kind):
    return next(one for one in questions(room.snapshot()) if one.kind == kind)


def told(question, measure, round_):
    return {item: question.figure(measure, round_, item).value for item in question.items}


def test_both_rounds_of_a_question_are_one_question_and_talking_is_none(small):
    kinds = [(one.kind, tuple(one.steps)) for one in questions(small.snapshot())]
    assert kinds == [("vote", (1, 2)), ("rating", (1, 2)), ("order", (1,)), ("word", (1,)), ("share", (1,))]


def test_votes_of_both_rounds_and_what_moved_are_told(small):
    vote_twice(small, (6, 6, 0), (12, 0, 0))
    vote = question(small, "vote")
    assert told(vote, "votes", 1) == dict(zip(CHOICES, (6, 6, 0), strict=True))
    assert told(vote, "votes", 2) == dict(zip(CHOICES, (12, 0, 0), strict=True))
    assert [vote.figure(name, MOVED, "").value for name in ("both", "kept", "changed")] == [12, 6, 6]
    assert [(flow.item, flow.to, flow.value) for flow in vote.flows()] == [("post", "ask", 6)]
    assert [vote.answered(round_).value for round_ in (1, 2)] == [12, 12]


def test_what_is_masked_has_no_value_anywhere(small):
    vote_as_before(small)
    vote = question(small, "vote")
    hidden = [figure for figure in vote.figures() if figure.measure != "answered"]
    assert {(figure.value, figure.state) for figure in hidden} == {(None, "masked")}


@pytest.mark.parametrize("round_", [1, 2])
def test_of_fewer_than_five_nothing_is_told_not_even_how_many(small, round_):
    counts = [(6, 6, 0), (6, 6, 0)]
    counts[round_ - 1] = (3, 1, 0)
    vote_twice(small, *counts)
    vote = question(small, "vote")
    assert (vote.answered(round_).value, vote.answered(round_).state) == (None, "few")
    assert {vote.figure("votes", round_, choice).state for choice in CHOICES} == {"few"}
    assert vote.figure("changed", MOVED, "").state == "few"
    assert vote.state(3 - round_) == "told"


def test_a_question_that_was_not_asked_has_no_result(small):
    vote = question(small, "vote")
    assert [figure.state for figure in vote.figures()] == ["none", "none"]
    assert vote.items == ()


def test_the_mean_of_all_statements_and_its_ratings_are_told(small):
    rate_twice(small, small.join(10), 2, 4)
    rating = question(small, "rating")
    told = [rating.overall(round_) for round_ in (1, 2)]
    assert [(figure.value, figure.bound) for figure in told] == [(2.0, "about"), (4.0, "about")]
    groups = [(one.measure, one.value, one.bound) for one in rating.groups(1, "knows")]
    assert groups == [("rated_low", 8, "more"), ("rated_middle+rated_high", 2, "fewer")]
    groups = [(one.measure, one.value, one.bound) for one in rating.groups(MOVED, "dares")]
    assert groups == [("down+same", 2, "fewer"), ("up", 8, "more")]


def test_of_an_order_the_riskiest_comes_first(small):
    seats = small.join(6)
    small.go(5)
    small.answer(seats, [list(reversed(ITEMS))] * 6, "order")
    small.do("reveal")
    order = question(small, "order")
    assert order.items == tuple(reversed(ITEMS))
    assert order.figure("first", 1, "reply").value == 6


def test_the_first_round_is_the_one_that_the_movement_was_told_from(small):
    seats = vote_twice(small, (6, 6, 0), (12, 0, 0))
    small.do("go", step=1)
    small.do("reopen")
    small.vote(seats, 0, 0, 12)
    small.do("reveal")
    assert small.result("vote")["counts"]["wait"] == 12
    assert told(question(small, "vote"), "votes", 1)["post"] == 6


def test_figures_hold_nothing_that_anybody_wrote(small):
    said = repr([list(one.figures()) for one in questions(play(small).snapshot())])
    assert "calm" not in said
    assert "secret" not in said


def test_what_is_told_adds_up_in_every_room(new_store, new_address):
    store = new_store(new_address())
    for first, second in (((7, 5, 0), (5, 7, 0)), ((20, 0, 0), (10, 10, 0)), ((6, 2, 1), (6, 2, 1))):
        room = Room(store)
        vote_twice(room, first, second)
        vote = question(room, "vote")
        values = [vote.figure("votes", 2, choice) for choice in CHOICES]
        if all(figure.state == "told" for figure in values):
            assert sum(figure.value for figure in values) == vote.answered(2).value
