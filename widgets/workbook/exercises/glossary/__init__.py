"""The exercise Glossary: words explained, all of them to search in, or a few in place."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import Term
from workbook.front.exercise import Exercise
from workbook.front.readable import article, details, heading, space, tag


class GlossaryExercise(Exercise):
    """Terms with their meanings. `whole` says whether it is the whole glossary or a strip of a few terms."""

    name = "glossary"

    def readable(self) -> Markup:
        """Show every term with its meaning; in a strip, each expands in place."""
        t, terms = self._t, self.content["terms"]
        if self.content["whole"]:
            return article(
                self.name,
                heading(t("glossary.kicker"), t("glossary.title")),
                space(3),
                tag("p.wb-small.wb-muted", t("glossary.count_all", count=len(terms))),
                tag(
                    "dl.wb-terms",
                    [tag("div", tag("dt", one["term"]), tag("dd", one["meaning"])) for one in terms],
                ),
            )
        return article(
            f"{self.name}.wb-glossary-strip",
            tag("p.wb-kicker", t("glossary.strip")),
            tag("div.wb-words", [details(one["term"], tag("p", one["meaning"])) for one in terms]),
            tag("p.wb-small.wb-muted.wb-no-print", t("glossary.strip_hint")),
            aria_label=t("glossary.strip"),
        )


def glossary(*identifiers: str) -> GlossaryExercise:
    """Show the terms with these identifiers, from the table glossary, explained in place.

    With none, show the whole glossary, with a search. Raises UnknownName, which lists the existing ones, if
    there is no such term.
    """
    return GlossaryExercise(_content(load(), identifiers))


def _content(content: Content, identifiers: tuple[str, ...]) -> dict[str, Any]:
    """Return the terms in the requested order, or all of them alphabetically."""
    if identifiers:
        chosen: list[Term] = [content.glossary.by_id(name) for name in identifiers]
    else:
        chosen = sorted(content.glossary, key=lambda term: term.term.casefold())
    return {
        "whole": not identifiers,
        "terms": [{"id": term.id, "term": term.term, "meaning": term.meaning} for term in chosen],
    }
