"""The exercise Think before you post: rules mark what a reader of a draft could pick up on."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise
from workbook.front import words


class DraftExercise(Exercise):
    """Drafts to try and a space for one's own, checked in the browser by the rules of `front/identifiers.js`.

    What a learner types is neither kept nor sent: there is no trait for it.
    """

    name = "draft"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "identifiers", self.name)  # the rules' words are the record's as well


def draft() -> DraftExercise:
    """Show the drafts of the table drafts, checked for the phrases of the table warning_signs as well."""
    return DraftExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the drafts, and the phrases that are marked beside the rules' own patterns."""
    return {
        "drafts": [
            {"id": one.id, "title": one.title, "text": one.text, "note": one.note} for one in content.drafts
        ],
        "signs": [
            {"kind": sign.kind, "phrase": sign.phrase, "reason": sign.reason}
            for sign in content.warning_signs
        ],
    }
