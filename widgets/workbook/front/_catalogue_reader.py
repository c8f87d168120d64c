"""The languages of the interface, their names and their catalogues.

Here: gettext catalogues (`locale/<language>/LC_MESSAGES/workbook.po`) as words by name, the language of this
process, and the plural form of a number in a language. A catalogue's entry has the word's name as `msgctxt`
and its English text as `msgid`. Not here: looking up words (see `_words`), and writing catalogues (see
`catalogue_update`).
"""

import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from widget_host.languages import ENGLISH, PAGE_LANGUAGE, Language, plural_form
from workbook.errors import WorkbookError

__all__ = [
    "LOCALE",
    "REVIEWED",
    "WORDS",
    "Catalogue",
    "LanguageError",
    "Text",
    "as_text",
    "catalogue",
    "catalogue_file",
    "english_words",
    "fits",
    "forms_of",
    "is_code",
    "is_whole",
    "language_here",
    "languages",
    "read_catalogue",
    "read_offered",
    "shipped",
    "word_files",
]

LOCALE = Path(__file__).parent / "locale"
"""The folder of the catalogues, one folder for each language."""

WORDS = Path(__file__).parent / "words"
"""The folder of the words that don't belong to one widget: a file for each area of the interface."""

REVIEWED = "X-Reviewed"
"""The header of a catalogue that says whether a native reader has reviewed it: yes or no."""

Text: TypeAlias = "str | tuple[str, ...]"
"""A word's text, or, if it depends on a number, a text for each plural form. English has "one" and "other".
"""

_FILE = Path("LC_MESSAGES") / "workbook.po"
# A tag of RFC 5646 with a language, a script and a region: no page's address begins like that.
_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_GAP = re.compile(r"\{\w+\}")
_ENGLISH_FORMS = MappingProxyType({"one": 0, "other": 1})
# Whole numbers up to this one use every plural form of a language, except forms for millions.
_MOST_COUNTED = 200
_IS_REVIEWED = re.compile(rf'^"{REVIEWED}:\s*yes\b', re.MULTILINE | re.IGNORECASE)


class LanguageError(WorkbookError, ValueError):
    """A language is not available; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A language's words by name, each with the English source text, and whether they were reviewed.

    `words` contains those that exist and are not marked as fuzzy: name -> (English, translation). `forms`
    maps each of CLDR's plural forms to the index of a word's text: {"one": 0, "two": 1, ...}.
    """

    words: Mapping[str, tuple[Text, Text]]
    forms: Mapping[str, int]
    reviewed: bool


def read_offered() -> None:
    """Read the catalogues named in WORKBOOK_PAGE_LANGUAGES, so that each forked process has them."""
    for language in os.environ.get("WORKBOOK_PAGE_LANGUAGES", "").split():
        if language in shipped():
            catalogue(language)


def language_here() -> Language:
    """Return the language of this process, from the environment variable WORKBOOK_PAGE_LANGUAGE.

    A language without a catalogue falls back to English: a kernel can't report it to anybody.
    """
    named = os.environ.get(PAGE_LANGUAGE, ENGLISH)
    return Language(named if named in languages() else ENGLISH)


def languages(folder: Path = LOCALE) -> tuple[Language, ...]:
    """Return the languages of the interface: English, then those with a catalogue, by code."""
    return (Language(ENGLISH), *shipped(folder))


def shipped(folder: Path = LOCALE) -> tuple[Language, ...]:
    """Return the languages that have a catalogue, by code."""
    return tuple(Language(path.parents[1].name) for path in sorted(folder.glob(f"*/{_FILE}")))


def is_code(name: str) -> bool:
    """Return whether a name can be a language's code, such as ga or pt-BR."""
    return bool(_CODE.fullmatch(name))


def fits(english: Text, translation: Text) -> bool:
    """Return whether a translation has the same {placeholders} as the English text, the same number of times.

    With several forms, each has at least those of the English singular, and no more than the plural.
    """
    if isinstance(english, str):
        return isinstance(translation, str) and _gaps(english) == _gaps(translation)
    least, most = map(_gaps, english)
    return isinstance(translation, tuple) and all(least <= _gaps(form) <= most for form in translation)


def is_whole(text: Text) -> bool:
    """Return whether there is a text, or one for each form."""
    return bool(text) and all(text)


def _gaps(text: str) -> Counter[str]:
    return Counter(_GAP.findall(text))


def catalogue_file(language: str, folder: Path = LOCALE) -> Path:
    """Return the path at which a language's catalogue is, or would be."""
    return folder / language / _FILE


@cache
def catalogue(language: str) -> Catalogue:
    """Return a language's catalogue, read once. Raises LanguageError if it has none, or a broken one."""
    return read_catalogue(language)


def read_catalogue(language: str, folder: Path = LOCALE) -> Catalogue:
    """Read a language's catalogue. Raises LanguageError if there is none, or if it can't be read."""
    # Imported when a language is requested: users of English should not pay for it.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    file = catalogue_file(language, folder)
    if not file.is_file():
        named = ", ".join(f"{one} ({one.name})" for one in languages(folder))
        raise LanguageError(
            f"The interface is not available in {language!r}. It has: {named}. "
            "`workbook languages add` creates another language."
        )
    raw = file.read_bytes()
    try:
        read = read_po(BytesIO(raw), abort_invalid=True)
    except (PoFileError, ValueError, LookupError):
        reason = f"{file} is not a gettext catalogue in UTF-8. Fix it, or take another copy."
        raise LanguageError(reason) from None
    try:
        forms = _forms(language, read.plural_expr, read.num_plurals)
    except ValueError:
        reason = f"Plural-Forms in the header of {file} can't be used. Take that of another catalogue."
        raise LanguageError(reason) from None
    words = {
        entry.context: (as_text(entry.id), text)
        for entry in read
        if entry.context and is_whole(text := as_text(entry.string)) and not entry.fuzzy
    }
    # Babel keeps only the headers that it knows.
    head = raw.decode(errors="replace").partition("\n\n")[0]
    return Catalogue(MappingProxyType(words), MappingProxyType(forms), bool(_IS_REVIEWED.search(head)))


def _forms(language: str, expression: str, count: int) -> dict[str, int]:
    """Return which of `count` texts each plural form uses, by the expression of gettext's `Plural-Forms`.

    Raises ValueError if the expression can't be parsed, or refers to a missing text.
    """
    index = c2py(expression)
    forms = {plural_form(number, language): index(number) for number in range(_MOST_COUNTED)}
    if max(forms.values()) >= count:
        raise ValueError(expression)
    return forms


def forms_of(language: str) -> Mapping[str, int]:
    """Return which text of a word each plural form of a language uses. Raises LanguageError."""
    return _ENGLISH_FORMS if language == ENGLISH else catalogue(language).forms


def as_text(read: object) -> Text:
    """Return Babel's value: a text, or one for each form."""
    return tuple(map(str, read)) if isinstance(read, (tuple, list)) else str(read or "")


@cache
def word_files() -> dict[str, Path]:
    """Return the files of English words by their area, in the order of areas.

    A widget's words are in its folder, which has the area's name.
    """
    package = WORDS.parents[1]
    found = (file for depth in ("*/*", "*/*/*") for file in package.glob(f"{depth}/words.json"))
    own = {file.parent.name: file for file in found}
    shared = {file.stem: file for file in (WORDS / ENGLISH).glob("*.json")}
    return dict(sorted({**own, **shared}.items()))


@cache
def english_words() -> dict[str, Text]:
    """Return all words in English, by name."""
    merged: dict[str, Text] = {}
    for path in word_files().values():
        for name, text in json.loads(path.read_text(encoding="utf-8")).items():
            merged[name] = text if isinstance(text, str) else (text["one"], text["other"])
    return merged
