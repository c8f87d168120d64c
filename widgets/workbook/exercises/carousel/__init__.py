"""The exercise Carousel: examples of concerns about social media in fitness to practise, one at a time."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import Concern
from workbook.front.exercise import Exercise
from workbook.front.readable import (
    Child,
    Translate,
    article,
    badge,
    heading,
    label,
    others,
    outside_link,
    panel,
    paragraphs,
    tag,
)


class CarouselExercise(Exercise):
    """All concerns as slides, each marked as a composite or as a public case with its source."""

    name = "carousel"

    def readable(self) -> Markup:
        """Show the first example, and the others collapsed."""
        t, concerns = self._t, self.content["concerns"]
        head = tag("div.wb-carousel-head", heading(t("carousel.kicker"), t("carousel.title")))
        if not concerns:
            return article(self.name, head, tag("p", t("carousel.none")))
        first, *further = [_told(concern, t) for concern in concerns]
        total = len(concerns)
        return article(
            self.name,
            head,
            tag(
                "section.wb-carousel-body",
                tag("div.wb-carousel-bar", tag("p.wb-position", t("carousel.position", at=1, total=total))),
                tag("div.wb-way", tag("span.wb-here"), tag("span") * (total - 1), aria_hidden="true"),
                first,
                aria_label=t("carousel.label"),
            ),
            others(t, further),
        )


def carousel() -> CarouselExercise:
    """Show the concerns of the table concerns, in its order."""
    return CarouselExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every concern as a slide."""
    return {"concerns": [_slide(content, concern) for concern in content.concerns]}


def _slide(content: Content, concern: Concern) -> dict[str, Any]:
    """Return a concern with its standard; `address` is empty if there is none."""
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


def _told(concern: dict[str, Any], t: Translate) -> Markup:
    """Show one example."""
    happened, matters, lesson = [
        tag("div.wb-told", label(t(f"carousel.part.{part}")), paragraphs(concern[part]))
        for part in ("what_happened", "why_it_matters", "lesson")
    ]
    standard = concern["standard"]
    rests_on = t("carousel.standard", number=standard["number"], title=standard["short_title"])
    source: Child = concern["source"]
    if concern["kind"] != "composite":
        cited = t("carousel.source", source=concern["source"])
        source = outside_link(cited, concern["address"], t("carousel.opens"))
    return tag(
        "div.wb-slide.wb-stack",
        tag("p", badge(concern["kind"], t(f"carousel.kind.{concern['kind']}"))),
        tag("h4", concern["title"]),
        happened,
        matters,
        panel(lesson, grade="good"),
        tag("div.wb-small.wb-muted", tag("p", rests_on), tag("p", source)),
    )
