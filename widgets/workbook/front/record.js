/**
 * What the learner writes, kept in this browser first.
 *
 * A text is on disk twice over while it is being written: each change goes into a draft at once (see
 * drafts.js), and after a pause into the record, which answers when the words are on disk. Only that answer is
 * an acknowledgement. Where the learner chose a recovery code, the line to the workbook's own store (see
 * sync.js) then sends what is unsent; nothing else here asks a server.
 *
 * The page, and every exercise on it, hold copies of this module; they share one record through `openRecord`.
 */

import { RecordError, answer } from "./device.js";
import { draftKeys, draftOf, dropDraft, keepDraft } from "./drafts.js";
import { Entries } from "./entries.js";
import { own } from "./whose.js";

const SHARED = Symbol.for("workbook.record");

/** @typedef {import("./merge.js").About} About */
/** @typedef {import("./merge.js").Version} Version */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {import("./merge.js").Name} Name */
/** @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {import("./sync.js").Desk} Desk */
/** @typedef {import("./sync.js").Line} Line */
/** @typedef {import("./entries.js").Progress} Progress */

/**
 * @typedef {object} Keeping Where the record is kept.
 * @property {"undecided" | "device" | "code"} mode
 * @property {number} waiting How many entries are not yet kept under the recovery code.
 * @property {string} trouble What is wrong with the line to the store, or nothing.
 * @property {string} lastSent When everything was last kept under the code, as an ISO date and time.
 */

/**
 * @typedef {object} Place What this device knows of the record in the workbook's store. The code itself is
 *   not among it.
 * @property {"undecided" | "device" | "code"} mode
 * @property {string} [record] Its look-up name.
 * @property {string} [key] The key that opens it.
 * @property {number} [head] How many of its saves this device has seen.
 */

/** The one record of a page. */
class DeviceRecord extends Entries {
  constructor() {
    super();
    /** @type {Place} */
    this.place = { mode: "undecided" };
    /** @type {Desk | null} Asks the workbook, where the page can. */
    this.desk = null;
    /** @type {Line | null} Keeps the device and the workbook's store alike. */
    this.line = null;
    this.trouble = "";
    this.lastSent = "";
    /** @type {((place: HTMLElement) => void) | null} */
    this.asker = null;
    /** @type {Set<(key: string | null) => void>} */
    this.watchers = new Set();
    /** @type {Set<(keeping: Keeping) => void>} */
    this.keepingWatchers = new Set();
    this.channel =
      typeof BroadcastChannel === "function" ? new BroadcastChannel(own("workbook")) : null;
    this.channel?.addEventListener("message", (event) => this.#hear(event.data ?? {}));
    /** Settled once this device's choice is known; never rejects. */
    this.ready = this.#look();
  }

  /**
   * Keeps a text that is being written, before anything else can happen.
   * @param {string} key
   * @param {any} value
   * @param {Name | null} [base]
   */
  draft(key, value, base) {
    keepDraft({ key, value, client: this.client, base });
  }

  /** @param {string} key @returns {Draft | null} A text that was written and never acknowledged. */
  draftOf(key) {
    return draftOf(key);
  }

  /** @param {string} key @param {any} value Drops the draft, if it still says just this. */
  settle(key, value) {
    const draft = draftOf(key);
    if (draft && JSON.stringify(draft.value) === JSON.stringify(value)) dropDraft(key);
  }

  /**
   * Calls back when an entry changed anywhere else than in the caller: with its key, or with null when
   * everything was cleared.
   * @param {(key: string | null) => void} callback
   * @returns {() => void} Stops it.
   */
  watch(callback) {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  // Where the record is kept.

  /** @returns {Keeping} */
  get keeping() {
    const { mode } = this.place;
    const waiting = mode === "code" ? this.unsent.size : 0;
    return { mode, waiting, trouble: this.trouble, lastSent: this.lastSent };
  }

  /**
   * Calls back at every change of `keeping`.
   * @param {(keeping: Keeping) => void} callback
   * @returns {() => void} Stops it.
   */
  watchKeeping(callback) {
    this.keepingWatchers.add(callback);
    return () => this.keepingWatchers.delete(callback);
  }

  /** Has the page ask where the record is to be kept. @param {HTMLElement} place Where to ask. */
  askWhere(place) {
    if (this.place.mode === "undecided") this.asker?.(place);
  }

  /** @param {(place: HTMLElement) => void} asker @returns {() => void} Stops it. */
  onAskWhere(asker) {
    this.asker = asker;
    return () => {
      if (this.asker === asker) this.asker = null;
    };
  }

  /** Keeps the record on this device and nowhere else. */
  async chooseDevice() {
    await this.settlePlace({ mode: "device" });
  }

  /** Keeps the record under a new code as well. @param {string} code */
  async chooseCode(code) {
    await this.#needLine().chooseCode(code);
  }

  /** Brings the record of a code to this device. @param {string} code */
  async resume(code) {
    await this.#needLine().resume(code);
  }

  /** Puts a new code in the place of the old, which opens nothing from then on. @param {string} code */
  async changeCode(code) {
    await this.#needLine().changeCode(code);
  }

  /** Brings everything to this device, and deletes it from the workbook's store. */
  async leaveCode() {
    await this.#needLine().leaveCode();
  }

  /** Sends what is unsent, and fetches what is new. */
  async syncNow() {
    await this.line?.syncNow();
  }

  /**
   * Deletes what this device keeps, and leaves the workbook's store alone. Rejects with `waiting` where
   * something is not yet kept under the code, unless it is forced.
   * @param {{force?: boolean}} [how]
   */
  async forgetDevice({ force = false } = {}) {
    if (this.place.mode === "code" && this.unsent.size && !force) {
      await this.syncNow();
      if (this.unsent.size) throw new RecordError("waiting");
    }
    await this.clear();
  }

  /**
   * Deletes everything, from this device and from the workbook's store.
   * @returns {Promise<{device: number, database: number | null}>} What is left, which should be nothing; null
   *   where nothing was kept in the store.
   */
  async deleteEverything() {
    const database = this.place.mode === "code" ? await this.#needLine().deleteAll() : null;
    return { device: await this.clear(), database };
  }

  /** Deletes everything on this device. @returns {Promise<number>} How much is left: nothing, or it says. */
  async clear() {
    for (const key of draftKeys()) dropDraft(key);
    await this.device.change(["entries", "unsent", "pages", "settings"], async (stores) => {
      for (const store of Object.values(stores)) store.clear();
    });
    this.#forget();
    this.#broadcast({ cleared: true });
    return (await this.all()).length + draftKeys().length;
  }

  // What the line to the store needs.

  /**
   * Writes down where the record is kept.
   * @param {Place} place
   * @param {{unsent?: boolean}} [how] `unsent`: nothing of what is here is in the store yet.
   */
  async settlePlace(place, { unsent = false } = {}) {
    await this.device.change(["entries", "unsent", "settings"], async (stores) => {
      stores.settings.put({ id: "place", ...place });
      if (!unsent) return;
      for (const key of await answer(stores.entries.getAllKeys())) stores.unsent.put({ key });
    });
    this.place = place;
    if (place.mode !== "code") this.trouble = "";
    await this.countUnsent();
    this.channel?.postMessage({ place: true });
  }

  /** @param {string} trouble What is wrong with the line, or nothing. @param {string} [sent] */
  tellTrouble(trouble, sent) {
    this.trouble = trouble;
    if (sent) this.lastSent = sent;
    this.#tellKeeping();
  }

  // Inner workings.

  /** @returns {Line} */
  #needLine() {
    if (!this.line) throw new RecordError("silent");
    return this.line;
  }

  /** Reads where the record is kept. */
  async #look() {
    try {
      const known = await this.device.look("settings", (store) => store.get("place"));
      const { id: _id, ...place } = known ?? { mode: "undecided" };
      this.place = place;
      await this.countUnsent();
    } catch {
      // A browser that keeps nothing says so at the first word that is written.
    }
    this.#tellKeeping();
  }

  #forget() {
    this.place = { mode: "undecided" };
    this.unsent = new Set();
    this.trouble = this.lastSent = "";
    this.noted = false;
    this.held = new Set();
    this.#tellKeeping();
  }

  /**
   * @override
   * @param {string} key
   * @param {boolean} isOwn
   */
  changed(key, isOwn) {
    this.#broadcast({ key });
    this.#tellKeeping();
    if (isOwn) this.line?.nudge();
  }

  /** @override */
  counted() {
    this.#tellKeeping();
  }

  /** @param {{key?: string, cleared?: boolean}} event */
  #broadcast(event) {
    this.channel?.postMessage(event);
    this.#tell(event.key ?? null);
  }

  /** @param {{key?: string, cleared?: boolean, place?: boolean}} event Something that another tab did. */
  #hear(event) {
    if (event.place) void this.#look();
    if (event.cleared) this.#forget();
    if (event.cleared || event.key) this.#tell(event.key ?? null);
    if (event.key) void this.#look();
  }

  /** @param {string | null} key */
  #tell(key) {
    for (const watcher of [...this.watchers]) watcher(key);
  }

  #tellKeeping() {
    const { keeping } = this;
    for (const watcher of [...this.keepingWatchers]) watcher(keeping);
  }
}

/** @returns {DeviceRecord} The record of this page, the same for all that ask. */
export function openRecord() {
  const shared = /** @type {Record<symbol, DeviceRecord>} */ (/** @type {unknown} */ (globalThis));
  shared[SHARED] ??= new DeviceRecord();
  return shared[SHARED];
}
