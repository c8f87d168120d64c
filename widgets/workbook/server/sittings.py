"""What the home page offers for the time that a learner has: a situation, a unit of a page, or a page.

Here: the units of the standards' pages that are worth a sitting, and how long each of the three takes, from
the tables and the notebooks. Not here: which of them a learner has done, which only the browser knows (see
`static/home_times.js`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from widget_host.pages.metadata import Page, PageUnit
from workbook.server.situations import Situations

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
    minutes: int
    situations: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """Return it for the browser, which offers the first one that is not done."""
        return {
            "page": self.page.name,
            "title": self.page.title.split(":")[0],
            "anchor": self.unit.anchor,
            "minutes": self.minutes,
            "situations": self.situations,
        }


def sittings_in(known: Situations, pages: Sequence[Page]) -> tuple[Sitting, ...]:
    """Return the units of the standards' pages that have a scenario and something to keep, in their order."""
    minutes = {one.id: one.minutes for one in known.every}
    return tuple(sitting for page in pages if page.part == _PART for sitting in _sittings_of(page, minutes))


def in_fives(minutes: float) -> int:
    """Return the minutes as people say how long they have: in fives, and never less than it takes."""
    return max(5, ceil(minutes / 5) * 5)


def _sittings_of(page: Page, minutes: dict[str, int]) -> Iterator[Sitting]:
    """Yield a page's. What it takes beside its scenarios is divided among the units with more than those."""
    shown = [tuple(text for name, text in unit.calls if name == _SHOWN_BY) for unit in page.units]
    taken = [sum(minutes.get(one, 0) for one in own) for own in shown]
    fuller = [any(name != _SHOWN_BY for name, _ in unit.calls) for unit in page.units]
    share = max(0, page.minutes - sum(taken)) / max(1, sum(fuller))
    for unit, own, least, has_more in zip(page.units, shown, taken, fuller, strict=True):
        if own and any(name in _KEPT_BY for name, _ in unit.calls):
            yield Sitting(page, unit, ceil(least + share * has_more), own)
