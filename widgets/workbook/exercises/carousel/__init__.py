"""The exercise Carousel: examples of concerns about social media in fitness to practise, one at a time."""

from collections.abc import Iterator
from typing import Any

from workbook.content import Content
from workbook.content.tables import Concern
from workbook.documents.blocks import Facts, Heading, Note
from workbook.front.exercise import Exercise
from workbook.front.readable import (
    Child,
    Element,
    Translate,
    badge,
    first_of,
    heading,
    label,
    others,
    outside_link,
    panel,
    paragraphs,
    space,
    tag,
)

_PARTS = ("what_happened", "why_it_matters", "lesson")


class CarouselExercise(Exercise):
    """All concerns as slides, each marked as a composite or as a public case with its source."""

    name = "carousel"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return every concern as a slide."""
        return {"concerns": [_slide(content, concern) for concern in content.concerns]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the first example, and the others collapsed."""
        concerns = shown["concerns"]
        yield tag("div.wb-carousel-head", heading(t("carousel.kicker"), t("carousel.title")))
        if not concerns:
            yield tag("p", t("carousel.none"))
            return
        first, *further = [_told(concern, t) for concern in concerns]
        total = len(concerns)
        if any(one["outcome"] or one["kind"] != concerns[0]["kind"] for one in concerns):
            yield space(3)
        yield tag(
            "section.wb-carousel-body",
            first_of(t, total),
            first,
            aria_label=t("carousel.label"),
        )
        yield others(t, further)


def carousel() -> CarouselExercise:
    """Show the concerns of the table concerns, in its order."""
    return CarouselExercise.show()


def _slide(content: Content, concern: Concern) -> dict[str, Any]:
    """Return a concern with its standard; `outcome` and `address` are empty if there is none."""
    standard = content.standards.by_id(concern.standard)
    return {
        "id": concern.id,
        "title": concern.title,
        "kind": concern.kind,
        "what_happened": concern.what_happened,
        "why_it_matters": concern.why_it_matters,
        "lesson": concern.lesson,
        "outcome": concern.outcome,
        "standard": {"number": standard.number, "short_title": standard.short_title},
        "source": concern.source,
        "address": concern.address,
    }


def _told(concern: dict[str, Any], t: Translate) -> Element:
    """Describe one example."""
    parts = [(t(f"carousel.part.{part}"), concern[part]) for part in _PARTS]
    happened, matters, lesson = [tag("div.wb-told", label(name), paragraphs(text)) for name, text in parts]
    standard, kind = concern["standard"], t(f"carousel.kind.{concern['kind']}")
    rests_on = t("carousel.standard", number=standard["number"], title=standard["short_title"])
    ended, outcome = "", concern["outcome"]
    if outcome:
        ended = t("carousel.ended", outcome=t(f"carousel.outcome.{outcome}"))
    source: Child
    source = cited = concern["source"]
    if concern["kind"] != "composite":
        cited = t("carousel.source", source=concern["source"])
        source = outside_link(cited, concern["address"], t("carousel.opens"))
    printed = "\n".join(filter(None, (ended, rests_on, cited, concern["address"])))
    return tag(
        "div.wb-slide.wb-stack",
        tag("p", badge(concern["kind"], kind)),
        tag("h4", concern["title"]),
        (Heading(3, concern["title"]), Note(kind, "hint"), Facts(tuple(parts), stacked=True)),
        happened,
        matters,
        panel(lesson, grade="good"),
        tag("div.wb-small.wb-muted", [tag("p", line) for line in (ended, rests_on, source) if line]),
        Note(printed, "hint"),
    )
