"""A missing or unusable answer is said at its field, to the first control, until it is mended."""

from front.patterns.in_patterns import run

GROUP = """
let picked = "";
const group = options({
  legend: "What now?",
  options: [{ value: "a", label: "Wait" }, { value: "b", label: "Ask" }],
  onChange: ([value]) => (picked = value),
});
const first = group.querySelector("input");
const page = h("div", {}, group);
const fault = faultAt(group, () => (picked ? "" : "Pick one first."));
"""
STATE = """
const state = () => {
  const line = group.children.find((one) => one.getAttribute("class") === "wb-fault");
  return {
    invalid: group.getAttribute("aria-invalid"),
    place: group.children.indexOf(line),
    text: line?.textContent ?? null,
    described: line !== undefined && first.getAttribute("aria-describedby") === line.getAttribute("id"),
    focused: document.activeElement === first,
  };
};
"""


def test_a_group_without_an_answer_says_so_below_its_question_and_has_the_focus(tmp_path):
    found, state, role = run(
        tmp_path, GROUP + STATE + 'answer([fault.isFound(), state(), group.getAttribute("role")]);'
    )
    assert found
    assert role == "radiogroup"
    assert state == {
        "invalid": "true",
        "place": 1,
        "text": "Pick one first.",
        "described": True,
        "focused": True,
    }


def test_the_message_goes_as_soon_as_an_answer_is_picked(tmp_path):
    before, after, described = run(
        tmp_path,
        GROUP
        + STATE
        + """
        fault.isFound();
        group.dispatchEvent(new Event("change"));
        const before = state();
        picked = "a";
        group.dispatchEvent(new Event("change"));
        answer([before, state(), first.getAttribute("aria-describedby")]);
        """,
    )
    assert before["text"] == "Pick one first."
    assert (after["text"], after["invalid"], described) == (None, None, None)


def test_a_second_press_shows_one_message(tmp_path):
    count = run(
        tmp_path,
        GROUP
        + """
        fault.isFound();
        fault.isFound();
        answer(group.children.filter((one) => one.getAttribute("class") === "wb-fault").length);
        """,
    )
    assert count == 1


def test_an_answered_group_is_left_alone(tmp_path):
    found, state = run(tmp_path, GROUP + STATE + 'picked = "b"; answer([fault.isFound(), state()]);')
    assert not found
    assert (state["text"], state["invalid"], state["focused"]) == (None, None, False)


def test_a_field_keeps_its_hint_and_its_message_stands_before_the_row(tmp_path):
    shown, mended = run(
        tmp_path,
        """
        let wrong = "Write a role first.";
        const field = h("input", { "aria-describedby": "hint" });
        const row = h("div", {}, field, h("button"));
        const page = h("div", {}, row);
        const fault = faultAt(field, () => wrong, row);
        fault.isFound();
        const [line] = page.children;
        const shown = [
          line.textContent,
          field.getAttribute("aria-describedby") === `hint ${line.getAttribute("id")}`,
          field.getAttribute("aria-invalid"),
          document.activeElement === field,
        ];
        wrong = "";
        field.dispatchEvent(new Event("input"));
        const named = ["aria-describedby", "aria-invalid"].map((name) => field.getAttribute(name));
        const now = [page.children.length, ...named];
        answer([shown, now]);
        """,
    )
    assert shown == ["Write a role first.", True, "true", True]
    assert mended == [1, "hint", None]
