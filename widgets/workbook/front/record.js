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

import { Device, RecordError, answer } from "./device.js";
import { draftKeys, draftOf, dropDraft, keepDraft } from "./drafts.js";
import { isNamed, isSame, merge, versionsOf, written } from "./merge.js";

const SHARED = Symbol.for("workbook.record");

/** @typedef {import("./merge.js").About} About */
/** @typedef {import("./merge.js").Version} Version */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {import("./merge.js").Name} Name */
/** @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {import("./sync.js").Desk} Desk */
/** @typedef {import("./sync.js").Line} Line */
/** @typedef {{done: number, total: number}} Progress How many of a page's exercises have an answer. */

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

/** @param {any} value @returns {boolean} Whether a value says nothing. */
export function isBlank(value) {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isBlank);
  if (typeof value === "object") return Object.values(value).every(isBlank);
  return false;
}

/** @param {Entry} entry @returns {{page: string, keys?: string[]}} What a device noted of a page. */
function noteOf({ page, expects }) {
  return { page, keys: expects };
}

/** @returns {string} The name of the page that is open, or nothing outside the served workbook. */
function pageName() {
  return document.body.dataset.page ?? "";
}

/** @returns {string} A random name. It says nothing about a person. */
function newName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
}

/** The one record of a page. */
class DeviceRecord {
  constructor() {
    /** A name for this opening of the page. */
    this.client = newName();
    this.device = new Device();
    /** @type {Place} */
    this.place = { mode: "undecided" };
    /** @type {Set<string>} The keys of what is not yet kept under the recovery code. */
    this.unsent = new Set();
    /** @type {Desk | null} Asks the workbook, where the page can. */
    this.desk = null;
    /** @type {Line | null} Keeps the device and the workbook's store alike. */
    this.line = null;
    this.trouble = "";
    this.lastSent = "";
    /** Whether what there is to do on this page was noted since it opened. */
    this.noted = false;
    /** @type {((place: HTMLElement) => void) | null} */
    this.asker = null;
    /** @type {Set<(key: string | null) => void>} */
    this.watchers = new Set();
    /** @type {Set<(keeping: Keeping) => void>} */
    this.keepingWatchers = new Set();
    /** @type {Set<string> | null} What is expected since everything was cleared: kept with the next answer. */
    this.held = null;
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("workbook") : null;
    this.channel?.addEventListener("message", (event) => this.#hear(event.data ?? {}));
    /** Settled once this device's choice is known; never rejects. */
    this.ready = this.#look();
  }

  // What exercises need: save, read, follow.

  /**
   * Keeps a value, and answers when it is on disk.
   * @param {string} key
   * @param {any} value Anything that JSON can hold.
   * @param {About} about
   * @param {Name | null} [base] The version that the value was made from: it goes, and what was written beside
   *   it stays as another version. Null where there was none. Left out, the value settles everything.
   * @returns {Promise<Entry>} The entry as kept.
   */
  async save(key, value, about, base) {
    return this.#write(key, (before) =>
      written(
        before,
        key,
        { ...about, value, ...this.#here(before) },
        (old) => base === undefined || isNamed(old, base),
      ),
    );
  }

  /** @param {string} key @returns {Promise<Entry | undefined>} */
  async read(key) {
    return this.device.look("entries", (store) => store.get(key));
  }

  /** @returns {Promise<Entry[]>} Every entry, by key. */
  async all() {
    return this.device.look("entries", (store) => store.getAll());
  }

  /**
   * Settles an entry that has several versions: this one stays, and the others go.
   * @param {string} key
   * @param {Name} chosen
   * @returns {Promise<Entry>}
   */
  async pick(key, chosen) {
    return this.#write(key, (before) => {
      const all = before ? versionsOf(before) : [];
      const found = all.find((one) => isNamed(one, chosen));
      if (!found) throw new RecordError("blocked");
      const { client, updated } = this.#here(before);
      return written(before, key, { ...found, client, updated }, () => true);
    });
  }

  /**
   * Says that this page shows an exercise that can be answered, for the progress on the home page. On a
   * device that was just cleared, an open page puts nothing back: that waits for the page's next answer.
   * @param {string} key
   */
  async expect(key) {
    const page = pageName();
    if (!page) return;
    if (this.held) {
      this.held.add(key);
      return;
    }
    await this.device.change(["pages"], async ({ pages }) => {
      const known = await answer(pages.get(page));
      if (!known?.keys.includes(key)) pages.put({ page, keys: [...(known?.keys ?? []), key] });
    });
  }

  /** @returns {Promise<Map<string, Progress>>} For each page that was opened on any device, what is done on it. */
  async progress() {
    const [pages, entries] = await Promise.all([
      this.device.look("pages", (store) => store.getAll()),
      this.all(),
    ]);
    const answered = new Set(entries.filter((e) => !isBlank(e.value)).map((e) => e.key));
    /** @type {Map<string, Set<string>>} */
    const expected = new Map();
    for (const { page, keys } of [...pages, ...entries.map(noteOf)])
      if (keys?.length) expected.set(page, new Set([...(expected.get(page) ?? []), ...keys]));
    return new Map(
      [...expected].map(([page, keys]) => {
        const done = [...keys].filter((key) => answered.has(key)).length;
        return [page, { done, total: keys.size }];
      }),
    );
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

  /**
   * Adds to the time that was spent with this page today, and notes what there is to do on it, so that
   * another device knows how far its learner has come.
   * @param {number} minutes
   */
  async addTime(minutes) {
    const page = pageName();
    if (!page) return;
    const key = `time/${page}/${await this.#deviceName()}`;
    const known = await this.device.look("pages", (store) => store.get(page));
    // Sweden writes the day as the record does: 2026-11-22.
    const today = new Date().toLocaleDateString("sv-SE");
    const title = document.querySelector("h1")?.textContent?.trim() || document.title;
    this.noted = true;
    await this.#write(key, (before) => {
      const value = { ...before?.value, [today]: (before?.value?.[today] ?? 0) + minutes };
      const version = { kind: "time", title, value, expects: known?.keys ?? [] };
      return written(before, key, { ...version, ...this.#here(before) }, () => true);
    });
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
   * Takes in entries from elsewhere, each merged with what is here.
   * @param {Entry[]} entries
   * @param {{stored?: boolean}} [how] `stored`: they are as the workbook's store has them.
   * @returns {Promise<number>} How many entries changed on this device.
   */
  async takeIn(entries, { stored = false } = {}) {
    /** @type {string[]} */
    const changed = [];
    await this.device.change(["entries", "unsent"], async (stores) => {
      for (const entry of entries) {
        const here = await answer(stores.entries.get(entry.key));
        const merged = here ? merge(here, entry) : entry;
        const isNew = !here || !isSame(here, merged);
        if (isNew) stores.entries.put(merged);
        if (isNew) changed.push(entry.key);
        if (stored && isSame(merged, entry)) stores.unsent.delete(entry.key);
        else if (stored || isNew) stores.unsent.put({ key: entry.key });
      }
    });
    await this.#countUnsent();
    for (const key of changed) this.#broadcast({ key });
    this.#tellKeeping();
    return changed.length;
  }

  /**
   * @param {number} most
   * @param {Set<string>} without Keys to leave out.
   * @returns {Promise<Entry[]>} Some of what is unsent: `most` signs, or one entry.
   */
  async unsentEntries(most, without) {
    const keys = await this.device.look("unsent", (store) => store.getAllKeys());
    /** @type {Entry[]} */
    const batch = [];
    let size = 0;
    for (const key of keys) {
      const entry = without.has(key) ? undefined : await this.read(key);
      if (!entry) continue;
      size += JSON.stringify(entry).length;
      if (batch.length && size > most) break;
      batch.push(entry);
    }
    return batch;
  }

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
    await this.#countUnsent();
    this.#tellKeeping();
    this.channel?.postMessage({ place: true });
  }

  /** @param {string} trouble What is wrong with the line, or nothing. @param {string} [sent] */
  tellTrouble(trouble, sent) {
    this.trouble = trouble;
    if (sent) this.lastSent = sent;
    this.#tellKeeping();
  }

  // Inner workings.

  /** @param {Entry | undefined} before */
  #here(before) {
    const page = pageName() || (before?.page ?? "");
    return { page, client: this.client, updated: new Date().toISOString() };
  }

  /** @returns {Line} */
  #needLine() {
    if (!this.line) throw new RecordError("silent");
    return this.line;
  }

  /** @param {string} key @param {(before: Entry | undefined) => Entry} make */
  async #write(key, make) {
    const entry = await this.device.change(["entries", "unsent"], async (stores) => {
      const made = make(await answer(stores.entries.get(key)));
      stores.entries.put(made);
      stores.unsent.put({ key });
      return made;
    });
    this.unsent.add(key);
    this.#letGo();
    this.#broadcast({ key });
    this.#tellKeeping();
    this.line?.nudge();
    if (!this.noted) void this.addTime(0).catch(() => undefined);
    return entry;
  }

  /** @returns {Promise<string>} This device's name among the devices of a record. */
  async #deviceName() {
    return this.device.change(["settings"], async ({ settings }) => {
      const known = await answer(settings.get("device"));
      if (known) return known.name;
      const name = newName();
      settings.put({ id: "device", name });
      return name;
    });
  }

  /** Reads where the record is kept. */
  async #look() {
    try {
      const known = await this.device.look("settings", (store) => store.get("place"));
      const { id: _id, ...place } = known ?? { mode: "undecided" };
      this.place = place;
      await this.#countUnsent();
    } catch {
      // A browser that keeps nothing says so at the first word that is written.
    }
    this.#tellKeeping();
  }

  async #countUnsent() {
    this.unsent = new Set(await this.device.look("unsent", (store) => store.getAllKeys()));
  }

  /** Keeps what was expected since everything was cleared. */
  #letGo() {
    const held = this.held ?? [];
    this.held = null;
    for (const key of held) void this.expect(key).catch(() => undefined);
  }

  #forget() {
    this.place = { mode: "undecided" };
    this.unsent = new Set();
    this.trouble = this.lastSent = "";
    this.noted = false;
    this.held = new Set();
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
