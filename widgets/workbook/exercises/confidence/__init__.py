"""The exercise How sure am I?: a self-rating before a standard and after it, kept on the learner's device."""

from collections.abc import Iterator
from typing import Any, Literal, get_args

from workbook.content import Content, UnknownName
from workbook.documents.blocks import TICK, Grid, Heading, Note
from workbook.front.exercise import Exercise
from workbook.front.readable import Child, Translate, heading, options, soon, tag

When = Literal["before", "after"]
"""Before the learner works through a standard, or after."""

_RATINGS = (1, 2, 3, 4, 5)


class ConfidenceExercise(Exercise):
    """Statements to rate from 1 (not sure) to 5 (very sure). The one for after shows both ratings.

    A rating is not a score: nothing is added up, and none is sent to the kernel.
    """

    name = "confidence"

    @staticmethod
    def select(content: Content, identifier: str, when: str = "before") -> dict[str, Any]:
        """Return the standard's statements in the order of the table."""
        if when not in get_args(When):
            raise UnknownName("time for a self-rating", when, get_args(When))
        standard = content.standards.by_id(identifier)
        return {
            "standard": standard.id,
            "number": standard.number,
            "short_title": standard.short_title,
            "when": when,
            "statements": [
                {"id": rating.id, "statement": rating.statement}
                for rating in content.self_ratings.where(standard=standard.id)
            ],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the statements with the words of the scale."""
        when, statements = shown["when"], [one["statement"] for one in shown["statements"]]
        kicker, title = t("confidence.kicker", number=shown["number"]), t(f"confidence.title.{when}")
        words = [t(f"confidence.scale.{rating}") for rating in _RATINGS]
        scale = [(str(rating), word) for rating, word in zip(_RATINGS, words, strict=True)]
        # If the page is narrow, the words appear once at the two ends of the scale.
        ends = [tag("span", words[end]) for end in (0, -1)]
        foot = tag("p.wb-scale-ends.wb-small.wb-muted", ends, aria_hidden="true")
        yield heading(kicker, title)
        yield tag("p", t(f"confidence.intro.{when}"))
        yield [options(one, scale, row=True, foot=foot) for one in statements]
        yield soon(t)
        if when == "after":
            both = tag("h4", t("confidence.both")), tag("p.wb-muted", t("confidence.both_waits"))
            yield tag("section.wb-both.wb-stack", both)
        if statements:
            yield Heading(2, title)
            yield Note(t(f"confidence.paper.{when}"), "text")
            columns = [t("confidence.paper.column", number=one, label=word) for one, word in scale]
            rows = tuple((one, *(TICK for _ in scale)) for one in statements)
            heads = (t("confidence.statement"), *columns)
            yield Grid(f"{kicker}: {title}", heads, rows, (9, *(3 for _ in scale)))


def confidence(identifier: str, when: When = "before") -> ConfidenceExercise:
    """Show the self-rating of the standard with this identifier, from the table self_ratings.

    `when` is "before" or "after". Raises UnknownName, which lists the valid names, if there is no such
    standard or if `when` is invalid.
    """
    return ConfidenceExercise.show(identifier, when)
