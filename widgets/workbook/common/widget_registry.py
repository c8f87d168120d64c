"""The registry of widgets that a notebook can show: where each is, and which identifiers its call takes.

Here: one line for each function of `workbook` that a notebook uses. It serves to find the function, to load
its files on pages, and to check notebooks for widgets, or rows, that do not exist. Not here: the widgets
themselves (see `workbook.exercises`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = ["WIDGETS", "Widget", "module_of"]


@dataclass(frozen=True, slots=True)
class Widget:
    """A call by which a notebook shows a widget: workbook.NAME(), workbook.NAME("id") or with a keyword.

    `table` names the table of the ids that it takes, or, with `ids` "none", the table that it shows ("" if
    there is no single one). `ids` says how many ids it takes: none, exactly one, or any number. `keywords`
    maps each optional keyword to its allowed values; a single value of the form "TABLE.COLUMN" stands for the
    values that datapackage.json allows in that column. `among` is the folder of the package that contains the
    widget's own folder, which has the widget's name.
    """

    name: str
    table: str = ""
    ids: Literal["none", "one", "any"] = "none"
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    among: str = "exercises"

    @property
    def folder(self) -> str:
        """The folder of its Python, script, style sheet and words, below the package."""
        return f"{self.among}/{self.name}"


_ALL = (
    Widget("standard", "standards", "one"),
    Widget("scenario", "scenarios", "one"),
    Widget("scenarios_overview", among="workshop/ui"),
    Widget("reflection", "reflections", "one"),
    Widget("confidence", "standards", "one", {"when": ("before", "after")}),
    Widget("facilitator_note", "standards", "one", among="workshop/ui"),
    Widget("tip", "tips", "any"),
    Widget("glossary", "glossary", "any"),
    Widget("reading", keywords={"theme": ("reading.theme",)}),
    Widget("carousel", "concerns"),
    Widget("audience"),
    Widget("draft"),
    Widget("boundaries"),
    Widget("offensive"),
    Widget("policy"),
    Widget("advice"),
    Widget("support"),
    Widget("law"),
    Widget("good_use"),
    Widget("technology"),
    Widget("learning_plan"),
    Widget("keeping", among="record/ui"),
    Widget("privacy", keywords={"part": ("readers",)}, among="record/ui"),
    Widget("your_record", among="record/ui"),
    Widget("feedback", among="usage/ui"),
    Widget("workshop_console", among="workshop/ui"),
    Widget("facilitator_guide", "leading", among="workshop/ui"),
    Widget("plan", "plans", "one", among="workshop/ui"),
)

WIDGETS: Mapping[str, Widget] = MappingProxyType({widget.name: widget for widget in _ALL})
"""Every widget by its function's name."""


def module_of(name: str) -> str:
    """Return the name of the module that has a widget's function; raises KeyError for another name."""
    return f"workbook.{WIDGETS[name].folder.replace('/', '.')}"
