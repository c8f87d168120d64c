/**
 * A learner's input in a workshop, until the server has accepted or refused it: sends it, repeatedly if
 * necessary.
 *
 * It is stored in the tab meanwhile, so that neither a lost connection nor a reload loses an answer. Not
 * here: what a learner sees (see participation.js).
 */

/** @typedef {import("./websocket.js").RoomLine} RoomLine */
/** @typedef {import("./websocket.js").RoomMessage} RoomMessage */
/** @typedef {import("./store.js").RoomStore} RoomStore */

/**
 * @typedef {object} Given
 * @property {string} key
 * @property {"answer" | "share" | "withdraw"} type
 * @property {string} step The step's id; for a withdrawal, the id of the withdrawn share.
 * @property {string} title The step's title, for messages after it is over.
 * @property {any} value
 * @property {boolean} report Whether a text is for the report too.
 * @property {"sending" | "counted" | "refused"} stage
 * @property {string} [reason]
 */

/** How long to wait if the server is busy without saying for how long, in s. */
export const BUSY_WAIT = 2;
/** The server's reasons that pass by themselves. */
export const PASSING = new Set(["wait", "busy", "down"]);

export class RoomGiven {
  /** @param {RoomLine} line @param {RoomStore} store */
  constructor(line, store) {
    this.line = line;
    this.store = store;
    this.workshop = "";
    /** Whether the server has identified this learner, so that something can be sent. */
    this.known = false;
    /** @type {Map<string, Given>} */
    this.list = new Map();
    this.onChange = () => {};
    /** @type {(given: Given, answer: RoomMessage) => void} */
    this.onTaken = () => {};
    /** @type {(reason: string) => void} Called when the learner is no longer in this workshop. */
    this.onOver = () => {};
  }

  /** @param {string} workshop Loads what this tab has stored for it. */
  open(workshop) {
    if (this.workshop !== workshop) this.list.clear();
    this.workshop = workshop;
    for (const one of this.store.unsent(workshop))
      if (!this.list.has(one.key)) this.list.set(one.key, one);
  }

  clear() {
    this.workshop = "";
    this.known = false;
    this.list.clear();
  }

  /** @param {Given["type"]} type @param {string} step @returns {Given | undefined} Its state. */
  find(type, step) {
    return this.list.get(`${type}/${step}`);
  }

  /** Forgets what was given to a step that is asked anew. @param {string} step */
  forget(step) {
    for (const one of [...this.list.values()]) if (one.step === step) this.list.delete(one.key);
  }

  /** @returns {Given[]} Input that came too late for steps other than this one. @param {string} step */
  missed(step) {
    return [...this.list.values()].filter((one) => one.stage === "refused" && one.step !== step);
  }

  /**
   * @param {Given["type"]} type @param {string} step @param {string} title @param {any} value
   * @param {boolean} [report] Whether a text is for the report too.
   */
  give(type, step, title, value, report = false) {
    const key = `${type}/${step}`;
    /** @type {Given} */
    const given = { key, type, step, title, value, report, stage: "sending" };
    this.list.set(given.key, given);
    this.#changed();
    void this.#send(given);
  }

  /** Sends everything that was not accepted yet, once the server has identified this learner. */
  sendAll() {
    this.known = true;
    for (const given of this.list.values()) if (given.stage === "sending") void this.#send(given);
  }

  /** @param {Given} given */
  async #send(given) {
    if (!this.known) return;
    const answer = await this.line.ask(asMessage(given)).catch(() => null);
    // Without an answer it is sent again on the next connection; a later one replaces it.
    if (!answer || this.list.get(given.key) !== given) return;
    const { reason, wait } = answer;
    if (answer.type === "refused" && PASSING.has(reason)) {
      setTimeout(() => void this.#send(given), 1000 * (wait || BUSY_WAIT));
      return;
    }
    if (answer.type === "refused") Object.assign(given, { stage: "refused", reason });
    else {
      given.stage = "counted";
      this.onTaken(given, answer);
    }
    if (reason === "left" || reason === "ended") this.onOver(reason);
    else this.#changed();
  }

  #changed() {
    const unsent = [...this.list.values()].filter((given) => given.stage === "sending");
    this.store.keepUnsent(this.workshop, unsent);
    this.onChange();
  }
}

/** @param {Given} given @returns {RoomMessage} */
function asMessage({ type, step, value, report }) {
  if (type === "withdraw") return { type, share: step };
  return type === "share" ? { type, step, text: value, report } : { type, step, answer: value };
}
