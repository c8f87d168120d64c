"""The exercise Learning plan: what a learner will change, by when, how to know, and what came of it."""

from collections.abc import Iterator
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import Grid
from workbook.front.exercise import Exercise
from workbook.front.readable import Child, Translate, details, heading, prompt, soon, tag


class LearningPlanExercise(Exercise):
    """Things to change, as many as the learner likes, each with a day to come back to it.

    Learners' texts are never sent to the kernel: the front end keeps them in the learner's record.
    """

    name = "learning_plan"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the standards to which a change can be linked, in order."""
        return {
            "standards": [
                {"id": standard.id, "number": standard.number, "short_title": standard.short_title}
                for standard in sorted(content.standards, key=lambda standard: standard.number)
            ]
        }

    @staticmethod
    def describe(_shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the plan's questions for one change; on paper, a table to fill in."""
        yield heading(t("learning_plan.kicker"), t("learning_plan.title"))
        yield tag("p", t("learning_plan.intro"))
        yield tag(
            "ol.wb-plan",
            tag(
                "li.wb-plan-item.wb-stack",
                tag("h4", t("learning_plan.item", number=1)),
                prompt(t("learning_plan.change"), t("learning_plan.change_hint")),
                prompt(t("learning_plan.by"), lines=2),
                prompt(t("learning_plan.know"), t("learning_plan.know_hint")),
                prompt(t("learning_plan.standard"), lines=1),
                details(
                    t("learning_plan.later"),
                    prompt(t("learning_plan.difference"), t("learning_plan.difference_hint")),
                ),
            ),
        )
        yield soon(t)
        columns = tuple(
            t(f"learning_plan.{name}") for name in ("change", "by", "know", "standard", "difference")
        )
        rows = (("",) * len(columns),) * 3
        yield Grid(t("learning_plan.paper.caption"), columns, rows, (6, 3, 5, 4, 6), 6)


def learning_plan() -> LearningPlanExercise:
    """Show the learner's plan, with space for one more thing to change."""
    return LearningPlanExercise.show()
