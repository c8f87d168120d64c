"""The exercise My employer's policy: things to find in it and to note, kept on the learner's device."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import TICK, Note, WritingPrompt
from workbook.front.exercise import Exercise
from workbook.front.parts import Text, Title
from workbook.front.readable import Child, Translate, details, prompt, soon, tag

MAIN = 6
"""How many things the exercise asks for; further rows of the table are offered as additional ones."""


class PolicyExercise(Exercise):
    """Questions to an employer's social media policy, each with a reason and a place to look.

    Learners' notes are never sent to the kernel: the front end keeps them in the learner's record.
    """

    name = "policy"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the things to find in the order of their numbers; the first `main` of them are required."""
        items = sorted(content.policy_checklist, key=lambda item: item.number)
        return {"main": min(MAIN, len(items)), "items": [asdict(item) for item in items]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield what to find, why, and where to look for it."""
        found = [_find(item, t) for item in shown["items"]]
        asked, further = found[: shown["main"]], found[shown["main"] :]
        yield Title(t("policy.kicker"), t("policy.title"))
        yield tag("p", t("policy.intro"))
        yield Note(t("policy.paper.intro"), "text")
        yield Text(t("policy.none"))
        yield tag("p.wb-small.wb-muted", t("policy.private"))
        yield soon(t)
        yield tag("ol.wb-finds", [tag("li", one) for one in asked])
        if further:
            yield details(t("policy.further", count=len(further)), further)


def policy() -> PolicyExercise:
    """Show the table policy_checklist: its first six things to find, and the others collapsed."""
    return PolicyExercise.show()


def _find(item: dict[str, Any], t: Translate) -> tuple[Child, ...]:
    """Describe one thing to find."""
    hint = t("policy.hint", why=item["why"], where=item["where"])
    printed = WritingPrompt(f"{TICK} {item['number']}. {item['find']}", hint, 3)
    return prompt(item["find"], hint, lines=3, numbered=True), printed
