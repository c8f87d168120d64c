"""The exercise Using it well: a good use of social media to pick and plan, kept on the learner's device."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, details, heading, label, options, paragraphs, prompt, soon, tag


class GoodUseExercise(Exercise):
    """Ideas for a good use of social media, and a plan to write for one of them or for the learner's own.

    The plan is never sent to the kernel: the front end keeps it in the learner's record.
    """

    name = "good_use"

    def readable(self) -> Markup:
        """Show the ideas, what to settle first for each, and the plan's questions."""
        t, ideas = self._t, self.content["ideas"]
        choices = [
            *((one["title"], one["benefit"]) for one in ideas),
            (t("good_use.own"), t("good_use.own_note")),
        ]
        return article(
            self.name,
            heading(t("good_use.kicker"), t("good_use.title")),
            tag("p", t("good_use.intro")),
            tag("p.wb-small.wb-muted", t("good_use.private")),
            tag(
                "details.wb-details",
                tag("summary", t("good_use.pick")),
                tag("div", options(t("good_use.ideas"), choices)),
                open="",
            ),
            details(t("good_use.care"), [(label(one["title"]), paragraphs(one["care"])) for one in ideas]),
            tag("h4", t("good_use.plan")),
            [prompt(t(f"good_use.{name}"), t(f"good_use.{name}_hint")) for name in ("who", "settle", "step")],
            prompt(t("good_use.when"), lines=2),
            soon(t),
        )


def good_use() -> GoodUseExercise:
    """Show the table good_uses as ideas to plan from."""
    return GoodUseExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the ideas in the order of the table."""
    return {
        "ideas": [
            {"id": use.id, "title": use.title, "benefit": use.benefit, "care": use.care}
            for use in content.good_uses
        ]
    }
