"""The exercise My employer's policy: things to find in it and to note, kept on the learner's device."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise

MAIN = 6
"""How many things the exercise asks for; what the table holds beyond them is offered as further things."""


class PolicyExercise(Exercise):
    """Questions to an employer's social media policy, each with a reason and a place to look.

    What is noted never reaches the kernel: the front end keeps it in the browser's own store.
    """

    name = "policy"


def policy() -> PolicyExercise:
    """Show the table policy_checklist: its first six things to find, and the others folded away."""
    return PolicyExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the things to find in the order of their numbers; the first `main` of them are asked for."""
    items = sorted(content.policy_checklist, key=lambda item: item.number)
    return {
        "main": min(MAIN, len(items)),
        "items": [
            {"id": item.id, "number": item.number, "find": item.find, "why": item.why, "where": item.where}
            for item in items
        ],
    }
