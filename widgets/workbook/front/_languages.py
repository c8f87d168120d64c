"""The languages of the interface: which there are, what they are called, and their catalogues.

Here: gettext catalogues (`locale/<language>/LC_MESSAGES/workbook.po`) as words by name, and the language of
this process. A catalogue's entry has the word's name as `msgctxt` and its English text as `msgid`. Not here:
the words as they are asked for (see `_words`), and writing catalogues (see `catalogues`).
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from workbook.errors import WorkbookError

__all__ = [
    "ENGLISH",
    "LOCALE",
    "REVIEWED",
    "WORDS",
    "Catalogue",
    "Language",
    "LanguageError",
    "catalogue",
    "catalogue_file",
    "english_words",
    "fits",
    "is_code",
    "language_here",
    "languages",
    "read_catalogue",
    "read_offered",
    "shipped",
    "word_files",
]

ENGLISH = "en"
"""The language that everything is written in first, and that stands in where another one lacks something."""

LOCALE = Path(__file__).parent / "locale"
"""The folder of the catalogues, one folder for each language."""

WORDS = Path(__file__).parent / "words"
"""The folder of the words that no widget has to itself: a file for each area of the interface."""

REVIEWED = "X-Reviewed"
"""The header of a catalogue that says whether a native reader has read it: yes or no."""

_FILE = Path("LC_MESSAGES") / "workbook.po"
# A tag of RFC 5646, as far as a language, a script and a region go: no page's address begins like that.
_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_TAGS = {ENGLISH: "en-GB"}
_GAP = re.compile(r"\{\w+\}")
_IS_REVIEWED = re.compile(rf'^"{REVIEWED}:\s*yes\b', re.MULTILINE | re.IGNORECASE)


class LanguageError(WorkbookError, ValueError):
    """A language that can't be had; the message says why, and what to do."""


class Language(str):
    """A language's code, such as "ga", with what pages say of it."""

    __slots__ = ()

    @property
    def tag(self) -> str:
        """The tag that a page bears: that of English says whose English it is."""
        return _TAGS.get(self, self)

    @property
    def name(self) -> str:
        """What the language is called in itself: Gaeilge."""
        return "English" if self == ENGLISH else _own_name(self)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A language's words by name, each with the English text that it was made from, and who has read them.

    `words` holds those that are there and are not marked as fuzzy: name -> (English, translation).
    """

    words: Mapping[str, tuple[str, str]]
    reviewed: bool


def read_offered() -> None:
    """Read the catalogues that WORKBOOK_PAGE_LANGUAGES names, so that each process forked here has them."""
    for language in os.environ.get("WORKBOOK_PAGE_LANGUAGES", "").split():
        if language in shipped():
            catalogue(language)


def language_here() -> Language:
    """Return the language of this process, as the environment variable WORKBOOK_PAGE_LANGUAGE names it.

    One without a catalogue is English: a kernel has nobody to tell.
    """
    named = os.environ.get("WORKBOOK_PAGE_LANGUAGE", ENGLISH)
    return Language(named if named in languages() else ENGLISH)


def languages(folder: Path = LOCALE) -> tuple[Language, ...]:
    """Return the languages that the interface has: English, then those with a catalogue by their code."""
    return (Language(ENGLISH), *shipped(folder))


def shipped(folder: Path = LOCALE) -> tuple[Language, ...]:
    """Return the languages that have a catalogue, by their code."""
    return tuple(Language(path.parents[1].name) for path in sorted(folder.glob(f"*/{_FILE}")))


def is_code(name: str) -> bool:
    """Say whether a name can be a language's code, such as ga or pt-BR."""
    return bool(_CODE.fullmatch(name))


def fits(english: str, translation: str) -> bool:
    """Say whether a translation has in {braces} what the English text has there, as often, and no more."""
    return sorted(_GAP.findall(english)) == sorted(_GAP.findall(translation))


def catalogue_file(language: str, folder: Path = LOCALE) -> Path:
    """Return where a language's catalogue is, or would be."""
    return folder / language / _FILE


@cache
def catalogue(language: str) -> Catalogue:
    """Return a language's catalogue, read once. Raises LanguageError where it has none, or a broken one."""
    return read_catalogue(language)


def read_catalogue(language: str, folder: Path = LOCALE) -> Catalogue:
    """Read a language's catalogue. Raises LanguageError where there is none, or where it can't be read."""
    # Imported where a language is asked for: whoever reads English alone should not pay for it.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    file = catalogue_file(language, folder)
    if not file.is_file():
        named = ", ".join(f"{one} ({one.name})" for one in languages(folder))
        raise LanguageError(
            f"The interface does not speak {language!r}. It has: {named}. "
            "`workbook languages add` begins another language."
        )
    raw = file.read_bytes()
    try:
        read = read_po(BytesIO(raw), abort_invalid=True)
    except (PoFileError, ValueError, LookupError):
        reason = f"{file} is not a gettext catalogue in UTF-8. Fix it, or take another copy."
        raise LanguageError(reason) from None
    words = {
        entry.context: (str(entry.id), str(entry.string))
        for entry in read
        if entry.context and entry.string and not entry.fuzzy
    }
    # Babel keeps the headers that it knows, and no other.
    head = raw.decode(errors="replace").partition("\n\n")[0]
    return Catalogue(MappingProxyType(words), bool(_IS_REVIEWED.search(head)))


@cache
def word_files() -> dict[str, Path]:
    """Return the files of English words by their area, in the order of areas.

    A widget's words lie in its folder, which has the area's name.
    """
    package = WORDS.parents[1]
    found = (file for depth in ("*/*", "*/*/*") for file in package.glob(f"{depth}/words.json"))
    own = {file.parent.name: file for file in found}
    shared = {file.stem: file for file in (WORDS / ENGLISH).glob("*.json")}
    return dict(sorted({**own, **shared}.items()))


@cache
def english_words() -> dict[str, str]:
    """Return all words in English, by name."""
    merged: dict[str, str] = {}
    for path in word_files().values():
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    return merged


@cache
def _own_name(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
