/**
 * A learner's place in a workshop: joining, coming back, what the room shows, leaving.
 *
 * Not here: the line to the server (see websocket.js), what the learner gives (see given.js), and how
 * any of it looks.
 */

import { BUSY_WAIT, PASSING, RoomGiven } from "./given.js";
import { own } from "../../../../widget_host/pages/static/storage_namespace.js";

/** @typedef {import("./given.js").Given} Given */
/** @typedef {import("./websocket.js").RoomLine} RoomLine */
/** @typedef {import("./websocket.js").RoomMessage} RoomMessage */
/** @typedef {import("./store.js").RoomStore} RoomStore */
/** @typedef {import("./store.js").Seat} Seat */

/**
 * @typedef {object} RoomStep A step of the plan as a learner sees it.
 * @property {string} id
 * @property {"talk" | "vote" | "rating" | "order" | "word" | "share"} kind
 * @property {number} round
 * @property {string} title
 * @property {string} wall
 * @property {any} activity Its texts, by kind; null for a talk.
 */

/**
 * @typedef {object} RoomState What everybody in the room may know.
 * @property {string} workshop
 * @property {string} title
 * @property {number} revision
 * @property {boolean} ended
 * @property {number} number The step's number, from 1.
 * @property {number} of
 * @property {"ready" | "open" | "closed" | "revealed"} status
 * @property {RoomStep | null} step
 * @property {number | null} timer Seconds.
 * @property {number} answered
 * @property {any} result
 * @property {{id: string, text: string}[]} shares
 */

/** @typedef {{share: string, text: string, status: string}} OwnShare */

/** How long the line may be down before anybody is told, in ms. */
const BRIEF = 1_500;
/** By how much the server's seconds may differ from message to message, in ms. */
const SAME_TIMER = 2_000;
/** How long to wait for the server to hear that somebody leaves, in ms. */
const LEFT_WITHIN = 2_000;

export class Room {
  /** @param {RoomLine} line @param {RoomStore} store */
  constructor(line, store) {
    this.line = line;
    this.store = store;
    /** Called when anything that can be seen has changed. */
    this.onChange = () => {};
    /** @type {"out" | "joining" | "in" | "ended"} */
    this.stage = "out";
    /** Why somebody is not in, or not yet: a reason of the server's, and how long to wait, in s. */
    this.refusal = { reason: "", wait: 0 };
    this.offline = false;
    /** Whether a code led nowhere, while this browser is in a workshop already. */
    this.stray = false;
    /** @type {Seat | null} */
    this.seat = null;
    this.code = "";
    /** @type {RoomState | null} */
    this.state = null;
    /** When the timer ends, as the device's clock says it, in ms; or null. */
    this.timerEnds = /** @type {number | null} */ (null);
    /** What the server has of this learner, for the present step. */
    this.mine = { answer: /** @type {any} */ (null), shares: /** @type {OwnShare[]} */ ([]) };
    /** @type {Map<string, Room["mine"]>} The same for other steps, since this page was opened. */
    this.before = new Map();
    this.given = new RoomGiven(line, store);
    this.given.onChange = () => this.onChange();
    this.given.onTaken = (given, answer) => this.#taken(given, answer);
    this.given.onOver = (reason) => this.#refused(reason);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
    line.onOpen = () => void this.#enter();
    line.onDown = () => this.#down();
    line.onPush = (message) => this.#pushed(message);
    window.addEventListener("storage", (event) => store.isAbout(event) && this.#elsewhere());
    const tabs = typeof BroadcastChannel === "function";
    this.tabs = tabs ? new BroadcastChannel(own("workbook/workshop")) : null;
    this.tabs?.addEventListener("message", ({ data }) => this.#heardTab(data));
  }

  /** Takes up the seat that this browser has. @returns {boolean} Whether it has one. */
  resume() {
    const seat = this.store.seat();
    if (!seat || this.stage === "joining") return seat !== null;
    this.seat = seat;
    this.code = "";
    this.given.open(seat.workshop);
    this.#begin();
    return true;
  }

  /** @param {string} code As it was typed. */
  join(code) {
    this.stray = false;
    this.code = code.replace(/[\s-]+/g, "").toUpperCase();
    this.#begin();
  }

  /** @param {Given["type"]} type @param {any} value What is given for the present step. */
  give(type, value) {
    const { step } = this.state ?? {};
    if (step) this.given.give(type, step.id, step.title, value);
  }

  /** @param {string} share The id of one's own, which is taken back. */
  withdraw(share) {
    this.given.give("withdraw", share, this.state?.step?.title ?? "", "");
  }

  /** Leaves for good: the seat is forgotten, here and by the server. After the end it only clears up. */
  leave() {
    if (this.stage === "out") return;
    const told = this.line.up
      ? this.line.ask({ type: "leave" }, LEFT_WITHIN)
      : Promise.resolve(null);
    this.#out(this.stage === "ended" ? "" : "left_now", told);
  }

  #begin() {
    this.stage = this.stage === "in" ? "in" : "joining";
    this.refusal = { reason: "", wait: 0 };
    this.given.known = false;
    this.#wait();
    if (this.line.up) void this.#enter();
    else this.line.open();
    this.onChange();
  }

  /** Says who this is, on each new line. */
  async #enter() {
    const { code, seat } = this;
    if (!code && !seat) return;
    const who = code ? { code, seat: seat?.seat } : { workshop: seat?.workshop, seat: seat?.seat };
    const answer = await this.line.ask({ type: "join", ...who }).catch(() => null);
    // The line broke, and the next one asks again; or something else was wanted meanwhile.
    if (!answer || code !== this.code || seat !== this.seat) return;
    if (answer.type === "refused") this.#refused(answer.reason, answer.wait);
    else this.#joined(answer);
  }

  /** @param {RoomMessage} answer */
  #joined({ seat, state, mine }) {
    this.seat = { workshop: state.workshop, seat, title: state.title };
    this.code = "";
    this.store.keepSeat(this.seat);
    this.stage = "in";
    this.given.open(state.workshop);
    this.given.known = true;
    this.refusal = { reason: "", wait: 0 };
    this.mine = mine ?? { answer: null, shares: [] };
    this.#arrived();
    this.state = null;
    this.#show(state);
    this.given.sendAll();
  }

  /** @param {string} reason @param {number} [wait] Seconds. */
  #refused(reason, wait = 0) {
    const { code } = this;
    if (code && reason === "left" && this.seat) {
      // The seat was of another workshop.
      this.seat = null;
      return void this.#enter();
    }
    const passes = code ? reason === "busy" || reason === "down" : PASSING.has(reason);
    if (passes) {
      setTimeout(
        () => this.line.up && !this.given.known && void this.#enter(),
        1000 * (wait || BUSY_WAIT),
      );
      this.refusal = { reason, wait };
      return this.onChange();
    }
    if (code && this.store.seat()) {
      // What was typed was not a way in; this browser is still where it was.
      this.stage = "out";
      this.stray = true;
      return void this.resume();
    }
    this.#out(reason, Promise.resolve(null), wait);
  }

  /** @param {string} reason @param {Promise<any>} told @param {number} [wait] */
  #out(reason, told, wait = 0) {
    this.stage = reason === "ended" && this.seat ? "ended" : "out";
    if (!this.code) this.store.clear();
    this.seat = this.state = null;
    this.code = "";
    this.given.clear();
    this.before.clear();
    this.refusal = { reason, wait };
    this.#arrived();
    void told.catch(() => null).then(() => this.stage !== "joining" && this.line.close());
    this.onChange();
  }

  #down() {
    this.given.known = false;
    // A line that was closed on purpose is missed by nobody.
    if (this.line.wanted) this.#wait();
  }

  /** Says that the line is down, where that lasts. */
  #wait() {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.offline = true;
      this.onChange();
    }, BRIEF);
  }

  #arrived() {
    clearTimeout(this.patience);
    this.offline = false;
  }

  /** @param {RoomMessage} message */
  #pushed(message) {
    if (message.type === "state") this.#show(message.state);
    if (message.type === "mine") {
      this.mine.shares = message.shares;
      this.onChange();
    }
  }

  /** @param {RoomState} state */
  #show(state) {
    if (!this.given.known || (this.state && state.revision < this.state.revision)) return;
    if (this.state) this.#turnTo(state);
    this.state = state;
    const ends = state.timer === null ? null : Date.now() + 1000 * state.timer;
    const isSame = ends !== null && Math.abs(ends - (this.timerEnds ?? 0)) < SAME_TIMER;
    if (!isSame) this.timerEnds = ends;
    if (state.ended) this.stage = "ended";
    this.onChange();
  }

  /**
   * Puts aside what was given for one step, and finds what was given for the next.
   * @param {RoomState} state
   */
  #turnTo({ step }) {
    const before = this.state?.step?.id;
    if (before === step?.id) return;
    if (before) this.before.set(before, this.mine);
    this.mine = this.before.get(step?.id ?? "") ?? { answer: null, shares: [] };
  }

  /** @param {Given} given @param {RoomMessage} answer */
  #taken(given, answer) {
    const { type, step, value } = given;
    const heard = { workshop: this.seat?.workshop, type, step, value, share: answer.share };
    this.#note(heard);
    this.tabs?.postMessage(heard);
  }

  /** @param {{type: string, step: string, value: any, share?: string}} taken What the server has now. */
  #note({ type, step, value, share }) {
    const here = this.state?.step?.id === step;
    if (type === "answer" && here) this.mine.answer = value;
    const others = this.mine.shares.filter((one) => one.share !== (share ?? step));
    if (type === "withdraw") this.mine.shares = others;
    if (type === "share" && here && share)
      this.mine.shares = [...others, { share, text: value, status: "waiting" }];
  }

  /** @param {any} heard What another tab of this browser has given. */
  #heardTab(heard) {
    if (!this.seat || heard?.workshop !== this.seat.workshop) return;
    this.#note(heard);
    this.onChange();
  }

  /** Another tab has joined, left, or gone elsewhere. */
  #elsewhere() {
    const seat = this.store.seat();
    if (!seat) {
      if (this.seat && this.stage !== "ended") this.#out("", Promise.resolve(null));
    } else if (seat.seat !== this.seat?.seat) {
      this.stage = "out";
      this.given.clear();
      this.resume();
    }
  }
}
