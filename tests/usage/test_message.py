import pytest
from hypothesis import given
from hypothesis import strategies as st

from usage.sent import sent
from workbook.usage.message import LIMIT, Message, RefusedError, read_message


def test_a_message_is_read_as_it_was_sent():
    assert read_message(sent(7)) == Message(
        (7).to_bytes(16, "big"), "comment", "standard-5", "very", "It helped."
    )


def test_signs_that_nobody_can_see_and_broken_ones_are_left_out():
    hidden = "A\0B\x07C\x1b[31m\r\nD\ud800\u202eE\u2066"
    assert read_message(sent(text=hidden)).text == "ABC[31m\nD?E"


def test_signs_that_belong_to_what_is_seen_stay():
    words = "Slán\tabhaile 👩🏽‍⚕️ שלום"
    assert read_message(sent(text=words)).text == words


@given(st.text(max_size=300))
def test_whatever_is_written_can_be_kept_by_a_database(text):
    try:
        kept = read_message(sent(text=text)).text
    except RefusedError:
        return
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\0" not in kept


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": "x" * (LIMIT + 1)}, "long"),
        ({"text": "\0 \n", "useful": ""}, "empty"),
        ({"text": None}, "unreadable"),
        ({"text": 7}, "unreadable"),
        ({"useful": "enormously"}, "unreadable"),
        ({"useful": ["very"]}, "unreadable"),
        ({"kind": "complaint"}, "unreadable"),
        ({"kind": None}, "unreadable"),
        ({"kind": ["idea"]}, "unreadable"),
        ({"page": "../etc/passwd"}, "unreadable"),
        ({"page": "x" * 101}, "unreadable"),
        ({"page": None}, "unreadable"),
        ({"message": "=cmd"}, "unreadable"),
        ({"message": "A" * 32}, "unreadable"),
        ({"message": 1}, "unreadable"),
        ({"message": ""}, "unreadable"),
    ],
    ids=str,
)
def test_a_message_that_does_not_fit_is_refused(changes, reason):
    with pytest.raises(RefusedError, match=reason):
        read_message(sent(**changes))


def test_a_text_at_the_limit_is_read():
    assert len(read_message(sent(text="x" * LIMIT)).text) == LIMIT


def test_one_answer_is_enough():
    assert read_message(sent(text="", useful="little", page="")).useful == "little"
