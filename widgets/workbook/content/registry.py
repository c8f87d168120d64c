"""The exercises that a notebook can name, as data: which call takes which identifiers.

Here: one entry for each function of `workbook` that a notebook uses, so that the checker can tell a notebook
that names an exercise, or a row, that does not exist. Not here: the exercises themselves (see the room
`exercises`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = ["EXERCISES", "ExerciseCall"]


@dataclass(frozen=True, slots=True)
class ExerciseCall:
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
    ExerciseCall("standard", "standards", "one"),
    ExerciseCall("scenario", "scenarios", "one"),
    ExerciseCall("scenarios_overview"),
    ExerciseCall("reflection", "reflections", "one"),
    ExerciseCall("confidence", "standards", "one", {"when": ("before", "after")}),
    ExerciseCall("facilitator_note", "standards", "one"),
    ExerciseCall("tip", "tips", "any"),
    ExerciseCall("glossary", "glossary", "any"),
    ExerciseCall("reading", keywords={"theme": ("reading.theme",)}),
    ExerciseCall("carousel", "concerns"),
    ExerciseCall("audience"),
    ExerciseCall("draft"),
    ExerciseCall("boundaries"),
    ExerciseCall("offensive"),
    ExerciseCall("policy"),
    ExerciseCall("advice"),
    ExerciseCall("good_use"),
    ExerciseCall("technology"),
    ExerciseCall("learning_plan"),
    ExerciseCall("keeping"),
    ExerciseCall("privacy", keywords={"part": ("readers",)}),
    ExerciseCall("your_record"),
    ExerciseCall("feedback"),
    ExerciseCall("workshop_console"),
    ExerciseCall("facilitator_guide", "leading"),
    ExerciseCall("plan", "plans", "one"),
)

EXERCISES: Mapping[str, ExerciseCall] = MappingProxyType({exercise.name: exercise for exercise in _ALL})
"""Every exercise by the name that a notebook calls it by."""
