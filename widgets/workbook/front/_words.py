"""Every text of the interface, by language: those of buttons, labels, states and messages.

Here: looking up the words of some areas, and filling in their placeholders. The texts of the workbook's
content are not here but in the tables of `data/`.
"""

from collections.abc import Mapping
from functools import cache

from widget_host.languages import ENGLISH, Translate
from widget_host.languages import translator as translator_in
from workbook.front._catalogue_reader import (
    WORDS,
    Text,
    catalogue,
    english_words,
    fits,
    forms_of,
    language_here,
)


def words(*areas: str, language: str | None = None) -> dict[str, str]:
    """Return the words of some areas; the area is the part of a word's name before the first dot.

    `words("common", "scenario")` returns `{"common.close": "Close", "scenario.next": "Next", ...}`, in
    `language` or else in that of this process (see `_catalogue_reader`). Words that depend on a number have
    a text for each plural form: "advice.count.one" and "advice.count.other". A missing translation falls back
    to English, and so does one whose English text has changed since. Raises LookupError if an area has no
    words, which is a mistake in the calling code, and LanguageError for a language without a catalogue.
    """
    everything = _all_words(language or language_here())
    for area in areas:
        if not any(name.startswith(f"{area}.") for name in everything):
            raise LookupError(f"No words are known for {area!r} in {WORDS.name}.")
    return {name: text for name, text in everything.items() if name.split(".", 1)[0] in areas}


def translator(
    words: Mapping[str, str], language: str | None = None, *, is_strict: bool = False
) -> Translate:
    """Return a function that returns a word by its name. Unknown names stay as they are, as in the kit.

    With `is_strict` an unknown name raises KeyError, as a mistake in the calling code.

    If a word depends on a number, `count` selects its form by the rules of `language`, a tag, or else of the
    language of this process.
    """
    return translator_in(words, language or language_here(), is_strict=is_strict)


@cache
def _all_words(language: str) -> dict[str, str]:
    """Return the words of all areas in one language, each plural form with its own name."""
    known = {} if language == ENGLISH else catalogue(language).words
    everything: dict[str, str] = {}
    for name, english in english_words().items():
        text, forms = _said(english, known.get(name)), forms_of(ENGLISH)
        if text is not english:
            forms = forms_of(language)
        if isinstance(text, str):
            everything[name] = text
        else:
            everything |= {f"{name}.{form}": text[index] for form, index in forms.items()}
    return everything


def _said(english: Text, found: tuple[Text, Text] | None) -> Text:
    """Return a word's translation if it can be used, else the English."""
    if found is None or found[0] != english or not fits(english, found[1]):
        return english
    return found[1]
