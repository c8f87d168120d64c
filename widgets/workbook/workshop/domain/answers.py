"""Validates learners' input: answers to a step, and texts to be shown.

Here: validation, and the canonical form. Input from a page may be garbage, which is always refused as
unreadable. Not here: how answers are counted (see `counting`), where they are stored.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeAlias

from workbook.workshop.domain.plans import Step
from workbook.workshop.errors import WorkshopError

__all__ = ["Choices", "Options", "fold", "read_answer", "read_note", "read_share", "read_title"]

Options: TypeAlias = Mapping[str, Sequence[str]]
"""The ids that an answer may contain: {"choices": ids}, {"statements": ids}, {"items": ids}; {} for other
kinds.
"""


class Choices(Protocol):
    """Returns the ids that an answer may contain."""

    def options(self, step: Step) -> Options:
        """Return the ids for a step."""


_HIGHEST = 5
_LONGEST = {"word": 24, "share": 500}
_LONGEST_NOTE = 4000
_LONGEST_TITLE = 120
_LOOKED_AT = 4000  # characters; longer input is not even cleaned
_WORDS = 2
_APOSTROPHES = str.maketrans({"'": "\u2019", "\u02bc": "\u2019", "\u2010": "-", "\u2011": "-"})
_LETTERS = re.compile(r"L+(?:[-\u2019]L+)*(?: L+(?:[-\u2019]L+)*)*")
# Direction control characters: on the wall they would affect more than their own text.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read_answer(step: Step, answer: object, options: Options) -> str:
    """Validate an answer to a vote, a rating or an ordering, and return it as canonical JSON.

    It is a choice's id; {statement's id: 1 to 5} for all statements; or the list of all items' ids, in order.
    Raises WorkshopError ("unreadable") for anything else.
    """
    read = {"vote": _choice, "rating": _ratings, "order": _order}.get(step.kind)
    if read is None:
        raise WorkshopError("unreadable")
    return json.dumps(read(answer, options), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_share(step: Step, text: object) -> str:
    """Return a text to be shown, cleaned: one or two words for a word step, else 1 to 500 characters.

    A word has at most 24 characters: letters, with hyphens or apostrophes between them. Raises WorkshopError
    ("unreadable") for anything else, "big" for a text that is too long.
    """
    longest = _LONGEST.get(step.kind)
    if longest is None or not isinstance(text, str):
        raise WorkshopError("unreadable")
    clean = _clean(text, longest)
    if step.kind == "word":
        clean = " ".join(clean.translate(_APOSTROPHES).split())
        if clean.count(" ") >= _WORDS or not _LETTERS.fullmatch(_shape(clean)):
            raise WorkshopError("unreadable")
    if not clean:
        raise WorkshopError("unreadable")
    return clean


def read_note(text: object) -> str:
    """Return a trainer's note, cleaned, of at most 4000 characters.

    Raises WorkshopError ("unreadable", "big").
    """
    if not isinstance(text, str):
        raise WorkshopError("unreadable")
    return _clean(text, _LONGEST_NOTE)


def read_title(text: object) -> str:
    """Return a workshop's title, cleaned, of at most 120 characters; raises as `read_note` does."""
    if not isinstance(text, str):
        raise WorkshopError("unreadable")
    return " ".join(_clean(text, _LONGEST_TITLE).split())


def fold(word: str) -> str:
    """Return a word as it is counted, regardless of case."""
    return unicodedata.normalize("NFC", word.casefold())


def _choice(answer: object, options: Options) -> str:
    if not isinstance(answer, str) or answer not in options.get("choices", ()):
        raise WorkshopError("unreadable")
    return answer


def _ratings(answer: object, options: Options) -> dict[str, int]:
    if not isinstance(answer, Mapping) or not _are_all(answer, options.get("statements", ())):
        raise WorkshopError("unreadable")
    for rating in answer.values():
        if isinstance(rating, bool) or not isinstance(rating, int) or not 1 <= rating <= _HIGHEST:
            raise WorkshopError("unreadable")
    return dict(answer)


def _order(answer: object, options: Options) -> list[str]:
    if not isinstance(answer, list) or not all(isinstance(item, str) for item in answer):
        raise WorkshopError("unreadable")
    if not _are_all(answer, options.get("items", ())):
        raise WorkshopError("unreadable")
    return answer


def _are_all(given: Collection[object], ids: Sequence[str]) -> bool:
    """Return whether these are all the ids, each once."""
    return bool(ids) and len(given) == len(ids) and set(given) == set(ids)


def _clean(text: str, longest: int) -> str:
    """Return a text without invisible characters, and those that can't be stored.

    Raises WorkshopError ("big").
    """
    if len(text) > _LOOKED_AT + longest:
        raise WorkshopError("big")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Co"))
    clean = unicodedata.normalize("NFC", _TURNING.sub("", "".join(kept))).strip()
    if len(clean) > longest:
        raise WorkshopError("big")
    return clean


def _shape(word: str) -> str:
    """Return a word with L for each letter of any alphabet, including its combining marks."""
    return "".join("L" if unicodedata.category(sign)[0] in "LM" else sign for sign in word)
