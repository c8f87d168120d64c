"""The exercise Technology in practice: things to weigh, with a note for one's own workplace."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise
from workbook.exercises.table import Cell, rows_of


class TechnologyExercise(Exercise):
    """Considerations to step through, and a table of them all.

    Notes never reach the kernel: the front end keeps them in the browser's own store.
    """

    name = "technology"


def technology() -> TechnologyExercise:
    """Show the table technology, in its order."""
    return TechnologyExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every consideration with its standard, and the rows of the overview table."""
    return {
        "considerations": [
            {
                "id": item.id,
                "title": item.title,
                "consideration": item.consideration,
                "example": item.example,
                "question": item.question,
                "standard": item.standard,
            }
            for item in content.technology
        ],
        "overview": _overview(content),
    }


def _overview(content: Content) -> list[list[Cell]]:
    """Return a row for each consideration: its title, its question, and its standard's number and name."""
    import pandas as pd  # noqa: PLC0415 (late: only a page with a table needs it)

    items = pd.DataFrame([(item.title, item.question, item.standard) for item in content.technology])
    names = {standard.id: f"{standard.number}. {standard.short_title}" for standard in content.standards}
    items[2] = items[2].map(names)
    return rows_of(items)
