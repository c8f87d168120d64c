"""The situations that the home page offers: every scenario that a page shows, and where it is.

Here: which ones, in which order, and on which page. Not here: the scenarios themselves, which are content
(see the tables scenarios and standards), and how they are shown (see `templates/home.html`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from widget_host.pages.metadata import Page

__all__ = ["FEW", "Offered", "Situation", "Situations", "situations_in", "used"]

FEW = 8
"""How many stand at the top of the home page if the table chooses none."""

_SHOWN_BY = "scenario"


@dataclass(frozen=True, slots=True)
class Situation:
    """A scenario in a learner's words; `place` is the one at the top of the home page, 0 for none."""

    id: str
    words: str
    minutes: int
    setting: str
    platform: str
    standard: str
    place: int


@dataclass(frozen=True, slots=True)
class Situations:
    """The scenarios in the order of their table, and the standards: id, number and short title."""

    every: tuple[Situation, ...] = ()
    standards: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """A situation and the page that shows it."""

    situation: Situation
    page: Page


def situations_in(
    known: Situations, pages: Sequence[Page]
) -> tuple[tuple[Offered, ...], tuple[Offered, ...]]:
    """Return those for the top of the home page, and all of them; none that no page shows.

    The first are in the order of their places, or the first few if none has a place.
    """
    where: dict[str, Page] = {}
    for page in pages:
        for name, text in page.calls:
            if name == _SHOWN_BY:
                where.setdefault(text, page)
    every = tuple(Offered(one, where[one.id]) for one in known.every if one.id in where)
    placed = sorted((one for one in every if one.situation.place), key=lambda one: one.situation.place)
    return tuple(placed or every[:FEW]), every


def used(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that there are, each once and in alphabetical order, without ""."""
    return tuple(sorted(set(values) - {""}))
