"""Standards of conduct and social media: a training workbook. These are the names that a notebook uses.

Each shows one exercise: `workbook.scenario("the-quiz-team")`. What can stand in the brackets is an identifier
from the tables in `data/`; `workbook check` says when one does not exist.
"""

from workbook.exercises.reflection import reflection
from workbook.exercises.scenario import scenario

__all__ = ["reflection", "scenario"]
