"""Every text of the interface, by language: what buttons, labels, states and messages say.

The texts of the workbook's content are not here but in the tables of `data/`.
"""

from functools import cache

from workbook.front._languages import ENGLISH, WORDS, catalogue, english_words, fits, language_here


def words(*areas: str, language: str | None = None) -> dict[str, str]:
    """Return the words of some areas, each area being what stands before the first dot of a word's name.

    `words("common", "scenario")` answers `{"common.close": "Close", "scenario.next": "Next", ...}`, in
    `language` or else in that of this process (see `_languages`). What a language lacks is English, and so is
    what it said of an English text that has changed since.
    Raises LookupError when an area has no words, which is a slip in the code that asks, and LanguageError
    for a language without a catalogue.
    """
    everything = _all_words(language or language_here())
    for area in areas:
        if not any(name.startswith(f"{area}.") for name in everything):
            raise LookupError(f"No words are known for {area!r} in {WORDS.name}.")
    return {name: text for name, text in everything.items() if name.split(".", 1)[0] in areas}


@cache
def _all_words(language: str) -> dict[str, str]:
    """Return the words of all areas in one language together."""
    english = english_words()
    if language == ENGLISH:
        return english
    found = catalogue(language).words
    return {name: _said(text, found.get(name)) for name, text in english.items()}


def _said(english: str, found: tuple[str, str] | None) -> str:
    """Return a word's translation where it can be used, else the English."""
    if found is None or found[0] != english or not fits(english, found[1]):
        return english
    return found[1]
