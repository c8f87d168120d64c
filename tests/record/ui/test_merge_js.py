from functools import partial
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from examples import examples
from in_node import run_program
from widget_host.link import link
from workbook.front import __file__ as front
from workbook.record.merge import canonical, merge, versions_of

MODULE = Path(front).parents[1] / "record" / "ui" / "merge.js"
PROGRAM = """
import { canonical, isSame, merge, written } from "./merge.mjs";
import { readFileSync } from "node:fs";
const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const merged = told.map(([a, b]) => merge(a, b));
const same = merged.map((one, at) => isSame(one, merge(told[at][1], told[at][0])));
const canon = told.map(([a]) => canonical(a));
const next = told.map(([a]) =>
  written(a, a.key,
    { value: "new", kind: "k", title: "t", page: "p", client: "me", updated: "2020-01-01T00:00:00.000Z" },
    (old) => old.client === a.client && old.seq === a.seq));
process.stdout.write(JSON.stringify({ merged, same, canon, next }));
"""

clients = st.sampled_from(["a", "b", "zz", "\U0001f642", "\ufb01"])
values = st.one_of(
    st.text(max_size=8), st.integers(-5, 5), st.none(), st.lists(st.text(max_size=3), max_size=2)
)
times = st.sampled_from([f"2026-11-2{day}T10:00:0{second}.000Z" for day in range(3) for second in range(2)])


@st.composite
def entries(draw):
    """An entry as some history may have left it: every version within what was seen."""
    seen = draw(st.dictionaries(clients, st.integers(1, 4), min_size=1))
    names = [(client, seq) for client, last in seen.items() for seq in range(1, last + 1)]
    kept = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    versions = [
        {"value": draw(values), "kind": "k", "title": "t", "page": "p", "updated": draw(times)}
        | {"client": client, "seq": seq}
        for client, seq in kept
    ]
    versions.sort(key=lambda one: (one["updated"], one["client"], one["seq"]), reverse=True)
    return {**versions[0], "key": "reflection/x", "others": versions[1:], "seen": seen}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Ask the browser's module about many pairs of entries at once."""
    folder = tmp_path_factory.mktemp("merge")
    (folder / "merge.mjs").write_text(link(MODULE), encoding="utf-8")
    return partial(run_program, folder, PROGRAM)


def together(whole):
    """Settings for examples that each start the browser's engine: to look for a smaller one takes long."""
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(max_examples=examples(whole), phases=phases)


@together(15)
@given(st.lists(st.tuples(entries(), entries()), min_size=40, max_size=80))
def test_the_browser_merges_as_python_does(browser, pairs):
    answers = browser(pairs)
    assert answers["merged"] == [merge(a, b) for a, b in pairs]
    assert all(answers["same"])
    assert answers["canon"] == [canonical(a) for a, _ in pairs]


@together(10)
@given(st.lists(st.tuples(entries(), entries()), min_size=20, max_size=40))
def test_what_is_written_replaces_what_it_was_made_from_alone_and_is_the_newest(browser, pairs):
    for (before, _), after in zip(pairs, browser(pairs)["next"], strict=True):
        assert after["value"] == "new"
        assert after["seq"] == after["seen"]["me"] == 1
        assert all(after["updated"] > other["updated"] for other in after["others"])
        first = (before["client"], before["seq"])
        left = [one for one in versions_of(before) if (one["client"], one["seq"]) != first]
        assert sorted(map(canonical, after["others"])) == sorted(map(canonical, left))
