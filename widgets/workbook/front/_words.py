"""Every text of the interface, by language: what buttons, labels, states and messages say.

The texts of the workbook's content are not here but in the tables of `data/`.
"""

import json
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


@cache
def _all_words(language: str) -> dict[str, str]:
    """Return the words of all files of one language together."""
    merged: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.json")):
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    return merged


def words(*areas: str, language: str = "en") -> dict[str, str]:
    """Return the words of some areas, each area being what stands before the first dot of a word's name.

    `words("common", "scenario")` answers `{"common.close": "Close", "scenario.next": "Next", ...}`.
    Raises LookupError when an area has no words, which is a slip in the code that asks.
    """
    everything = _all_words(language)
    for area in areas:
        if not any(name.startswith(f"{area}.") for name in everything):
            raise LookupError(f"No words are known for {area!r} in {_FOLDER.name}/{language}.")
    return {name: text for name, text in everything.items() if name.split(".", 1)[0] in areas}
