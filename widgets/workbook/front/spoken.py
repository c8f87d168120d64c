"""Finds the English parts of a text on a page in another language, to mark them (WCAG 3.1.2).

Here: the same as in `front/spoken.js`, for HTML that is built before any script runs. Not here: the list of
untranslated texts (see `content.untranslated`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Self

__all__ = ["marked_as_english", "parts_of"]

# In characters. Shorter texts count only as a whole text: they could be a part of any word.
_LEAST_WITHIN = 8
_LEAST_PIECE = 12


@dataclass(frozen=True, slots=True)
class _English:
    """The English texts, also sorted with the longest first."""

    texts: frozenset[str] = frozenset()
    longest_first: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Return the index of texts and each of their lines."""
        known = frozenset(one.strip() for text in texts for one in (text, *text.split("\n"))) - {""}
        return cls(known, tuple(sorted(known, key=len, reverse=True)))

    def has(self, text: str) -> bool:
        """Return whether a text is (part of) an English text; its first letter may be capitalised."""
        if {text, text[:1].lower() + text[1:]} & self.texts:
            return True
        return len(text) >= _LEAST_PIECE and any(text in one for one in self.longest_first)

    def longest_in(self, text: str) -> str | None:
        """Return the longest English text that occurs in a text at word boundaries."""
        long = (one for one in self.longest_first if len(one) >= _LEAST_WITHIN)
        return next((one for one in long if _place_of(one, text) >= 0), None)


_NONE = _English()
_ENGLISH: ContextVar[_English] = ContextVar("english", default=_NONE)


@contextmanager
def marked_as_english(texts: Iterable[str]) -> Iterator[None]:
    """Within the block, mark these texts, and each of their lines, as English in the HTML that is built."""
    before = _ENGLISH.set(_English.of(texts))
    try:
        yield
    finally:
        _ENGLISH.reset(before)


def parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is English. No part is empty."""
    english = _ENGLISH.get()
    if not text:
        return
    if not english.texts or english.has(text.strip()):
        yield text, bool(english.texts)
    elif (found := english.longest_in(text)) is None:
        yield text, False
    else:
        at = _place_of(found, text)
        yield from parts_of(text[:at])
        yield found, True
        yield from parts_of(text[at + len(found) :])


def _place_of(part: str, text: str) -> int:
    """Return the index of a part in a text at word boundaries, or -1."""
    at = text.find(part)
    while at >= 0:
        after = at + len(part)
        if not any(sign.isalnum() for sign in (text[max(at - 1, 0) : at], text[after : after + 1])):
            return at
        at = text.find(part, at + 1)
    return at
