"""The words that exercises show on a page, with the course's name and the owner of its standards."""

from workbook.content import load
from workbook.front import with_facts
from workbook.front import words as plain_words

__all__ = ["words"]


def words(*areas: str) -> dict[str, str]:
    """Return the words of some areas (see `front.words`), the course's facts filled in.

    Words that only paper has, such as "policy.paper.intro", are left out: no page needs them. Raises
    ContentError if the tables can't be read.
    """
    shown = {name: text for name, text in plain_words(*areas).items() if ".paper." not in name}
    return with_facts(shown, load().facts())
