"""The exercises' shared parts: the kit of components, all words by language, what names a person in a text.

Here the Python side of it lives: what the words are, and which languages there are. Not here: how pages are
drawn, how modules are joined and what colours are called, which `widget_host` has.
"""

from workbook.front._facts import with_facts
from workbook.front._languages import (
    LanguageError,
    catalogue,
    language_here,
    languages,
    read_offered,
    shipped,
)
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
