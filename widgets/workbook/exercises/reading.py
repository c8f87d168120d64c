"""The exercise Reading: works to read further, by theme and by where they apply."""

from typing import Any

from workbook.content import Content, UnknownName, load
from workbook.exercises._base import Exercise


class ReadingExercise(Exercise):
    """A list of works that filters by theme and place, each with what it is good for and its address."""

    name = "reading"


def reading(theme: str | None = None) -> ReadingExercise:
    """Show the table reading; with `theme`, the list opens on that theme, and the learner can widen it.

    Raises UnknownName, which names what there is, when no work has that theme.
    """
    return ReadingExercise(_content(load(), theme))


def _content(content: Content, theme: str | None) -> dict[str, Any]:
    """Return every work, and the themes and places of the list, each once and in the order of the table.

    `theme` is the one that the list opens on, or empty.
    """
    themes = list(dict.fromkeys(work.theme for work in content.reading))
    if theme is not None and theme not in themes:
        raise UnknownName("theme", theme, themes)
    return {
        "theme": theme or "",
        "themes": themes,
        "countries": list(dict.fromkeys(work.country for work in content.reading)),
        "works": [
            {
                "id": work.id,
                "title": work.title,
                "publisher": work.publisher,
                "author": work.author,
                "published": work.published,
                "kind": work.kind,
                "theme": work.theme,
                "country": work.country,
                "address": work.address,
                "find_it": work.find_it,
                "good_for": work.good_for,
            }
            for work in content.reading
        ],
    }
