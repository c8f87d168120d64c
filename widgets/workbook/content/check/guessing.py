"""Guesses the best choice of each scene from its surface alone, to see whether something gives it away.

A learner who finds the best choice because it is the longest, the kindest or the one with "why" in it has
weighed nothing. Here: a small model that sees length, place, words and punctuation, and no judgement of the
scenario that it guesses. It is ridge regression in a few lines of NumPy, which pandas needs anyway: with
scikit-learn, which brings SciPy along, as much was found. Not here: reading the tables (see `figures`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Guess", "SceneChoices", "guess"]

MARGIN = 0.05
"""How far above chance the share of best choices found may be. Among a hundred scenes, luck does that."""

_PENALTIES = (10.0, 30.0, 100.0, 300.0)
"""Ridge penalties, which keep the model from learning single texts by heart. Results are means over them."""

_LEAST = 3
"""A word that fewer choices than this have says nothing about others."""

_PLACES = 5
_DIGITS = 9
"""Scores that are equal to this many digits are a tie, on every machine."""

_PIECES = re.compile(r"[\w']+|[?;:!]")
_MARKS = tuple(map(re.compile, (r"[.!?](?:\s|$|')", ",", "'", "[;:]", r"\?", r"\d", "[A-Z]")))

_Numbers = NDArray[np.float64]


class SceneChoices(NamedTuple):
    """A scene that the model is asked about: the texts of its choices, and which of them are best."""

    scenario: str
    scene: str
    texts: tuple[str, ...]
    best: tuple[bool, ...]


@dataclass(frozen=True)
class Guess:
    """How often the best choice was found, by scene, and how often chance would find it."""

    found_in: dict[str, float]
    chance: float

    @property
    def scenes(self) -> int:
        """How many scenes there were to guess."""
        return len(self.found_in)

    @property
    def found(self) -> float:
        """The share of scenes in which the best choice was found."""
        return sum(self.found_in.values()) / max(self.scenes, 1)

    @property
    def limit(self) -> float:
        """The most that can be found where nothing gives the best choice away."""
        return self.chance + MARGIN

    @property
    def given_away(self) -> tuple[str, ...]:
        """The scenes in which it was found with every penalty."""
        return tuple(scene for scene, share in self.found_in.items() if share == 1)


def guess(asked: Sequence[SceneChoices]) -> Guess:
    """Guess the best choice of each scene from those of all other scenarios.

    If several choices of a scene score the same, each counts for its part. A scene in which all or none are
    best is left out.
    """
    scenes = [one for one in asked if 0 < sum(one.best) < len(one.best)]
    if not scenes:
        return Guess({}, 0.0)
    number = np.repeat(np.arange(len(scenes)), [len(one.texts) for one in scenes])
    scenario = np.array([one.scenario for one in scenes])[number]
    best = np.array([each for one in scenes for each in one.best])
    shapes = _within(np.vstack([_shapes(one.texts) for one in scenes]), number)
    words = _words([text for one in scenes for text in one.texts])
    wanted = _within(best[:, None].astype(float), number)[:, 0]
    found = np.zeros(len(scenes))
    for name in dict.fromkeys(scenario):
        known = scenario != name
        seen = np.hstack([_scaled(shapes, known), _within(words[:, words[known].sum(0) >= _LEAST], number)])
        for scores in _scores(seen, wanted, known):
            for at in dict.fromkeys(number[~known]):
                found[at] += _share(scores[number == at], best[number == at])
    chance = float(np.mean([sum(one.best) / len(one.best) for one in scenes]))
    shares = (found / len(_PENALTIES)).tolist()
    return Guess({one.scene: share for one, share in zip(scenes, shares, strict=True)}, chance)


def _shapes(texts: Sequence[str]) -> _Numbers:
    """Return what can be counted in the texts of a scene, with their order by length and their places."""
    lengths = [(len(text), len(text.split())) for text in texts]
    ranks = [[sum(other[k] < own[k] for other in lengths) for k in (0, 1)] for own in lengths]
    longest = max(range(len(texts)), key=lambda at: lengths[at])
    rows = []
    for at, text in enumerate(texts):
        order = [*ranks[at], at == longest, ranks[at][0] == 0, ranks[at][0] == 1]
        place = [at == each for each in range(_PLACES)]
        marks = [len(mark.findall(text)) for mark in _MARKS]
        rows.append([*lengths[at], *marks, *order, *place, at == len(texts) - 1])
    return np.array(rows, dtype=float)


def _words(texts: Sequence[str]) -> _Numbers:
    """Return which words and pairs of words each text has, as ones and zeros; rare ones are left out."""
    pieces = [_PIECES.findall(text.lower()) for text in texts]
    has = [{*((one,) for one in own), *pairwise(own)} for own in pieces]
    counts: Counter[tuple[str, ...]] = Counter(word for own in has for word in own)
    columns = {
        word: at for at, word in enumerate(sorted(w for w, count in counts.items() if count >= _LEAST))
    }
    table = np.zeros((len(texts), len(columns)))
    for row, own in enumerate(has):
        table[row, [columns[word] for word in own if word in columns]] = 1
    return table


def _within(values: _Numbers, number: NDArray[np.int64]) -> _Numbers:
    """Return values as they differ from the mean of their scene, since choices compete within one."""
    sums = np.zeros((number[-1] + 1, values.shape[1]))
    np.add.at(sums, number, values)
    means: _Numbers = sums / np.bincount(number)[:, None]
    return values - means[number]


def _scaled(values: _Numbers, known: NDArray[np.bool_]) -> _Numbers:
    """Return values in units of their spread among the known ones, so that all kinds count alike."""
    spread = np.sqrt((values[known] ** 2).sum(0) / max(known.sum(), 1))
    return values / np.where(spread > 0, spread, 1)


def _scores(seen: _Numbers, wanted: _Numbers, known: NDArray[np.bool_]) -> list[_Numbers]:
    """Return the score of each choice for each penalty, learned from those that are known."""
    alike = seen @ seen[known].T
    values, vectors = np.linalg.eigh(alike[known])
    turned = vectors.T @ wanted[known]
    return [alike @ (vectors @ (turned / (values + penalty))) for penalty in _PENALTIES]


def _share(scores: _Numbers, best: NDArray[np.bool_]) -> float:
    """Return 1 if the choice with the highest score is best, 0 if not, and a part for a tie."""
    rounded = scores.round(_DIGITS)
    return float(best[rounded == rounded.max()].mean())
