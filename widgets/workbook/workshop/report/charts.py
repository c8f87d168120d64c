"""Tables whose numbers are drawn as well: each has a bar below it.

Here: how long a bar is. The number stands above its bar, so the picture needs no text of its own. Not here:
which figures a table has (see `results`, `ratings`), how a bar looks (see `documents`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbook.documents.blocks import Grid
from workbook.workshop.report.figures import Figure
from workbook.workshop.report.words import Words

__all__ = ["Drawn", "chart", "count", "groups", "mean"]

_LOWEST, _HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """The text of a cell, and a part of the whole (0 to 1) for each of its lines with a bar."""

    text: str
    bars: tuple[float, ...] = ()


def chart(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[Drawn | str]], widths: Sequence[int]
) -> Grid:
    """Return a table of texts and of cells with bars."""
    cells = [[cell if isinstance(cell, Drawn) else Drawn(cell) for cell in row] for row in rows]
    return Grid(
        caption,
        tuple(columns),
        tuple(tuple(cell.text for cell in row) for row in cells),
        tuple(widths),
        bars=tuple(tuple(cell.bars for cell in row) for row in cells),
    )


def count(words: Words, figure: Figure, of: float | None = None) -> Drawn:
    """Return a number of people, with its part of all who answered, or of `of`."""
    whole = of or figure.of
    bars = (figure.value / whole,) if figure.value is not None and whole else ()
    return Drawn(words.figure(figure), bars)


def mean(words: Words, figure: Figure) -> Drawn:
    """Return an average rating: its bar is empty at 1 and full at 5."""
    if figure.value is None:
        return Drawn(words.figure(figure))
    return Drawn(words.figure(figure), ((figure.value - _LOWEST) / (_HIGHEST - _LOWEST),))


def groups(words: Words, told: Sequence[Figure]) -> Drawn:
    """Return how many people are in each of some groups, a line and a bar for each."""
    whole = sum(figure.value or 0 for figure in told) or 1
    return Drawn(
        "\n".join(words.group(figure) for figure in told), tuple((f.value or 0) / whole for f in told)
    )
