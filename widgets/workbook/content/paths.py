"""The branching of scenarios: the walks from the first scene to each end.

Here: pure functions of scenes and choices. Choices of missing scenes are ignored. Not here: reporting a fault
in the branching (see `check.scenarios`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from workbook.content.errors import UnknownName

__all__ = ["ChoiceLike", "SceneLike", "cycles", "unreachable", "walks"]


class SceneLike(Protocol):
    """The fields of a scene that the branching needs: a row of the table scenes, for example."""

    @property
    def id(self) -> str:
        """The scene's id."""

    @property
    def number(self) -> int:
        """1 for the scene in which the scenario starts."""


class ChoiceLike(Protocol):
    """The fields of a choice that the branching needs: a row of the table choices, for example."""

    @property
    def scene(self) -> str:
        """The id of the scene in which it is offered."""

    @property
    def next_scene(self) -> str:
        """The id of the scene that it leads to, or "" if the scenario ends."""


S = TypeVar("S", bound=SceneLike)
C = TypeVar("C", bound=ChoiceLike)


def walks(scenes: Sequence[SceneLike], choices: Sequence[C]) -> Iterator[tuple[C, ...]]:
    """Yield each walk through one scenario: the choices from its scene 1 to an end, in the tables' order.

    A walk visits no scene twice, so it never contains a cycle, and the walks are always finite; with d
    decisions of k choices each there can be k to the power d of them, so they are yielded one by one.

    Raises UnknownName if a choice leads to a scene that is not among `scenes`.
    """
    offered = _by_scene(choices)
    known = {scene.id for scene in scenes}
    begun: list[tuple[tuple[C, ...], str]] = [((), start) for start in reversed(_starts(scenes))]
    while begun:
        walk, scene = begun.pop()
        if not scene:
            yield walk
            continue
        visited = {choice.scene for choice in walk} | {scene}
        for choice in reversed(offered[scene]):
            if choice.next_scene and choice.next_scene not in known:
                raise UnknownName("scene", choice.next_scene, known)
            if choice.next_scene not in visited:
                begun.append(((*walk, choice), choice.next_scene))


def unreachable(scenes: Sequence[S], choices: Iterable[ChoiceLike]) -> tuple[S, ...]:
    """Return the scenes that no walk from a scene 1 reaches, in the order of the table.

    A choice that leads to a scene that is not among `scenes` is ignored.
    """
    offered = _by_scene(choices)
    reached: set[str] = set()
    waiting = list(_starts(scenes))
    while waiting:
        scene = waiting.pop()
        if scene not in reached:
            reached.add(scene)
            waiting.extend(choice.next_scene for choice in offered[scene] if choice.next_scene)
    return tuple(scene for scene in scenes if scene.id not in reached)


def cycles(scenes: Sequence[SceneLike], choices: Iterable[C]) -> tuple[tuple[C, ...], ...]:
    """Return the cycles: chains of choices that lead back to where they began.

    Without the last choice of each chain no cycle is left, so these are the choices to fix. Unreachable
    scenes are included. Found by a depth-first search: a choice that leads to a scene from which the search
    has not yet returned closes a cycle (the back edges of Cormen et al., Introduction to Algorithms, 22.3).
    """
    offered = _by_scene(choices)
    found: list[tuple[C, ...]] = []
    finished: set[str] = set()
    for root in scenes:
        if root.id in finished:
            continue
        # A stack instead of recursion: the trail contains the choices between the scenes that are still open.
        opened, trail, pending = [root.id], list[C](), [iter(offered[root.id])]
        while pending:
            choice = next(pending[-1], None)
            if choice is None:
                finished.add(opened.pop())
                pending.pop()
                del trail[len(opened) - 1 :]
            elif choice.next_scene in opened:
                found.append((*trail[opened.index(choice.next_scene) :], choice))
            elif choice.next_scene in offered and choice.next_scene not in finished:
                opened.append(choice.next_scene)
                trail.append(choice)
                pending.append(iter(offered[choice.next_scene]))
    return tuple(found)


def _starts(scenes: Iterable[SceneLike]) -> tuple[str, ...]:
    return tuple(scene.id for scene in scenes if scene.number == 1)


def _by_scene(choices: Iterable[C]) -> defaultdict[str, list[C]]:
    offered: defaultdict[str, list[C]] = defaultdict(list)
    for choice in choices:
        offered[choice.scene].append(choice)
    return offered
