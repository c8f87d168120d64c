"""How much of its results an ordinary room sees: simulated rooms, with a fixed seed."""

import json
import random

import pytest

from workbook.workshop.domain.counting import First, tally
from workshop.rooms import step_of

SIZES = (8, 12, 20, 25, 60)
ROOMS = 200
CHOICES = ("a", "b", "c", "d")
STATEMENTS = ("one", "two", "three", "four")


def turnout(chance, size):
    """Who answers: most do, in each round anew."""
    there = [n for n in range(size) if chance.random() < 0.92]
    return there if len(there) >= 5 else list(range(size))


def answers(there, give):
    return {bytes([n]): json.dumps(give(n)) for n in there}


def rooms(kind, size, first, second, options):
    """The results of both rounds in so many rooms."""
    for seed in range(ROOMS):
        chance = random.Random(f"{kind} {size} {seed}")
        give = [first(chance), second(chance)]
        before, after = (answers(turnout(chance, size), one) for one in give)
        told = tally(step_of(kind), before, options)
        yield told
        yield tally(step_of(kind, round=2), after, options, First(told, before))


def voting(weights):
    return lambda chance: lambda _: chance.choices(CHOICES, weights)[0]


def rating(weights):
    return lambda chance: lambda _: {one: chance.choices(range(1, 6), weights)[0] for one in STATEMENTS}


def seen_votes(size):
    """Which part of the options, and of the movements, is shown."""
    cells, moved = [], []
    options = {"choices": CHOICES}
    for told in rooms("vote", size, voting((4, 3, 2, 1)), voting((6, 2, 1, 1)), options):
        cells += [told["counts"][choice] is not None for choice in CHOICES]
        if told["round"] == 2:
            moved.append(bool(told["movement"] and told["flows"]))
    return sum(cells) / len(cells), sum(moved) / len(moved)


def seen_ratings(size):
    """Which part of the bands has an exact number of its own, of the statements a picture and a mean."""
    exact, cells, pictures, means = 0, 0, [], []
    options = {"statements": STATEMENTS}
    for told in rooms("rating", size, rating((1, 3, 3, 2, 1)), rating((1, 1, 3, 4, 2)), options):
        for one in STATEMENTS:
            groups = told["bands"][one]
            cells += 3
            exact += sum(not group["bound"] and len(group["of"]) == 1 for group in groups)
            pictures.append(len(groups) > 1 and told["mean"][one] is not None)
            means.append(told["mean"][one] is not None)
    return exact / cells, sum(pictures) / len(pictures), sum(means) / len(means)


@pytest.mark.parametrize("size", SIZES)
def test_an_ordinary_room_sees_its_votes_and_who_changed(size):
    cells, moved = seen_votes(size)
    assert cells >= 0.95
    assert moved >= 0.95


@pytest.mark.parametrize("size", SIZES)
def test_an_ordinary_room_sees_its_ratings(size):
    _, pictures, means = seen_ratings(size)
    assert pictures >= 0.9
    assert means >= 0.9


if __name__ == "__main__":
    for size in SIZES:
        print(size, *(f"{part:.1%}" for part in (*seen_votes(size), *seen_ratings(size))))
