"""The exercise Plan: one of the ready-made plans for a workshop, with its steps and the trainer's notes."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, details, heading, label, paragraphs, tag
from workbook.workshop.domain.plans import Step, WorkshopPlan
from workbook.workshop.report.guide_words import about_word, kind_word
from workbook.workshop.texts import Texts


class PlanExercise(Exercise):
    """A plan to read and print: aim, what to prepare, and the collapsed steps with minute, wall and notes."""

    name = "plan"
    is_heard = False
    not_on_paper = "comes with the facilitator notes"

    def readable(self) -> Markup:
        """Show the whole plan: it needs no input."""
        t, plan = self._t, self.content
        return article(
            self.name,
            heading(t("plan.kicker", count=plan["minutes"]), plan["title"]),
            *(
                tag("section.wb-stack-tight", tag("h4", t(name)), shown)
                for name, shown in (
                    ("plan.aim", paragraphs(plan["aim"])),
                    ("plan.prepare", paragraphs(plan["prepare"])),
                )
            ),
            details(
                t("plan.steps", count=len(plan["steps"])),
                tag("ol.wb-plan-steps", map(self._item, plan["steps"])),
            ),
        )

    def _item(self, step: dict[str, Any]) -> Markup:
        """Show a step without its missing parts."""
        t = self._t
        about = {"title": step["about_title"], "number": step["about_number"]}
        parts = (
            ("plan.kind", t(step["kind"])),
            ("plan.about", t(step["about"], **about) if step["about"] else ""),
            ("plan.wall", step["wall"]),
            ("plan.notes", step["notes"]),
        )
        return tag(
            "li",
            label(step["title"]),
            tag("p.wb-small.wb-muted", t("plan.when", minute=step["minute"], count=step["minutes"])),
            tag(
                "dl.wb-plan-parts",
                ([tag("dt", t(name)), tag("dd", paragraphs(text))] for name, text in parts if text),
            ),
        )


def plan(identifier: str) -> PlanExercise:
    """Show the ready-made plan with this identifier, from the tables plans and plan_steps.

    Raises UnknownName, which lists the existing ones, if there is no such plan.
    """
    return PlanExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the plan with its steps, each with its minute and its subject's title."""
    known = content.plans.by_id(identifier).id
    texts = Texts(lambda: content)
    found = next(ready for ready in texts.ready_plans() if ready.id == known)
    return {
        "title": found.title,
        "minutes": found.minutes,
        "aim": found.aim,
        "prepare": found.prepare,
        "steps": [_step(texts, found, step) for step in found.steps],
    }


def _step(texts: Texts, of: WorkshopPlan, step: Step) -> dict[str, Any]:
    sort, about_title, about_number = texts.about(step)
    return {
        "title": step.title,
        "minute": of.begins(step),
        "minutes": step.minutes,
        "kind": kind_word(step),
        "about": about_word(sort),
        "about_title": about_title,
        "about_number": about_number,
        "wall": step.wall,
        "notes": step.notes,
    }
