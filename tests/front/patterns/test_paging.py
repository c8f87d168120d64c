"""Going through things one at a time, in the same way everywhere."""

import pytest

from front.patterns.in_patterns import run

PAGER = """
const said = [];
const gone = [];
const stage = h("div");
const turning = pager(
  { t, say: (text) => said.push(text) },
  {
    label: "Posts",
    previous: "Previous post",
    next: "Next post",
    stage,
    titleOf: (at) => ["Ann", "Ben", "Cat"][at],
    go: (at) => (gone.push(at), turning.show(at, 3)),
    isRound: IS_ROUND,
  },
);
turning.show(0, 3);
const [bar, way] = turning.element.children;
const [previous, position, next] = bar.children;
"""


def pager(program, is_round="false"):
    return PAGER.replace("IS_ROUND", is_round) + program


def test_the_bar_says_where_one_is_and_what_comes_next(tmp_path):
    names, words, here = run(
        tmp_path,
        pager(
            """
            answer([
              [previous.textContent, next.textContent, bar.getAttribute("aria-label")],
              position.textContent,
              way.children.map((one) => one.getAttribute("data-here") !== null),
            ]);
            """
        ),
    )
    assert names == ["Previous post", "Next post", "Posts"]
    assert words == "1 of 3"
    assert here == [True, False, False]


@pytest.mark.parametrize(("is_round", "gone"), [("false", [1, 2]), ("true", [2, 0, 1, 2, 0])])
def test_at_the_ends_it_stops_or_goes_round(tmp_path, is_round, gone):
    program = "previous.press(); next.press(); next.press(); next.press(); next.press(); answer(gone);"
    if is_round == "false":
        program = program.replace("next.press(); next.press(); next.press(); next", "next.press(); next")
    assert run(tmp_path, pager(program, is_round))[: len(gone)] == gone


def test_a_turn_is_announced_with_its_title_and_the_ends_are_said_to_be_ends(tmp_path):
    said, before, after = run(
        tmp_path,
        pager(
            """
            const ends = () => [previous, next].map((one) => one.getAttribute("aria-disabled"));
            const before = ends();
            next.press();
            turning.turn(2);
            answer([said, before, ends()]);
            """
        ),
    )
    assert said == ["2 of 3: Ben", "3 of 3: Cat"]
    assert (before, after) == (["true", "false"], ["false", "true"])


def test_marks_are_numbers_or_ticks_and_say_what_a_tick_means(tmp_path):
    numbers, currents, described, hint = run(
        tmp_path,
        """
        const names = ["Facts", "People"];
        const marks = stepMarks({ label: "Steps", names, go: () => undefined, ticked: "Seen" });
        marks.show(1, (at) => (at === 0 ? "done" : ""));
        const [first, second, more] = marks.element.children;
        const buttons = [first, second].map((one) => one.children[0]);
        answer([
          buttons.map((one) => one.textContent),
          buttons.map((one) => one.getAttribute("aria-current")),
          buttons.map((one) => one.getAttribute("aria-describedby") === more.getAttribute("id")),
          more.textContent,
        ]);
        """,
    )
    assert numbers == ["✓Facts", "2People"]
    assert currents == [None, "step"]
    assert described == [True, False]
    assert hint == "Seen"
