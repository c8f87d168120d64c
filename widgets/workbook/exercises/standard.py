"""The exercise Standard: what one Standard of Conduct asks, whose words say so, and what it means online."""

from typing import Any

from workbook.content import Content, load
from workbook.exercises._base import Exercise


class StandardExercise(Exercise):
    """A standard with its provisions, each marked as this workbook's summary or as the Council's wording."""

    name = "standard"


def standard(identifier: str) -> StandardExercise:
    """Show the standard with this identifier, from the table standards, with its provisions.

    Raises UnknownName, which names what there is, when there is no such standard.
    """
    return StandardExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the standard with its provisions in the order of the table; `wording` may be empty."""
    chosen = content.standards.by_id(identifier)
    return {
        "id": chosen.id,
        "number": chosen.number,
        "title": chosen.title,
        "summary": chosen.summary,
        "wording": chosen.wording,
        "online": chosen.online,
        "address": chosen.address,
        "provisions": [
            {
                "id": part.id,
                "number": part.number,
                "title": part.title,
                "text_kind": part.text_kind,
                "text": part.text,
                "online": part.online,
            }
            for part in content.provisions.where(standard=chosen.id)
        ],
    }
