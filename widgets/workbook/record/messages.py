"""The format of the handler's messages: their fields, and how big ones are split and joined.

Here: what all messages have in common. Not here: the individual requests (see `rpc_handler`).
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from workbook.record.errors import RecordError

__all__ = ["BIGGEST_MESSAGE", "Parts", "bytes_of", "count_of", "sendable", "text_of"]

BIGGEST_MESSAGE = 50_000_000
"""The most characters of a message that comes in parts."""

_MOST_PARTS = 2_000
_LARGEST_COUNT = 2**53 - 1  # what a browser can count to


class Parts:
    """Joins messages that come in parts; one at a time, since a page sends a message's parts in sequence."""

    def __init__(self) -> None:
        self._id: int | None = None
        self._texts: dict[int, str] = {}
        self._size = 0

    def join(self, message: object) -> Mapping[str, Any] | None:
        """Return a complete message, or None if parts of it are still to come.

        Raises RecordError: "unreadable", or "big" at the last part of a message that is too big.
        """
        if not isinstance(message, Mapping):
            raise RecordError("unreadable")
        if "parts" not in message:
            return message
        number, at, of = (count_of(message, name) for name in ("id", "part", "parts"))
        text = text_of(message, "text")
        if at > of or not 0 < of <= _MOST_PARTS or message.get("type") != "record":
            raise RecordError("unreadable")
        if number != self._id:
            self._id, self._texts, self._size = number, {}, 0
        self._size += len(text)
        self._texts[at] = text if self._size <= BIGGEST_MESSAGE else ""
        if len(self._texts) < of:
            return None
        texts, size = self._texts, self._size
        self._id, self._texts, self._size = None, {}, 0
        if size > BIGGEST_MESSAGE:
            raise RecordError("big")
        return _parsed("".join(text for _, text in sorted(texts.items())))


def text_of(message: Mapping[str, Any], name: str) -> str:
    """Return a text field of a message. Raises RecordError ("unreadable") if it is missing."""
    text = message.get(name)
    if not isinstance(text, str):
        raise RecordError("unreadable")
    return text


def bytes_of(message: Mapping[str, Any], name: str) -> bytes:
    """Return the bytes that a message has as base64. Raises RecordError ("unreadable")."""
    try:
        return base64.b64decode(text_of(message, name), validate=True)
    except ValueError:
        raise RecordError("unreadable") from None


def count_of(message: Mapping[str, Any], name: str, usual: int | None = None) -> int:
    """Return an integer field, 0 to 2^53 - 1, or `usual`, if given, when it is missing.

    Raises RecordError ("unreadable").
    """
    count = message.get(name, usual)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _LARGEST_COUNT:
        raise RecordError("unreadable")
    return count


def sendable(reply: dict[str, Any]) -> dict[str, Any]:
    """Return a reply, or, if it contains lone surrogates, its JSON in ASCII as a text.

    Jupyter's messages are UTF-8, which can't encode lone surrogates, while a browser's texts may have some.
    """
    try:
        json.dumps(reply, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return {"type": reply["type"], "id": reply["id"], "text": json.dumps(reply)}
    return reply


def _parsed(text: str) -> Mapping[str, Any]:
    """Return the message whose JSON was split, possibly in the middle of a surrogate pair."""
    try:
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        message = json.loads(joined)
    except (ValueError, RecursionError):
        raise RecordError("unreadable") from None
    if not isinstance(message, dict) or "parts" in message:
        raise RecordError("unreadable")
    return message
