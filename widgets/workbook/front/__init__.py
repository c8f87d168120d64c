"""The front end's shared parts: design tokens, the component kit, the device's record, and all words.

Both the exercises and the served pages use them, so they have their own package, which imports no other. This
is its Python side: finding the files, bundling an exercise's module, looking up the words.
"""

from workbook.front._catalogue_reader import (
    LanguageError,
    catalogue,
    language_here,
    languages,
    read_offered,
    shipped,
)
from workbook.front._facts import with_facts
from workbook.front._tokens import colours
from workbook.front._words import translator, words

__all__ = [
    "LanguageError",
    "catalogue",
    "colours",
    "language_here",
    "languages",
    "read_offered",
    "shipped",
    "translator",
    "with_facts",
    "words",
]
