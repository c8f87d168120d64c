"""A scenario on paper: lines for reasons, later scenes, and at the back the consequences and reasons.

Not here: what is on the screen as well, from the facts to the choices of the first scene.
"""

from collections.abc import Iterator
from typing import Any

from widget_host.languages import Translate
from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, See, WritingPrompt
from workbook.front.parts import Cited, Options, letter
from workbook.front.readable import Part

__all__ = ["back", "choices_of", "scenes_on_paper", "standard_name"]


def choices_of(scene: dict[str, Any]) -> Options:
    """Return a scene's question with its choices."""
    return Options(scene["question"], tuple(choice["choice"] for choice in scene["choices"]))


def scenes_on_paper(scenario: dict[str, Any], t: Translate) -> Iterator[Block | Part]:
    """Yield lines to write on for each scene, after the scene itself if it is not the first."""
    for scene in scenario["scenes"]:
        if scene["number"] > 1:
            yield Heading(4, t("scenario.paper.scene", number=scene["number"]))
            yield Note(t("scenario.paper.scene_later", answers=t("handout.answers")), "hint")
            yield Note(scene["situation"], "text")
            yield from choices_of(scene).blocks()
        yield WritingPrompt(t("scenario.own_reasons"), "", 4)
        yield See(t("scenario.paper.turn"), "")


def standard_name(standard: dict[str, Any], t: Translate) -> str:
    """Return a standard's number and short title."""
    return t("scenario.standard_name", number=standard["number"], title=standard["short_title"])


def back(scenario: dict[str, Any], t: Translate) -> Iterator[Block | Part]:
    """Yield the standard that comes first, what follows from each choice and why, two voices, and the law."""
    scenes = scenario["scenes"]
    standards = {one["id"]: standard_name(one, t) for one in scenario["standards"]}
    first = t("scenario.paper.standard_first", standard=standards[scenario["standard"]].rstrip("."))
    numbers = {scene["id"]: scene["number"] for scene in scenes}
    columns = t("scenario.paper.choice"), t("scenario.consequence"), t("scenario.rationale")
    yield Note(f"{first} {scenario['why_standard']}", "text")
    if scenario["others"]:
        others = "; ".join(standards[one] for one in scenario["others"])
        yield Note(t("scenario.also_rest_on", standards=others), "text")
    for scene in scenes:
        title = scene["question"]
        if len(scenes) > 1:
            title = t("scenario.scene", number=scene["number"], question=scene["question"])
            yield Heading(4, title)
        rows = []
        for at, choice in enumerate(scene["choices"]):
            grade, to = t(f"common.grade.{choice['judgement']}"), numbers.get(choice["next_scene"])
            on = t("scenario.paper.go_on", number=to) if to else t("scenario.ended")
            rests = t("scenario.rests_on", standards=", ".join(standards[one] for one in choice["standards"]))
            rows.append(
                (
                    t("handout.choice_cell", letter=letter(at), judgement=grade),
                    f"{choice['consequence']}\n{on}",
                    f"{choice['rationale']}\n{rests}",
                )
            )
        yield Grid(title, columns, tuple(rows), (4, 9, 12))
    if scenario["reasonings"]:
        yield Heading(4, t("scenario.aloud"))
        yield Note(t("scenario.aloud_note"), "hint")
        yield Facts(tuple((one["who"], one["reasoning"]) for one in scenario["reasonings"]), stacked=True)
    if scenario["law"]:
        yield Cited.of(scenario["law"], t)
