"""Every text of the interface, by language: what buttons, labels, states and messages say.

The texts of the workbook's content are not here but in the tables of `data/`.
"""

import json
from functools import cache
from pathlib import Path

from workbook.front._languages import ENGLISH, catalogue, language_here

_FOLDER = Path(__file__).parent / "words"


def words(*areas: str, language: str | None = None) -> dict[str, str]:
    """Return the words of some areas, each area being what stands before the first dot of a word's name.

    `words("common", "scenario")` answers `{"common.close": "Close", "scenario.next": "Next", ...}`, in
    `language` or else in that of this process (see `_languages`). What a language lacks is English, and so is
    what it said of an English text that has changed since.
    Raises LookupError when an area has no words, which is a slip in the code that asks, and FileNotFoundError
    for a language without a catalogue.
    """
    everything = _all_words(language or language_here())
    for area in areas:
        if not any(name.startswith(f"{area}.") for name in everything):
            raise LookupError(f"No words are known for {area!r} in {_FOLDER.name}.")
    return {name: text for name, text in everything.items() if name.split(".", 1)[0] in areas}


def areas() -> tuple[str, ...]:
    """Return the areas that there are, by name."""
    return tuple(path.stem for path in sorted((_FOLDER / ENGLISH).glob("*.json")))


@cache
def _all_words(language: str) -> dict[str, str]:
    """Return the words of all areas in one language together."""
    merged: dict[str, str] = {}
    for path in sorted((_FOLDER / ENGLISH).glob("*.json")):
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    if language == ENGLISH:
        return merged
    found = catalogue(language).words
    said = {name: found[name][1] for name in merged if name in found and found[name][0] == merged[name]}
    return {**merged, **said}
