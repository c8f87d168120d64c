"""Scenarios as a learner walks through them: scenes, choices, and where they lead.

Here: faults of the branching, found with the pure functions of `paths`. Not here: the cells of those tables.
"""

from collections.abc import Iterator
from typing import NamedTuple

from workbook.content.check.book import Book, Line
from workbook.content.check.faults import Fault, sense
from workbook.content.paths import cycles, unreachable

__all__ = ["check_branching"]

LEAST_CHOICES = 2
ARGUABLE = ("best", "defensible")
"""The judgements of choices that can be argued for."""


class _Scene(NamedTuple):
    """A scene as far as `paths` needs it; the number is 0 where it can't be read."""

    id: str
    number: int
    scenario: str
    line: Line


class _Choice(NamedTuple):
    """A choice as far as `paths` needs it."""

    scene: str
    next_scene: str
    line: Line


def check_branching(book: Book) -> Iterator[Fault]:
    """Tell each scenario, scene and choice that a learner could not walk through.

    Nothing is told where one of the three tables could not be read.
    """
    if not book.has("scenarios", "scenes", "choices"):
        return
    scenes = {
        line["id"]: _Scene(line["id"], _number(line["number"]), line["scenario"], line)
        for line in book.lines("scenes")
    }
    yield from _starts(book, scenes)
    yield from _offers(book)
    yield from _other_scenarios(book, scenes)
    yield from _ways(book, scenes)


def _starts(book: Book, scenes: dict[str, _Scene]) -> Iterator[Fault]:
    sheet = book.sheets["scenarios"]
    started = {scene.scenario for scene in scenes.values() if scene.number == 1}
    for line in sheet.lines:
        if line["id"] not in started:
            yield sheet.fault(sense.NoFirstScene, line)


def _offers(book: Book) -> Iterator[Fault]:
    """Tell the scenes whose choices make no exercise: too few, none that is best, or one right answer."""
    sheet, choices = book.sheets["scenes"], book.by("choices", "scene")
    known = set(book.sheets["choices"].schema.column("judgement").enum)
    for line in sheet.lines:
        judgements = [choice["judgement"] for choice in choices[line["id"]]]
        arguable = sum(one in ARGUABLE for one in judgements)
        if len(judgements) < LEAST_CHOICES:
            yield sheet.fault(sense.TooFewChoices, line, count=str(len(judgements)))
        elif not known.issuperset(judgements):
            # A judgement that is not one is told of its cell, and may be any.
            continue
        elif "best" not in judgements:
            yield sheet.fault(sense.NoBestChoice, line)
        elif arguable < LEAST_CHOICES:
            yield sheet.fault(sense.OneRightChoice, line)


def _other_scenarios(book: Book, scenes: dict[str, _Scene]) -> Iterator[Fault]:
    sheet = book.sheets["choices"]
    for line in sheet.lines:
        here, there = scenes.get(line["scene"]), scenes.get(line["next_scene"])
        if here and there and here.scenario != there.scenario:
            own, other = here.scenario, there.scenario
            yield sheet.fault(sense.OtherScenario, line, "next_scene", own=own, other=other)


def _ways(book: Book, scenes: dict[str, _Scene]) -> Iterator[Fault]:
    own = [_own(line, scenes) for line in book.lines("choices")]
    # Where no scene has the number 1, that is the fault: that no scene can be reached only follows from it.
    started = {scene.scenario for scene in scenes.values() if scene.number == 1}
    sheet = book.sheets["scenes"]
    for scene in unreachable([one for one in scenes.values() if one.scenario in started], own):
        yield sheet.fault(sense.UnreachableScene, scene.line)
    sheet = book.sheets["choices"]
    for chain in cycles(list(scenes.values()), own):
        last = chain[-1]
        circle = " to ".join([*(choice.scene for choice in chain), last.next_scene])
        yield sheet.fault(sense.EndlessChain, last.line, "next_scene", circle=circle)


def _own(choice: Line, scenes: dict[str, _Scene]) -> _Choice:
    """Give a choice whose next scene counts only where it is in the same scenario."""
    here, there = scenes.get(choice["scene"]), scenes.get(choice["next_scene"])
    same = here is not None and there is not None and here.scenario == there.scenario
    return _Choice(choice["scene"], choice["next_scene"] if same else "", choice)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
