"""Parses the headers of Jupyter messages from pages: each message's type, channel, id and shape.

Here: parsing no more than that, and refusing anything that is not a message. Jupyter's own parsers trust the
numbers in front of a message: eight bytes could keep the server busy for ever, or make it allocate gigabytes.
Not here: which messages may pass (see `websocket`), and how they are written (see `static/kernel/wire.js`).
The content of a message is not read.
"""

import json
import struct
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["V1", "MessageHeader", "is_shaped", "read_header"]

V1 = "v1.kernel.websocket.jupyter.org"
"""The binary message format, by its name as a subprotocol; without it, messages are JSON."""

_LONG, _SHORT = 8, 4
_SHAPES: dict[str, dict[str, type]] = {
    "comm_open": {"comm_id": str, "target_name": str, "data": dict},
    "comm_msg": {"comm_id": str, "data": dict},
    "comm_close": {"comm_id": str},
}
_WIDGETS, _WIDGETS_VERSION = "jupyter.widget", "2."  # ipywidgets compares its protocol version itself
_MOST_PARTS = 1024
_LEAST_PARTS = 5  # the channel, header, parent, metadata, content; then any buffers


@dataclass(frozen=True, slots=True)
class MessageHeader:
    """A message's header; `id` is assigned by its page."""

    channel: str
    kind: str
    id: str


def read_header(frame: str | bytes, protocol: str | None) -> MessageHeader | None:
    """Return the header of a frame in the format of `protocol`, or None if it is not a message."""
    try:
        if protocol == V1:
            return _of_v1(frame) if isinstance(frame, bytes) else None
        return _of_json(frame if isinstance(frame, str) else _text_of(frame))
    except (ValueError, RecursionError, struct.error):
        return None


def is_shaped(kind: str, frame: str | bytes, protocol: str | None) -> bool:
    """Return whether a message with this header has the content that the kernel expects for its type.

    Kernels answer anything else with errors that name their files.
    """
    if kind not in _SHAPES:
        return True
    try:
        metadata, content = _parts(frame, protocol)
    except (ValueError, RecursionError):
        return False
    if not isinstance(content, dict) or not isinstance(metadata, dict):
        return False
    if any(not isinstance(content.get(name), of) for name, of in _SHAPES[kind].items()):
        return False
    is_widget = kind == "comm_open" and content["target_name"] == _WIDGETS
    return not is_widget or str(metadata.get("version", "")).startswith(_WIDGETS_VERSION)


def _parts(frame: str | bytes, protocol: str | None) -> tuple[object, object]:
    """Return a message's metadata and content; raises ValueError if they are not JSON."""
    if protocol == V1 and isinstance(frame, bytes):
        (count,) = struct.unpack_from("<Q", frame)
        offsets = struct.unpack_from(f"<{count}Q", frame, _LONG)
        metadata, content = (frame[offsets[at] : offsets[at + 1]] for at in (3, 4))
        return json.loads(metadata), json.loads(content)
    message = json.loads(frame if isinstance(frame, str) else _text_of(frame))
    return message["metadata"], message["content"]


def _of_v1(frame: bytes) -> MessageHeader | None:
    (count,) = struct.unpack_from("<Q", frame)
    if not _LEAST_PARTS < count <= _MOST_PARTS:
        return None
    offsets = struct.unpack_from(f"<{count}Q", frame, _LONG)
    rising = all(before <= after for before, after in pairwise(offsets))
    if not rising or offsets[0] != _LONG * (count + 1) or offsets[-1] != len(frame):
        return None
    channel = frame[offsets[0] : offsets[1]].decode()
    return _head(channel, json.loads(frame[offsets[1] : offsets[2]]))


def _text_of(frame: bytes) -> str:
    """Return the JSON of a message that is followed by buffers."""
    (count,) = struct.unpack_from("!I", frame)
    if not 0 < count <= _MOST_PARTS:
        raise ValueError
    offsets = (*struct.unpack_from(f"!{count}I", frame, _SHORT), len(frame))
    rising = all(before <= after for before, after in pairwise(offsets))
    if not rising or offsets[0] != _SHORT * (count + 1):
        raise ValueError
    return frame[offsets[0] : offsets[1]].decode()


def _of_json(text: str) -> MessageHeader | None:
    message = json.loads(text)
    if not isinstance(message, dict):
        return None
    parts = [message.get(name) for name in ("header", "parent_header", "metadata", "content")]
    return _head(message.get("channel"), parts[0]) if all(isinstance(part, dict) for part in parts) else None


def _head(channel: object, header: object) -> MessageHeader | None:
    if not isinstance(header, dict) or not isinstance(channel, str):
        return None
    kind, name = header.get("msg_type"), header.get("msg_id")
    return MessageHeader(channel, kind, name) if isinstance(kind, str) and isinstance(name, str) else None
