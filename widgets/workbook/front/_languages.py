"""The languages of the interface: which there are, what they are called, and their catalogues.

Here: gettext catalogues (`locale/<language>/LC_MESSAGES/workbook.po`) as words by name, and the language of
this process. A catalogue's entry has the word's name as `msgctxt` and its English text as `msgid`. Not here:
the words as they are asked for (see `_words`), and writing catalogues (see `catalogues`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = [
    "ENGLISH",
    "LOCALE",
    "Catalogue",
    "Language",
    "catalogue",
    "language_here",
    "languages",
    "read_offered",
    "shipped",
]

ENGLISH = "en"
"""The language that everything is written in first, and that stands in where another one lacks something."""

LOCALE = Path(__file__).parent / "locale"
"""The folder of the catalogues, one folder for each language."""

_FILE = Path("LC_MESSAGES") / "workbook.po"
# A language tag as RFC 5646 has it, as far as a language, a script and a region go; none is a page's address.
_TAGS = {ENGLISH: "en-GB"}
_REVIEWED = "X-Reviewed"


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
    """Read the catalogues that WORKBOOK_LANGUAGES names, so that each process forked from here has them."""
    for language in os.environ.get("WORKBOOK_LANGUAGES", "").split():
        if language in shipped():
            catalogue(language)


def language_here() -> Language:
    """Return the language of this process, as the environment variable WORKBOOK_LANGUAGE names it.

    One without a catalogue is English: a kernel has nobody to tell.
    """
    named = os.environ.get("WORKBOOK_LANGUAGE", ENGLISH)
    return Language(named if named in languages() else ENGLISH)


def languages(folder: Path = LOCALE) -> tuple[Language, ...]:
    """Return the languages that the interface has: English, then those with a catalogue by their code."""
    return (Language(ENGLISH), *shipped(folder))


def shipped(folder: Path = LOCALE) -> tuple[Language, ...]:
    """Return the languages that have a catalogue, by their code."""
    return tuple(Language(path.parents[1].name) for path in sorted(folder.glob(f"*/{_FILE}")))


def catalogue_file(language: str, folder: Path = LOCALE) -> Path:
    """Return where a language's catalogue is, or would be."""
    return folder / language / _FILE


@cache
def catalogue(language: str, folder: Path = LOCALE) -> Catalogue:
    """Return a language's catalogue. Raises FileNotFoundError where it has none."""
    # Imported where a language is asked for: whoever reads English alone should not pay for it.
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with catalogue_file(language, folder).open("rb") as file:
        read = read_po(file)
    words = {
        entry.context: (str(entry.id), str(entry.string))
        for entry in read
        if entry.context and entry.string and not entry.fuzzy
    }
    reviewed = dict(read.mime_headers).get(_REVIEWED, "").strip().lower() == "yes"
    return Catalogue(MappingProxyType(words), reviewed)


@cache
def _own_name(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
