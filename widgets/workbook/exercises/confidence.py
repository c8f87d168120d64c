"""The exercise How sure am I?: a self-rating before a standard and after it, kept on the learner's device."""

from typing import Any, Literal, get_args

from workbook.content import Content, UnknownName, load
from workbook.exercises._base import Exercise

When = Literal["before", "after"]
"""Before the learner works through a standard, or after."""


class ConfidenceExercise(Exercise):
    """Statements to rate from 1 (not sure) to 5 (very sure). The one for after shows both ratings.

    A rating is no score: nothing is added up, and none reaches the kernel.
    """

    name = "confidence"


def confidence(identifier: str, when: When = "before") -> ConfidenceExercise:
    """Show the self-rating of the standard with this identifier, from the table self_ratings.

    `when` is "before" or "after". Raises UnknownName, which names what there is, when there is no such
    standard or when `when` is something else.
    """
    return ConfidenceExercise(_content(load(), identifier, when))


def _content(content: Content, identifier: str, when: str) -> dict[str, Any]:
    """Return the standard's statements in the order of the table."""
    if when not in get_args(When):
        raise UnknownName("time for a self-rating", when, get_args(When))
    standard = content.standards.by_id(identifier)
    return {
        "standard": standard.id,
        "number": standard.number,
        "short_title": standard.short_title,
        "when": when,
        "statements": [
            {"id": rating.id, "statement": rating.statement}
            for rating in content.self_ratings.where(standard=standard.id)
        ],
    }
