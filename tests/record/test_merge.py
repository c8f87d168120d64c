import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from record.entries import as_sent, entry, histories, texts, values, values_of, written
from workbook.record.errors import RecordError
from workbook.record.merge import BIGGEST, MOST_OTHERS, canonical, merge, valid, versions_of


def refused(thing):
    with pytest.raises(RecordError) as refusal:
        valid(thing)
    return refusal.value.reason


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def test_what_was_written_apart_is_kept_side_by_side_with_the_newest_first():
    merged = merge(entry(client="a", value="early", second=1), entry(client="b", value="late", second=2))
    assert values_of(merged) == ["late", "early"]
    assert merged["seen"] == {"a": 1, "b": 1}


def test_a_version_that_was_seen_gives_way_to_the_one_that_was_written_over_it():
    first = entry(client="a", value="first", second=9)
    second = written(first, first["key"], "second", "b", 0)
    assert values_of(merge(first, second)) == ["second"]


def test_of_three_versions_only_the_one_that_was_seen_gives_way():
    first = entry(client="a", value="first")
    over = written(first, first["key"], "over", "b", 1)
    beside = entry(client="c", value="beside", second=2)
    assert values_of(merge(merge(first, beside), over)) == ["beside", "over"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"second": 1}, {"second": 2}),
        ({"client": "a", "second": 2}, {"client": "b", "second": 2}),
        ({"client": "\uffff", "second": 2}, {"client": "\U0001f600", "second": 2}),
    ],
    ids=["time", "client", "code points"],
)
def test_the_order_is_by_time_then_by_the_writer_s_name(one, other):
    one, other = (
        entry(value="one", **{"client": "x", **one}),
        entry(value="other", **{"client": "y", **other}),
    )
    assert values_of(merge(one, other)) == ["other", "one"]


def test_the_same_name_with_another_text_keeps_the_greater_one_on_both_sides():
    one, other = entry(value="Aa"), entry(value="Ab")
    assert merge(one, other) == merge(other, one)
    assert values_of(merge(one, other)) == ["Ab"]


def test_the_same_name_tells_true_from_one():
    assert canonical(merge(entry(value=1), entry(value=True))) == canonical(
        merge(entry(value=True), entry(value=1))
    )


def test_states_that_can_t_be_lose_nothing():
    # Each says that it has replaced the other's version.
    one = entry(client="a", value="one", seen={"a": 1, "b": 1})
    other = entry(client="b", value="other", seen={"a": 1, "b": 1})
    assert sorted(values_of(merge(one, other))) == ["one", "other"]


def test_entries_of_different_keys_are_not_merged():
    with pytest.raises(ValueError, match="same key"):
        merge(entry("one"), entry("other"))


@given(histories())
def test_merging_is_commutative_associative_and_idempotent(states):
    a, b, c = states
    assert canonical(merge(a, b)) == canonical(merge(b, a))
    assert canonical(merge(merge(a, b), c)) == canonical(merge(a, merge(b, c)))
    assert canonical(merge(a, a)) == canonical(a)
    assert canonical(merge(merge(a, b), b)) == canonical(merge(a, b))


@given(histories(states=2))
def test_what_is_merged_is_an_entry_again(states):
    assert valid(merge(*states)) == merge(*states)


@given(values)
def test_any_value_is_valid_and_unchanged_by_its_journey(value):
    kept = valid(entry(value=value, words="words"))
    assert as_sent(json.loads(canonical(kept))) == kept


@given(texts)
def test_canonical_json_is_ascii_and_says_the_same(text):
    assert canonical(text).isascii()
    assert json.loads(canonical(text)) == text


def test_canonical_json_has_its_names_in_order_and_no_blanks():
    assert canonical({"b": [1, 2.5, None], "a": "\u00e9\0"}) == '{"a":"\\u00e9\\u0000","b":[1,2.5,null]}'


def test_a_reflection_of_two_hundred_kilobytes_is_valid():
    text = "\U0001f600\u05d0 e\u0301" * 21_000
    assert len(text.encode()) > 200_000
    assert valid(entry(value=text))["value"] == text


def test_fields_that_are_not_known_here_are_kept():
    newer = entry(mood={"today": "good"})
    assert merge(valid(newer), newer)["mood"] == {"today": "good"}


@pytest.mark.parametrize(
    "changes",
    [
        {"key": ""},
        {"key": None},
        {"key": "x" * 501},
        {"key": "half \ud800"},
        {"client": ""},
        {"client": 7},
        {"seq": 0},
        {"seq": True},
        {"seq": 1.0},
        {"seq": 2**53},
        {"seen": {}},
        {"seen": {"desk": 0}},
        {"seen": {"desk": "1"}},
        {"seen": {"desk": 1, "": 1}},
        {"seen": {"other": 1}},
        {"seen": []},
        {"others": {}},
        {"others": ["text"]},
        {"others": [{}]},
        {"others": [entry(client="b")], "seen": {"desk": 1, "b": 1}},
        {"updated": "yesterday"},
        {"updated": "2026-11-22T14:05:33.120"},
        {"updated": 5},
        {"kind": None},
        {"title": ["x"]},
        {"page": 1},
        {"words": None},
        {"standard": 5},
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": b"bytes"},
        {"value": {1, 2}},
        {"value": nested(200)},
        {"value": nested(100_000)},
        {"more": nested(200)},
        {"value": 10**5000},
    ],
    ids=lambda changes: ascii(changes)[:60] if "value" not in changes else None,
)
def test_what_is_no_entry_is_refused(changes):
    assert refused({**entry(), **changes}) == "unreadable"


@pytest.mark.parametrize(
    "name", ["key", "value", "kind", "title", "page", "client", "seq", "updated", "others", "seen"]
)
def test_an_entry_without_one_of_its_fields_is_refused(name):
    whole = entry()
    del whole[name]
    assert refused(whole) == "unreadable"


def test_two_versions_of_one_name_are_refused():
    twin = versions_of(entry(value="twin"))[0]
    assert refused(entry(others=[twin])) == "unreadable"


@given(
    st.recursive(
        st.none() | st.integers() | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
    )
)
def test_anything_that_is_no_entry_is_refused_without_a_traceback(thing):
    assert refused(thing) == "unreadable"


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "x" * (BIGGEST - 1)},
        {"words": "x" * BIGGEST},
        {"more": ["x" * BIGGEST]},
        {"others": [versions_of(entry(client=f"c{n}"))[0] for n in range(MOST_OTHERS + 1)]},
    ],
    ids=["value", "words", "an unknown field", "versions"],
)
def test_what_is_too_big_is_refused(changes):
    assert refused({**entry(), **changes}) == "big"


def test_a_value_at_the_limit_is_kept():
    assert valid(entry(value="x" * (BIGGEST - 2)))


class Devices(RuleBasedStateMachine):
    """Devices that write, hear of each other, and settle conflicts, in any order.

    `replaced` has, for each version, the names that its writer had before them when they wrote it.
    """

    messages = Bundle("messages")

    def __init__(self):
        super().__init__()
        self.devices = [None] * 3
        self.replaced = {}

    def names(self, state):
        return {(version["client"], version["seq"]) for version in versions_of(state)}

    def put(self, at, value, second, keep):
        before = self.devices[at]
        new = written(before, "k", value, f"device-{at}", second, keep=keep)
        name = (f"device-{at}", new["seen"][f"device-{at}"])
        gone = self.names(before) - self.names(new) if before else set()
        self.replaced[name] = gone
        self.devices[at] = new

    @rule(at=st.integers(0, 2), value=texts, second=st.integers(0, 59))
    def write(self, at, value, second):
        before = self.devices[at]
        self.put(at, value, second, before["others"] if before else ())

    @rule(at=st.integers(0, 2), second=st.integers(0, 59), which=st.integers(0, 5))
    def settle(self, at, second, which):
        if self.devices[at] is not None:
            found = versions_of(self.devices[at])
            self.put(at, found[which % len(found)]["value"], second, ())

    @rule(target=messages, at=st.integers(0, 2))
    def send(self, at):
        return self.devices[at]

    @rule(at=st.integers(0, 2), message=messages)
    def hear(self, at, message):
        if message is not None:
            mine = self.devices[at]
            self.devices[at] = merge(mine, message) if mine else message

    @invariant()
    def everything_that_was_not_replaced_is_there_when_all_have_heard_of_all(self):
        states = [state for state in self.devices if state is not None]
        if not states:
            return
        joined = states[0]
        for state in states[1:]:
            joined = merge(joined, state)
        back = states[-1]
        for state in reversed(states[:-1]):
            back = merge(back, state)
        assert canonical(joined) == canonical(back)
        gone = set().union(*self.replaced.values())
        assert self.names(joined) == self.replaced.keys() - gone


TestDevices = Devices.TestCase
