"""A learner's place in a workshop, in Node.js, with a server and a browser that are played by the test."""

from functools import partial
from pathlib import Path

import pytest

from in_node import run_program
from workbook.front import __file__ as front
from workbook.front import bundle

FRONT = Path(front).parent
# A server that answers as it is told, a browser's stores and signs, and a clock that hurries.
PLAYED = """
import { readFileSync } from "node:fs";
import { Room } from "./room.mjs";
import { RoomLine, roomAddress } from "./room_line.mjs";
import { RoomStore } from "./room_store.mjs";

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (work, ms, ...more) => realTimeout(work, ms / 50, ...more);
class Signs extends EventTarget { visibilityState = "visible"; }
class Shelf {
  kept = new Map();
  getItem(name) { return this.kept.get(name) ?? null; }
  setItem(name, value) {
    if (told.blocked) throw new Error("QuotaExceededError");
    this.kept.set(name, value);
  }
  removeItem(name) { this.kept.delete(name); }
}
const page = (globalThis.document = new Signs()), browser = (globalThis.window = new Signs());
globalThis.localStorage = new Shelf();
globalThis.sessionStorage = new Shelf();
globalThis.location = { protocol: "https:", host: "here" };
const seat = { workshop: "w1", seat: "s1", title: "T" };
if (told.seat) localStorage.kept.set("wb-workshop", JSON.stringify(seat));

const sockets = [], heard = [];
let opens = true, revision = 0;
const step = (id, more = {}) => ({ id, kind: "vote", round: 1, title: `Step ${id}`, wall: "", activity: {}, ...more });
const state = (more = {}) => ({
  workshop: "w1", title: "T", revision: (revision += 1), ended: false, number: 1, of: 3, status: "open",
  step: step("a"), timer: null, answered: 0, result: null, shares: [], ...more,
});
const joined = (more = {}) => ({ type: "joined", seat: "s1", state: state(), mine: { answer: null, shares: [] }, ...more });
/** What the server says to each kind of message; undefined is silence. */
const says = {
  join: () => joined(),
  answer: ({ step }) => ({ type: "counted", step }),
  share: ({ step, text }) => ({ type: "counted", step, share: `id of ${text}` }),
  withdraw: () => ({ type: "counted" }),
  leave: () => ({ type: "left" }),
  here: () => ({ type: "here" }),
};
class Socket {
  constructor(address) {
    this.address = address; this.open = false;
    sockets.push(this);
    queueMicrotask(() => {
      if (!opens) return this.onclose?.();
      this.open = true;
      this.onopen?.();
    });
  }
  send(text) {
    const message = JSON.parse(text);
    if (message.type !== "here" || told.here) heard.push(message);
    const answer = this.deaf ? undefined : says[message.type](message);
    if (answer) queueMicrotask(() => this.say({ ...answer, id: message.id }));
  }
  say(message) { if (this.open) this.onmessage?.({ data: JSON.stringify(message) }); }
  close() { this.open = false; }
  break() { this.open = false; this.onclose?.(); }
}
globalThis.WebSocket = Socket;
const rest = (ms = 30) => new Promise((resolve) => realTimeout(resolve, ms));
const last = () => sockets.at(-1);
const push = (more) => last().say({ type: "state", state: state(more) });
const line = new RoomLine(roomAddress("/b/"));
const room = new Room(line, new RoomStore());
const stored = (shelf, name) => JSON.parse(shelf.getItem(name) ?? "null");
const types = () => heard.map(({ type }) => type);
const done = (result) => { process.stdout.write(JSON.stringify(result ?? null), () => process.exit(0)); };
"""


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Run a scene, which ends with `done(result)`, and return the result."""
    folder = tmp_path_factory.mktemp("room")
    for name in ("room", "room_line", "room_store"):
        (folder / f"{name}.mjs").write_text(bundle(FRONT / f"{name}.js"), encoding="utf-8")

    def run(scene, **told):
        return partial(run_program, folder)(PLAYED + scene, told)

    return run


def test_a_code_is_sent_as_it_is_shown_and_the_seat_is_kept(play):
    heard, address, seat, stage = play("""
        room.join(" k7m-9xw ");
        await rest();
        done([heard, sockets[0].address, stored(localStorage, "wb-workshop"), room.stage]);
    """)
    assert heard == [{"type": "join", "id": 1, "code": "K7M9XW"}]
    assert address == "wss://here/b/workbook/workshop"
    assert (seat, stage) == ({"workshop": "w1", "seat": "s1", "title": "T"}, "in")


def test_a_browser_that_has_a_seat_comes_back_to_it(play):
    heard, stage = play("room.resume(); await rest(); done([heard, room.stage])", seat=True)
    assert heard == [{"type": "join", "id": 1, "workshop": "w1", "seat": "s1"}]
    assert stage == "in"


def test_a_browser_without_a_seat_asks_nobody(play):
    assert play("const had = room.resume(); await rest(); done([had, sockets.length])") == [False, 0]


@pytest.mark.parametrize("reason", ["unknown", "ended", "full", "wait"])
def test_a_refused_code_is_told_with_its_reason_and_the_line_is_closed(play, reason):
    stage, refusal, up = play(
        """
        says.join = () => ({ type: "refused", reason: told.reason, wait: 7 });
        room.join("K7M9XW");
        await rest();
        done([room.stage, room.refusal, line.up]);
    """,
        reason=reason,
    )
    assert (stage, refusal, up) == ("out", {"reason": reason, "wait": 7}, False)


def test_a_busy_server_is_asked_again(play):
    heard, stage = play("""
        const busy = () => ({ type: "refused", reason: "busy", wait: 1 });
        says.join = () => (types().length < 3 ? busy() : joined());
        room.join("K7M9XW");
        await rest(120);
        done([types(), room.stage]);
    """)
    assert (heard, stage) == (["join"] * 3, "in")


def test_a_wrong_code_does_not_take_somebody_out_of_the_workshop_that_they_are_in(play):
    stage, stray, kept, heard = play(
        """
        says.join = ({ code }) => (code ? { type: "refused", reason: "unknown" } : joined());
        room.resume();
        await rest();
        room.join("K7M9XW");
        await rest();
        done([room.stage, room.stray, stored(localStorage, "wb-workshop").seat, heard.at(-1).workshop]);
    """,
        seat=True,
    )
    assert (stage, stray, kept, heard) == ("in", True, "s1", "w1")


def test_a_code_of_another_workshop_leads_there(play):
    heard, kept = play(
        """
        says.join = ({ code, seat }) =>
          code && seat ? { type: "refused", reason: "left" }
            : joined(code ? { seat: "s2", state: state({ workshop: "w2" }) } : {});
        room.resume();
        await rest();
        room.join("K7M9XW");
        await rest();
        done([heard.slice(1).map(({ seat }) => seat ?? null), stored(localStorage, "wb-workshop")]);
    """,
        seat=True,
    )
    assert heard == ["s1", None]
    assert kept == {"workshop": "w2", "seat": "s2", "title": "T"}


def test_an_answer_is_counted_and_a_later_one_takes_its_place(play):
    sent, stages, mine, unsent = play("""
        room.join("K7M9XW");
        await rest();
        const stages = [];
        room.give("answer", "one");
        stages.push(room.given.find("answer", "a").stage);
        await rest();
        stages.push(room.given.find("answer", "a").stage);
        room.give("answer", "two");
        await rest();
        done([heard.slice(1), stages, room.mine.answer, stored(sessionStorage, "wb-workshop-unsent")]);
    """)
    assert [one["answer"] for one in sent] == ["one", "two"]
    assert (stages, mine, unsent) == (["sending", "counted"], "two", None)


def test_an_answer_without_an_acknowledgement_is_sent_again_on_the_next_line(play):
    sent, stage, lines = play("""
        const take = says.answer;
        says.answer = () => undefined;
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        says.answer = take;
        last().break();
        await rest(100);
        done([heard.map(({ type, answer }) => [type, answer ?? null]), room.given.find("answer", "a").stage,
          sockets.length]);
    """)
    assert sent == [["join", None], ["answer", "one"], ["join", None], ["answer", "one"]]
    assert (stage, lines) == ("counted", 2)


def test_what_is_given_without_a_line_is_kept_in_the_tab_and_leaves_when_it_is_back(play):
    kept, offline, sent, after = play("""
        room.join("K7M9XW");
        await rest();
        opens = false;
        last().break();
        room.give("answer", "one");
        await rest(60);
        const kept = stored(sessionStorage, "wb-workshop-unsent");
        const { offline } = room;
        opens = true;
        page.dispatchEvent(new Event("visibilitychange"));
        await rest();
        done([kept, offline, heard.at(-1), [room.offline, stored(sessionStorage, "wb-workshop-unsent")]]);
    """)
    assert kept["workshop"] == "w1"
    assert [one["value"] for one in kept["list"]] == ["one"]
    assert offline is True
    assert (sent["type"], sent["answer"]) == ("answer", "one")
    assert after == [False, None]


def test_an_answer_that_the_last_page_could_not_send_leaves_with_the_next(play):
    sent = play(
        """
        const given = { key: "answer/a", type: "answer", step: "a", title: "Step a", value: "one", stage: "sending" };
        sessionStorage.setItem("wb-workshop-unsent", JSON.stringify({ workshop: told.whose, list: [given] }));
        room.resume();
        await rest();
        done(heard.slice(1).map(({ answer }) => answer));
    """,
        seat=True,
        whose="w1",
    )
    assert sent == ["one"]


def test_what_was_left_of_another_workshop_is_not_sent(play):
    assert (
        play(
            """
        const given = { key: "answer/a", type: "answer", step: "a", title: "Step a", value: "one", stage: "sending" };
        sessionStorage.setItem("wb-workshop-unsent", JSON.stringify({ workshop: "w0", list: [given] }));
        room.resume();
        await rest();
        done(types());
    """,
            seat=True,
        )
        == ["join"]
    )


def test_an_answer_that_came_too_late_says_so_and_is_not_sent_again(play):
    given, missed = play("""
        says.answer = () => ({ type: "refused", reason: "closed" });
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        push({ step: step("b") });
        last().break();
        await rest(100);
        done([types(), room.given.missed("b").map(({ title, reason }) => [title, reason])]);
    """)
    assert given == ["join", "answer", "join"]
    assert missed == [["Step a", "closed"]]


def test_an_answer_to_a_busy_server_waits_and_is_sent_again(play):
    sent, stage = play("""
        let refused = 0;
        const take = says.answer;
        says.answer = (message) => (refused++ ? take(message) : { type: "refused", reason: "busy", wait: 1 });
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest(60);
        done([types(), room.given.find("answer", "a").stage]);
    """)
    assert (sent, stage) == (["join", "answer", "answer"], "counted")


def test_a_line_that_gives_no_answer_is_given_up(play):
    count, stage = play("""
        room.join("K7M9XW");
        await rest();
        sockets[0].deaf = true;
        room.give("answer", "one");
        await rest(300);
        done([sockets.length, room.given.find("answer", "a").stage]);
    """)
    assert (count, stage) == (2, "counted")


def test_a_phone_that_wakes_looks_at_once_whether_its_line_lives(play):
    before, after = play("""
        room.join("K7M9XW");
        await rest();
        sockets[0].deaf = true;
        page.visibilityState = "hidden";
        page.dispatchEvent(new Event("visibilitychange"));
        await rest(150);
        const before = sockets.length;
        page.visibilityState = "visible";
        page.dispatchEvent(new Event("visibilitychange"));
        await rest(120);
        done([before, sockets.length]);
    """)
    assert (before, after) == (1, 2)


def test_a_page_that_the_browser_puts_aside_gives_its_line_back(play):
    aside, back = play("""
        room.join("K7M9XW");
        await rest();
        browser.dispatchEvent(new Event("pagehide"));
        await rest();
        const aside = line.up;
        browser.dispatchEvent(new Event("pageshow"));
        await rest();
        done([aside, line.up]);
    """)
    assert (aside, back) == (False, True)


def test_an_old_state_that_comes_late_is_not_shown(play):
    assert (
        play("""
        room.join("K7M9XW");
        await rest();
        const old = state({ answered: 1 });
        push({ answered: 2 });
        last().say({ type: "state", state: old });
        await rest();
        done(room.state.answered);
    """)
        == 2
    )


def test_one_s_own_answer_is_found_again_when_the_room_goes_back_to_a_step(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        push({ step: step("b") });
        await rest();
        const between = room.mine.answer;
        push({ step: step("a") });
        await rest();
        done([between, room.mine.answer]);
    """) == [None, "one"]


def test_a_text_is_shown_waits_and_is_taken_back(play):
    waiting, shown, sent, left = play("""
        says.join = () => joined({ state: state({ step: step("a", { kind: "share" }) }) });
        room.join("K7M9XW");
        await rest();
        room.give("share", "Hello");
        await rest();
        const waiting = room.mine.shares;
        last().say({ type: "mine", shares: [{ ...waiting[0], status: "shown" }] });
        await rest();
        const shown = room.mine.shares[0].status;
        room.withdraw(waiting[0].share);
        await rest();
        done([waiting, shown, heard.slice(1).map(({ id, ...one }) => one), room.mine.shares]);
    """)
    assert waiting == [{"share": "id of Hello", "text": "Hello", "status": "waiting"}]
    assert shown == "shown"
    assert sent == [
        {"type": "share", "step": "a", "text": "Hello"},
        {"type": "withdraw", "share": "id of Hello"},
    ]
    assert left == []


def test_who_leaves_is_out_here_and_for_the_server(play):
    result = play("""
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        room.leave();
        await rest();
        done([types().at(-1), room.stage, room.refusal.reason, line.up, localStorage.kept.size,
          sessionStorage.kept.size]);
    """)
    assert result == ["leave", "out", "left_now", False, 0, 0]


def test_who_left_in_another_tab_is_out_here_too(play):
    assert play(
        """
        room.resume();
        await rest();
        localStorage.kept.clear();
        browser.dispatchEvent(Object.assign(new Event("storage"), { key: "wb-workshop" }));
        await rest();
        done([room.stage, room.refusal.reason, line.up]);
    """,
        seat=True,
    ) == ["out", "", False]


@pytest.mark.parametrize(("reason", "stage"), [("ended", "ended"), ("unknown", "out"), ("left", "out")])
def test_a_seat_that_is_no_more_is_forgotten(play, reason, stage):
    assert play(
        """
        says.join = () => ({ type: "refused", reason: told.reason });
        room.resume();
        await rest();
        done([room.stage, room.refusal.reason, localStorage.kept.size]);
    """,
        seat=True,
        reason=reason,
    ) == [stage, reason, 0]


def test_the_end_of_a_workshop_is_told(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        push({ ended: true });
        await rest();
        const { stage } = room;
        room.leave();
        done([stage, room.stage, room.refusal.reason]);
    """) == ["ended", "out", ""]


def test_a_browser_that_keeps_nothing_can_take_part_and_says_that_it_forgets(play):
    assert play(
        """
        room.join("K7M9XW");
        await rest();
        last().break();
        await rest(60);
        done([room.store.lasts, room.stage, heard.at(-1).seat]);
    """,
        blocked=True,
    ) == [False, "in", "s1"]


def test_a_timer_ends_by_the_device_s_own_clock(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        push({ timer: 30 });
        await rest();
        const left = room.timerEnds - Date.now();
        push({ timer: null });
        await rest();
        done([left > 29000 && left <= 30000, room.timerEnds]);
    """) == [True, None]
