"""The workbook's content as a whole: every table, immutable, with look-ups.

Here: the tables together, look-ups by id and by column. Not here: loading them (see `load`), and the walks
through a scenario (see `paths`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar, get_args

from workbook.content import facilitating, tables
from workbook.content.errors import UnknownName
from workbook.content.paths import walks

__all__ = ["ROWS", "Content", "Table"]

R_co = TypeVar("R_co", bound=tables.Row, covariant=True)


class Table(tuple[R_co, ...]):
    """The rows of one table, in the order of its file: a tuple that also finds a row by its id."""

    kind: str
    _by_id: dict[str, R_co]

    def __new__(cls, rows: Iterable[R_co], kind: str = "row") -> Self:
        """Keep the rows; `kind` is the name of a row in messages, such as "scenario"."""
        table = super().__new__(cls, rows)
        table.kind = kind
        table._by_id = {row.id: row for row in table}
        return table

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of each row, in the order of the file."""
        return tuple(self._by_id)

    def by_id(self, name: str) -> R_co:
        """Return the row with this id; raises UnknownName, which lists the nearest ids, if there is none."""
        try:
            return self._by_id[name]
        except (KeyError, TypeError):
            raise UnknownName(self.kind, str(name), self._by_id) from None

    def where(self, **columns: str | int | float | bool) -> tuple[R_co, ...]:
        """Return the rows with these column values, in the order of the file; () if there is none.

        Raises AttributeError if the table has no such column.
        """
        wanted = columns.items()
        return tuple(row for row in self if all(getattr(row, name) == value for name, value in wanted))


@dataclass(frozen=True, slots=True)
class Content:
    """All content: one table for each resource of datapackage.json, under the same name."""

    course: Table[tables.CourseFact]
    standards: Table[tables.Standard]
    provisions: Table[tables.Provision]
    scenarios: Table[tables.Scenario]
    scenes: Table[tables.Scene]
    choices: Table[tables.Choice]
    reasonings: Table[tables.Reasoning]
    concerns: Table[tables.Concern]
    tips: Table[tables.Tip]
    reflections: Table[tables.Reflection]
    prompts: Table[tables.Prompt]
    reading: Table[tables.Reading]
    technology: Table[tables.Consideration]
    policy_checklist: Table[tables.PolicyItem]
    glossary: Table[tables.Term]
    facilitator_notes: Table[facilitating.FacilitatorNote]
    audience_settings: Table[tables.AudienceSetting]
    audience_assumptions: Table[tables.AudienceAssumption]
    drafts: Table[tables.Draft]
    warning_signs: Table[tables.WarningSign]
    requests: Table[tables.Request]
    request_answers: Table[tables.RequestAnswer]
    posts: Table[tables.Post]
    post_actions: Table[tables.PostAction]
    advisers: Table[tables.Adviser]
    support: Table[tables.SupportLine]
    law: Table[tables.Law]
    good_uses: Table[tables.GoodUse]
    self_ratings: Table[tables.SelfRating]
    voices: Table[tables.Voice]
    recall: Table[tables.RecallQuestion]
    recall_answers: Table[tables.RecallAnswer]
    facilitator_guide: Table[facilitating.FacilitatorGuidePoint]
    plans: Table[facilitating.Plan]
    plan_steps: Table[facilitating.PlanStep]
    orderings: Table[facilitating.Ordering]
    ordering_items: Table[facilitating.OrderingItem]

    @classmethod
    def of(cls, rows: dict[str, list[Any]]) -> Self:
        """Create the content from the rows of every table, by the table's name."""
        return cls(**{name: Table(rows[name], _spoken(ROWS[name])) for name in ROWS})

    def facts(self) -> dict[str, str]:
        """Return the course's name and the owner of its standards, by name (see the table course)."""
        return {fact.id: fact.text for fact in self.course}

    def walks(self, scenario: str) -> Iterator[tuple[tables.Choice, ...]]:
        """Yield each walk through the scenario with this id: the choices from its start to an end.

        Raises UnknownName if there is no such scenario.
        """
        return walks(self.scenes.where(scenario=self.scenarios.by_id(scenario).id), self.choices)


ROWS: dict[str, type[tables.Row]] = {field.name: get_args(field.type)[0] for field in fields(Content)}
"""The class of a row, by the name of its table: derived from `Content`, so that it is defined once."""


def _spoken(row: type[tables.Row]) -> str:
    """Return a class's name in words: FacilitatorNote is a facilitator note."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", row.__name__).lower()
