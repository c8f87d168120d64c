/**
 * Synchronises this device with the workbook's store: sends requests to the kernel, sends unsent entries,
 * fetches other devices' entries. Only a page with the exercise Keeping has one.
 */

import { OFFLINE, isOffline } from "../../../widget_host/pages/static/offline/reach.js";
import { RecordError } from "./device.js";

/** @typedef {import("../../front/kit.js").Model} Model */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {ReturnType<typeof import("./record.js").openRecord>} DeviceRecord */
/** @typedef {Record<string, any> & {buffers: DataView[]}} Reply */

/** How long to wait for an answer, in ms: pages that many people open at once may keep their kernels busy. */
const ANSWER_WITHIN = 15_000;
const SLOW_ANSWER_WITHIN = 30_000;
/** The most characters in one message, and of entries in one push. */
const PART = 400_000;
const BATCH = 300_000;
/** How often to fetch other devices' entries, and how long to wait after a problem, in ms. */
const LOOK_EVERY = 30_000;
const TRY_AGAIN = [2_000, 5_000, 15_000, 30_000, 60_000];
/** The store's reasons for refusing an entry. */
const REFUSED = ["big", "unreadable", "quota"];
/** Problems that pass by themselves. */
const PASSING = ["silent", "busy", "closed", "full", "scarce", "wait"];

/** Sends requests to the kernel, and matches its answers. */
export class RpcClient {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.count = 0;
    /** @type {Map<number, (message: any, buffers: DataView[]) => void>} */
    this.waiting = new Map();
    this.receive = (/** @type {any} */ message, /** @type {DataView[]} */ buffers) => {
      if (message?.type !== "record") return;
      // Lone surrogates, which a message can't carry, are escaped as JSON in it.
      const reply = message.text === undefined ? message : JSON.parse(message.text);
      this.waiting.get(message.id)?.(reply, buffers ?? []);
    };
    model.on("msg:custom", this.receive);
  }

  /**
   * @param {Record<string, any>} message With `ask`, and further fields.
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

/** Keeps this device's record and the store's in sync. One request at a time, in order. */
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
    /** @type {Map<string, string>} The keys of entries that the store refuses, and why. */
    this.refused = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
  }

  /** Something was written: send it soon. */
  nudge() {
    if (this.planned || this.record.place.mode !== "code") return;
    this.planned = true;
    // The change may have made a record smaller that was at its size limit.
    for (const [key, reason] of this.refused) if (reason === "quota") this.refused.delete(key);
    queueMicrotask(() => void this.syncNow());
  }

  /** Sends unsent entries and fetches new ones. Reports problems to the record, and never rejects. */
  async syncNow() {
    await this.#inTurn(async () => {
      this.planned = false;
      if (this.record.place.mode !== "code") return;
      clearTimeout(this.again);
      try {
        // At once, and without a request that would wait and then be sent twice.
        if (isOffline()) throw new RecordError("silent");
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

  /** Recreates the record that the store has lost, under its code, and sends all local entries. */
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
   * Sends a request about this device's record, and adds the record's id to the answer: another tab may leave
   * it meanwhile. If it was deleted for all devices, this one is emptied.
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

  /** @returns {Promise<string>} The problem with the store's copy, or "". */
  async #exchange() {
    try {
      await this.#push();
      const trouble = await this.#pullSince(this.record.place.head ?? 0);
      await this.#push();
      return trouble;
    } catch (error) {
      if (reasonGiven(error) !== "older") throw error;
      // The store was rolled back to an earlier state, and may lack some of this device's entries: all are
      // sent again.
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
   * Sends entries one by one, so that a refused one does not block the others.
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

  /** @returns {string} Why the store refuses something, or "". */
  #refusal() {
    const reasons = [...this.refused.values()];
    return reasons.includes("quota") ? "quota" : reasons.length ? "big" : "";
  }

  /** @param {number} since */
  async #pullSince(since) {
    const { place } = this.record;
    const reply = await this.#ask({ ask: "pull", since });
    if (reply.entries.length) await this.#takeIn(reply);
    // This device's entries repair those that the store has lost: they are sent again, once.
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
    // Shown elsewhere: the device was emptied, or another tab has left the record.
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
 * @param {Model} model The model of a widget whose kernel handles the record.
 * @param {DeviceRecord} record
 * @returns {() => void} Disconnects it.
 */
export function attachKernel(model, record) {
  const rpc = new RpcClient(model);
  const sync = new RecordSync(record, rpc);
  const look = () => void (document.visibilityState === "visible" && sync.syncNow());
  const timer = setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  document.addEventListener(OFFLINE, look);
  record.rpc = rpc;
  record.sync = sync;
  void record.ready.then(() => sync.syncNow());
  return () => {
    rpc.close();
    clearInterval(timer);
    clearTimeout(sync.again);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", look);
    document.removeEventListener(OFFLINE, look);
    if (record.rpc === rpc) record.rpc = null;
    if (record.sync === sync) record.sync = null;
  };
}

/** @param {Reply} door The store's reply for a record that it created or opened. */
function placeOf({ record, key, generation, lock }) {
  return { mode: /** @type {const} */ ("code"), record, key, head: 0, generation, lock };
}

/** @param {unknown} error @returns {string} */
function reasonGiven(error) {
  return /** @type {{reason?: string}} */ (error ?? {}).reason ?? "silent";
}
