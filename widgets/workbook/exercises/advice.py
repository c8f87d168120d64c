"""The exercise When in doubt: the learner's own list of people to ask, kept on their device."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise


class AdviceExercise(Exercise):
    """People and bodies who give advice, to pick from and to add to.

    The list never reaches the kernel: the front end keeps it in the browser's own store.
    """

    name = "advice"


def advice() -> AdviceExercise:
    """Show the table advisers as a list to pick from."""
    return AdviceExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the advisers in the order of the table; `note` may be empty."""
    return {
        "advisers": [
            {"id": adviser.id, "who": adviser.who, "good_for": adviser.good_for, "note": adviser.note}
            for adviser in content.advisers
        ]
    }
