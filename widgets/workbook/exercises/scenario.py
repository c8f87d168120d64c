"""The exercise Scenario: a decision in five fixed steps, with what follows and why."""

from typing import Any

from workbook.content import Content, load
from workbook.content.tables import Choice, Scene
from workbook.exercises._base import Exercise


class ScenarioExercise(Exercise):
    """A scenario to walk through: facts, people, standard, options, reasons.

    All scenes with their choices, consequences and rationales are in `content`, so that feedback comes at
    once and every rationale can be read afterwards.
    """

    name = "scenario"


def scenario(identifier: str) -> ScenarioExercise:
    """Show the scenario with this identifier, from the table scenarios.

    Raises UnknownName, which names what there is, when there is no such scenario.
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
    """Return a choice as the front end needs it; `next_scene` is empty where the scenario ends."""
    return {
        "id": choice.id,
        "choice": choice.choice,
        "judgement": choice.judgement,
        "consequence": choice.consequence,
        "rationale": choice.rationale,
        "standards": [name for name in (choice.standard, choice.also_standard) if name],
        "next_scene": choice.next_scene,
    }
