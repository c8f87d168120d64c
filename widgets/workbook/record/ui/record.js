/**
 * The learner's texts, stored first in this browser.
 *
 * A text is on disk twice while it is being written: each change is stored immediately in a draft (see
 * drafts.js), and after a pause in the record, which answers when the text is on disk. Only that answer is an
 * acknowledgement. If the learner has chosen a recovery code, the connection to the workbook's store (see
 * sync.js) then sends unsent entries; nothing else here contacts a server.
 *
 * The page, and every exercise on it, have copies of this module; they share one record through `openRecord`.
 */

import { emptyPagesCache } from "../../../widget_host/pages/static/offline/caches.js";
import { RecordError, answer } from "./device.js";
import { draftKeys, draftOf, dropDraft, keepDraft } from "./drafts.js";
import { Entries, isAnswerKey } from "./entries.js";
import { emptied, isGone, markUnsent, withoutLeft } from "./tombstone.js";
import { own } from "../../../widget_host/pages/static/common/storage_namespace.js";

/** Within how many ms every tab of this browser learns that everything was cleared. */
const HEARD_WITHIN = 5_000;
const SHARED = Symbol.for("workbook.record");

/** @typedef {import("./merge.js").About} About */
/** @typedef {import("./merge.js").Version} Version */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {import("./merge.js").Name} Name */
/** @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {import("./sync.js").RpcClient} RpcClient */
/** @typedef {import("./sync.js").RecordSync} RecordSync */
/** @typedef {import("./entries.js").Progress} Progress */

/**
 * @typedef {object} Keeping Where the record is kept.
 * @property {"undecided" | "device" | "code"} mode
 * @property {number} waiting How many answers are not stored under the recovery code yet.
 * @property {string} trouble The problem with the connection to the store, or "".
 * @property {string} lastSent When everything was last stored under the code, as an ISO date and time.
 * @property {boolean} deleted Whether the record was deleted on another device, and the learner does not know
 *   yet.
 * @property {number} left How many unsent answers are still here after that.
 */

/**
 * @typedef {object} Place This device's data about the record in the workbook's store, which never includes
 *   the code itself.
 * @property {"undecided" | "device" | "code"} mode
 * @property {string} [record] Its look-up id.
 * @property {string} [key] The key that opens it.
 * @property {number} [head] The highest head that this device has seen.
 * @property {string} [generation] The generation of the store's database, which changes when a backup is
 *   restored.
 * @property {Record<string, string>} [lock] The data with which the store can recreate the record under its
 *   code.
 * @property {string[]} [left] After the record was deleted on another device: the keys of unsent entries,
 *   until the learner has decided about them.
 */

/** The one record of a page. */
class DeviceRecord extends Entries {
  constructor() {
    super();
    /** @type {Place} */
    this.place = { mode: "undecided" };
    /** @type {RpcClient | null} Sends requests to the workbook, if the page can. */
    this.rpc = null;
    /** @type {RecordSync | null} Keeps the device and the workbook's store in sync. */
    this.sync = null;
    this.trouble = "";
    this.lastSent = "";
    /** How often the place of the record was changed here. */
    this.settled = 0;
    /** @type {((place: HTMLElement) => void) | null} */
    this.asker = null;
    /** @type {Set<(key: string | null) => void>} */
    this.watchers = new Set();
    /** @type {Set<(keeping: Keeping) => void>} */
    this.keepingWatchers = new Set();
    this.channel =
      typeof BroadcastChannel === "function" ? new BroadcastChannel(own("workbook")) : null;
    this.channel?.addEventListener("message", (event) => this.#hear(event.data ?? {}));
    /** Resolved once this device's choice is known; never rejects. */
    this.ready = this.#reload();
  }

  /**
   * Stores a text that is being written, synchronously.
   * @param {string} key
   * @param {any} value
   * @param {Name | null} [base]
   */
  draft(key, value, base) {
    this.writtenAt.set(key, Date.now());
    keepDraft({ key, value, client: this.client, base });
  }

  /** @param {string} key @returns {Draft | null} A text that was never acknowledged. */
  draftOf(key) {
    return draftOf(key);
  }

  /** @param {string} key @param {any} value Drops the draft, if it still has exactly this value. */
  settle(key, value) {
    const draft = draftOf(key);
    if (draft && JSON.stringify(draft.value) === JSON.stringify(value)) dropDraft(key);
  }

  /**
   * Calls back when an entry has changed elsewhere than in the caller: with its key, or with null when
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
    const waiting = mode === "code" ? [...this.unsent].filter(isAnswerKey).length : 0;
    const { left } = this.place;
    const deleted = left !== undefined;
    const { trouble, lastSent } = this;
    return { mode, waiting, trouble, lastSent, deleted, left: left?.length ?? 0 };
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

  /** Makes the page ask where to keep the record. @param {HTMLElement} place Where to ask. */
  askWhere(place) {
    if (this.place.mode === "undecided" && !this.place.left?.length) this.asker?.(place);
  }

  /** @param {(place: HTMLElement) => void} asker @returns {() => void} Stops it. */
  onAskWhere(asker) {
    this.asker = asker;
    return () => {
      if (this.asker === asker) this.asker = null;
    };
  }

  /** Keeps the record only on this device. */
  async chooseDevice() {
    await this.settlePlace({ mode: "device" });
  }

  /** Also stores the record under a new code. @param {string} code */
  async chooseCode(code) {
    await this.#needSync().chooseCode(code);
  }

  /** Brings the record of a code to this device. @param {string} code */
  async resume(code) {
    await this.#needSync().resume(code);
  }

  /** Replaces the code by a new one; the old one then opens nothing. @param {string} code */
  async changeCode(code) {
    await this.#needSync().changeCode(code);
  }

  /** Brings everything to this device, and deletes it from the workbook's store. */
  async leaveCode() {
    await this.#needSync().leaveCode();
  }

  /** Recreates the record under its code, if the store has lost it, with all local entries. */
  async keepAgain() {
    await this.#needSync().createAgain();
  }

  /** Sends unsent entries, and fetches new ones. */
  async syncNow() {
    await this.sync?.syncNow();
  }

  /**
   * Deletes this device's data, but not the workbook's store. Rejects with `waiting` if something is not
   * stored under the code yet, and with `lost` if the store has lost the record, unless forced.
   * @param {{force?: boolean}} [how]
   */
  async forgetDevice({ force = false } = {}) {
    if (this.place.mode === "code" && !force) {
      await this.syncNow();
      if (isGone(this.trouble)) throw new RecordError("lost");
      if (this.keeping.waiting) throw new RecordError("waiting");
    }
    await this.clear();
  }

  /**
   * Deletes everything, from this device and from the workbook's store.
   * @returns {Promise<{device: number, database: number | null}>} How much is left, which should be 0; null
   *   if nothing was in the store.
   */
  async deleteEverything() {
    if (this.place.mode === "code") return this.#needSync().deleteAll();
    return { device: await this.clear(), database: null };
  }

  /** Deletes everything on this device. @returns {Promise<number>} How much is left, which should be 0. */
  async clear() {
    await this.device.change(["entries", "unsent", "pages", "settings"], async (stores) => {
      for (const store of Object.values(stores)) store.clear();
      this.clearedAt = Date.now();
      stores.settings.put({ id: "cleared", at: this.clearedAt });
    });
    setTimeout(() => void this.#forgetClearing(), HEARD_WITHIN);
    for (const key of draftKeys()) dropDraft(key);
    await emptyPagesCache();
    this.#forget();
    this.#broadcast({ cleared: true });
    return (await this.all()).length + draftKeys().length;
  }

  // After the record was deleted on another device.

  /** Empties this device, except for unsent entries, about which the learner decides. */
  async emptyAsDeleted() {
    const { record } = this.place;
    const stores = /** @type {const} */ (["entries", "unsent", "pages", "settings"]);
    const removed = await this.device.change([...stores], (all) => emptied(all, record));
    await this.#reload();
    this.channel?.postMessage({ place: true });
    for (const key of removed) this.changed(key, false);
  }

  /** @returns {Promise<Entry[]>} The unsent entries that are still here. */
  async leftEntries() {
    const found = await Promise.all((this.place.left ?? []).map((key) => this.read(key)));
    return found.flatMap((entry) => entry ?? []);
  }

  /** Keeps the unsent entries, only on this device. */
  async keepLeft() {
    await this.settlePlace({ mode: "device" });
  }

  /** Deletes the unsent entries, too; anything written elsewhere since then stays. */
  async deleteLeft() {
    const left = this.place.left ?? [];
    const isAnythingElse = await this.device.change(["entries", "settings"], (all) =>
      withoutLeft(all, left),
    );
    if (!isAnythingElse) return void (await this.clear());
    for (const key of left) dropDraft(key);
    await this.#reload();
    this.channel?.postMessage({ place: true });
    for (const key of left) this.changed(key, false);
  }

  /** The learner has read that the record was deleted. */
  async acknowledgeDeleted() {
    await this.settlePlace({ mode: "undecided" });
  }

  // For the connection to the store.

  /**
   * Stores where the record is kept.
   * @param {Place} place
   * @param {{unsent?: "never" | "again", of?: string}} [how] `unsent`: none of the local entries is in the
   *   store, since they were never sent, or have to be sent again; `of`: the look-up id of the record of this
   *   place. If this device has left that record meanwhile, nothing is stored.
   */
  async settlePlace(place, { unsent, of } = {}) {
    const isLate = await this.device.change(["entries", "unsent", "settings"], async (stores) => {
      if (of && (await answer(stores.settings.get("place")))?.record !== of) return true;
      stores.settings.put({ id: "place", ...place });
      if (unsent) await markUnsent(stores, unsent);
      return false;
    });
    if (isLate) {
      await this.#reload();
      throw new RecordError("moved");
    }
    this.settled += 1;
    this.place = place;
    if (place.mode !== "code") this.trouble = "";
    await this.countUnsent();
    this.channel?.postMessage({ place: true });
  }

  /** @param {string} trouble The problem with the synchronisation, or "". @param {string} [sent] */
  tellTrouble(trouble, sent) {
    this.trouble = trouble;
    if (sent) this.lastSent = sent;
    this.#tellKeeping();
  }

  // Inner workings.

  /** @returns {RecordSync} */
  #needSync() {
    if (!this.sync) throw new RecordError("silent");
    return this.sync;
  }

  /** Reads where the record is kept. */
  async #reload() {
    const { settled } = this;
    try {
      const [known, cleared] = await Promise.all(
        ["place", "cleared"].map((id) => this.device.read("settings", (store) => store.get(id))),
      );
      // A decision made here meanwhile is newer than the stored one.
      if (settled === this.settled) {
        const { id: _id, ...place } = known ?? { mode: "undecided" };
        if (place.record !== this.place.record) this.trouble = "";
        this.place = place;
        this.clearedAt = cleared?.at ?? 0;
      }
      if (cleared && Date.now() - cleared.at > HEARD_WITHIN) await this.#forgetClearing();
      await this.countUnsent();
    } catch {
      // If the browser stores nothing, the first save reports it.
    }
    this.#tellKeeping();
  }

  /** By now every tab knows that this device was cleared: so this note is deleted, too. */
  async #forgetClearing() {
    await this.device
      .change(["settings"], async ({ settings }) => void settings.delete("cleared"))
      .catch(() => undefined);
  }

  #forget() {
    this.settled += 1;
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
    if (isOwn) this.sync?.nudge();
  }

  /** @override */
  clearedElsewhere() {
    this.#hear({ cleared: true });
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

  /** @param {{key?: string, cleared?: boolean, place?: boolean}} event An action of another tab. */
  #hear(event) {
    if (event.place) void this.#reload();
    if (event.cleared) {
      // Any text being written here is older than that.
      for (const key of draftKeys()) if (draftOf(key)?.client === this.client) dropDraft(key);
      this.#forget();
    }
    if (event.cleared || event.key) this.#tell(event.key ?? null);
    if (event.cleared || event.key) void this.#reload();
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

/** @returns {DeviceRecord} The record of this page, the same for all callers. */
export function openRecord() {
  const shared = /** @type {Record<symbol, DeviceRecord>} */ (/** @type {unknown} */ (globalThis));
  shared[SHARED] ??= new DeviceRecord();
  return shared[SHARED];
}
