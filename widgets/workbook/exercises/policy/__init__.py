"""The exercise My employer's policy: things to find in it and to note, kept on the learner's device."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, details, heading, prompt, soon, tag

MAIN = 6
"""How many things the exercise asks for; further rows of the table are offered as additional ones."""


class PolicyExercise(Exercise):
    """Questions to an employer's social media policy, each with a reason and a place to look.

    Learners' notes are never sent to the kernel: the front end keeps them in the learner's record.
    """

    name = "policy"

    def readable(self) -> Markup:
        """Show what to find, why, and where to look for it."""
        t, items = self._t, self.content["items"]
        asked, further = items[: self.content["main"]], items[self.content["main"] :]
        return article(
            self.name,
            heading(t("policy.kicker"), t("policy.title")),
            tag("p", t("policy.intro")),
            tag("p", t("policy.none")),
            tag("p.wb-small.wb-muted", t("policy.private")),
            tag("div.wb-found", soon(t)),
            tag("ol.wb-finds", [tag("li", _find(item, t)) for item in asked]),
            details(t("policy.further", count=len(further)), [_find(item, t) for item in further])
            if further
            else None,
        )


def policy() -> PolicyExercise:
    """Show the table policy_checklist: its first six things to find, and the others collapsed."""
    return PolicyExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the things to find in the order of their numbers; the first `main` of them are required."""
    items = sorted(content.policy_checklist, key=lambda item: item.number)
    return {
        "main": min(MAIN, len(items)),
        "items": [
            {"id": item.id, "number": item.number, "find": item.find, "why": item.why, "where": item.where}
            for item in items
        ],
    }


def _find(item: dict[str, Any], t: Translate) -> Markup:
    """Show one thing to find."""
    return prompt(
        item["find"], t("policy.hint", why=item["why"], where=item["where"]), lines=3, numbered=True
    )
