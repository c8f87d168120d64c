"""A learner's text on its way into a document: what no document can hold, and which way it is read."""

import re
import unicodedata

__all__ = ["clean", "is_right_to_left"]

_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
# XML 1.0, which Word files are made of, allows none of these; lone surrogates are in no encoding.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text with one kind of line break, and U+FFFD for each sign that no document can hold."""
    return _IMPOSSIBLE.sub("\ufffd", _BREAK.sub("\n", text))


def is_right_to_left(text: str) -> bool:
    """Return whether a line starts out from the right: its first letter says so (UAX 9, rules P2 and P3)."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
