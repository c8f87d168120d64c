"""The exercise Using it well: a good use of social media to pick and plan, kept on the learner's device."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import Listing, Note
from workbook.front.exercise import Exercise
from workbook.front.parts import Prompt, Subtitle, Text, Title
from workbook.front.readable import Child, Translate, details, label, options, paragraphs, soon, tag


class GoodUseExercise(Exercise):
    """Ideas for a good use of social media, and a plan to write for one of them or for the learner's own.

    The plan is never sent to the kernel: the front end keeps it in the learner's record.
    """

    name = "good_use"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the ideas in the order of the table."""
        return {"ideas": [asdict(use) for use in content.good_uses]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the ideas, what to settle first for each, and the plan's questions."""
        ideas, care = shown["ideas"], t("good_use.care")
        own = t("good_use.own"), t("good_use.own_note")
        choices = [*((one["title"], one["benefit"]) for one in ideas), own]
        listed = [(f"{one['title']}.", f"{one['benefit']}\n{care}: {one['care']}") for one in ideas]
        yield Title(t("good_use.kicker"), t("good_use.title"))
        yield Text(t("good_use.intro"))
        yield tag("p.wb-small.wb-muted", t("good_use.private"))
        yield details(t("good_use.pick"), options(t("good_use.ideas"), choices))
        yield Note(t("good_use.ideas"), "lead")
        yield Listing((*listed, (f"{own[0]}.", own[1])), "letters", ticks=True)
        yield details(care, [(label(one["title"]), paragraphs(one["care"])) for one in ideas])
        yield Subtitle(t("good_use.plan"))
        for name in ("who", "settle", "step"):
            yield Prompt(t(f"good_use.{name}"), t(f"good_use.{name}_hint"), ruled=3)
        yield Prompt(t("good_use.when"), lines=2, ruled=1)
        yield soon(t)


def good_use() -> GoodUseExercise:
    """Show the table good_uses as ideas to plan from."""
    return GoodUseExercise.show()
