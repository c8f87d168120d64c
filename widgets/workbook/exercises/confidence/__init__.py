"""The exercise How sure am I?: a self-rating before a standard and after it, kept on the learner's device."""

from typing import Any, Literal, get_args

from markupsafe import Markup

from workbook.content import Content, UnknownName, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, options, soon, tag

When = Literal["before", "after"]
"""Before the learner works through a standard, or after."""

_RATINGS = (1, 2, 3, 4, 5)


class ConfidenceExercise(Exercise):
    """Statements to rate from 1 (not sure) to 5 (very sure). The one for after shows both ratings.

    A rating is not a score: nothing is added up, and none is sent to the kernel.
    """

    name = "confidence"

    def readable(self) -> Markup:
        """Show the statements with the words of the scale."""
        t, content = self._t, self.content
        when = content["when"]
        scale = [(str(rating), t(f"confidence.scale.{rating}")) for rating in _RATINGS]
        # If the page is narrow, the words appear once at the two ends of the scale.
        ends = [tag("span", scale[end][1]) for end in (0, -1)]
        foot = tag("p.wb-scale-ends.wb-small.wb-muted", ends, aria_hidden="true")
        both = tag("h4", t("confidence.both")), tag("p.wb-muted", t("confidence.both_waits"))
        return article(
            self.name,
            heading(t("confidence.kicker", number=content["number"]), t(f"confidence.title.{when}")),
            tag("p", t(f"confidence.intro.{when}")),
            [options(one["statement"], scale, row=True, foot=foot) for one in content["statements"]],
            soon(t),
            tag("section.wb-both.wb-stack", both) if when == "after" else None,
        )


def confidence(identifier: str, when: When = "before") -> ConfidenceExercise:
    """Show the self-rating of the standard with this identifier, from the table self_ratings.

    `when` is "before" or "after". Raises UnknownName, which lists the valid names, if there is no such
    standard or if `when` is invalid.
    """
    return ConfidenceExercise(_content(load(), identifier, when))


def _content(content: Content, identifier: str, when: str) -> dict[str, Any]:
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
