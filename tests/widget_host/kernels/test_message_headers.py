"""What counts as a message, and what only looks like one."""

import json
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.serving.jupyter import V1, packed
from widget_host.kernels.message_headers import MessageHeader, is_shaped, read_header

HEADER = {"msg_id": "one", "msg_type": "comm_msg"}
WHOLE = {"header": HEADER, "parent_header": {}, "metadata": {}, "content": {}, "channel": "shell"}
HEAD = MessageHeader("shell", "comm_msg", "one")


def older(text, *buffers):
    """A message in the older form, with buffers."""
    parts = [text.encode(), *buffers]
    offsets = [4 * (len(parts) + 1)]
    for part in parts[:-1]:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"!{len(parts) + 1}I", len(parts), *offsets) + b"".join(parts)


def test_the_head_of_a_message_is_read_in_each_form():
    assert read_header(packed("shell", HEADER, {}, {"code": "x"}), V1) == HEAD
    assert read_header(json.dumps(WHOLE), None) == HEAD
    assert read_header(older(json.dumps(WHOLE), b"abc", b""), None) == HEAD


def of_parts(*parts, before=b""):
    """A message in binary frames with these parts, and with something before the first one."""
    offsets = [8 * (len(parts) + 2) + len(before)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"<{len(parts) + 2}Q", len(parts) + 1, *offsets) + before + b"".join(parts)


PARTS = (b"shell", json.dumps(HEADER).encode(), b"{}", b"{}", b"{}")


def test_what_is_no_message_below_would_be_one_but_for_its_fault():
    assert read_header(of_parts(*PARTS), V1) == HEAD
    assert read_header(struct.pack("!II", 1, 8) + json.dumps(WHOLE).encode(), None) == HEAD


@pytest.mark.parametrize(
    ("kind", "metadata", "content", "shaped"),
    [
        ("comm_msg", {}, {"comm_id": "a", "data": {}}, True),
        ("comm_msg", {}, {"comm_id": "a"}, False),
        ("comm_msg", {}, {"comm_id": 1, "data": {}}, False),
        ("comm_close", {}, {"comm_id": "a"}, True),
        ("comm_close", {}, {}, False),
        ("comm_open", {}, {"comm_id": "a", "target_name": "own", "data": {}}, True),
        ("comm_open", {}, {"comm_id": "a", "target_name": "jupyter.widget", "data": {}}, False),
        (
            "comm_open",
            {"version": "2.1.0"},
            {"comm_id": "a", "target_name": "jupyter.widget", "data": {}},
            True,
        ),
        ("comm_open", {"version": [2]}, {"comm_id": "a", "target_name": "jupyter.widget", "data": {}}, False),
        ("kernel_info_request", {}, {}, True),
    ],
)
def test_a_message_holds_what_one_of_its_kind_does(kind, metadata, content, shaped):
    said = json.dumps({**WHOLE, "metadata": metadata, "content": content})
    frame = of_parts(
        b"shell",
        json.dumps(HEADER).encode(),
        b"{}",
        *(json.dumps(one).encode() for one in (metadata, content)),
    )
    for one, protocol in ((said, None), (older(said, b"abc"), None), (frame, V1)):
        assert read_header(one, protocol) == HEAD
        assert is_shaped(kind, one, protocol) is shaped


@pytest.mark.parametrize("broken", [b"[]", b"{", b"1", b"[" * 100_000])
def test_what_is_no_object_has_no_shape(broken):
    assert not is_shaped(
        "comm_msg", of_parts(b"shell", json.dumps(HEADER).encode(), b"{}", b"{}", broken), V1
    )


def counted(count, form="<Q"):
    return struct.pack(form, count) + b"\xff" * 64


@pytest.mark.parametrize(
    ("frame", "protocol"),
    [
        (counted(2**63), V1),
        (counted(2**40), V1),
        (counted(3), V1),
        (counted(7), V1),
        (counted(2**31 - 1, "!I"), None),
        (counted(2**32 - 1, "!I"), None),
        (counted(2, "!I"), None),
        (of_parts(*PARTS[:4]), V1),  # no content
        (of_parts(*PARTS, before=b"x"), V1),
        (struct.pack("!I", 0), None),
        (struct.pack("!II", 1, 9) + b"x" + json.dumps(WHOLE).encode(), None),
        (b"", V1),
        (b"", None),
        ("", None),
        ("what", None),
        (b"what a learner wrote", None),
        ("[" * 100_000, None),
        ("{}", None),
        ("[]", None),
        (json.dumps({**WHOLE, "header": None}), None),
        (json.dumps({**WHOLE, "content": "text"}), None),
        (json.dumps({**WHOLE, "channel": 7}), None),
        (json.dumps({**WHOLE, "header": {**HEADER, "msg_id": 7}}), None),
        (json.dumps(WHOLE), V1),
        (packed("shell", [], {}, {}), V1),
        (packed("shell", {"msg_type": "comm_msg"}, {}, {}), V1),
        (packed("shell", HEADER, {}, {})[:-1], V1),
        (packed("shell", HEADER, {}, {}) + b"x", V1),
    ],
)
def test_what_is_no_message_is_refused_at_once(frame, protocol):
    began = time.process_time()
    assert read_header(frame, protocol) is None
    assert time.process_time() - began < 0.5


@given(st.binary(max_size=300), st.sampled_from([V1, None]))
def test_no_frame_whatever_is_in_it_raises(frame, protocol):
    read_header(frame, protocol)
    read_header(packed("shell", HEADER, {}, {})[: len(frame)] + frame, V1)
