"""Faults of workshop plans and orderings, one by one."""

import pytest

from content.planting import Planted, assert_told

TALK, VOTE, AGAIN, RATING, ORDER, SHARE = range(2, 8)
"""The row of each step of the small plan."""


def step(row, **cells):
    """An edit of one step."""
    return lambda workbook: workbook.edit("plan_steps", row, **cells)


def told(kind, edit, row, column, **more):
    """A fault of one step."""
    return Planted(kind, edit, "plan_steps.csv", row, column, **more)


PLANTED = [
    *[
        told("missing-subject", step(row, subject=""), row, "subject", says=f"from the table {table}")
        for row, table in ((RATING, "standards"), (ORDER, "orderings"))
    ],
    told("missing-subject", step(AGAIN, subject=""), AGAIN, "subject", says="A step of the kind vote"),
    *[
        told("broken-reference", step(row, subject=near + "x"), row, "subject", nearest=near, says=table)
        for row, near, table in (
            (TALK, "case-1", "standards or scenarios"),
            (RATING, "standard-1", "standards"),
            (ORDER, "acts", "orderings"),
            (SHARE, "prompt-1-1", "prompts"),
        )
    ],
    # Its second round then has no first one either.
    told(
        "broken-reference",
        step(VOTE, subject="case-1-1x"),
        VOTE,
        "subject",
        nearest="case-1-1",
        says="table scenes",
        among=True,
    ),
    told("needless-subject", step(TALK, kind="word", subject="case-1", show="now"), TALK, "subject"),
    told("bad-identifier", step(TALK, subject="Case 1"), TALK, "subject", nearest="case-1", among=True),
    Planted(
        "nothing-to-rate",
        lambda w: w.edit("self_ratings", 2, standard="standard-2"),
        "plan_steps.csv",
        RATING,
        "subject",
    ),
    *[
        told(
            "needless-round",
            step(TALK, kind=kind, round="2", show=show),
            TALK,
            "round",
            says=f"the kind {kind}",
        )
        for kind, show in (("talk", ""), ("word", "now"), ("share", "now"))
    ],
    told("missing-show", step(VOTE, show=""), VOTE, "show", says="A step of the kind vote"),
    told("needless-show", step(TALK, show="now"), TALK, "show", says="says 'now'"),
    told("shows-the-first", step(VOTE, show="never"), AGAIN, "show", says="says 'now'"),
    told("no-first-round", step(VOTE, subject="case-2-1"), AGAIN, "round", says="of the same vote"),
    told("no-first-round", step(ORDER, round="2"), ORDER, "round", says="of the same order"),
    told("asked-twice", step(AGAIN, round="1"), AGAIN, "subject", says="in row 3"),
    told("step-gap", step(SHARE, number="8"), SHARE, "number", nearest="6", says="none with the number 6"),
    told("step-gap", step(TALK, number="7"), VOTE, "number", nearest="1", says="beginning with 1"),
    told("repeated-value", step(SHARE, number="5"), SHARE, "plan, number"),
    Planted(
        "wrong-minutes",
        lambda w: w.edit("plans", 2, minutes="30"),
        "plans.csv",
        2,
        "minutes",
        says="take 12 minutes, but this cell says 30.",
    ),
    Planted(
        "plan-without-steps", lambda w: w.add("plans", id="another"), "plans.csv", 3, "id", says="'another'"
    ),
    Planted(
        "wrong-number-of-acts",
        lambda w: w.remove("ordering_items", 4),
        "orderings.csv",
        2,
        "id",
        says="has 2 acts, and needs from 3 to 8",
    ),
    Planted(
        "wrong-number-of-acts",
        lambda w: [w.add("ordering_items", id=f"act-{number}") for number in range(4, 10)],
        "orderings.csv",
        2,
        "id",
        says="has 9 acts",
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


def test_a_second_round_that_comes_before_its_first_is_told(small):
    small.edit("plan_steps", VOTE, number="3")
    small.edit("plan_steps", AGAIN, number="2")
    assert [(one.type, one.row) for one in small.check().faults] == [("no-first-round", AGAIN)]


def test_the_order_of_the_rows_is_no_fault(small):
    small.write("plan_steps", small.read("plan_steps")[::-1])
    assert small.check().faults == ()


def test_two_plans_may_ask_the_same(small):
    small.add("plans", id="another")
    for row in small.read("plan_steps"):
        small.add("plan_steps", **{**row, "id": f"other-{row['id']}", "plan": "another"})
    assert small.check().faults == ()


@pytest.mark.parametrize("number", ["", "two"])
def test_minutes_and_numbers_that_are_none_are_faults_of_their_cells_alone(small, number):
    small.edit("plan_steps", SHARE, minutes=number, number=number)
    assert {one.file for one in small.check().faults} == {"plan_steps.csv"}
    assert [(one.row, one.column) for one in small.check().faults] == [
        (SHARE, "minutes"),
        (SHARE, "number"),
    ]


@pytest.mark.parametrize("table", ["scenes", "scenarios"])
def test_no_plan_is_judged_by_a_table_that_can_t_be_read(small, table):
    small.edit("plan_steps", TALK, subject="case-1")
    small.put(f"{table}.csv", b"")
    assert not [one for one in small.check().faults if one.file == "plan_steps.csv"]
