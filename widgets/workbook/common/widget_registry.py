"""The widgets that a notebook can show, as data: where each lies, and which identifiers its call takes.

Here: one line for each function of `workbook` that a notebook uses. By it the function is found, pages load
its files, and the checker can tell a notebook that names a widget, or a row, that does not exist. Not here:
the widgets themselves (see the room `exercises`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = ["WIDGETS", "Widget", "module_of"]


@dataclass(frozen=True, slots=True)
class Widget:
    """What a notebook writes to show a widget: workbook.NAME(), workbook.NAME("id") or with a keyword.

    `table` names the table of the ids that it takes, or, with `ids` "none", the table that it shows ("" where
    there is no one table). `ids` says how many ids it takes: none, exactly one, or any number. `keywords`
    maps a keyword, which a notebook may leave out, to the values that it can have; a single value of the form
    "TABLE.COLUMN" stands for the values that datapackage.json allows in that column. `among` is the folder of
    the package in which the widget has its own, under its name.
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
"""Every widget by the name that a notebook calls it by."""


def module_of(name: str) -> str:
    """Return the name of the module that has a widget's function; raises KeyError for another name."""
    return f"workbook.{WIDGETS[name].folder.replace('/', '.')}"
