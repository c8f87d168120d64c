"""A model that sees only the surface of choices: it finds what gives the best one away, and nothing else."""

from random import Random

import pytest

from workbook.content.check.guessing import SceneChoices, guess

WORDS = ("ring", "ask", "wait", "write", "say", "tell", "go", "home", "now", "later", "team", "phone", "page")


def sentence(chance, words):
    return " ".join(chance.choices(WORDS, k=words))


def made(choice, scenes=60, choices=4):
    """Scenes, three to a scenario, whose choices `choice(chance, best)` writes."""
    chance = Random(5)
    asked = []
    for number in range(scenes):
        best = chance.randrange(choices)
        texts = tuple(choice(chance, at == best) for at in range(choices))
        asked.append(
            SceneChoices(
                f"case-{number // 3}", f"scene-{number}", texts, tuple(at == best for at in range(choices))
            )
        )
    return asked


GIVEAWAYS = {
    "it is the longest": lambda chance, best: sentence(chance, 20 if best else chance.randrange(5, 18)),
    "it is the shortest": lambda chance, best: sentence(chance, 4 if best else chance.randrange(6, 20)),
    "it has a word of its own": lambda chance, best: f"{sentence(chance, 9)} and {'why' if best else 'who'}",
    "it asks": lambda chance, best: f"{sentence(chance, 9)}{'?' if best else '.'}",
    "it has a comma": lambda chance, best: f"{sentence(chance, 5)}{',' if best else ''} now",
}


@pytest.mark.parametrize("choice", GIVEAWAYS.values(), ids=GIVEAWAYS)
def test_what_gives_the_best_choice_away_is_found(choice):
    told = guess(made(choice))
    assert told.found > 0.9
    assert told.found > told.limit
    assert len(told.given_away) > 50


def test_a_best_choice_that_always_stands_in_one_place_is_found():
    asked = [one._replace(best=(False, False, True, False)) for one in made(lambda c, _: sentence(c, 9))]
    assert guess(asked).found > 0.9


def test_nothing_is_found_where_choices_are_shuffled():
    told = guess(made(lambda chance, _: sentence(chance, chance.randrange(5, 20)), scenes=120))
    assert told.chance == pytest.approx(0.25)
    assert abs(told.found - told.chance) < 0.08


def test_what_gives_away_the_best_choice_of_one_scenario_alone_is_not_learned_from_its_own_scenes():
    asked = [one._replace(scenario="one") for one in made(GIVEAWAYS["it asks"])]
    assert guess(asked).found == pytest.approx(0.25)


def test_chance_is_the_mean_over_scenes_of_different_sizes():
    asked = [
        SceneChoices("a", "a-1", ("Yes.", "No."), (True, False)),
        SceneChoices("b", "b-1", ("Yes.", "No.", "I wait.", "I ring."), (False, False, False, True)),
    ]
    told = guess(asked)
    assert told.scenes == 2
    assert told.chance == pytest.approx((1 / 2 + 1 / 4) / 2)
    assert told.limit == pytest.approx(told.chance + 0.05)


def test_a_scene_without_a_best_choice_or_with_none_but_best_ones_is_left_out():
    asked = [
        SceneChoices("a", "a-1", ("Yes.", "No."), (False, False)),
        SceneChoices("b", "b-1", ("Yes.",), (True,)),
    ]
    told = guess(asked)
    assert (told.scenes, told.found, told.chance, told.given_away) == (0, 0.0, 0.0, ())


def test_the_same_scenes_give_the_same_result():
    asked = made(GIVEAWAYS["it asks"], scenes=12)
    assert guess(asked) == guess(asked)
