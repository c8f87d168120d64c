/**
 * A learner's participation in a workshop: joining, returning, the workshop's state, leaving.
 *
 * Not here: the connection to the server (see websocket.js), the learner's input (see given.js), and the
 * interface.
 */

import { BUSY_WAIT, PASSING, RoomGiven } from "./given.js";
import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";

/** @typedef {import("./given.js").Given} Given */
/** @typedef {import("./websocket.js").RoomLine} RoomLine */
/** @typedef {import("./websocket.js").RoomMessage} RoomMessage */
/** @typedef {import("./store.js").RoomStore} RoomStore */
/** @typedef {import("./store.js").Seat} Seat */

/**
 * @typedef {object} RoomStep A step of the plan, for learners.
 * @property {string} id
 * @property {"talk" | "vote" | "rating" | "order" | "word" | "share"} kind
 * @property {number} round
 * @property {string} title
 * @property {string} wall
 * @property {any} activity Its texts, by kind; null for a talk.
 * @property {number} [least] How many have to answer before anything is shown.
 * @property {"now" | "later" | "never"} [show] When the result is shown to the room.
 * @property {number} [resets] How often it was asked anew.
 */

/**
 * @typedef {object} RoomState The state that everybody in the workshop may see.
 * @property {string} workshop
 * @property {string} title
 * @property {number} [least] How many have to answer before anything is shown.
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

/** @typedef {{share: string, text: string, status: string, report?: boolean}} OwnShare */

/** @typedef {{title: string, from: number, to: number}} Attended Which workshop, and from when to when, in ms. */

/** How long the connection may be down before this is shown, in ms. */
const BRIEF = 1_500;
/** How often it is stored that this browser is in the workshop, in ms. */
const SEEN_EVERY = 60_000;
/** How much the server's timer may differ between messages, in ms. */
const SAME_TIMER = 2_000;
/** How long to wait for the server's acknowledgement when leaving, in ms. */
const LEFT_WITHIN = 2_000;

export class Room {
  /** @param {RoomLine} line @param {RoomStore} store */
  constructor(line, store) {
    this.line = line;
    this.store = store;
    /** Called when anything visible has changed. */
    this.onChange = () => {};
    /** @type {"out" | "joining" | "in" | "ended"} */
    this.stage = "out";
    /** Why joining failed or is delayed: the server's reason, and how long to wait, in s. */
    this.refusal = { reason: "", wait: 0 };
    this.offline = false;
    /** Whether a code was wrong while this browser is already in a workshop. */
    this.stray = false;
    /** @type {Seat | null} */
    this.seat = null;
    this.code = "";
    /** The workshop that is over for this browser, for a statement about it. @type {Attended | null} */
    this.attended = null;
    /** @type {RoomState | null} */
    this.state = null;
    /** When the timer ends by the device's clock, in ms; or null. */
    this.timerEnds = /** @type {number | null} */ (null);
    /** This learner's accepted input for the current step. */
    this.mine = { answer: /** @type {any} */ (null), shares: /** @type {OwnShare[]} */ ([]) };
    /** @type {Map<string, Room["mine"]>} The same for other steps, since the page was opened. */
    this.before = new Map();
    /** How often each step was asked anew, as far as this page knows. @type {Map<string, number>} */
    this.resets = new Map();
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

  /** Returns to this browser's stored seat. @returns {boolean} Whether it has one. */
  resume() {
    const seat = this.store.seat();
    if (!seat || this.stage === "joining") return seat !== null;
    this.seat = seat;
    this.code = "";
    this.given.open(seat.workshop);
    this.#begin();
    return true;
  }

  /** @param {string} code As  it was typed. */
  join(code) {
    this.stray = false;
    this.code = code.replace(/[\s-]+/g, "").toUpperCase();
    this.#begin();
  }

  /**
   * @param {Given["type"]} type @param {any} value What is given for the present step.
   * @param {{report?: boolean}} [how] Whether a text is for the report too.
   */
  give(type, value, how = {}) {
    const { step } = this.state ?? {};
    if (step) this.given.give(type, step.id, step.title, value, how.report);
  }

  /** @param {string} share The id of the learner's own share to withdraw. */
  withdraw(share) {
    this.given.give("withdraw", share, this.state?.step?.title ?? "", "");
  }

  /** Leaves for good: the seat is forgotten, here and by the server. After the end it only cleans up. */
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

  /** Identifies the learner on each new connection. */
  async #enter() {
    const { code, seat } = this;
    if (!code && !seat) return;
    const who = code ? { code, seat: seat?.seat } : { workshop: seat?.workshop, seat: seat?.seat };
    const answer = await this.line.ask({ type: "join", ...who }).catch(() => null);
    // The connection broke, and the next one repeats the request; or something else was requested meanwhile.
    if (!answer || code !== this.code || seat !== this.seat) return;
    if (answer.type === "refused") this.#refused(answer.reason, answer.wait);
    else this.#joined(answer);
  }

  /** @param {RoomMessage} answer */
  #joined({ seat, state, mine }) {
    const earlier = this.seat?.seat === seat ? this.seat : this.store.seat();
    const from = earlier?.workshop === state.workshop ? earlier?.from : undefined;
    const now = Date.now();
    this.seat = {
      workshop: state.workshop,
      seat,
      title: state.title,
      from: from ?? now,
      seen: now,
    };
    this.code = "";
    this.attended = null;
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
      // The code was wrong; this browser is still in its workshop.
      this.stage = "out";
      this.stray = true;
      return void this.resume();
    }
    this.#out(reason, Promise.resolve(null), wait);
  }

  /** @param {string} reason @param {Promise<any>} told @param {number} [wait] */
  #out(reason, told, wait = 0) {
    this.stage = reason === "ended" && this.seat ? "ended" : "out";
    if (reason === "left_now") this.#attend(Date.now());
    if (reason === "ended") this.#attend(this.seat?.seen ?? 0);
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
    // A connection closed on purpose is not reported as down.
    if (this.line.wanted) this.#wait();
  }

  /** Shows that the connection is down, if that lasts. */
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
    if (state.step) this.resets.set(state.step.id, state.step.resets ?? 0);
    const ends = state.timer === null ? null : Date.now() + 1000 * state.timer;
    const isSame = ends !== null && Math.abs(ends - (this.timerEnds ?? 0)) < SAME_TIMER;
    if (!isSame) this.timerEnds = ends;
    if (state.ended) {
      this.stage = "ended";
      this.#attend(Date.now());
    } else this.#seen();
    this.onChange();
  }

  /** Stores now and then that this browser is still here. */
  #seen() {
    const { seat } = this;
    if (!seat || Date.now() - (seat.seen ?? 0) < SEEN_EVERY) return;
    seat.seen = Date.now();
    this.store.keepSeat(seat);
  }

  /** @param {number} to When it was over for this browser, in ms. */
  #attend(to) {
    const { title = "", from } = this.seat ?? {};
    if (from && !this.attended) this.attended = { title, from, to: Math.max(from, to) };
  }

  /**
   * Stores the input for one step, and loads that for the next.
   * @param {RoomState} state
   */
  #turnTo({ step }) {
    const before = this.state?.step?.id;
    if (step && (this.resets.get(step.id) ?? 0) !== (step.resets ?? 0)) this.#anew(step.id);
    if (before === step?.id) return;
    if (before) this.before.set(before, this.mine);
    this.mine = this.before.get(step?.id ?? "") ?? { answer: null, shares: [] };
  }

  /** The step is asked anew: this learner's earlier input is gone. @param {string} step */
  #anew(step) {
    this.before.delete(step);
    this.given.forget(step);
    if (this.state?.step?.id === step) this.mine = { answer: null, shares: [] };
  }

  /** @param {Given} given @param {RoomMessage} answer */
  #taken(given, answer) {
    const { type, step, value, report } = given;
    const heard = {
      workshop: this.seat?.workshop,
      type,
      step,
      value,
      report,
      share: answer.share,
    };
    this.#note(heard);
    this.tabs?.postMessage(heard);
  }

  /** @param {{type: string, step: string, value: any, share?: string, report?: boolean}} taken */
  #note({ type, step, value, share, report = false }) {
    const here = this.state?.step?.id === step;
    if (type === "answer" && here) this.mine.answer = value;
    const others = this.mine.shares.filter((one) => one.share !== (share ?? step));
    if (type === "withdraw") this.mine.shares = others;
    if (type === "share" && here && share)
      this.mine.shares = [...others, { share, text: value, status: "waiting", report }];
  }

  /** @param {any} heard The input from another tab of this browser. */
  #heardTab(heard) {
    if (!this.seat || heard?.workshop !== this.seat.workshop) return;
    this.#note(heard);
    this.onChange();
  }

  /** Another tab has joined, left, or switched workshops. */
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
