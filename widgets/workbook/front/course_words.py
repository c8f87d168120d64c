"""The interface's words as exercises show them, with what the course is called and whose standards it has."""

from workbook.content import load
from workbook.front import with_facts
from workbook.front import words as plain_words

__all__ = ["words"]


def words(*areas: str) -> dict[str, str]:
    """Return the words of some areas (see `front.words`), the course's facts filled in.

    Raises ContentError where the tables can't be read.
    """
    return with_facts(plain_words(*areas), load().facts())
