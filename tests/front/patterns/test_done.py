"""An exercise says in the same way how much of it is done, and aloud only that all of it is."""

from front.patterns.in_patterns import run

LINE = """
const line = doneLine({ t });
const [words, way, said] = line.element.children;
const state = () => {
  const isDone = words.getAttribute("data-done") !== null;
  return [words.textContent, isDone, way.children.length, said.textContent];
};
"""


def test_it_counts_in_silence_and_says_once_that_all_is_done(tmp_path):
    none, some, all_done, less = run(
        tmp_path,
        LINE
        + """
        const states = [[false, false], [true, false], [true, true], [false, true]];
        answer(states.map((one) => (line.show(one), state())));
        """,
    )
    assert none == ["", False, 0, ""]
    assert some == ["1 of 2 done", False, 2, ""]
    assert all_done == ["Done", True, 0, "Done"]
    assert less == ["1 of 2 done", False, 2, ""]


def test_what_was_done_before_is_shown_and_not_said(tmp_path):
    shown = run(tmp_path, LINE + "line.show([true], { isQuiet: true }); answer(state());")
    assert shown == ["Done", True, 0, ""]


def test_it_follows_what_is_stored_and_whoever_asks_decides_what_counts(tmp_path):
    before, after = run(
        tmp_path,
        """
        const kept = new Map([["a", { value: { ended: true } }], ["b", { value: { ended: false } }]]);
        let tell;
        const record = {
          read: async (key) => kept.get(key),
          watch: (work) => ((tell = work), () => undefined),
        };
        const line = followDone({ t, record, onLeave: () => undefined }, ["a", "b"], (value) => value.ended);
        const rest = () => new Promise((done) => setTimeout(done));
        await rest();
        const before = line.children.map((one) => one.textContent);
        kept.set("b", { value: { ended: true } });
        tell("other");
        await rest();
        const untouched = line.children[0].textContent === before[0];
        tell("b");
        await rest();
        answer([before, [untouched, ...line.children.map((one) => one.textContent)]]);
        """,
    )
    assert before == ["1 of 2 done", "", ""]
    assert after == [True, "Done", "", "Done"]
