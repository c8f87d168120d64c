"""No exercise has a way of its own for what the patterns do: see CONTRIBUTING.md, Patterns of exercises."""

import re
from pathlib import Path

import pytest

import workbook.exercises

EXERCISES = Path(workbook.exercises.__file__).parent
SCRIPTS = sorted(EXERCISES.rglob("*.js"))
# What makes a fault, a pager, a count or a fold, and what to use in its place.
OWN = {
    r"aria-invalid|aria-errormessage|wb-fault|wb-missing": "faultAt",
    r"""role: "(?:alert|status)"|aria-live""": "faultAt, or the exercise's own `say`",
    r"""wb-(?:position|pager|arrow|steps?-)|"aria-current""": "pager, stepMarks or wayOf",
    r"wb-done": "doneLine or followDone",
    r"""h\(\s*"details"|wb-details""": "the kit's details",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_an_exercise_uses_the_patterns(script):
    text = script.read_text(encoding="utf-8")
    found = {use: re.findall(own, text) for own, use in OWN.items()}
    assert {use: made for use, made in found.items() if made} == {}


def test_there_are_exercises_to_look_at_and_some_that_use_each():
    everything = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    for name in ("faultAt(", "pager(", "stepMarks(", "wayOf(", "doneLine(", "followDone(", "details("):
        assert name in everything
