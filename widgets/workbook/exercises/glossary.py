"""The exercise Glossary: words explained, all of them to search in, or a few in place."""

from typing import Any

from workbook.content import Content, load
from workbook.content.tables import Term
from workbook.exercises._base import Exercise


class GlossaryExercise(Exercise):
    """Terms with their meanings. `whole` says whether it is the whole glossary or a strip of a few terms."""

    name = "glossary"


def glossary(*identifiers: str) -> GlossaryExercise:
    """Show the terms with these identifiers, from the table glossary, explained in place.

    With none, show the whole glossary, to search in. Raises UnknownName, which names what there is, when
    there is no such term.
    """
    return GlossaryExercise(_content(load(), identifiers))


def _content(content: Content, identifiers: tuple[str, ...]) -> dict[str, Any]:
    """Return the terms in the order asked for, or all of them by the alphabet."""
    if identifiers:
        chosen: list[Term] = [content.glossary.by_id(name) for name in identifiers]
    else:
        chosen = sorted(content.glossary, key=lambda term: term.term.casefold())
    return {
        "whole": not identifiers,
        "terms": [{"id": term.id, "term": term.term, "meaning": term.meaning} for term in chosen],
    }
