"""The exercise Plan: a ready plan for a workshop is complete, with its minutes and subjects."""

import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.front import words
from workbook.workshop.ui.plan import plan

CONTENT = load()
every_plan = pytest.mark.parametrize("row", CONTENT.plans, ids=lambda row: row.id)


@every_plan
def test_a_plan_arrives_whole(row):
    shown = plan(row.id).content
    assert [shown[name] for name in ("title", "minutes", "aim", "prepare")] == [
        row.title, row.minutes, row.aim, row.prepare,
    ]  # fmt: skip
    rows = sorted(CONTENT.plan_steps.where(plan=row.id), key=lambda step: step.number)
    names = ("title", "minutes", "wall", "notes")
    assert [[step[name] for name in names] for step in shown["steps"]] == [
        [getattr(step, name) for name in names] for step in rows
    ]
    assert json.loads(json.dumps(shown)) == shown


@every_plan
def test_each_step_begins_when_those_before_it_have_ended(row):
    steps = plan(row.id).content["steps"]
    ends = [step["minute"] + step["minutes"] for step in steps]
    assert [step["minute"] for step in steps] == [0, *ends[:-1]]
    assert ends[-1] == row.minutes


@every_plan
def test_every_kind_and_subject_of_a_plan_has_words(row):
    known = words("plan")
    for step in plan(row.id).content["steps"]:
        assert step["kind"] in known
        assert step["about"] in {"", *known}


def test_a_step_says_by_title_what_it_is_about():
    page = Html(str(plan("one-hour").readable()))
    said = {"The scenario The car park after court, scene 1", "The scenario The car park after court"}
    assert said | {"The ordering Looking and sharing", "Standard 5, Public trust"} <= set(page.texts)


def test_a_second_round_is_told_from_the_first():
    kinds = [step["kind"] for step in plan("half-hour").content["steps"]]
    assert kinds.count("plan.kind.vote") == kinds.count("plan.kind.vote.2") == 1


def test_what_a_step_lacks_is_left_out():
    widget = plan("half-hour")
    bare = {**widget.content["steps"][0], "about": "", "wall": "", "notes": "", "minutes": 1}
    widget.content = {**widget.content, "steps": [bare]}
    page = Html(str(widget.readable()))
    assert len(page.all("dt")) == 1
    assert "Minute 0, for 1 minute" in page.texts


def test_a_plan_that_there_is_not_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="half-hour"):
        plan("half-our")
