"""The exercise Using it well: a good use of social media to pick and plan, kept on the learner's device."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise


class GoodUseExercise(Exercise):
    """Ideas for a good use of social media, and a plan to write for one of them or for one's own.

    The plan never reaches the kernel: the front end keeps it in the browser's own store.
    """

    name = "good_use"


def good_use() -> GoodUseExercise:
    """Show the table good_uses as ideas to plan from."""
    return GoodUseExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the ideas in the order of the table."""
    return {
        "ideas": [
            {"id": use.id, "title": use.title, "benefit": use.benefit, "care": use.care}
            for use in content.good_uses
        ]
    }
