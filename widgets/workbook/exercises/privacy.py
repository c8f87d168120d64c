"""The exercise Privacy: what becomes of what a learner writes, with the publisher's own settings.

The honest paragraphs are those that stand beside the choice in `keeping`: one text, in two places.
"""

import os
from typing import Any

from workbook.exercises._base import Exercise
from workbook.exercises.keeping import settings
from workbook.front import words


class PrivacyExercise(Exercise):
    """The privacy notice: what each way of keeping protects against, and what not. It asks for nothing."""

    name = "privacy"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "keeping", self.name)


def privacy() -> PrivacyExercise:
    """Show what becomes of what the learner writes, and for how long it is kept."""
    return PrivacyExercise(settings(os.environ))
