"""The exercise Scenario: a decision in five fixed steps, with what follows and why."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Literal, get_args

from markupsafe import Markup

from workbook.content import Content, UnknownName
from workbook.content.tables import Choice, Scene
from workbook.documents.blocks import TICK, Facts, Grid, Heading, Note
from workbook.exercises.scenario.paper import back, choices_of, scenes_on_paper, standard_name
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

Steps = Literal["all", "fewer", "none", "below"]
"""How far the five steps lead: all the way, on a page's first scenario; less; or not at all, on its last, and
on the first of all, where they follow the decision.
"""

_STEPS = ("facts", "people", "standard", "options", "reasons")


class ScenarioExercise(Exercise):
    """A scenario to walk through: facts, people, standard, options, reasons.

    All scenes with their choices, consequences and rationales are in `content`, so that feedback is immediate
    and every rationale can be read afterwards.
    """

    name = "scenario"

    @staticmethod
    def select(
        content: Content, identifier: str, steps: str = "all", page_of: str | None = None
    ) -> dict[str, Any]:
        """Return the scenario with its scenes in the order of their numbers."""
        if steps not in get_args(Steps):
            raise UnknownName("way to show the steps", steps, get_args(Steps))
        shown = _content(content, identifier)
        is_told = page_of is not None and content.standards.by_id(page_of).id == shown["standard"]
        return {"steps": steps, "others": _others(shown) if is_told else [], **shown}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the facts, and, collapsed, the people, the standards and the choices of the first scene.

        All of that is collapsed below a content note, if there is one.
        """
        kicker = t("scenario.kicker", count=shown["minutes"])
        yield Title(kicker, shown["title"])
        yield Note(kicker, "hint")
        case = _case(shown, t)
        yield _after_note(shown["content_note"], case, t) if shown["content_note"] else case
        yield _heading(5, t)[1:]
        yield from scenes_on_paper(shown, t)
        yield Feedback(shown["title"], tuple(back(shown, t)))

    @classmethod
    def on_paper(
        cls, content: Content, t: Translate, identifier: str, steps: str = "all", page_of: str | None = None
    ) -> Iterator[Child]:
        """Yield the same as ever: on paper all steps are there, in their order."""
        shown = cls.select(content, identifier, steps, page_of)
        return cls.describe(shown | {"steps": "all"}, t)


def scenario(identifier: str, steps: Steps = "all", page_of: str | None = None) -> ScenarioExercise:
    """Show the scenario with this identifier, from the table scenarios.

    `steps` is "all" if the five steps lead through it, as on a page's first scenario; "fewer" if only the
    facts stand open, and people and standard are a line each; "none" if there are the facts, the options, and
    one fold with the steps, as on its last; "below" if that fold comes after the options, with what is not
    known yet: whoever is new decides at once. `page_of` is the standard that the page is about: where it is
    the scenario's own, the page has given it away, and the scenario asks which of the others it touches as
    well. Raises UnknownName, which lists the valid names, if there is no such scenario or standard or if
    `steps` is invalid.
    """
    return ScenarioExercise.show(identifier, steps, page_of=page_of)


def _others(shown: dict[str, Any]) -> list[str]:
    """Return the standards beside the scenario's own that its choices rest on, in the standards' order."""
    choices = [choice for scene in shown["scenes"] for choice in scene["choices"]]
    used = {name for choice in choices for name in choice["standards"]} - {shown["standard"]}
    return [one["id"] for one in shown["standards"] if one["id"] in used]


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
        "reasonings": [
            {"who": one.who, "reasoning": one.reasoning}
            for one in content.reasonings.where(scenario=scenario.id)
        ],
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


def _heading(at: int, t: Translate, question: str = "", *, is_seen: bool = True) -> tuple[Child, ...]:
    """Describe the heading of a step: a question, and on paper its number and name as well."""
    step = t(f"scenario.step.{_STEPS[at - 1]}")
    question = question or t(f"scenario.heading.{_STEPS[at - 1]}")
    name = "h4" if is_seen else "h4.wb-visually-hidden"
    return tag(name, question), Heading(4, t("scenario.paper.step", number=at, step=step, question=question))


def _name(at: int, t: Translate) -> str:
    return t("scenario.step_of", number=at, step=t(f"scenario.step.{_STEPS[at - 1]}"))


def _case(shown: dict[str, Any], t: Translate) -> tuple[Child, ...]:
    """Describe the scenario below its title, with its steps as `steps` says. Paper always has them all."""
    is_below = shown["steps"] == "below"
    unknown = panel(label(t("scenario.unknown")), paragraphs(shown["unknown"]))
    facts = (
        _heading(1, t, is_seen=not is_below),
        Text(shown["facts"]),
        None if is_below else unknown,
        Facts(((t("scenario.unknown"), shown["unknown"]),), stacked=True),
    )
    people, standard = (_heading(2, t), Text(shown["people"])), _standard(shown, t)
    first = [(Text(one["situation"]), choices_of(one)) for one in shown["scenes"][:1]]
    options_here = _heading(4, t), first
    if shown["steps"] == "fewer":
        inside = tag("div.wb-stack-tight", _step(facts))
        folds = (
            tag("details.wb-details", tag("summary", _name(1, t)), inside, open=""),
            details(_name(2, t), _step(people)),
            details(_name(3, t), _step(standard)),
        )
        return tag("div.wb-stack-tight", folds), _step(options_here), soon(t)
    if shown["steps"] in ("none", "below"):
        told: dict[str, Child] = {"people": _step(people), "standard": _step(standard)}
        if is_below:
            told["facts"] = tag("p", t("scenario.heading.facts")), unknown
        fold = _five(told, t("scenario.five_below" if is_below else "scenario.five"), t)
        after = (_step(options_here), fold) if is_below else (fold, _step(options_here))
        return _step(facts), *after, soon(t)
    rest = ", ".join(t(f"scenario.step.{step}") for step in _STEPS[1:4])
    return (
        tag("ol.wb-steps", _steps(t), aria_label=t("scenario.steps")),
        _step((facts, details(rest, people, standard, options_here), soon(t))),
    )


def _five(told: Mapping[str, Child], name: str, t: Translate) -> Markup:
    """Return a fold with the five steps: of each its part of the scenario, or else its question."""
    five = [
        tag("li", label(t(f"scenario.step.{step}")), told.get(step, tag("p", t(f"scenario.heading.{step}"))))
        for step in _STEPS
    ]
    return details(name, tag("ol.wb-five", five))


def _step(inside: Child) -> Markup:
    return tag("section.wb-step.wb-stack", inside)


def _standard(scenario: dict[str, Any], t: Translate) -> tuple[Child, ...]:
    """Describe the question which of the standards comes first."""
    names = {one["id"]: standard_name(one, t) for one in scenario["standards"]}
    which, question = t("scenario.which_standard"), ""
    if scenario["others"]:
        which = t("scenario.which_other", standard=names.pop(scenario["standard"]))
        question = t("scenario.heading.other_standard")
    standards = tuple(names.values())
    return (
        _heading(3, t, question),
        options(which, [(name,) for name in standards]),
        (Note(which, "lead"), Grid(which, standards, ((TICK,) * len(standards),), (1,) * len(standards))),
    )
