"""Every text of the interface, by language: what buttons, labels, states and messages say.

Here: the words of some areas, and what fills the gaps in them. The texts of the workbook's content are not
here but in the tables of `data/`.
"""

from collections.abc import Mapping
from functools import cache

from widget_host.languages import ENGLISH, Translate
from widget_host.languages import translator as translator_in
from workbook.front._languages import WORDS, Text, catalogue, english_words, fits, forms_of, language_here


def words(*areas: str, language: str | None = None) -> dict[str, str]:
    """Return the words of some areas, each area being what stands before the first dot of a word's name.

    `words("common", "scenario")` answers `{"common.close": "Close", "scenario.next": "Next", ...}`, in
    `language` or else in that of this process (see `_languages`). What is said of a number has a text for
    each form: "advice.count.one" and "advice.count.other". What a language lacks is English, and so is what
    it said of an English text that has changed since.
    Raises LookupError when an area has no words, which is a slip in the code that asks, and LanguageError
    for a language without a catalogue.
    """
    everything = _all_words(language or language_here())
    for area in areas:
        if not any(name.startswith(f"{area}.") for name in everything):
            raise LookupError(f"No words are known for {area!r} in {WORDS.name}.")
    return {name: text for name, text in everything.items() if name.split(".", 1)[0] in areas}


def translator(
    words: Mapping[str, str], language: str | None = None, *, is_strict: bool = False
) -> Translate:
    """Return what gives a word by its name, in `language` or else in that of this process.

    The rest is as in `widget_host.languages`.
    """
    return translator_in(words, language or language_here(), is_strict=is_strict)


@cache
def _all_words(language: str) -> dict[str, str]:
    """Return the words of all areas in one language together, each form with a name of its own."""
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
    """Return a word's translation where it can be used, else the English."""
    if found is None or found[0] != english or not fits(english, found[1]):
        return english
    return found[1]
