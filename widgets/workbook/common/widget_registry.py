"""The registry of widgets that a notebook can show: where each is, and which identifiers its call takes.

Here: one line for each function of `workbook` that a notebook uses. It serves to find the function, to load
its files and words, and to check notebooks for widgets, or rows, that do not exist, and for rows that none
of them shows. Not here: the widgets themselves (see `workbook.exercises`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = ["WIDGETS", "Widget", "module_of"]


@dataclass(frozen=True, slots=True)
class Widget:
    """A call by which a notebook shows a widget: workbook.NAME(), workbook.NAME("id") or with a keyword.

    `table` names the table of the ids that it takes, or, with `ids` "none", the table that it shows ("" if it
    has something to show whatever tables are empty). `ids` says how many ids it takes: none, exactly one,
    some (at least one), or any number, of which none stands for the whole table. `keywords` maps each
    optional keyword to its allowed values; a single value of the form "TABLE.COLUMN" stands for the values
    that datapackage.json allows in that column, and "TABLE.id" for the ids of that table. `rows` are the rows
    that an id chooses, as "TABLE.COLUMN", if they are not those of `table`. With `repeats`, a page may show
    it any number of times: it stores nothing. `among` is the folder of the package that contains the widget's
    own folder, which has the widget's name.
    """

    name: str
    table: str = ""
    ids: Literal["none", "one", "some", "any"] = "none"
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: str = ""
    repeats: bool = False
    among: str = "exercises"

    @property
    def shown_rows(self) -> tuple[str, str]:
        """The table of the rows that its ids choose, and the column that has the ids."""
        table, _, column = (self.rows or f"{self.table}.id").partition(".")
        return table, column

    @property
    def folder(self) -> str:
        """The folder of its Python, script, style sheet and words, below the package."""
        return f"{self.among}/{self.name}"


_STEPS = ("all", "fewer", "none", "below")

_ALL = (
    Widget("standard", "standards", "one"),
    Widget("scenario", "scenarios", "one", {"steps": _STEPS, "page_of": ("standards.id",)}),
    Widget("scenarios_overview", among="workshop/ui"),
    Widget("reflection", "reflections", "one"),
    Widget("confidence", "standards", "one", {"when": ("before", "after")}, rows="self_ratings.standard"),
    Widget("facilitator_note", "standards", "one", rows="facilitator_notes.standard", among="workshop/ui"),
    Widget("tip", "tips", "some"),
    Widget("glossary", "glossary", "any", repeats=True),
    Widget("reading", "reading", keywords={"theme": ("reading.theme",)}),
    Widget("carousel", "concerns"),
    Widget("audience", "audience_settings"),
    Widget("draft", "drafts"),
    Widget("boundaries", "requests"),
    Widget("offensive", "posts"),
    Widget("policy", "policy_checklist"),
    Widget("advice", "advisers"),
    Widget("support", "support"),
    Widget("law", "law"),
    Widget("good_use", "good_uses"),
    Widget("voices", "standards", "one", rows="voices.standard"),
    Widget("technology", "technology"),
    Widget("learning_plan"),
    Widget("come_back", "recall"),
    Widget("keeping", among="record/ui"),
    Widget("privacy", keywords={"part": ("readers",)}, among="record/ui"),
    Widget("your_record", keywords={"part": ("record", "clear")}, among="record/ui"),
    Widget("feedback", among="usage/ui"),
    Widget("workshop_console", "plans", among="workshop/ui"),
    Widget("facilitator_guide", "facilitator_guide", among="workshop/ui"),
    Widget("plan", "plans", "one", among="workshop/ui"),
)

WIDGETS: Mapping[str, Widget] = MappingProxyType({widget.name: widget for widget in _ALL})
"""Every widget by its function's name."""


def module_of(name: str) -> str:
    """Return the name of the module that has a widget's function; raises KeyError for another name."""
    return f"workbook.{WIDGETS[name].folder.replace('/', '.')}"
