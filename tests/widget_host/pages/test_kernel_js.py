"""The connection from a page to its kernel, in Node.js, with a server that the test controls."""

from functools import partial
from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

STATIC = Path(widget_host.__file__).parent / "pages" / "static" / "kernel"
# A server that answers as it is told, sockets that a test opens and closes, and a clock that hurries.
PLAYED = """
import { readFileSync } from "node:fs";
import { Kernel } from "./kernel.mjs";
import { PROTOCOL, decode, encode } from "./wire.mjs";

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const asked = [], states = [], sockets = [], published = [];
const answers = {
  kernel: [[200, { kernel: "k1", key: "secret" }]],
  alive: [[200, { connections: 1, execution_state: "idle" }]],
};
let online = true, opens = true, protocol = PROTOCOL;
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (work, ms, ...more) => realTimeout(work, ms / 50, ...more);
globalThis.location = { protocol: "http:", host: "here" };
globalThis.document = { cookie: "_xsrf=abc", documentElement: { dataset: {} } };
Object.defineProperty(globalThis, "navigator", { value: { get onLine() { return online; } } });
globalThis.fetch = async (address, options = {}) => {
  const which = address.endsWith("/kernel") ? "kernel" : "alive";
  asked.push([which, options.body ? JSON.parse(options.body) : null, options.headers ?? null]);
  const [status, body] = answers[which].length > 1 ? answers[which].shift() : answers[which][0];
  if (status === 0) throw new TypeError("no network");
  return { status, ok: status === 200, json: async () => body };
};
class Socket {
  constructor(address, protocols) {
    this.address = address; this.protocol = protocols.includes(protocol) ? protocol : "";
    this.protocols = protocols; this.sent = []; this.open = false; this.greets = true;
    sockets.push(this);
    queueMicrotask(() => {
      if (!opens) return this.onclose?.();
      this.open = true;
      this.onopen?.();
    });
  }
  send(data) {
    const message = decode(data, this.protocol);
    if (message.header.msg_type !== "kernel_info_request") this.sent.push(message);
    else if (this.greets) queueMicrotask(() => {
      this.say("kernel_info_reply", {}, message, "shell");
      this.say("status", { execution_state: "idle" }, message);
    });
  }
  say(type, content, parent, channel = "iopub", buffers = []) {
    if (this.open) this.onmessage?.({ data: encode({ channel, header: { msg_type: type, msg_id: type },
      parent_header: parent?.header ?? {}, metadata: {}, content, buffers }, this.protocol) });
  }
  close(code) { this.open = false; this.code = code; }
  break() { this.open = false; this.onclose?.(); }
}
globalThis.WebSocket = Socket;
const rest = (ms = 60) => new Promise((resolve) => realTimeout(resolve, ms));
const until = async (holds) => { while (!holds()) await rest(1); };
const page = { baseUrl: "/b/", page: "p.ipynb", build: "b1" };
const kernel = new Kernel({ ...page, kernel: told.kernel ?? null, key: told.key ?? "" });
kernel.onState = (state, place) => states.push(place === undefined ? state : [state, place]);
kernel.onMessage = (message) => { published.push(message.header.msg_type); };
const say = (n, more) => kernel.send("comm_msg", { n }, more);
const sent = () => sockets.map((socket) => socket.sent.map((message) => message.content.n));
const done = (result) => {
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
};
"""


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Run a scene, which ends with `done(result)`, and return the result."""
    folder = tmp_path_factory.mktemp("kernel")
    for name in ("kernel", "wire"):
        (folder / f"{name}.mjs").write_text(bundle(STATIC / f"{name}.js"), encoding="utf-8")

    def run(scene, **told):
        return partial(run_program, folder)(PLAYED + scene, told)

    return run


def test_nothing_is_asked_before_the_first_message_leaves(play):
    assert play("kernel.open(); kernel.check(); await rest(); done([asked, sockets.length])") == [[], 0]


def test_messages_leave_in_order_once_the_kernel_has_answered(play):
    asked, sent, address = play("""
        say(1); say(2);
        await rest();
        say(3);
        await rest();
        done([asked, sent(), sockets[0].address]);
    """)
    body = {"page": "p.ipynb", "build": "b1", "ticket": ""}
    assert [(which, what) for which, what, _ in asked] == [("kernel", body)]
    assert asked[0][2]["X-XSRFToken"] == "abc"
    assert sent == [[1, 2, 3]]
    assert address.startswith("ws://here/b/api/kernels/k1/channels?session_id=")


@pytest.mark.parametrize("told", [{}, {"kernel": "k7", "key": "secret"}], ids=["asked for", "with the page"])
def test_the_key_to_a_kernel_goes_beside_the_address(play, told):
    address, protocols = play(
        "say(1); await rest(); done([sockets[0].address, sockets[0].protocols]);", **told
    )
    assert protocols == ["v1.kernel.websocket.jupyter.org", "key.secret"]
    assert "secret" not in address


def test_nothing_is_sent_before_the_kernel_gives_a_sign(play):
    assert play("""
        const greets = Socket.prototype.send;
        Socket.prototype.send = function (data) { this.greets = false; greets.call(this, data); };
        say(1);
        await rest();
        done(sent());
    """) == [[]]


def test_a_page_whose_kernel_runs_already_connects_to_it(play):
    asked, count = play("kernel.open(); await rest(); done([asked, sockets.length])", kernel="k7")
    assert (asked, count) == ([], 1)


def test_what_the_kernel_has_not_begun_with_is_sent_again_on_a_new_line_and_nothing_else(play):
    sent, states = play("""
        say(1); say(2);
        await rest();
        sockets[0].say("status", { execution_state: "busy" }, sockets[0].sent[0]);
        await rest();
        sockets[0].break();
        say(3);
        await rest();
        done([sent(), states]);
    """)
    assert sent == [[1, 2], [2, 3]]
    assert states == ["back", "back"], "a line that is mended at once is no news"


def test_signs_that_come_late_keep_a_message_from_being_sent_twice(play):
    assert play("""
        say(1);
        await rest();
        const [first] = sockets[0].sent;
        // The server hands over, on the new line, what it could not on the one before, and then the answer.
        const say_ = Socket.prototype.say;
        Socket.prototype.say = function (type, content, parent, channel) {
          if (type === "status") say_.call(this, type, { execution_state: "busy" }, first);
          say_.call(this, type, content, parent, channel);
        };
        sockets[0].break();
        await rest();
        done(sent());
    """) == [[1], []]


def test_a_line_that_is_down_is_tried_until_it_is_up(play):
    sent, states = play("""
        say(1);
        await rest();
        sockets[0].say("status", { execution_state: "idle" }, sockets[0].sent[0]);
        await rest();
        opens = false;
        answers.alive = [[0], [0], [200, { connections: 0 }]];
        sockets[0].break();
        say(2);
        await rest();
        opens = true;
        await rest(100);
        done([sent().filter((one) => one.length), [...new Set(states)]]);
    """)
    assert sent == [[1], [2]]
    assert states == ["back", "lost"]


def test_a_browser_without_a_network_asks_nothing_until_it_has_one(play):
    before, states, sent = play("""
        online = false;
        say(1);
        await rest();
        const before = asked.length;
        online = true;
        kernel.check();
        await rest();
        done([before, states[0], sent()]);
    """)
    assert (before, states, sent) == (0, "lost", [[1]])


def test_a_line_that_died_without_a_word_is_made_anew(play):
    assert play("""
        say(1);
        await rest();
        sockets[0].say("status", { execution_state: "idle" }, sockets[0].sent[0]);
        await rest();
        answers.alive = [[200, { connections: 0 }], [200, { connections: 1 }]];
        sockets[0].open = false;
        say(2);
        await rest(400);
        done(sent());
    """) == [[1, 2], [2]]


def test_a_kernel_that_is_gone_is_the_end(play):
    states, count = play("""
        say(1);
        await rest();
        answers.alive = [[404]];
        sockets[0].break();
        await rest();
        say(2);
        await rest();
        done([states, sockets.length]);
    """)
    assert states == ["back", "ended"]
    assert count == 1


def test_a_page_that_never_reached_its_kernel_is_given_another_one_once(play):
    script = """
      answers.kernel = [[200, { kernel: "k1", key: "one" }], [200, { kernel: "k2", key: "two" }]];
      answers.alive = [[404, null], [200, { connections: 0, execution_state: "idle" }]];
      opens = false;
      say(1);
      await until(() => asked.filter(([which]) => which === "kernel").length === 2);
      opens = true;
      await until(() => sent().flat().length);
      done([sockets.at(-1).address, sockets.at(-1).protocols[1], sent().flat(), kernel.ended]);
    """
    address, key, sent, ended = play(script)
    assert "kernels/k2/" in address
    assert (key, sent, ended) == ("key.two", [1], False)


def test_a_page_that_reaches_no_kernel_does_not_ask_for_ever(play):
    script = """
      answers.alive = [[404, null]];
      opens = false;
      say(1);
      await until(() => kernel.ended);
      done(asked.filter(([which]) => which === "kernel").length);
    """
    assert play(script) == 2


def test_a_kernel_that_dies_while_the_line_holds_is_noticed(play):
    assert play("""
        say(1);
        await rest();
        answers.alive = [[404]];
        sockets[0].say("status", { execution_state: "dead" });
        await rest();
        done(states);
    """) == ["back", "ended"]


def test_a_server_that_is_being_stopped_is_heard_and_then_asked_until_it_is_back(play):
    states, kernels = play("""
        say(1);
        await rest();
        sockets[0].say("status", { execution_state: "restarting" });
        answers.alive = [[503], [404]];
        sockets[0].onclose();
        await rest();
        const one = [...states];
        done([one, asked.filter(([which]) => which === "kernel").length]);
    """)
    assert states == ["back", "restarting", "lost", "ended"]
    assert kernels == 1


def test_a_page_that_wants_a_kernel_while_the_server_is_stopped_waits_and_gets_one_later(play):
    states, sent = play("""
        answers.kernel = [[503, { reason: "stopping" }], [200, { kernel: "k1" }]];
        say(1);
        await rest();
        done([states, sent()]);
    """)
    assert states == ["restarting", "back"]
    assert sent == [[1]]


@pytest.mark.parametrize("status", [409, 403, 404])
def test_a_page_that_may_have_no_kernel_any_more_says_so(play, status):
    states = play(
        "answers.kernel = [[told.status, { reason: 'changed' }]]; say(1); await rest(); done(states);",
        status=status,
    )
    assert states == ["ended"]


def test_a_full_workbook_is_asked_again_with_the_ticket(play):
    tickets, states, sent = play("""
        const full = (before) => [503, { reason: "full", ticket: "t9", before, again: 2 }];
        answers.kernel = [full(4), full(0), [200, { kernel: "k1" }]];
        say(1);
        await rest(180);
        done([asked.map(([, body]) => body.ticket), states, sent()]);
    """)
    assert tickets == ["", "t9", "t9"]
    assert states == [["full", 5], ["full", 1], "back"]
    assert sent == [[1]]


def test_who_waits_for_an_answer_hears_it_and_then_nothing_more(play):
    assert play("""
        const heard = [];
        const status = (message) => heard.push(message.content.execution_state);
        say(1, { callbacks: { iopub: { status } } });
        await rest();
        for (const state of ["busy", "idle", "idle"])
          sockets[0].say("status", { execution_state: state }, sockets[0].sent[0]);
        await rest();
        done([heard, kernel.callbacks.size]);
    """) == [["busy", "idle"], 0]


@pytest.mark.parametrize("protocol", ["v1.kernel.websocket.jupyter.org", "unknown"])
def test_bytes_go_both_ways_in_either_protocol(play, protocol):
    out, back = play(
        """
        protocol = told.protocol;
        const whole = new Uint8Array([9, 1, 2, 3, 9]);
        say(1, { buffers: [whole.subarray(1, 4), new Float64Array([0.5]).buffer] });
        await rest();
        const out = sockets[0].sent[0].buffers;
        let back;
        kernel.onMessage = ({ buffers }) => (back = buffers);
        sockets[0].say("comm_msg", {}, null, "iopub", [new Uint8Array([7]), new Uint8Array([4, 5])]);
        await rest();
        const plain = (buffer) => [...new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)];
        done([[plain(out[0]), out[1].getFloat64(0, true)], back.map(plain)]);
    """,
        protocol=protocol,
    )
    assert out == [[1, 2, 3], 0.5]
    assert back == [[7], [4, 5]]


def test_one_message_is_dealt_with_before_the_next(play):
    assert play("""
        const order = [];
        kernel.onMessage = async ({ content }) => {
          order.push(`begin ${content.n}`);
          // Long enough for the next to begin, if it did not wait.
          for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
          order.push(`end ${content.n}`);
          if (order.length === 4) done(order);
        };
        say(1);
        await until(() => sockets[0]?.open);
        sockets[0].say("comm_msg", { n: 1 });
        sockets[0].say("comm_msg", { n: 2 });
    """) == ["begin 1", "end 1", "begin 2", "end 2"]


def test_a_page_that_is_left_names_the_kernel_that_nobody_needs(play):
    assert play("const none = kernel.leave(); say(1); await rest(); done([none, kernel.leave()])") == [
        None,
        "k1",
    ]


def test_a_page_that_is_left_hangs_up_so_that_the_server_knows_why(play):
    assert play(
        "say(1); await rest(); kernel.leave(); done(sockets.map(({ open, code }) => [open, code]))"
    ) == [[False, 4001]]


def test_what_a_thread_of_the_kernel_s_publishes_is_heard_whatever_it_takes_for_its_cause(play):
    heard, sent = play("""
        let greeting;
        const send = Socket.prototype.send;
        Socket.prototype.send = function (data) {
          greeting ??= decode(data, this.protocol);
          send.call(this, data);
        };
        say(1);
        await rest();
        sockets[0].say("comm_msg", { comm_id: "a" }, greeting);
        sockets[0].say("display_data", {}, greeting);
        await rest();
        done([published, sent()]);
    """)
    assert heard == ["comm_msg", "display_data"]
    assert sent == [[1]]


LARGE = """
    kernel.config.mostBytes = 1000;
    const refused = [], idle = [];
    kernel.onTooLarge = (size, most) => refused.push([size > 1000, most]);
    const callbacks = { iopub: { status: (one) => idle.push(one.content.execution_state) } };
"""


@pytest.mark.parametrize(
    "large",
    ["{ callbacks, buffers: [new Uint8Array(1200)] }", "{ callbacks, metadata: { text: 'é'.repeat(600) } }"],
    ids=["bytes", "text"],
)
def test_a_message_that_is_too_large_is_said_to_be_and_stops_no_other(play, large):
    assert play(f"""{LARGE}
        say(1);
        say(2, {large});
        say(3);
        await rest();
        done([sent(), refused, idle, kernel.kept.size]);
    """) == [[[1, 3]], [[True, 1000]], ["idle"], 2]


def test_where_the_server_names_no_limit_everything_is_sent(play):
    assert play(f"""{LARGE}
        kernel.config.mostBytes = 0;
        say(1, {{ callbacks, buffers: [new Uint8Array(1200)] }});
        await rest();
        done([sent(), refused]);
    """) == [[[1]], []]
