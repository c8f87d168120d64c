"""Prepares a learner's text for a document: invalid characters, and text direction."""

import re
import unicodedata

__all__ = ["clean", "is_right_to_left"]

_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
# XML 1.0, the format of Word files, allows none of these; lone surrogates can't be encoded.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text with one kind of line break, and U+FFFD for characters that no document can contain."""
    return _IMPOSSIBLE.sub("\ufffd", _BREAK.sub("\n", text))


def is_right_to_left(text: str) -> bool:
    """Return whether a line is right to left, by its first letter (UAX 9, rules P2 and P3)."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
