"""Entries for the record's tests: as a device writes them, and arbitrary ones by Hypothesis."""

import json

from hypothesis import strategies as st

from workbook.record.merge import merge, versions_of


def entry(key="reflection/one", value="What I wrote", *, client="desk", seq=1, second=0, **more):
    """An entry with one version, as a device writes it first."""
    return {
        "key": key,
        "value": value,
        "kind": "reflection",
        "title": "Looking back",
        "page": "standard-1",
        "client": client,
        "seq": seq,
        "updated": f"2026-11-22T14:05:{second:02}.000Z",
        "others": [],
        "seen": {client: seq},
        **more,
    }


def written(before, key, value, client, second, *, keep=()):
    """What a device makes of an entry when the learner writes in it: `keep` are versions left beside it."""
    seen = dict(before["seen"]) if before else {}
    seq = seen.get(client, 0) + 1
    new = entry(key, value, client=client, seq=seq, second=second)
    left = [version for version in versions_of(before) if version in keep] if before else []
    made = {**new, "others": left, "seen": {**seen, client: seq}}
    return merge(made, made)


def values_of(found):
    return [version["value"] for version in versions_of(found)]


def as_sent(value):
    """A value as it is after a journey as JSON: two halves of a sign that meet are one."""
    return json.loads(json.dumps(value))


# Any text that a browser's JSON can carry: NUL, lone halves of signs, emoji, right-to-left, combining marks.
texts = st.text(
    st.one_of(
        st.characters(codec=None, exclude_categories=()),
        st.sampled_from("\0\ud83d\ude00\u05d0\u202e\u0301\U0001f468\u200d\U0001f469"),
    ),
    max_size=30,
).map(as_sent)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
).map(as_sent)


@st.composite
def histories(draw, states=3, key="k"):
    """Some states of one entry that devices may have after writing and hearing of each other in any order."""
    devices = [None] * 4
    for _ in range(draw(st.integers(1, 14))):
        at, other = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        if draw(st.booleans()) or devices[other] is None:
            kept = draw(st.booleans())
            keep = versions_of(devices[at]) if devices[at] and kept else ()
            second = draw(st.integers(0, 59))
            devices[at] = written(devices[at], key, as_sent(draw(values)), f"device-{at}", second, keep=keep)
        else:
            devices[at] = merge(devices[at], devices[other]) if devices[at] else devices[other]
    alive = [state for state in devices if state is not None]
    return [draw(st.sampled_from(alive)) for _ in range(states)]
