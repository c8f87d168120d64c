"""A workshop's server and a browser, simulated in Node.js for the tests of workshop scripts."""

from functools import partial
from pathlib import Path

from in_node import run_program
from widget_host.link import bundle
from workbook.front import __file__ as front

COMMON = Path(front).parents[1] / "workshop" / "ui" / "common"
# A server that answers as it is told, a browser's stores and signs, and a clock that hurries.
PLAYED = """
import { readFileSync } from "node:fs";
import { Room } from "./participation.mjs";
import { RoomLine, roomAddress } from "./websocket.mjs";
import { RoomStore } from "./store.mjs";

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (work, ms, ...more) => realTimeout(work, ms / 50, ...more);
class Signs extends EventTarget { visibilityState = "visible"; }
class FakeStorage {
  kept = new Map();
  getItem(name) { return this.kept.get(name) ?? null; }
  setItem(name, value) {
    if (told.blocked) throw new Error("QuotaExceededError");
    this.kept.set(name, value);
  }
  removeItem(name) { this.kept.delete(name); }
}
class Page extends Signs { documentElement = { dataset: { namespace: told.namespace ?? "" } }; }
const page = (globalThis.document = new Page()), browser = (globalThis.window = new Signs());
globalThis.localStorage = new FakeStorage();
globalThis.sessionStorage = new FakeStorage();
globalThis.location = { protocol: "https:", host: "here" };
const seat = { workshop: "w1", seat: "s1", title: "T" };
if (told.seat) localStorage.kept.set("wb-workshop", JSON.stringify(seat));

const sockets = [], heard = [];
let opens = true, revision = 0;
const step = (id, more = {}) => ({
  id, kind: "vote", round: 1, title: `Step ${id}`, wall: "", activity: {}, ...more,
});
const state = (more = {}) => ({
  workshop: "w1", title: "T", revision: (revision += 1), ended: false, number: 1, of: 3, status: "open",
  step: step("a"), timer: null, answered: 0, result: null, shares: [], ...more,
});
const joined = (more = {}) => ({
  type: "joined", seat: "s1", state: state(), mine: { answer: null, shares: [] }, ...more,
});
/** What the page before could not send. */
const unsent = (workshop) => {
  const given = { key: "answer/a", type: "answer", step: "a", title: "T", value: "one", stage: "sending" };
  sessionStorage.setItem("wb-workshop-unsent", JSON.stringify({ workshop, list: [given] }));
};
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
const stored = (storage, name) => JSON.parse(storage.getItem(name) ?? "null");
const types = () => heard.map(({ type }) => type);
const done = (result) => { process.stdout.write(JSON.stringify(result ?? null), () => process.exit(0)); };
"""


def player(folder):
    """Return what runs a scene in a folder; a scene ends with `done(result)`, and the result is returned."""
    for name in ("participation", "websocket", "store"):
        (folder / f"{name}.mjs").write_text(bundle(COMMON / f"{name}.js"), encoding="utf-8")

    def run(scene, **told):
        return partial(run_program, folder)(PLAYED + scene, told)

    return run
