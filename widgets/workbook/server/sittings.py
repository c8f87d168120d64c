"""What the home page offers for the time that a learner has: a situation, a unit of a page, or a page.

Here: the units of the standards' pages that are worth a sitting, and how long each of the three takes, from
the tables and the notebooks. Not here: which of them a learner has done, which only the browser knows (see
`static/home_times.js`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from widget_host.pages.metadata import Page, PageUnit

__all__ = ["Sitting", "in_fives", "sittings_in"]

_PART = "standards"
_SHOWN_BY = "scenario"
_KEPT_BY = frozenset({"confidence", "reflection"})
"""What keeps something of a learner's own in a unit, besides the choices in its scenarios."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A unit with a scenario and something to keep; `situations` are its scenarios."""

    page: Page
    unit: PageUnit
    situations: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """Return it for the browser, which offers the first one that is not done."""
        return {
            "page": self.page.name,
            "title": self.page.title.split(":")[0],
            "anchor": self.unit.anchor,
            "minutes": self.unit.minutes,
            "situations": self.situations,
        }


def sittings_in(pages: Sequence[Page]) -> tuple[Sitting, ...]:
    """Return the standards' units that have a scenario, something to keep, and minutes; in their order."""
    return tuple(sitting for page in pages if page.part == _PART for sitting in _sittings_of(page))


def in_fives(minutes: float) -> int:
    """Return the minutes as people say how long they have: in fives, and never less than it takes."""
    return max(5, ceil(minutes / 5) * 5)


def _sittings_of(page: Page) -> Iterator[Sitting]:
    for unit in page.units:
        shown = tuple(text for name, text in unit.calls if name == _SHOWN_BY)
        if unit.minutes and shown and any(name in _KEPT_BY for name, _ in unit.calls):
            yield Sitting(page, unit, shown)
