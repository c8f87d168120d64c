"""The exercise When in doubt: the learner's own list of people to ask, kept on their device."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, details, heading, label, options, paragraphs, prompt, soon, tag


class AdviceExercise(Exercise):
    """People and bodies who give advice, to pick from and to add to.

    The list is never sent to the kernel: the front end keeps it in the learner's record.
    """

    name = "advice"

    def readable(self) -> Markup:
        """Show whom to ask, with what each is good for, and space for the learner's own entry."""
        t = self._t
        advisers = self.content["advisers"]
        return article(
            self.name,
            heading(t("advice.kicker"), t("advice.title")),
            tag("p", t("advice.intro")),
            tag("p.wb-small.wb-muted", t("advice.private")),
            options(t("advice.pick"), [(one["who"], one["good_for"]) for one in advisers]),
            details(
                t("advice.notes"),
                [(label(one["who"]), paragraphs(one["note"])) for one in advisers if one["note"]],
            ),
            prompt(t("advice.own_label"), t("advice.own_hint"), lines=1),
            tag("section.wb-my-list.wb-stack", tag("h4", t("advice.list")), soon(t)),
        )


def advice() -> AdviceExercise:
    """Show the table advisers as a list to pick from."""
    return AdviceExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the advisers in the order of the table; `note` may be empty."""
    return {
        "advisers": [
            {"id": adviser.id, "who": adviser.who, "good_for": adviser.good_for, "note": adviser.note}
            for adviser in content.advisers
        ]
    }
