/**
 * What the learner writes, kept in this browser and nowhere else.
 *
 * A text is on disk twice over while it is being written: each change goes into a draft at once (local
 * storage, which is written before the next key), and after a pause into the record (IndexedDB, which
 * answers when the words are on disk). Only that answer is an acknowledgement. Nothing here asks a server.
 *
 * The page, and every exercise on it, hold copies of this module; they share one record through `openRecord`.
 */

const DATABASE = "workbook";
const VERSION = 1;
const DRAFT = "workbook/draft/";
const SHARED = Symbol.for("workbook.record");

/**
 * @typedef {object} About What an entry answers, so that it can be shown without the exercise at hand.
 * @property {string} kind The exercise's name: reflection, scenario, policy...
 * @property {string} title The exercise's title.
 * @property {string} [standard] The identifier of the standard that it belongs to.
 * @property {string} [question] The words that the entry answers.
 * @property {string} [words] The entry as a person reads it, where `value` is not a text.
 */

/**
 * @typedef {About & {
 *   key: string, value: any, page: string, client: string, seq: number, updated: string, others: Other[]
 * }} Entry One answer. `seq` counts its changes; `updated` is an ISO date and time.
 */

/** @typedef {{value: any, words?: string, updated: string}} Other A text that another tab wrote over unseen ground. */
/** @typedef {{done: number, total: number}} Progress How many of a page's exercises have an answer. */
/** @typedef {{key: string, value: any, at: string}} Draft A text that is not yet acknowledged. */

/** What went wrong with the device's store: `blocked` (the browser keeps nothing), or `full`. */
export class RecordError extends Error {
  /** @param {"blocked" | "full"} reason */
  constructor(reason) {
    super(`The record is ${reason}.`);
    this.reason = reason;
  }
}

/**
 * Why the record refused. An error of another copy of this module has another class, so it is known by
 * what it says and not by what it is.
 * @param {unknown} error
 * @returns {"blocked" | "full"}
 */
export function reasonOf(error) {
  const { reason, name } = /** @type {{reason?: string, name?: string}} */ (error ?? {});
  return reason === "full" || name === "QuotaExceededError" ? "full" : "blocked";
}

/** @param {unknown} error @returns {RecordError} */
function asRecordError(error) {
  return new RecordError(reasonOf(error));
}

/** @param {any} value @returns {boolean} Whether a value says nothing. */
export function isBlank(value) {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isBlank);
  if (typeof value === "object") return Object.values(value).every(isBlank);
  return false;
}

/** @returns {string} The name of the page that is open, or nothing outside the served workbook. */
function pageName() {
  return document.body.dataset.page ?? "";
}

/** @returns {string} A name for this opening of the page. It says nothing about a person. */
function newClient() {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
}

/** The one record of a page. */
class DeviceRecord {
  constructor() {
    this.client = newClient();
    /** @type {Promise<IDBDatabase> | null} */
    this.database = null;
    /** @type {Set<(key: string | null) => void>} */
    this.watchers = new Set();
    /** @type {Set<string> | null} What is expected since everything was cleared: kept with the next answer. */
    this.held = null;
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("workbook") : null;
    this.channel?.addEventListener("message", (event) => this.#tell(event.data?.key ?? null));
  }

  /**
   * Keeps a value, and answers when it is on disk.
   *
   * Where another tab has written since `base` was read, its words move into `others`: nothing is lost.
   * @param {string} key
   * @param {any} value Anything that JSON can hold.
   * @param {About} about
   * @param {number} [base] The `seq` of the entry that the value was made from.
   * @returns {Promise<Entry>} The entry as kept.
   */
  async save(key, value, about, base) {
    return this.#change(["entries"], async (stores) => {
      const entries = stores[0];
      /** @type {Entry | undefined} */
      const before = await answer(entries.get(key));
      const others = before?.others ?? [];
      const unseen =
        before !== undefined &&
        base !== undefined &&
        before.seq > base &&
        before.client !== this.client &&
        !isBlank(before.value) &&
        JSON.stringify(before.value) !== JSON.stringify(value);
      /** @type {Entry} */
      const entry = {
        ...about,
        key,
        value,
        page: pageName() || (before?.page ?? ""),
        client: this.client,
        seq: (before?.seq ?? 0) + 1,
        updated: new Date().toISOString(),
        others: unseen
          ? [...others, { value: before.value, words: before.words, updated: before.updated }]
          : others,
      };
      entries.put(entry);
      return entry;
    }).then((entry) => {
      this.#letGo();
      this.#broadcast(key);
      return entry;
    });
  }

  /** @param {string} key @returns {Promise<Entry | undefined>} */
  async read(key) {
    return this.#look("entries", (store) => store.get(key));
  }

  /** @returns {Promise<Entry[]>} Every entry, by key. */
  async all() {
    return this.#look("entries", (store) => store.getAll());
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
    await this.#change(["pages"], async ([pages]) => {
      const known = await answer(pages.get(page));
      if (!known?.keys.includes(key)) pages.put({ page, keys: [...(known?.keys ?? []), key] });
    });
  }

  /** Keeps what was expected since everything was cleared. */
  #letGo() {
    const held = this.held ?? [];
    this.held = null;
    for (const key of held) void this.expect(key).catch(() => undefined);
  }

  /** @returns {Promise<Map<string, Progress>>} For each page that was opened, what is done on it. */
  async progress() {
    const [pages, entries] = await Promise.all([
      this.#look("pages", (store) => store.getAll()),
      this.all(),
    ]);
    const answered = new Set(entries.filter((e) => !isBlank(e.value)).map((e) => e.key));
    return new Map(
      pages.map((/** @type {{page: string, keys: string[]}} */ { page, keys }) => [
        page,
        { done: keys.filter((key) => answered.has(key)).length, total: keys.length },
      ]),
    );
  }

  /**
   * Keeps a text that is being written, before anything else can happen. Where the browser has no room,
   * the record itself is still to come, and says so.
   * @param {string} key
   * @param {any} value
   */
  draft(key, value) {
    try {
      localStorage.setItem(
        DRAFT + key,
        JSON.stringify({ key, value, at: new Date().toISOString() }),
      );
    } catch {
      // The record's own answer, which follows, tells the learner.
    }
  }

  /** @param {string} key @returns {Draft | null} A text that was written and never acknowledged. */
  draftOf(key) {
    try {
      return JSON.parse(localStorage.getItem(DRAFT + key) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {any} value Drops the draft, if it still says just this. */
  settle(key, value) {
    const draft = this.draftOf(key);
    if (draft && JSON.stringify(draft.value) === JSON.stringify(value)) this.#dropDraft(key);
  }

  /**
   * Calls back when an entry changed in another tab or in another exercise: with its key, or with null
   * when everything was cleared.
   * @param {(key: string | null) => void} callback
   * @returns {() => void} Stops it.
   */
  watch(callback) {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  /** Deletes everything on this device. @returns {Promise<number>} How much is left: nothing, or it says. */
  async clear() {
    for (const name of draftNames()) this.#dropDraft(name.slice(DRAFT.length));
    await this.#change(["entries", "pages"], async (stores) => {
      for (const store of stores) store.clear();
    });
    this.#broadcast(null);
    return (await this.all()).length + draftNames().length;
  }

  /** @param {string} key */
  #dropDraft(key) {
    try {
      localStorage.removeItem(DRAFT + key);
    } catch {
      // A browser that has no local storage has no draft either.
    }
  }

  /** @param {string | null} key */
  #broadcast(key) {
    this.channel?.postMessage({ key });
    this.#tell(key);
  }

  /** @param {string | null} key */
  #tell(key) {
    if (key === null) this.held = new Set();
    for (const watcher of [...this.watchers]) watcher(key);
  }

  /** @returns {Promise<IDBDatabase>} */
  #open() {
    this.database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("entries", { keyPath: "key" });
        request.result.createObjectStore("pages", { keyPath: "page" });
      };
      request.onsuccess = () => {
        // A browser may close the store under us (its data removed by hand): open it again at the next use.
        request.result.onclose = () => (this.database = null);
        request.result.onversionchange = () => {
          request.result.close();
          this.database = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(asRecordError(request.error));
    });
    this.database.catch(() => (this.database = null));
    return this.database;
  }

  /**
   * @template T
   * @param {string[]} names
   * @param {(stores: IDBObjectStore[]) => Promise<T>} change
   * @returns {Promise<T>} What `change` returned, once all of it is on disk.
   */
  async #change(names, change) {
    try {
      const database = await this.#open();
      const transaction = database.transaction(names, "readwrite", { durability: "strict" });
      const onDisk = new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(undefined);
        transaction.onabort = () => reject(transaction.error);
      });
      onDisk.catch(() => undefined);
      const result = await change(names.map((name) => transaction.objectStore(name)));
      await onDisk;
      return result;
    } catch (error) {
      throw asRecordError(error);
    }
  }

  /**
   * @param {string} name
   * @param {(store: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<any>}
   */
  async #look(name, ask) {
    try {
      const database = await this.#open();
      return await answer(ask(database.transaction(name).objectStore(name)));
    } catch (error) {
      throw asRecordError(error);
    }
  }
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {string[]} The names of all drafts in local storage. */
function draftNames() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(DRAFT));
  } catch {
    return [];
  }
}

/** @returns {DeviceRecord} The record of this page, the same for all that ask. */
export function openRecord() {
  const shared = /** @type {Record<symbol, DeviceRecord>} */ (/** @type {unknown} */ (globalThis));
  shared[SHARED] ??= new DeviceRecord();
  return shared[SHARED];
}
