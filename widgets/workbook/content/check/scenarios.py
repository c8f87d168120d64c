"""Checks the branching of scenarios: scenes, choices, and where they lead.

Here: faults of the branching, found with the pure functions of `paths`. Not here: the tables' cells.
"""

from collections.abc import Iterator
from typing import NamedTuple

from workbook.content.check.book import Book, Line
from workbook.content.check.faults import Fault, sense
from workbook.content.paths import cycles, unreachable

__all__ = ["check_scenarios"]

LEAST_CHOICES = 2
ARGUABLE = ("best", "defensible")
"""The judgements of arguable choices."""


class _Scene(NamedTuple):
    """A scene with the fields for `paths`; the number is 0 if it can't be read."""

    id: str
    number: int
    scenario: str
    line: Line


class _Choice(NamedTuple):
    """A choice with the fields for `paths`."""

    scene: str
    next_scene: str
    line: Line


def check_scenarios(book: Book) -> Iterator[Fault]:
    """Yield a fault for each scenario, scene and choice that a learner could not work through.

    Yields nothing if one of the three tables could not be read.
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
    """Yield faults for scenes whose choices make no exercise: too few, no best one, or one right answer."""
    sheet, choices = book.sheets["scenes"], book.by("choices", "scene")
    known = set(book.sheets["choices"].schema.column("judgement").enum)
    for line in sheet.lines:
        judgements = [choice["judgement"] for choice in choices[line["id"]]]
        arguable = sum(one in ARGUABLE for one in judgements)
        if len(judgements) < LEAST_CHOICES:
            yield sheet.fault(sense.TooFewChoices, line, count=str(len(judgements)))
        elif not known.issuperset(judgements):
            # An invalid judgement is reported as a fault of its cell, and could be any.
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
    # If no scene has the number 1, that is the fault: unreachable scenes only follow from it.
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
    """Return a choice whose next scene counts only if it is in the same scenario."""
    here, there = scenes.get(choice["scene"]), scenes.get(choice["next_scene"])
    same = here is not None and there is not None and here.scenario == there.scenario
    return _Choice(choice["scene"], choice["next_scene"] if same else "", choice)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
