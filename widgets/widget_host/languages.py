"""The languages that pages can be had in, and texts of the interface with what fills their gaps.

Here: what a language is called, which form of words a number takes in it, and the variable that tells a
kernel the language of its page. Not here: which languages there are, and their texts, which the program that
mounts the pages brings (see `extension`).
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias

__all__ = ["ENGLISH", "PAGE_LANGUAGE", "Language", "Translate", "plural_form", "translator"]

ENGLISH = "en"
"""The language that everything is written in first, and that stands in where another one lacks something."""

PAGE_LANGUAGE = "WIDGET_HOST_LANGUAGE"
"""The variable in a kernel's environment that holds the code of its page's language."""

Translate: TypeAlias = Callable[..., str]
"""Gives a word of the interface by its name, with its {values} filled in from the keywords."""

_TAGS = {ENGLISH: "en-GB"}
_VALUE = re.compile(r"\{(\w+)\}")


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


def plural_form(count: float, language: str) -> str:
    """Return which form of words a number takes in a language, by CLDR's name: "one", "few", "other" ...

    `language` is a tag such as ga or en-GB. One that nobody knows has "other" alone.
    """
    if language.partition("-")[0] == ENGLISH:
        return "one" if count == 1 else "other"
    # Imported where a language is asked for: whoever reads English alone should not pay for it.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return str(Locale.parse(language, sep="-").plural_form(count))
    except (UnknownLocaleError, ValueError):
        return "other"


def translator(words: Mapping[str, str], language: str, *, is_strict: bool = False) -> Translate:
    """Return what gives a word by its name. What is not known stays as it is, as in the browser.

    With `is_strict` that raises KeyError: a name that is not known is then a slip in the code that asks.

    Where a word is said of a number, `count` chooses its form by the rules of `language`, a tag.
    """

    def translate(name: str, **values: object) -> str:
        text = words.get(name)
        if text is None and isinstance(count := values.get("count"), (int, float)):
            form = plural_form(count, language)
            text = words.get(f"{name}.{form}", words.get(f"{name}.other"))
        if text is None:
            if is_strict:
                raise KeyError(name)
            return name
        return _VALUE.sub(lambda found: str(values.get(found[1], found[0])), text) if values else text

    return translate


@cache
def _own_name(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
