"""The branching of scenarios on random graphs, compared with brute force, and its invariants."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.content import UnknownName, cycles, unreachable, walks


class Scene(NamedTuple):
    id: str
    number: int


class Choice(NamedTuple):
    id: str
    scene: str
    next_scene: str


@st.composite
def scenarios(draw, *, endless=True):
    """Up to seven scenes with up to three choices each; without `endless` a choice only leads onward."""
    count = draw(st.integers(1, 7))
    scenes = [Scene(str(number), number) for number in range(1, count + 1)]
    choices = []
    for scene in scenes:
        onward = [""] + [one.id for one in scenes if endless or one.number > scene.number]
        targets = draw(st.lists(st.sampled_from(onward), max_size=3))
        choices += [
            Choice(f"{scene.id}{letter}", scene.id, to) for letter, to in zip("abc", targets, strict=False)
        ]
    return scenes, choices


def brute_force_walks(choices, scene="1", visited=("1",)):
    """Every walk by plain recursion, straight from the definition."""
    for choice in choices:
        if choice.scene == scene and not choice.next_scene:
            yield (choice,)
        elif choice.scene == scene and choice.next_scene not in visited:
            for rest in brute_force_walks(choices, choice.next_scene, (*visited, choice.next_scene)):
                yield (choice, *rest)


def reaches(choices, start, goal):
    """Whether some chain of one or more choices leads from a scene to another, step by step."""
    reached = {choice.next_scene for choice in choices if choice.scene == start}
    while True:
        further = reached | {choice.next_scene for choice in choices if choice.scene in reached}
        if further == reached:
            return goal in reached
        reached = further


@given(scenarios())
def test_the_walks_are_those_that_brute_force_finds_in_the_same_order(scenario):
    scenes, choices = scenario
    assert list(walks(scenes, choices)) == list(brute_force_walks(choices))


@given(scenarios())
def test_a_walk_starts_at_scene_1_hangs_together_and_ends(scenario):
    for walk in walks(*scenario):
        assert walk[0].scene == "1"
        assert [choice.next_scene for choice in walk] == [*(choice.scene for choice in walk[1:]), ""]
        assert len({choice.scene for choice in walk}) == len(walk)


@given(scenarios())
def test_the_unreachable_scenes_are_those_that_no_chain_of_choices_leads_to(scenario):
    scenes, choices = scenario
    expected = [scene for scene in scenes if scene.id != "1" and not reaches(choices, "1", scene.id)]
    assert list(unreachable(scenes, choices)) == expected


@given(scenarios())
def test_a_cycle_is_a_chain_that_leads_back_to_where_it_began(scenario):
    for chain in cycles(*scenario):
        starts = [choice.scene for choice in chain]
        assert [choice.next_scene for choice in chain] == [*starts[1:], starts[0]]


@given(scenarios())
def test_there_are_cycles_exactly_where_a_scene_reaches_itself(scenario):
    scenes, choices = scenario
    endless = any(reaches(choices, scene.id, scene.id) for scene in scenes)
    assert bool(cycles(scenes, choices)) == endless


@given(scenarios())
def test_without_the_last_choice_of_each_cycle_none_is_left(scenario):
    scenes, choices = scenario
    closing = {chain[-1].id for chain in cycles(scenes, choices)}
    assert not cycles(scenes, [choice for choice in choices if choice.id not in closing])


@given(scenarios(endless=False))
def test_a_scenario_that_only_leads_onward_has_no_cycle(scenario):
    assert cycles(*scenario) == ()


def test_a_choice_that_leads_to_no_scene_is_refused_by_name():
    with pytest.raises(UnknownName, match="There is no scene named '2'"):
        list(walks([Scene("1", 1)], [Choice("a", "1", "2")]))


@pytest.mark.slow
def test_a_very_long_scenario_is_walked_through():
    last = 5000
    scenes = [Scene(str(number), number) for number in range(1, last + 1)]
    choices = [Choice(one.id, one.id, "" if one.number == last else str(one.number + 1)) for one in scenes]
    assert len(next(walks(scenes, choices))) == last
    assert unreachable(scenes, choices) == ()
    assert cycles(scenes, choices) == ()
