"""The front end's shared parts: design tokens, the kit of components, the device's record, and all words.

Both the exercises and the served pages use them, so they have a room of their own, which knows nobody.
Here the Python side of it lives: where the files are, how an exercise's module is linked, what the words are.
"""

from workbook.front._browsers import OLDEST_BROWSERS
from workbook.front._facts import with_facts
from workbook.front._languages import (
    ENGLISH,
    Language,
    LanguageError,
    catalogue,
    language_here,
    languages,
    read_offered,
    shipped,
)
from workbook.front._link import LinkError, bundle, classic, clear_link_cache, link, shared_styles
from workbook.front._tokens import colours
from workbook.front._words import Translate, translator, words

__all__ = [
    "ENGLISH",
    "OLDEST_BROWSERS",
    "Language",
    "LanguageError",
    "LinkError",
    "Translate",
    "bundle",
    "catalogue",
    "classic",
    "clear_link_cache",
    "colours",
    "language_here",
    "languages",
    "link",
    "read_offered",
    "shared_styles",
    "shipped",
    "translator",
    "with_facts",
    "words",
]
