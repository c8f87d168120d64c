"""The exercise Your record: everything that this browser keeps for the learner, on one page.

Here: the standards and statements by which the front end sorts what it finds, and the order of the
questions. Not here: the answers, which are in the browser's own store and never reach the kernel; the
room `record`, which keeps what a learner sends on purpose.
"""

from collections.abc import Iterable
from typing import Any

from workbook.content import Content, load
from workbook.content.tables import Row
from workbook.exercises._base import Exercise
from workbook.front import words

_PLAN = ("idea", "own", "who", "settle", "step", "when")  # the questions of the exercise Using it well


class YourRecordExercise(Exercise):
    """All answers by standard, the ratings before and after, and ways to print, save and delete them."""

    name = "your_record"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "confidence", self.name)  # the ratings are worded as they are made


def your_record() -> YourRecordExercise:
    """Show what the learner wrote, as this browser keeps it."""
    return YourRecordExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the standards in their order, each with its page and its statements, and the questions' order.

    `order` holds the name of everything that can be answered, in the order of the tables: a part of an
    answer's key is one of them.
    """
    policy = sorted(content.policy_checklist, key=lambda item: item.number)
    answered: tuple[Iterable[Row], ...] = (
        content.scenarios,
        content.prompts,
        content.technology,
        policy,
        content.self_ratings,
    )
    return {
        "standards": [
            {
                "id": standard.id,
                "number": standard.number,
                "short_title": standard.short_title,
                "page": f"{standard.id}.ipynb",
                "statements": [
                    {"id": rating.id, "statement": rating.statement}
                    for rating in content.self_ratings.where(standard=standard.id)
                ],
            }
            for standard in sorted(content.standards, key=lambda standard: standard.number)
        ],
        "order": [row.id for table in answered for row in table] + list(_PLAN),
    }
