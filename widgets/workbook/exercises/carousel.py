"""The exercise Carousel: examples of concerns about social media in fitness to practise, one at a time."""

from typing import Any

from workbook.content import Content, load
from workbook.content.tables import Concern
from workbook.exercises._base import Exercise


class CarouselExercise(Exercise):
    """All concerns as slides, each marked as a composite or as a public case with its source."""

    name = "carousel"


def carousel() -> CarouselExercise:
    """Show the concerns of the table concerns, in its order."""
    return CarouselExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every concern as a slide."""
    return {"concerns": [_slide(content, concern) for concern in content.concerns]}


def _slide(content: Content, concern: Concern) -> dict[str, Any]:
    """Return a concern with the standard in play; `address` is empty where there is none."""
    standard = content.standards.by_id(concern.standard)
    return {
        "id": concern.id,
        "title": concern.title,
        "kind": concern.kind,
        "what_happened": concern.what_happened,
        "why_it_matters": concern.why_it_matters,
        "lesson": concern.lesson,
        "standard": {"number": standard.number, "short_title": standard.short_title},
        "source": concern.source,
        "address": concern.address,
    }
