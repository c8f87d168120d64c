"""Counts what makes scenarios fair: what gives a choice away, how choices turn out, where scenarios are set.

Here: the figures. They are no faults: a course can be sound and still be easy to guess. Not here: printing
them (see `figures_text`), and the model that guesses (see `guessing`).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from widget_host.languages import ENGLISH
from workbook.content.check.guessing import Guess, SceneChoices, guess
from workbook.content.content import Content
from workbook.content.load import load
from workbook.content.package import read_package
from workbook.content.tables import Choice

__all__ = ["CONTRASTS", "TEXTS", "Figures", "Share", "figures"]

TEXTS = ("choice", "consequence", "rationale")
"""The texts of a choice, each of which can give its judgement away."""

CONTRASTS = ("but", "still", "yet")
"""Words with which a rationale turns to the other side."""

SHORT = 5
"""The most minutes of a scenario for a short break."""

_BAD = ("risky", "harmful")
_COSTLY = ("mixed", "badly")


class Share(NamedTuple):
    """A number of things out of all of their kind."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The part of the whole, from 0 to 1; 0 where there is none of the kind."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Figures:
    """Everything that is counted. What is "by" something has all that could be there, also where it is 0.

    `costly` are best choices that cost something or go wrong, `unpunished` risky and harmful ones that turn
    out well. `one_further` and `two_further` are scenes with so many defensible choices beside the best.
    """

    scenarios: int
    scenes: int
    guesses: dict[str, Guess]
    judged: dict[str, int]
    outcomes: dict[str, dict[str, int]]
    costly: Share
    unpunished: Share
    one_further: Share
    two_further: Share
    lengths: dict[str, dict[str, float]]
    contrasts: dict[str, dict[str, Share]]
    settings: dict[str, int]
    standards: dict[str, int]
    minutes: dict[int, int]
    short: int
    short_in_one_scene: int
    online: int
    unreviewed: tuple[str, ...]

    @property
    def missing_settings(self) -> tuple[str, ...]:
        """The settings that no scenario plays in."""
        return tuple(name for name, count in self.settings.items() if not count)


def figures(data: Path) -> Figures:
    """Count what the tables of a folder hold, in English. Raises ContentError if they can't be read."""
    content, tables = load(data, ENGLISH), read_package(data).tables
    judgements = {
        judgement: content.choices.where(judgement=judgement)
        for judgement in tables["choices"].column("judgement").enum
    }
    outcomes = tables["choices"].column("outcome").enum
    best = judgements.get("best", ())
    bad = [choice for name in _BAD for choice in judgements.get(name, ())]
    further = [_further(content, scene) for scene in content.scenes.ids]
    one_scene = {
        name for name, count in Counter(one.scenario for one in content.scenes).items() if count == 1
    }
    short = [one for one in content.scenarios if one.minutes <= SHORT]
    return Figures(
        scenarios=len(content.scenarios),
        scenes=len(content.scenes),
        guesses={text: guess(_asked(content, text)) for text in TEXTS},
        judged={name: len(choices) for name, choices in judgements.items()},
        outcomes={name: _all(outcomes, (c.outcome for c in found)) for name, found in judgements.items()},
        costly=_share(choice.outcome in _COSTLY for choice in best),
        unpunished=_share(choice.outcome == "well" for choice in bad),
        one_further=_share(count >= 1 for count in further),
        two_further=_share(count > 1 for count in further),
        lengths={
            name: _lengths(choices) for name, choices in (judgements | {"all": content.choices}).items()
        },
        contrasts={name: _contrasts(choices) for name, choices in judgements.items()},
        settings=_all(tables["scenarios"].column("setting").enum, (one.setting for one in content.scenarios)),
        standards=_all(content.standards.ids, (one.standard for one in content.scenarios)),
        minutes=dict(sorted(Counter(one.minutes for one in content.scenarios).items())),
        short=len(short),
        short_in_one_scene=sum(one.id in one_scene for one in short),
        online=len(content.scenarios.where(online_is_good=True)),
        unreviewed=tuple(one.id for one in content.scenarios if not (one.reviewed_by and one.reviewed_on)),
    )


def _asked(content: Content, text: str) -> list[SceneChoices]:
    asked = []
    for scene in content.scenes:
        choices = content.choices.where(scene=scene.id)
        texts = tuple(getattr(choice, text) for choice in choices)
        best = tuple(choice.judgement == "best" for choice in choices)
        asked.append(SceneChoices(scene.scenario, scene.id, texts, best))
    return asked


def _further(content: Content, scene: str) -> int:
    """Return how many defensible choices a scene has beside the best."""
    return len(content.choices.where(scene=scene, judgement="defensible"))


def _all(known: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    """Count what was found, with 0 for what is known and was not."""
    return dict.fromkeys(known, 0) | Counter(found)


def _share(met: Iterable[bool]) -> Share:
    each = list(met)
    return Share(sum(each), len(each))


def _lengths(choices: Iterable[Choice]) -> dict[str, float]:
    """Return the mean length of each kind of text, in characters; nothing where there is no choice."""
    return {text: fmean(sizes) for text in TEXTS if (sizes := [len(getattr(one, text)) for one in choices])}


def _contrasts(choices: Iterable[Choice]) -> dict[str, Share]:
    """Return how many rationales have each of these words, and how many have any of them."""
    patterns = {"any": "|".join(CONTRASTS)} | {word: word for word in CONTRASTS}
    found = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in patterns.items()}
    return {name: _share(bool(seen.search(one.rationale)) for one in choices) for name, seen in found.items()}
