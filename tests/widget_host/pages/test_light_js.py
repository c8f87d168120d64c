"""Models of the small widget host, and what Output widgets capture, in Node.js."""

from functools import partial
from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

STATIC = Path(widget_host.__file__).parent / "pages" / "static"
MODULES = ("widgets/light_model", "kernel/buffers", "widgets/output_widget", "kernel/comms")
PLAYED = """
import { readFileSync } from "node:fs";
import { LightModel } from "./light_model.mjs";
import { putBuffers, takeBuffers, fromBase64 } from "./buffers.mjs";
import { Gathered } from "./output_widget.mjs";
import { Comms } from "./comms.mjs";

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const sent = [], heard = [];
const kernel = {
  send: (type, content, more) => `m${sent.push({ type, content, ...more })}`,
};
const comms = new Comms(kernel);
const about = { name: "AnyModel", module: "anywidget", state: { a: 1, list: [1, { b: 2 }] } };
const model = new LightModel(comms.join("c1"), about, {});
for (const event of ["change", "change:a", "change:list", "msg:custom"])
  model.on(event, (...values) => heard.push([event, event === "msg:custom" ? values[0] : model.get("a")]));
const from = (data, parent = "", buffers = []) => kernel.onMessage({ channel: "iopub", buffers,
  header: { msg_type: "comm_msg" }, parent_header: { msg_id: parent }, content: { comm_id: "c1", data } });
const idle = (at) => sent[at].callbacks.iopub.status({ content: { execution_state: "idle" } });
const states = () => sent.map(({ content: { data } }) => data.state ?? data.content);
const done = (result) => process.stdout.write(JSON.stringify(result));
"""


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Run a scene, which ends with `done(result)`, and return the result."""
    folder = tmp_path_factory.mktemp("light")
    for name in MODULES:
        (folder / f"{Path(name).name}.mjs").write_text(bundle(STATIC / f"{name}.js"), encoding="utf-8")
    return lambda scene, **told: partial(run_program, folder)(PLAYED + scene, told)


def test_a_value_that_changes_is_told_and_one_that_does_not_is_not(play):
    heard, states = play("""
        model.set("a", 1); model.set({ list: [1, { b: 2 }] }); model.save_changes();
        model.set("a", 2); model.save_changes(); model.save_changes();
        done([heard, states()]);
    """)
    assert heard == [["change:a", 2], ["change", 2]]
    assert states == [{"a": 2}]


def test_what_changes_while_the_kernel_works_goes_together_once_it_is_done(play):
    assert play("""
        for (const a of [2, 3, 4]) { model.set("a", a); model.save_changes(); }
        const before = states();
        idle(0);
        done([before, states()]);
    """) == [[{"a": 2}], [{"a": 2}, {"a": 4}]]


def test_what_was_saved_before_a_message_arrives_before_it(play):
    assert play("""
        for (const a of [2, 3]) { model.set("a", a); model.save_changes(); }
        model.send({ press: true });
        done(states());
    """) == [{"a": 2}, {"a": 3}, {"press": True}]


def test_the_state_that_was_asked_for_is_taken_unless_somebody_has_changed_something_since(play):
    scene = """
        const other = new LightModel(comms.join("c2"), { ...about, state: { a: 1 } }, {});
        model.comm.refresh(); other.comm.refresh();
        other.set("a", 7); other.save_changes();
        const asked = sent.slice(0, 2).map(({ content }) => content);
        const data = { method: "update", state: { a: 5 } };
        const answer = (comm_id, at) => kernel.onMessage({ channel: "iopub", buffers: [],
          header: { msg_type: "comm_msg" }, parent_header: { msg_id: `m${at}` },
          content: { comm_id, data } });
        await answer("c1", 1); await answer("c2", 2);
        done([asked, model.get("a"), other.get("a")]);
    """
    asked, taken, kept = play(scene)
    assert asked == [{"comm_id": one, "data": {"method": "request_state"}} for one in ("c1", "c2")]
    assert (taken, kept) == (5, 7)


def test_what_was_done_first_arrives_first_whichever_widgets_it_was_done_with(play):
    assert play("""
        const [other, button] = ["c2", "c3"].map((id) => new LightModel(comms.join(id), about, {}));
        const change = (of, a) => { of.set("a", a); of.save_changes(); };
        // The line is slow: the kernel is not done with the first ones before a person has gone on.
        for (const a of [2, 3, 4]) change(model, a);
        for (const a of [5, 6]) change(other, a);
        change(model, 7);
        button.send({ press: true });
        idle(0); idle(1);
        done(sent.map(({ content: { comm_id, data } }) => [comm_id, data.state?.a ?? "press"]));
    """) == [["c1", 2], ["c1", 4], ["c2", 5], ["c2", 6], ["c1", 7], ["c3", "press"]]


def test_a_change_that_is_saved_by_who_hears_of_it_is_sent(play):
    assert play("""
        model.on("change:a", () => model.save_changes());
        model.set("a", 5);
        done(states());
    """) == [{"a": 5}]


def test_a_value_from_the_kernel_is_taken_and_not_sent_back(play):
    assert play("""
        await from({ method: "update", state: { a: 7 } });
        model.save_changes();
        done([model.get("a"), heard, states()]);
    """) == [7, [["change:a", 7], ["change", 7]], []]


def test_an_echo_of_what_is_out_of_date_changes_nothing(play):
    assert play("""
        const seen = [];
        const echo = async (a, parent) => {
          await from({ method: "echo_update", state: { a } }, parent);
          seen.push(model.get("a"));
        };
        model.set("a", 2); model.save_changes();
        model.set("a", 3); model.save_changes();
        await echo(2, "m1");
        idle(0);
        await echo(2, "m1");
        await echo(3, "m2");
        await echo(9, "another page's");
        done(seen);
    """) == [3, 3, 3, 9]


def test_listeners_leave_by_name_by_themselves_or_by_their_context(play):
    assert play("""
        const calls = [];
        const one = () => calls.push("one"), two = () => calls.push("two"), context = {};
        model.on("change:a change:list", one); model.on("change:a", two, context);
        model.set("a", 2);
        model.off(null, null, context);
        model.set("a", 3);
        model.off("change:a", one);
        model.set("a", 4);
        model.set("list", []);
        done(calls);
    """) == ["one", "two", "one", "one"]


def test_bytes_are_taken_out_of_a_state_and_put_back(play):
    paths, state, back = play("""
        const bytes = new Uint8Array([1, 2]);
        const whole = { a: bytes, deep: [{ b: bytes }, bytes], plain: 1 };
        const taken = takeBuffers(whole);
        const copy = structuredClone(taken.state);
        putBuffers(copy, taken.paths, taken.buffers.map((one) => new DataView(one.buffer)));
        done([taken.paths, taken.state, [copy.a, copy.deep[0].b, copy.deep[1], fromBase64("AQI=")].map(
          (view) => view.getUint8(1))]);
    """)
    assert paths == [["a"], ["deep", 0, "b"], ["deep", 1]]
    assert state == {"deep": [{}, None], "plain": 1}
    assert back == [2, 2, 2, 2]


def test_bytes_of_a_message_reach_the_model_and_leave_it(play):
    assert play("""
        const update = { method: "update", state: { data: null }, buffer_paths: [["data"]] };
        await from(update, "", [new DataView(new ArrayBuffer(3))]);
        const length = model.get("data").byteLength;
        model.set("data", new Uint8Array(5)); model.save_changes();
        const { content: { data }, buffers } = sent[0];
        done([length, data.state, data.buffer_paths, buffers[0].byteLength]);
    """) == [3, {}, [["data"]], 5]


GATHER = """
const gathered = new Gathered();
let outputs = [];
for (const [type, content] of told.messages)
  outputs = gathered.with(outputs, { header: { msg_type: type }, content }) ?? outputs;
done(outputs.map((output) => output.text ?? output.data ?? output.evalue));
"""
PRINT = [
    "stream",
    {"name": "stdout", "text": "a\n"},
]
HTML = ["display_data", {"data": {"text/html": "x"}, "metadata": {}, "transient": {"display_id": "d"}}]


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        ([PRINT, PRINT], ["a\na\n"]),
        ([PRINT, ["stream", {"name": "stderr", "text": "b"}]], ["a\n", "b"]),
        ([PRINT, ["clear_output", {"wait": False}]], []),
        ([PRINT, ["clear_output", {"wait": True}]], ["a\n"]),
        ([PRINT, ["clear_output", {"wait": True}], HTML], [{"text/html": "x"}]),
        ([PRINT, HTML, PRINT], ["a\n", {"text/html": "x"}, "a\n"]),
        (
            [HTML, ["update_display_data", {"data": {"text/html": "y"}, "transient": {"display_id": "d"}}]],
            [{"text/html": "y"}],
        ),
        ([["error", {"ename": "E", "evalue": "fault", "traceback": []}]], ["fault"]),
        ([["status", {"execution_state": "idle"}]], []),
    ],
    ids=[
        "joined",
        "two streams",
        "cleared",
        "to be cleared",
        "cleared late",
        "between",
        "updated",
        "error",
        "else",
    ],
)
def test_an_output_widget_gathers_what_is_put_out(play, messages, shown):
    assert play(GATHER, messages=messages) == shown


def test_outputs_go_to_the_widget_that_captures_last(play):
    assert play("""
        const taken = [];
        const one = ({ content: { n } }) => taken.push(`one ${n}`);
        const two = ({ content: { n } }) => taken.push(`two ${n}`);
        const stream = { header: { msg_type: "stream" }, parent_header: { msg_id: "x" } };
        const out = (n) => kernel.onMessage({ ...stream, content: { n } });
        comms.capture("x", one); await out(1);
        comms.capture("x", two); await out(2);
        comms.release("x", two); await out(3);
        comms.release("x", one); await out(4);
        done(taken);
    """) == ["one 1", "two 2", "one 3"]


def test_messages_for_a_widget_wait_until_it_is_made(play):
    assert play("""
        const order = [];
        comms.onOpen = async (comm) => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          comm.on_msg(({ content }) => order.push(content.data));
          order.push("made");
        };
        const comm = { comm_id: "new", target_name: "jupyter.widget" };
        const say = (type, data) => kernel.onMessage({
          header: { msg_type: type }, parent_header: {}, buffers: [], content: { ...comm, data } });
        await say("comm_open", {});
        await say("comm_msg", 1);
        done(order);
    """) == ["made", 1]
