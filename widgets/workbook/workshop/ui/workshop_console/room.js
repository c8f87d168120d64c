/**
 * The trainer's side of the connection: the sign-in, the available plans and workshops, and the current
 * workshop.
 *
 * Both of the trainer's windows have one of these, the console and the wall. Data that survives a reload (the
 * token, the current workshop) is in this tab's session storage, of which a window that it opens gets a copy.
 * Not here: the connection itself (see workshop/ui/common/websocket.js), and the interface.
 */

import { RoomLine, roomAddress } from "../common/websocket.js";
import { TrainerStore } from "./store.js";

/**
 * @typedef {object} PlanStep
 * @property {string} id
 * @property {string} kind
 * @property {string} title
 * @property {number} minutes
 * @property {string} subject
 * @property {number} round
 * @property {string} wall The text for participants.
 * @property {string} notes Only for the trainer.
 * @property {"now" | "later" | "never"} show When the step's result is shown.
 */
/** @typedef {{id: string, title: string, minutes: number, aim: string, prepare: string, steps: PlanStep[], own?: boolean, left_out?: string[]}} WorkshopPlan */
/** @typedef {{workshop: string, code: string, title: string, started: string, ended: string | null, joined: number}} WorkshopSummary */
/** @typedef {{id: string, step: string, text: string, status: "waiting" | "shown", report?: boolean}} RoomShare */
/** @typedef {{listed: string[], only_here: boolean}} RoomAddresses */
/** @typedef {Record<string, {id: string, title: string}[]>} PlanSubjects The possible subjects of a step of each kind. */
/** @typedef {{name: string, plans: WorkshopPlan[], workshops: WorkshopSummary[], subjects: PlanSubjects, addresses: RoomAddresses}} TrainerWelcome */
/**
 * @typedef {object} ConsoleState A workshop's state for its trainer.
 * @property {string} workshop
 * @property {string} code
 * @property {string} title
 * @property {WorkshopPlan} plan
 * @property {number} position
 * @property {"ready" | "open" | "closed" | "revealed"} status
 * @property {string} started
 * @property {string | null} ended
 * @property {number | null} timer Seconds left when the state arrived.
 * @property {number} joined
 * @property {number} answered
 * @property {number} left How many of those who have answered have left since.
 * @property {Record<string, any>} results
 * @property {string[]} revealed
 * @property {RoomShare[]} shares
 * @property {Record<string, string>} notes
 * @property {{id: string, kind: string, round: number, title: string, wall: string, activity: any, show?: "now" | "later" | "never"} | null} step
 * @property {any} facilitator
 * @property {{did: string, seconds: number} | null} [undo] What can be taken back, and for how long.
 */

/** How long a slow answer may take, in ms: a passphrase is slow to check. */
const SLOW_ANSWER = 20_000;

/** A refusal of the server, with its reason; `silent` if the connection broke. */
export class TrainerRefusal extends Error {
  /** @param {string} reason @param {number} [wait] Seconds, if the reason is `wait`. @param {string} [text] */
  constructor(reason, wait = 0, text = "") {
    super(`The workshop's server says: ${reason}.`);
    this.reason = reason;
    this.wait = wait;
    this.text = text;
  }
}

export class TrainerRoom {
  /** @param {string} baseUrl The path that the workbook lives below. */
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    this.kept = new TrainerStore();
    this.line = new RoomLine(roomAddress(baseUrl));
    /** @type {"opening" | "signed_out" | "in"} */
    this.stage = "opening";
    this.lost = false;
    /** The workshop that ended last: its report comes next. */
    this.ended = "";
    /** @type {TrainerWelcome | null} */
    this.welcome = null;
    /** @type {ConsoleState | null} */
    this.state = null;
    /** When the state arrived, by `performance.now()`. */
    this.came = 0;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.line.onOpen = () => void this.#greet();
    this.line.onDown = () => this.#tell((this.lost = true));
    this.line.onPush = (message) => this.#hear(message);
  }

  /** @param {() => void} listener Called after every change. */
  open(listener) {
    this.listeners.add(listener);
    this.line.open();
  }

  close() {
    this.listeners.clear();
    this.line.close();
  }

  /**
   * @param {Record<string, any> & {type: string}} message
   * @param {number} [within] Milliseconds.
   * @returns {Promise<any>} Rejects with a TrainerRefusal.
   */
  async ask(message, within) {
    const answer = await this.line.ask(message, within).catch(() => null);
    if (!answer) throw new TrainerRefusal("silent");
    if (answer.type !== "refused") return answer;
    if (answer.reason === "signed_out") this.#forget();
    throw new TrainerRefusal(answer.reason, answer.wait, answer.text);
  }

  /** @param {string} name @param {string} passphrase */
  async signIn(name, passphrase) {
    const device = this.kept.device() || undefined;
    const answer = await this.ask({ type: "sign-in", name, passphrase, device }, SLOW_ANSWER);
    this.kept.put("token", answer.token);
    this.kept.keepDevice(answer.device);
    await this.refresh();
  }

  async signOut() {
    // If the connection is down, the token expires by itself, and this tab forgets it immediately.
    await this.ask({ type: "sign-out" }).catch(() => {});
    this.kept.clear();
    this.#forget();
  }

  /** Requests the plans and workshops again. */
  async refresh() {
    await this.#fetch();
    this.#tell();
  }

  /** @param {string} workshop Follows it from now on. */
  async watch(workshop) {
    this.kept.put("workshop", workshop);
    await this.#command(workshop, "watch", {});
  }

  /** Goes back to the list of plans and workshops. */
  async leave() {
    if (this.state?.ended) this.ended = this.state.workshop;
    this.kept.put("workshop", "");
    // The next screen is drawn once, with this workshop in the list.
    await this.#fetch().catch(() => {});
    this.state = null;
    this.#tell();
  }

  /** @param {string} what A command for the current workshop. @param {Record<string, any>} [parts] */
  async command(what, parts = {}) {
    const workshop = this.kept.get("workshop");
    if (workshop) await this.#command(workshop, what, parts);
  }

  /** @returns {number | null} Seconds left on the timer; null if none is running. */
  timeLeft() {
    const { timer } = this.state ?? {};
    if (timer === null || timer === undefined) return null;
    return Math.max(0, timer - (performance.now() - this.came) / 1000);
  }

  /** @returns {string} What can be taken back now, or "". */
  undoable() {
    const { undo } = this.state ?? {};
    const gone = (performance.now() - this.came) / 1000;
    return undo && gone < undo.seconds ? undo.did : "";
  }

  async #fetch() {
    const token = this.kept.get("token");
    if (!token) return this.#forget();
    this.welcome = await this.ask({ type: "trainer", token });
    this.stage = "in";
  }

  /** @param {string} workshop @param {string} what @param {Record<string, any>} parts */
  async #command(workshop, what, parts) {
    await this.ask({ type: "command", workshop, do: what, ...parts });
  }

  /** Identifies the trainer on each new connection. */
  async #greet() {
    try {
      await this.refresh();
      const workshop = this.kept.get("workshop");
      if (workshop) await this.watch(workshop);
      this.lost = false;
    } catch (error) {
      const { reason } = /** @type {TrainerRefusal} */ (error);
      // The next connection repeats this.
      if (reason === "silent") return;
      this.lost = false;
      if (this.stage === "in") return void this.leave();
    }
    this.#tell();
  }

  /** @param {Record<string, any>} message */
  #hear({ type, state, workshop }) {
    if (type === "gone" && workshop === this.kept.get("workshop")) void this.leave();
    if (type !== "console" || state.workshop !== this.kept.get("workshop")) return;
    this.state = state;
    this.came = performance.now();
    this.#tell();
  }

  #forget() {
    for (const name of /** @type {const} */ (["token", "workshop"])) this.kept.put(name, "");
    this.stage = "signed_out";
    this.welcome = this.state = null;
    this.lost = false;
    this.#tell();
  }

  /** @param {unknown} [_changed] */
  #tell(_changed) {
    for (const listener of [...this.listeners]) listener();
  }
}
