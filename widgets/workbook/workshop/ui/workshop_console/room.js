/**
 * The trainer's side of the line: who is signed in, what there is to choose from, and the workshop at hand.
 *
 * Both of the trainer's windows have one of these, the console and the wall. What lasts over a reload (the
 * token, the workshop at hand) is in the session of this tab, and a window that it opens gets a copy. Not
 * here: the line itself (see workshop/ui/common/websocket.js), and everything that is drawn.
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
 * @property {string} wall What the room reads.
 * @property {string} notes For the trainer alone.
 */
/** @typedef {{id: string, title: string, minutes: number, aim: string, prepare: string, steps: PlanStep[], own?: boolean}} WorkshopPlan */
/** @typedef {{workshop: string, code: string, title: string, started: string, ended: string | null, joined: number}} WorkshopSummary */
/** @typedef {{id: string, step: string, text: string, status: "waiting" | "shown"}} RoomShare */
/** @typedef {{listed: string[], only_here: boolean}} RoomAddresses */
/** @typedef {Record<string, {id: string, title: string}[]>} PlanSubjects What a step of each kind can be about. */
/** @typedef {{name: string, plans: WorkshopPlan[], workshops: WorkshopSummary[], subjects: PlanSubjects, addresses: RoomAddresses}} TrainerWelcome */
/**
 * @typedef {object} ConsoleState A workshop as its trainer sees it.
 * @property {string} workshop
 * @property {string} code
 * @property {string} title
 * @property {WorkshopPlan} plan
 * @property {number} position
 * @property {"ready" | "open" | "closed" | "revealed"} status
 * @property {string} started
 * @property {string | null} ended
 * @property {number | null} timer Seconds that were left when the state came.
 * @property {number} joined
 * @property {number} answered
 * @property {number} left How many of those who have answered have left since.
 * @property {Record<string, any>} results
 * @property {string[]} revealed
 * @property {RoomShare[]} shares
 * @property {Record<string, string>} notes
 * @property {{id: string, kind: string, round: number, title: string, wall: string, activity: any} | null} step
 * @property {any} facilitator
 */

/** How long an answer may take that needs more than a look, in ms: a passphrase is slow to check. */
const SLOW_ANSWER = 20_000;

/** What the server does not do, and why; `silent` where the line broke. */
export class TrainerRefusal extends Error {
  /** @param {string} reason @param {number} [wait] Seconds, where the reason is `wait`. @param {string} [text] */
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
    /** The workshop whose end was seen last: its report comes next. */
    this.ended = "";
    /** @type {TrainerWelcome | null} */
    this.welcome = null;
    /** @type {ConsoleState | null} */
    this.state = null;
    /** When the state came, by `performance.now()`. */
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
    // Where the line is down the token ends by itself, and this tab forgets it at once.
    await this.ask({ type: "sign-out" }).catch(() => {});
    this.kept.clear();
    this.#forget();
  }

  /** Asks again for the plans and workshops. */
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
    // What comes next is drawn once, with this workshop among the others.
    await this.#fetch().catch(() => {});
    this.state = null;
    this.#tell();
  }

  /** @param {string} what A command of the workshop at hand. @param {Record<string, any>} [parts] */
  async command(what, parts = {}) {
    const workshop = this.kept.get("workshop");
    if (workshop) await this.#command(workshop, what, parts);
  }

  /** @returns {number | null} Seconds left on the timer; none is running where it is null. */
  timeLeft() {
    const { timer } = this.state ?? {};
    if (timer === null || timer === undefined) return null;
    return Math.max(0, timer - (performance.now() - this.came) / 1000);
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

  /** Says who this is, at each new line. */
  async #greet() {
    try {
      await this.refresh();
      const workshop = this.kept.get("workshop");
      if (workshop) await this.watch(workshop);
      this.lost = false;
    } catch (error) {
      const { reason } = /** @type {TrainerRefusal} */ (error);
      // The next line greets again.
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
