"""The exercise Law: the law in plain words, each piece with its source and the date on which it was read."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from workbook.content import Content
from workbook.front.exercise import Exercise
from workbook.front.parts import Cited
from workbook.front.readable import Child, Translate, details, heading, outside_link, paragraphs, tag


class LawExercise(Exercise):
    """Every piece of law, collapsed below its title."""

    name = "law"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return every piece of law."""
        return {"law": [asdict(one) for one in content.law]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield every title, with its words collapsed on the screen."""
        yield heading(t("law.kicker"), t("law.title"))
        yield tag("p", t("common.law.no_advice"))
        yield [_told(one, t) for one in shown["law"]]
        yield Cited.of(shown["law"], t, whole=True)


def law() -> LawExercise:
    """Show the table law, in its order."""
    return LawExercise.show()


def _told(one: dict[str, str], t: Translate) -> Markup:
    source = t("common.law.source", source=one["source"])
    return details(
        one["title"],
        paragraphs(one["text"]),
        tag("p.wb-small", outside_link(source, one["address"], t("common.new_tab"))),
        tag("p.wb-small.wb-muted", t("common.read_on", date=one["read_on"])),
    )
