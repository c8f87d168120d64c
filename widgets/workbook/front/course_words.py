"""The interface's words for exercises, with the course's name and the owner of its standards filled in."""

from workbook.content import load
from workbook.front import with_facts
from workbook.front import words as plain_words

__all__ = ["words"]


def words(*areas: str) -> dict[str, str]:
    """Return the words of some areas (see `front.words`), the course's facts filled in.

    Raises ContentError if the tables can't be read.
    """
    return with_facts(plain_words(*areas), load().facts())
