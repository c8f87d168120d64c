"""The exercises that a notebook can name, as data: which call takes which identifiers.

Here: one entry for each function of `workbook` that a notebook uses, so that the checker can tell a notebook
that names an exercise, or a row, that does not exist. Not here: the exercises themselves (see the room
`exercises`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = ["EXERCISES", "Exercise"]


@dataclass(frozen=True, slots=True)
class Exercise:
    """What a notebook writes to show an exercise: workbook.NAME(), workbook.NAME("id") or with a keyword.

    `table` names the table of the ids that it takes, or, with `ids` "none", the table that it shows ("" where
    there is no one table). `ids` says how many ids it takes: none, exactly one, or any number. `keywords`
    maps a keyword, which a notebook may leave out, to the values that it can have; a single value of the form
    "TABLE.COLUMN" stands for the values that datapackage.json allows in that column.
    """

    name: str
    table: str = ""
    ids: Literal["none", "one", "any"] = "none"
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_ALL = (
    Exercise("standard", "standards", "one"),
    Exercise("scenario", "scenarios", "one"),
    Exercise("scenarios_overview"),
    Exercise("reflection", "reflections", "one"),
    Exercise("confidence", "standards", "one", {"when": ("before", "after")}),
    Exercise("facilitator_note", "standards", "one"),
    Exercise("tip", "tips", "any"),
    Exercise("glossary", "glossary", "any"),
    Exercise("reading", keywords={"theme": ("reading.theme",)}),
    Exercise("carousel", "concerns"),
    Exercise("audience"),
    Exercise("draft"),
    Exercise("boundaries"),
    Exercise("offensive"),
    Exercise("policy"),
    Exercise("advice"),
    Exercise("good_use"),
    Exercise("technology"),
    Exercise("your_record"),
    Exercise("feedback"),
)

EXERCISES: Mapping[str, Exercise] = MappingProxyType({exercise.name: exercise for exercise in _ALL})
"""Every exercise by the name that a notebook calls it by."""
