"""The exercise Law: the law in plain words, each piece with its source and the date on which it was read."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, details, heading, outside_link, paragraphs, tag


class LawExercise(Exercise):
    """Every piece of law, collapsed below its title."""

    name = "law"

    def readable(self) -> Markup:
        """Show every title, with its words collapsed."""
        t = self._t
        return article(
            self.name,
            heading(t("law.kicker"), t("law.title")),
            tag("p", t("common.law.no_advice")),
            [_told(one, t) for one in self.content["law"]],
        )


def law() -> LawExercise:
    """Show the table law, in its order."""
    return LawExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every piece of law."""
    return {
        "law": [
            {
                "id": one.id,
                "title": one.title,
                "text": one.text,
                "source": one.source,
                "address": one.address,
                "read_on": one.read_on,
            }
            for one in content.law
        ]
    }


def _told(one: dict[str, str], t: Translate) -> Markup:
    source = t("common.law.source", source=one["source"])
    return details(
        one["title"],
        paragraphs(one["text"]),
        tag("p.wb-small", outside_link(source, one["address"], t("common.new_tab"))),
        tag("p.wb-small.wb-muted", t("common.read_on", date=one["read_on"])),
    )
