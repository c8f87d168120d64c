"""The format of a feedback message: its parts, and the rules for each.

Here: validating a message from a page, which may be anybody's. Not here: where it is stored (see `feedback`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["KINDS", "LIMIT", "USEFUL", "Message", "Reason", "RefusedError", "read_message"]

LIMIT = 5_000
"""The most characters that a text may have."""

KINDS = ("comment", "idea", "mistake")
"""The kinds of messages: a comment, an idea for a topic, or a mistake that somebody has found."""

USEFUL = ("very", "some", "little")
"""The optional answers to how useful the workbook was."""

Reason = Literal["empty", "long", "unreadable", "full", "closed", "off"]

_MESSAGE = re.compile(r"[0-9a-f]{32}")
_PAGE = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}|")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message from one learner. `message` is a unique random number of 16 bytes.

    `kind` is one of KINDS, `page` the name of the page that it is about or "", `useful` one of USEFUL or "",
    `text` has at most LIMIT characters. At least one of `useful` and `text` is not empty.
    """

    message: bytes
    kind: str
    page: str
    useful: str
    text: str


class RefusedError(RuntimeError):
    """A message was not stored, with the reason: empty, long, unreadable, full (no space), closed, off."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason, and nothing of the message."""
        self.reason: Reason = reason
        super().__init__(reason)


def read_message(sent: Mapping[str, object]) -> Message:
    """Return a message from the form, without invisible characters.

    It removes control characters, and direction marks that could make a text look like another one. Raises
    RefusedError ("unreadable", "long" or "empty").
    """
    message, page, text = sent.get("message"), sent.get("page", ""), sent.get("text", "")
    kind, useful = sent.get("kind"), sent.get("useful", "")
    if not isinstance(message, str) or not _MESSAGE.fullmatch(message):
        raise RefusedError("unreadable")
    if not isinstance(page, str) or not _PAGE.fullmatch(page) or not isinstance(text, str):
        raise RefusedError("unreadable")
    if kind not in KINDS or useful not in ("", *USEFUL):
        raise RefusedError("unreadable")
    if len(text) > LIMIT:
        raise RefusedError("long")
    read = Message(bytes.fromhex(message), str(kind), page, str(useful), _clean(text))
    if not (read.useful or read.text):
        raise RefusedError("empty")
    return read


def _clean(text: str) -> str:
    """Return a text without invisible characters and lone surrogates, which UTF-8 can't encode."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).encode("utf-8", "replace").decode("utf-8").strip()
