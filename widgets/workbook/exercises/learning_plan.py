"""The exercise Learning plan: what a learner will change, by when, how to know, and what came of it."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise


class LearningPlanExercise(Exercise):
    """Things to change, as many as the learner likes, each with a day to come back to it.

    What is written never reaches the exercise's kernel side: the front end keeps it in the record.
    """

    name = "learning_plan"


def learning_plan() -> LearningPlanExercise:
    """Show the learner's plan, with space for one more thing to change."""
    return LearningPlanExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the standards that a change can be tied to, in their order."""
    return {
        "standards": [
            {"id": standard.id, "number": standard.number, "short_title": standard.short_title}
            for standard in sorted(content.standards, key=lambda standard: standard.number)
        ]
    }
