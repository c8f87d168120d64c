"""The exercise Glossary: words explained, all of them to search in, or a few in place."""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from workbook.content import Content
from workbook.front.exercise import Exercise
from workbook.front.parts import Explained
from workbook.front.readable import Child, Translate, article, details, heading, space, tag


class GlossaryExercise(Exercise):
    """Terms with their meanings. `whole` says whether it is the whole glossary or a strip of a few terms."""

    name = "glossary"

    @staticmethod
    def select(content: Content, *identifiers: str) -> dict[str, Any]:
        """Return the terms in the requested order, or all of them alphabetically."""
        everything = sorted(content.glossary, key=lambda term: term.term.casefold())
        chosen = [content.glossary.by_id(name) for name in identifiers] or everything
        return {
            "whole": not identifiers,
            "terms": [asdict(term) | {"letter": _letter(term.term)} for term in chosen],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield every term with its meaning folded below it: by letter, or in a strip."""
        terms = [(one["term"], one["meaning"]) for one in shown["terms"]]
        if shown["whole"]:
            yield heading(t("glossary.kicker"), t("glossary.title"))
            yield space(3)
            yield tag("p.wb-small.wb-muted", t("glossary.count_all", count=len(terms)))
            yield from _by_letter(shown["terms"], t)
        else:
            yield tag("p.wb-kicker", t("glossary.strip"))
            yield tag("div.wb-words", [details(term, tag("p", text)) for term, text in terms])
            yield tag("p.wb-small.wb-muted.wb-no-print", t("glossary.strip_hint"))
        yield Explained(tuple(terms), shown["whole"])

    def readable(self) -> Markup:
        """Return the whole glossary as an exercise, and a strip with a label in place of a heading."""
        if self.content["whole"]:
            return super().readable()
        strip = self._t("glossary.strip")
        described = self.describe(self.content, self._t)
        return article(f"{self.name}.wb-glossary-strip", described, aria_label=strip)


def glossary(*identifiers: str) -> GlossaryExercise:
    """Show the terms with these identifiers, from the table glossary, explained in place.

    With none, show the whole glossary, with a search. Raises UnknownName, which lists the existing ones, if
    there is no such term.
    """
    return GlossaryExercise.show(*identifiers)


def _letter(term: str) -> str:
    """Return the letter under which a term is found: a capital, without an accent."""
    return unicodedata.normalize("NFD", term)[:1].upper()


def _by_letter(terms: list[dict[str, Any]], t: Translate) -> Iterator[Child]:
    """Yield links to the letters that there are, and each letter with its terms."""
    letters = list(dict.fromkeys(one["letter"] for one in terms))
    links = [tag("a", letter, href=f"#wb-letter-{letter}") for letter in letters]
    yield tag("nav.wb-letters.wb-no-print", links, aria_label=t("glossary.letters"))
    for letter in letters:
        own = [
            details(one["term"], tag("p", one["meaning"], id=f"wb-word-{one['id']}"))
            for one in terms
            if one["letter"] == letter
        ]
        yield tag("section.wb-letter", tag("h4", letter, id=f"wb-letter-{letter}"), own)
