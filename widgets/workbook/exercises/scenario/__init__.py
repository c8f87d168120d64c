"""The exercise Scenario: a decision in five fixed steps, with what follows and why."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import Choice, Law, Scene
from workbook.front.exercise import Exercise
from workbook.front.readable import (
    Translate,
    article,
    details,
    heading,
    label,
    options,
    panel,
    paragraphs,
    soon,
    tag,
)

_STEPS = ("facts", "people", "standard", "options", "reasons")


class ScenarioExercise(Exercise):
    """A scenario to walk through: facts, people, standard, options, reasons.

    All scenes with their choices, consequences and rationales are in `content`, so that feedback is immediate
    and every rationale can be read afterwards.
    """

    name = "scenario"

    def readable(self) -> Markup:
        """Show the facts, and, collapsed, the people, the standards and the choices of the first scene.

        All of that is collapsed below a content note, where there is one.
        """
        t, scenario = self._t, self.content
        case = (
            tag("ol.wb-steps", _steps(t), aria_label=t("scenario.steps")),
            tag(
                "section.wb-step.wb-stack",
                tag("h4", t("scenario.heading.facts")),
                paragraphs(scenario["facts"]),
                panel(label(t("scenario.unknown")), paragraphs(scenario["unknown"])),
                _decision(scenario, t),
                soon(t),
            ),
        )
        return article(
            self.name,
            heading(t("scenario.kicker", count=scenario["minutes"]), scenario["title"]),
            _after_note(scenario["content_note"], case, t) if scenario["content_note"] else case,
        )


def scenario(identifier: str) -> ScenarioExercise:
    """Show the scenario with this identifier, from the table scenarios.

    Raises UnknownName, which lists the existing ones, if there is no such scenario.
    """
    return ScenarioExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the scenario with its scenes in the order of their numbers."""
    scenario = content.scenarios.by_id(identifier)
    scenes = sorted(content.scenes.where(scenario=identifier), key=lambda scene: scene.number)
    return {
        "id": scenario.id,
        "title": scenario.title,
        "minutes": scenario.minutes,
        "facts": scenario.facts,
        "unknown": scenario.unknown,
        "people": scenario.people,
        "standard": scenario.standard,
        "why_standard": scenario.why_standard,
        "content_note": scenario.content_note,
        "law": [_law(content.law.by_id(name)) for name in (scenario.law, scenario.also_law) if name],
        "standards": [
            {"id": s.id, "number": s.number, "title": s.title, "short_title": s.short_title}
            for s in content.standards
        ],
        "scenes": [_scene(content, scene) for scene in scenes],
    }


def _scene(content: Content, scene: Scene) -> dict[str, Any]:
    """Return a scene with its choices in the order of the table."""
    return {
        "id": scene.id,
        "number": scene.number,
        "situation": scene.situation,
        "question": scene.question,
        "choices": [_choice(choice) for choice in content.choices.where(scene=scene.id)],
    }


def _choice(choice: Choice) -> dict[str, Any]:
    """Return a choice for the front end; `next_scene` is empty if the scenario ends."""
    return {
        "id": choice.id,
        "choice": choice.choice,
        "judgement": choice.judgement,
        "consequence": choice.consequence,
        "rationale": choice.rationale,
        "standards": [name for name in (choice.standard, choice.also_standard) if name],
        "next_scene": choice.next_scene,
    }


def _law(law: Law) -> dict[str, str]:
    """Return a piece of law that the scenario turns on."""
    return {
        "id": law.id,
        "title": law.title,
        "text": law.text,
        "source": law.source,
        "address": law.address,
        "read_on": law.read_on,
    }


def _after_note(note: str, case: tuple[Markup, ...], t: Translate) -> tuple[Markup, ...]:
    """Show what the scenario is about, and the scenario itself collapsed."""
    warning = panel(label(t("scenario.note")), paragraphs(note), grade="caution")
    return warning, tag("p", t("scenario.note.choice")), details(t("scenario.note.go_on"), *case)


def _steps(t: Translate) -> list[Markup]:
    """Show the five steps as numbers, and only the current one in words: not all words fit on a phone."""
    return [
        tag(
            "li",
            tag(
                "div.wb-small.wb-muted",
                tag("span.wb-step-number", at, aria_hidden="true"),
                tag("span" if at == 1 else "span.wb-visually-hidden", t(f"scenario.step.{step}")),
            ),
        )
        for at, step in enumerate(_STEPS, 1)
    ]


def _decision(scenario: dict[str, Any], t: Translate) -> Markup:
    """Show the considerations before the first choice, collapsed."""
    standards = [
        (t("scenario.standard_name", number=one["number"], title=one["short_title"]),)
        for one in scenario["standards"]
    ]
    first = scenario["scenes"][0]
    return details(
        ", ".join(t(f"scenario.step.{step}") for step in _STEPS[1:4]),
        tag("h4", t("scenario.heading.people")),
        paragraphs(scenario["people"]),
        tag("h4", t("scenario.heading.standard")),
        options(t("scenario.which_standard"), standards),
        tag("h4", t("scenario.heading.options")),
        paragraphs(first["situation"]),
        options(first["question"], [(choice["choice"],) for choice in first["choices"]]),
    )
