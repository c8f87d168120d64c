"""The exercise Tip: the card of a tip, and below it the exercise that brings it to life."""

from importlib import import_module
from typing import Any

from ipywidgets import Layout, VBox

from workbook.content import Content, load
from workbook.exercises._base import Exercise


class TipExercise(Exercise):
    """A tip with its number, why it helps, and the standard that it serves."""

    name = "tip"


def tip(*identifiers: str) -> VBox:
    """Show tips from the table tips: the card of each, and then the exercise that the table names for them.

    Tips that share an exercise are best shown together. Raises UnknownName, which names what there is, when
    there is no such tip.
    """
    content = load()
    cards = [TipExercise(_content(content, identifier)) for identifier in identifiers]
    names = dict.fromkeys(content.tips.by_id(identifier).exercise for identifier in identifiers)
    exercises = [getattr(import_module(f"workbook.exercises.{name}"), name)() for name in names]
    # A box scrolls by itself unless told otherwise, and what should stay in sight in a page could not.
    return VBox([*cards, *exercises], layout=Layout(overflow="visible"))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the tip, how many tips there are, and the standard that it belongs to."""
    chosen = content.tips.by_id(identifier)
    standard = content.standards.by_id(chosen.standard)
    return {
        "id": chosen.id,
        "number": chosen.number,
        "total": len(content.tips),
        "title": chosen.title,
        "why": chosen.why,
        "standard": {"number": standard.number, "short_title": standard.short_title},
    }
