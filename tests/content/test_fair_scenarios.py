"""The workbook's own scenarios can't be guessed from their surface, and turn out as life does."""

from pathlib import Path

import pytest

from workbook.content import load
from workbook.content.check.figures import TEXTS, figures

DATA = Path(__file__).parents[2] / "data"
JUDGEMENTS = ("best", "defensible", "risky")


@pytest.fixture(scope="module")
def found():
    """The figures that `workbook check --report` prints."""
    return figures(DATA)


def test_who_sees_only_the_surface_finds_the_best_choice_no_better_than_chance_and_five_points(found):
    assert found.guesses["choice"].scenes == len(load().scenes)
    assert found.guesses["choice"].found <= found.guesses["choice"].limit


def test_a_third_of_the_best_choices_cost_something_and_a_fifth_of_the_risky_ones_go_well(found):
    assert found.costly.value >= 1 / 3
    assert found.unpunished.value >= 1 / 5


def test_every_scene_has_more_than_one_choice_that_people_can_defend_and_most_have_two(found):
    assert found.one_further.value == 1
    assert found.two_further.value > 1 / 2


@pytest.mark.parametrize("text", TEXTS)
def test_no_judgement_has_longer_or_shorter_texts_than_another(found, text):
    usual = found.lengths["all"][text]
    for judgement in JUDGEMENTS:
        assert found.lengths[judgement][text] == pytest.approx(usual, rel=0.1)


def test_a_rationale_turns_to_the_other_side_as_often_whatever_the_judgement(found):
    shares = [found.contrasts[judgement]["any"].value for judgement in JUDGEMENTS]
    assert max(shares) - min(shares) < 0.25


def test_ten_scenarios_take_five_minutes_or_less_and_have_one_scene(found):
    assert found.short_in_one_scene >= 10
