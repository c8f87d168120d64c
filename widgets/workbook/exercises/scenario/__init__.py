"""The exercise Scenario: a decision in five fixed steps, with what follows and why."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from workbook.content import Content
from workbook.content.tables import Choice, Scene
from workbook.documents.blocks import TICK, Facts, Grid, Heading, Note
from workbook.exercises.scenario.paper import back, choices_of, scenes_on_paper
from workbook.front.exercise import Exercise
from workbook.front.parts import Feedback, Text, Title
from workbook.front.readable import (
    Child,
    Translate,
    details,
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

    @staticmethod
    def select(content: Content, identifier: str) -> dict[str, Any]:
        """Return the scenario with its scenes in the order of their numbers."""
        return _content(content, identifier)

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the facts, and, collapsed, the people, the standards and the choices of the first scene.

        All of that is collapsed below a content note, if there is one.
        """
        kicker = t("scenario.kicker", count=shown["minutes"])
        yield Title(kicker, shown["title"])
        yield Note(kicker, "hint")
        case = (
            tag("ol.wb-steps", _steps(t), aria_label=t("scenario.steps")),
            tag(
                "section.wb-step.wb-stack",
                _heading(1, t),
                Text(shown["facts"]),
                panel(label(t("scenario.unknown")), paragraphs(shown["unknown"])),
                Facts(((t("scenario.unknown"), shown["unknown"]),), stacked=True),
                _decision(shown, t),
                soon(t),
            ),
        )
        yield _after_note(shown["content_note"], case, t) if shown["content_note"] else case
        yield _heading(5, t)[1:]
        yield from scenes_on_paper(shown, t)
        yield Feedback(shown["title"], tuple(back(shown, t)))


def scenario(identifier: str) -> ScenarioExercise:
    """Show the scenario with this identifier, from the table scenarios.

    Raises UnknownName, which lists the existing ones, if there is no such scenario.
    """
    return ScenarioExercise.show(identifier)


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the scenario with its scenes in the order of their numbers."""
    scenario = content.scenarios.by_id(identifier)
    scenes = sorted(content.scenes.where(scenario=identifier), key=lambda scene: scene.number)
    return {
        "id": scenario.id,
        "title": scenario.title,
        "minutes": scenario.minutes,
        "content_note": scenario.content_note,
        "facts": scenario.facts,
        "unknown": scenario.unknown,
        "people": scenario.people,
        "standard": scenario.standard,
        "why_standard": scenario.why_standard,
        "standards": [
            {"id": s.id, "number": s.number, "title": s.title, "short_title": s.short_title}
            for s in content.standards
        ],
        "scenes": [_scene(content, scene) for scene in scenes],
        "law": [asdict(content.law.by_id(name)) for name in (scenario.law, scenario.also_law) if name],
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


def _after_note(note: str, case: tuple[Child, ...], t: Translate) -> tuple[Child, ...]:
    """Describe what the scenario is about, and below it the scenario, collapsed on the screen."""
    return (
        panel(label(t("scenario.note")), paragraphs(note), grade="caution"),
        Facts(((t("scenario.note"), f"{note} {t('scenario.paper.note')}"),), stacked=True),
        tag("p", t("scenario.note.choice")),
        details(t("scenario.note.go_on"), *case),
    )


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


def _heading(at: int, t: Translate) -> tuple[Child, ...]:
    """Describe the heading of a step: a question, and on paper its number and name as well."""
    step, question = t(f"scenario.step.{_STEPS[at - 1]}"), t(f"scenario.heading.{_STEPS[at - 1]}")
    return tag("h4", question), Heading(4, t("scenario.paper.step", number=at, step=step, question=question))


def _decision(scenario: dict[str, Any], t: Translate) -> Markup:
    """Describe the considerations before the first choice, collapsed."""
    which = t("scenario.which_standard")
    standards = tuple(
        t("scenario.standard_name", number=one["number"], title=one["short_title"])
        for one in scenario["standards"]
    )
    return details(
        ", ".join(t(f"scenario.step.{step}") for step in _STEPS[1:4]),
        _heading(2, t),
        Text(scenario["people"]),
        _heading(3, t),
        options(which, [(name,) for name in standards]),
        (Note(which, "lead"), Grid(which, standards, ((TICK,) * len(standards),), (1,) * len(standards))),
        _heading(4, t),
        [(Text(one["situation"]), choices_of(one)) for one in scenario["scenes"][:1]],
    )
