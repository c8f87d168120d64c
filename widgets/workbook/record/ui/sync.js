/**
 * What keeps this device and the workbook's own store alike: asks the kernel, sends what is unsent, fetches
 * what other devices wrote. Only a page with the exercise Keeping has one.
 */

import { RecordError } from "./device.js";

/** @typedef {import("../../front/kit.js").Model} Model */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {ReturnType<typeof import("./record.js").openRecord>} DeviceRecord */
/** @typedef {Record<string, any> & {buffers: DataView[]}} Reply */

/** How long to wait for an answer, in ms: a page that opens in a full room may keep its kernel busy. */
const ANSWER_WITHIN = 15_000;
const SLOW_ANSWER_WITHIN = 30_000;
/** How many characters travel in one message, and how many of entries in one push. */
const PART = 400_000;
const BATCH = 300_000;
/** How often to look for what other devices wrote, and how long to wait after trouble, in ms. */
const LOOK_EVERY = 30_000;
const TRY_AGAIN = [2_000, 5_000, 15_000, 30_000, 60_000];
/** What the store says of an entry that it will not take as it is. */
const REFUSED = ["big", "unreadable", "quota"];
/** Trouble that passes by itself. */
const PASSING = ["silent", "busy", "closed", "full", "scarce", "wait"];

/** Asks the kernel, and matches its answers. */
export class RpcClient {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.count = 0;
    /** @type {Map<number, (message: any, buffers: DataView[]) => void>} */
    this.waiting = new Map();
    this.receive = (/** @type {any} */ message, /** @type {DataView[]} */ buffers) => {
      if (message?.type !== "record") return;
      // Halves of surrogate pairs, which a message can't carry as they are, come as JSON within it.
      const reply = message.text === undefined ? message : JSON.parse(message.text);
      this.waiting.get(message.id)?.(reply, buffers ?? []);
    };
    model.on("msg:custom", this.receive);
  }

  /**
   * @param {Record<string, any>} message With `ask`, and what it takes.
   * @param {number} [within] How long to wait, in ms.
   * @returns {Promise<Reply>} Rejects with a RecordError: the workbook's reason, or `silent`.
   */
  ask(message, within = ANSWER_WITHIN) {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(id);
      };
      const timer = setTimeout(() => {
        done();
        reject(new RecordError("silent"));
      }, within);
      this.waiting.set(id, (reply, buffers) => {
        done();
        if (reply.ok) resolve({ ...reply, buffers });
        else reject(new RecordError(reply.reason ?? "closed", reply.seconds));
      });
      try {
        this.#send(id, message);
      } catch {
        done();
        reject(new RecordError("silent"));
      }
    });
  }

  /** @param {number} id @param {Record<string, any>} message */
  #send(id, message) {
    const text = JSON.stringify({ type: "record", id, ...message });
    if (text.length <= PART) {
      this.model.send({ type: "record", id, ...message });
      return;
    }
    const parts = Math.ceil(text.length / PART);
    for (let part = 0; part < parts; part += 1) {
      const piece = text.slice(part * PART, (part + 1) * PART);
      this.model.send({ type: "record", id, part, parts, text: piece });
    }
  }

  close() {
    this.model.off("msg:custom", this.receive);
  }
}

/** Keeps this device's record and the store's alike. One thing at a time, in the order that it was asked for. */
export class RecordSync {
  /** @param {DeviceRecord} record @param {RpcClient} rpc */
  constructor(record, rpc) {
    this.record = record;
    this.rpc = rpc;
    /** @type {Promise<any>} */
    this.last = Promise.resolve();
    this.planned = false;
    this.tries = 0;
    this.damaged = 0;
    /** @type {Map<string, string>} The keys of what the store does not take, and why. */
    this.refused = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
  }

  /** Something was written: send it soon. */
  nudge() {
    if (this.planned || this.record.place.mode !== "code") return;
    this.planned = true;
    // What was written may have made room in a record that was as large as one may be.
    for (const [key, reason] of this.refused) if (reason === "quota") this.refused.delete(key);
    queueMicrotask(() => void this.syncNow());
  }

  /** Sends what is unsent and fetches what is new. Tells the record of trouble, and never rejects. */
  async syncNow() {
    await this.#inTurn(async () => {
      this.planned = false;
      if (this.record.place.mode !== "code") return;
      clearTimeout(this.again);
      try {
        const trouble = await this.#exchange();
        this.tries = 0;
        this.record.tellTrouble(this.#refusal() || trouble, new Date().toISOString());
      } catch (error) {
        this.#trouble(reasonGiven(error));
      }
    });
  }

  /** @param {string} code */
  async chooseCode(code) {
    await this.#inTurn(async () => {
      const made = await this.rpc.ask({ ask: "create", code }, SLOW_ANSWER_WITHIN);
      await this.record.settlePlace(placeOf(made), { unsent: "never" });
    });
    await this.syncNow();
  }

  /** @param {string} code */
  async resume(code) {
    await this.#inTurn(async () => {
      const opened = await this.rpc.ask({ ask: "open", code }, SLOW_ANSWER_WITHIN);
      await this.record.settlePlace(placeOf(opened), { unsent: "never" });
    });
    await this.syncNow();
  }

  /** Makes the record again that the store has lost, under its code, and sends all that is here. */
  async createAgain() {
    await this.#inTurn(async () => {
      const { lock } = this.record.place;
      const made = await this.#ask({ ask: "create_again", lock }, SLOW_ANSWER_WITHIN);
      await this.record.settlePlace(placeOf(made), { unsent: "again" });
    });
    await this.syncNow();
  }

  /** @param {string} code */
  async changeCode(code) {
    await this.#inTurn(async () => {
      const made = await this.#ask({ ask: "recode", code }, SLOW_ANSWER_WITHIN);
      await this.record.settlePlace(placeOf(made), { unsent: "again" });
    });
    await this.syncNow();
  }

  async leaveCode() {
    await this.#inTurn(async () => {
      await this.#pullSince(0);
      await this.#ask({ ask: "leave" }, SLOW_ANSWER_WITHIN);
      await this.record.settlePlace({ mode: "device" });
    });
  }

  /**
   * Deletes the record from the store, and then from this device.
   * @returns {Promise<{device: number, database: number}>} How much is left.
   */
  async deleteAll() {
    return this.#inTurn(async () => {
      const { left } = await this.#ask({ ask: "delete" }, SLOW_ANSWER_WITHIN);
      return { device: await this.record.clear(), database: left };
    });
  }

  /**
   * Asks about this device's record, and says in the answer which that was: another tab may leave it
   * meanwhile. Where it was deleted for all devices, this one is emptied.
   * @param {Record<string, any>} message
   * @param {number} [within]
   * @returns {Promise<Reply>}
   */
  async #ask(message, within) {
    const { record = "", key = "", generation } = this.record.place;
    try {
      return {
        ...(await this.rpc.ask({ ...message, record, key, generation }, within)),
        of: record,
      };
    } catch (error) {
      if (reasonGiven(error) === "deleted") await this.record.emptyAsDeleted();
      throw error;
    }
  }

  /** @param {Reply} reply */
  async #takeIn({ entries, of }) {
    await this.record.takeIn(entries, { stored: true, of });
  }

  /** @returns {Promise<string>} What is wrong with the store's copy, or nothing. */
  async #exchange() {
    try {
      await this.#push();
      const trouble = await this.#pullSince(this.record.place.head ?? 0);
      await this.#push();
      return trouble;
    } catch (error) {
      if (reasonGiven(error) !== "older") throw error;
      // The store was put back to an earlier state, and may lack what this device has: all of it is sent again.
      const { place } = this.record;
      await this.record.settlePlace(place, { unsent: "again", of: place.record });
      await this.#push(true);
      await this.#pullSince(0);
      return "older";
    }
  }

  /** @param {Entry[]} entries @param {boolean} again Whether all is sent again. */
  #send(entries, again) {
    const { head = 0 } = this.record.place;
    return this.#ask({ ask: "push", entries, head, again });
  }

  async #push(again = false) {
    for (;;) {
      const entries = await this.record.unsentEntries(BATCH, this.refused);
      if (!entries.length) return;
      try {
        const reply = await this.#send(entries, again);
        await this.#takeIn(reply);
      } catch (error) {
        if (!REFUSED.includes(reasonGiven(error))) throw error;
        await this.#pushEach(entries, again);
      }
    }
  }

  /**
   * Sends one by one, so that an entry that the store refuses holds up no other.
   * @param {Entry[]} entries
   * @param {boolean} again
   */
  async #pushEach(entries, again) {
    for (const entry of entries) {
      try {
        const reply = await this.#send([entry], again);
        await this.#takeIn(reply);
      } catch (error) {
        const reason = reasonGiven(error);
        if (!REFUSED.includes(reason)) throw error;
        this.refused.set(entry.key, reason);
      }
    }
  }

  /** @returns {string} Why the store does not take something, or nothing. */
  #refusal() {
    const reasons = [...this.refused.values()];
    return reasons.includes("quota") ? "quota" : reasons.length ? "big" : "";
  }

  /** @param {number} since */
  async #pullSince(since) {
    const { place } = this.record;
    const reply = await this.#ask({ ask: "pull", since });
    if (reply.entries.length) await this.#takeIn(reply);
    // What this device still has mends what the store has lost: it is sent again, once.
    const mend = reply.damaged > this.damaged;
    this.damaged = reply.damaged;
    const { head, generation } = reply;
    if (head !== since || generation !== place.generation || mend)
      await this.record.settlePlace(
        { ...place, head, generation },
        { unsent: mend ? "again" : undefined, of: place.record },
      );
    if (!reply.code_works) return "lock";
    if (reply.damaged) return "damaged";
    return reply.nearly_full ? "nearly" : "";
  }

  /** @param {string} reason */
  #trouble(reason) {
    // Told otherwise: the device was emptied, or another tab has left the record.
    if (reason === "deleted" || reason === "moved") return;
    this.record.tellTrouble(reason);
    if (!PASSING.includes(reason)) return;
    const wait = TRY_AGAIN[Math.min(this.tries, TRY_AGAIN.length - 1)];
    this.tries += 1;
    this.again = setTimeout(() => void this.syncNow(), wait);
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #inTurn(work) {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}

/**
 * Connects the page's record with the workbook's store, through a kernel.
 * @param {Model} model The model of a widget whose kernel answers for the record.
 * @param {DeviceRecord} record
 * @returns {() => void} Takes it away again.
 */
export function attachKernel(model, record) {
  const rpc = new RpcClient(model);
  const sync = new RecordSync(record, rpc);
  const look = () => void (document.visibilityState === "visible" && sync.syncNow());
  const timer = setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  record.rpc = rpc;
  record.sync = sync;
  void record.ready.then(() => sync.syncNow());
  return () => {
    rpc.close();
    clearInterval(timer);
    clearTimeout(sync.again);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", look);
    if (record.rpc === rpc) record.rpc = null;
    if (record.sync === sync) record.sync = null;
  };
}

/** @param {Reply} door What the store says of a record that it made or opened. */
function placeOf({ record, key, generation, lock }) {
  return { mode: /** @type {const} */ ("code"), record, key, head: 0, generation, lock };
}

/** @param {unknown} error @returns {string} */
function reasonGiven(error) {
  return /** @type {{reason?: string}} */ (error ?? {}).reason ?? "silent";
}
