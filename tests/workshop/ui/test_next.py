"""The one *Next* of a workshop: what the console's main button does, and a clicker at the wall."""

import json
from dataclasses import asdict
from itertools import product
from pathlib import Path

import pytest

import workbook.workshop
from workbook.content import load
from workbook.workshop.texts import Texts

NEXT = Path(workbook.workshop.__file__).parent / "ui" / "workshop_console" / "running" / "next.js"
ASK = "return given.map((state) => [module.mainCommand(state), module.otherCommands(state)]);"
PLANS = {plan.id: [asdict(step) for step in plan.steps] for plan in Texts(load).ready_plans()}


def at(steps, position, status):
    return {
        "plan": {"steps": steps},
        "position": position,
        "step": steps[position],
        "status": status,
        "ended": None,
    }


def step(show="now", kind="vote"):
    return {"id": "s", "kind": kind, "show": show}


@pytest.mark.parametrize(
    ("show", "status", "word"),
    [
        ("now", "ready", "open"),
        ("now", "open", "close_and_reveal"),
        ("now", "closed", "reveal"),
        ("now", "revealed", "next"),
        ("later", "open", "close"),
        ("later", "closed", "next"),
        ("later", "revealed", "next"),
        ("never", "open", "close"),
        ("never", "closed", "next"),
    ],
)
def test_the_plan_s_step_says_which_button_comes_first(run_module, show, status, word):
    ((main, _),) = run_module(NEXT, ASK, [at([step(show), step()], 0, status)])
    assert main["word"] == word


def test_what_is_never_shown_has_no_button_that_shows_it(run_module):
    states = [at([step("never"), step()], 0, status) for status in ("ready", "open", "closed")]
    for main, others in run_module(NEXT, ASK, states):
        assert "reveal" not in [main["command"], *(one["command"] for one in others)]


def test_at_the_last_step_what_was_kept_for_later_is_shown(run_module):
    found = run_module(NEXT, ASK, [at([step("later")], 0, "closed"), at([step("never")], 0, "closed")])
    assert [main and main["word"] for main, _ in found] == ["reveal", None]


WALK = """
  const after = {open: "open", reopen: "open", close: "closed", reveal: "revealed"};
  const found = [];
  let [position, status] = [0, "ready"];
  while (found.length < 10 * given.length) {
    const state = {plan: {steps: given}, position, step: given[position], status, ended: null};
    const main = module.mainCommand(state);
    if (!main) return [position, found];
    found.push(main.command);
    if (main.command === "go") [position, status] = [main.parts.step, "ready"];
    else status = after[main.command];
  }
  return ["it never ends", found];
"""


def test_a_step_that_is_left_out_is_passed_over_both_ways(run_module):
    steps = [{**step(kind="talk"), "id": name} for name in ("a", "b", "c")]
    states = [at(steps, place, "ready") for place in (0, 2)]
    for state in states:
        state["plan"]["left_out"] = ["b"]
    (first, _), (last, others) = run_module(NEXT, ASK, states)
    assert (first["parts"], last) == ({"step": 2}, None)
    assert others == [{"word": "previous", "command": "go", "parts": {"step": 0}}]


def test_what_the_room_sees_can_be_hidden_also_while_it_is_open_again(run_module):
    states = [{**at([step()], 0, status), "revealed": ["s"]} for status in ("open", "closed", "revealed")]
    for _, others in run_module(NEXT, ASK, states):
        assert "hide" in [one["command"] for one in others]


def presses(run_module, steps):
    """Press Next until there is nothing left; returns the last step and the commands."""
    return run_module(NEXT, WALK, steps)


@pytest.mark.parametrize("plan", PLANS)
def test_next_alone_goes_through_every_ready_plan(run_module, plan):
    steps = PLANS[plan]
    position, found = presses(run_module, steps)
    asked = [one for one in steps if one["kind"] != "talk"]
    assert position == len(steps) - 1
    assert found.count("open") == len(asked)
    assert found.count("reveal") == sum(one["show"] == "now" for one in asked)


def test_the_half_hour_takes_no_more_than_twelve_presses_and_its_end(run_module):
    assert len(presses(run_module, PLANS["half-hour"])[1]) <= 12


def every_state():
    """Each kind of step in each state, at the beginning, in the middle and at the end of a plan."""
    for kind, show, position in product(("talk", "vote", "word"), ("now", "later", "never"), range(3)):
        for status in ("ready",) if kind == "talk" else ("ready", "open", "closed", "revealed"):
            yield at([step(show, kind)] * 3, position, status)


def test_no_button_is_there_twice_and_none_is_refused_by_the_rules_of_a_step(run_module):
    states = list(every_state())
    for state, (main, others) in zip(states, run_module(NEXT, ASK, states), strict=True):
        buttons = [one for one in (main, *others) if one]
        assert len({json.dumps([one["command"], one["parts"]]) for one in buttons}) == len(buttons)
        for one in buttons:
            if one["command"] == "reveal":
                assert state["step"]["show"] != "never"
                assert state["status"] in ("open", "closed")
            if one["command"] == "go":
                assert 0 <= one["parts"]["step"] < 3
