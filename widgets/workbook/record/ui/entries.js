/**
 * The entries of this device: reading, writing, importing, and tracking unsent ones. Not here: merging
 * entries (see merge.js), notifying of changes, and where the record is kept (see record.js).
 */

import { Device, RecordError, answer } from "./device.js";
import { isNamed, isSame, merge, versionsOf, written } from "./merge.js";

/** @typedef {import("./merge.js").About} About */
/** @typedef {import("./merge.js").Version} Version */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {import("./merge.js").Name} Name */
/** @typedef {{done: number, total: number}} Progress How many of a page's exercises have an answer. */

/** @param {any} value @returns {boolean} Whether a value is blank. */
export function isBlank(value) {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isBlank);
  if (typeof value === "object") return Object.values(value).every(isBlank);
  return false;
}

/** @param {string} key @returns {boolean} Whether it is the key of an answer, rather than of measured time. */
export function isAnswerKey(key) {
  return !key.startsWith("time/");
}

/** @param {Entry} entry @returns {{page: string, keys?: string[]}} A device's note about a page. */
function noteOf({ page, expects }) {
  return { page, keys: expects };
}

/** @param {Entry[]} entries @returns {Set<string>} The keys of those with an answer. */
function answeredIn(entries) {
  return new Set(entries.filter((e) => !isBlank(e.value)).map((e) => e.key));
}

/** @param {HTMLElement} root An exercise. @returns {Set<string>} The keys of its answers that count. */
export function expectedIn(root) {
  return new Set(JSON.parse(root.dataset.expects ?? "[]"));
}

/** @returns {string} The name of the open page, or "" outside of the served workbook. */
function pageName() {
  return document.body.dataset.page ?? "";
}

/** @returns {string} A random name, which reveals nothing about a person. */
function newName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
}

/** The entries stored on this device. */
export class Entries {
  constructor() {
    /** The id of this page view. */
    this.client = newName();
    this.device = new Device();
    /** @type {Set<string>} The keys of entries that are not stored under the recovery code yet. */
    this.unsent = new Set();
    /** @type {HTMLElement | null} The exercise that is being drawn. */
    this.drawing = null;
    /** Whether this page's exercises were noted since it was opened. */
    this.noted = false;
    /** @type {Set<string> | null} Keys expected since everything was cleared: stored with the next answer. */
    this.held = null;
    /** When this device was last cleared, in ms, as far as this page knows. */
    this.clearedAt = 0;
    /** @type {Map<string, number>} When a text was last written on this page, in ms. */
    this.writtenAt = new Map();
  }

  /**
   * Called for every entry that changed on this device.
   * @param {string} _key
   * @param {boolean} _isOwn Whether it was written here, and not imported.
   */
  changed(_key, _isOwn) {}

  /** Called when the unsent entries were counted. */
  counted() {}

  /** Called when another tab has cleared this device. */
  clearedElsewhere() {}

  /**
   * Stores a value, and settles when it is on disk.
   * @param {string} key
   * @param {any} value Any JSON value.
   * @param {About} about
   * @param {Name | null} [base] The version on which the value is based: it is replaced, and versions written
   *   in parallel are kept. Null if there was none. If omitted, the value replaces all versions.
   * @returns {Promise<Entry>} The stored entry.
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
    return this.device.read("entries", (store) => store.get(key));
  }

  /** @returns {Promise<Entry[]>} Every entry, by key. */
  async all() {
    return this.device.read("entries", (store) => store.getAll());
  }

  /**
   * Resolves an entry that has several versions: this one stays, and the others are removed.
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
   * Records that this page shows an exercise that can be answered, for the progress on the home page. On a
   * device that was just cleared, an open page stores nothing until its next answer.
   * @param {string} key
   * @param {HTMLElement | null} [root] The exercise; by default the one that is being drawn.
   */
  async expect(key, root = this.drawing) {
    if (root) root.dataset.expects = JSON.stringify([...expectedIn(root).add(key)]);
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

  /** @returns {Promise<Set<string>>} The keys that have an answer. */
  async answered() {
    return answeredIn(await this.all());
  }

  /** @returns {Promise<Map<string, Progress>>} The progress of each page that was opened on any device. */
  async progress() {
    const [pages, entries] = await Promise.all([
      this.device.read("pages", (store) => store.getAll()),
      this.all(),
    ]);
    const answered = answeredIn(entries);
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
   * Adds to the time spent on this page today, and notes its exercises, so that another device knows the
   * learner's progress.
   * @param {number} minutes
   */
  async addTime(minutes) {
    const page = pageName();
    if (!page) return;
    const key = `time/${page}/${await this.#deviceName()}`;
    const known = await this.device.read("pages", (store) => store.get(page));
    // The Swedish format is that of the record: 2026-11-22.
    const today = new Date().toLocaleDateString("sv-SE");
    const title = document.querySelector("h1")?.textContent?.trim() || document.title;
    this.noted = true;
    await this.#write(key, (before) => {
      const value = { ...before?.value, [today]: (before?.value?.[today] ?? 0) + minutes };
      const version = { kind: "time", title, value, expects: known?.keys ?? [] };
      return written(before, key, { ...version, ...this.#here(before) }, () => true);
    });
  }

  /**
   * Imports entries, each merged with the local one.
   * @param {Entry[]} entries
   * @param {{stored?: boolean, of?: string}} [how] `stored`: they come from the workbook's store; `of`: the
   *   look-up id of their record. If this device has left that record, they are ignored.
   * @returns {Promise<number>} How many entries changed on this device.
   */
  async takeIn(entries, { stored = false, of } = {}) {
    /** @type {string[]} */
    const changed = [];
    const names = /** @type {const} */ (["entries", "unsent", "settings"]);
    const isLate = await this.device.change([...names], async (stores) => {
      if (of && (await answer(stores.settings.get("place")))?.record !== of) return true;
      for (const entry of entries) {
        const here = await answer(stores.entries.get(entry.key));
        const merged = here ? merge(here, entry) : entry;
        const isNew = !here || !isSame(here, merged);
        if (isNew) stores.entries.put(merged);
        if (isNew) changed.push(entry.key);
        if (stored && isSame(merged, entry)) stores.unsent.delete(entry.key);
        else if (stored || isNew) {
          const known = await answer(stores.unsent.get(entry.key));
          stores.unsent.put(known ?? { key: entry.key });
        }
      }
      return false;
    });
    if (isLate) throw new RecordError("moved");
    await this.countUnsent();
    for (const key of changed) this.changed(key, false);
    return changed.length;
  }

  /**
   * @param {number} most
   * @param {{has: (key: string) => boolean}} without Keys to leave out.
   * @returns {Promise<Entry[]>} Some of the unsent entries: up to `most` characters, or one entry.
   */
  async unsentEntries(most, without) {
    const keys = await this.device.read("unsent", (store) => store.getAllKeys());
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

  /** Reads the unsent keys again: another tab may have sent some. */
  async countUnsent() {
    this.unsent = new Set(await this.device.read("unsent", (store) => store.getAllKeys()));
    this.counted();
  }

  /** @param {Entry | undefined} before */
  #here(before) {
    const page = pageName() || (before?.page ?? "");
    return { page, client: this.client, updated: new Date().toISOString() };
  }

  /** @param {string} key @param {(before: Entry | undefined) => Entry} make */
  async #write(key, make) {
    const writtenAt = this.writtenAt.get(key) ?? Date.now();
    const entry = await this.device.change(["entries", "unsent", "settings"], async (stores) => {
      // Another tab may have just cleared this device: then anything written before is deleted, too.
      const clearedAt = (await answer(stores.settings.get("cleared")))?.at ?? 0;
      if (clearedAt !== this.clearedAt && writtenAt <= clearedAt) return null;
      const made = make(await answer(stores.entries.get(key)));
      stores.entries.put(made);
      stores.unsent.put({ key, wrote: { client: made.client, seq: made.seq } });
      return made;
    });
    if (!entry) {
      this.clearedElsewhere();
      throw new RecordError("cleared");
    }
    this.unsent.add(key);
    this.#letGo();
    this.changed(key, true);
    if (!this.noted) void this.addTime(0).catch(() => undefined);
    return entry;
  }

  /** @returns {Promise<string>} This device's id among the devices of a record. */
  async #deviceName() {
    return this.device.change(["settings"], async ({ settings }) => {
      const known = await answer(settings.get("device"));
      if (known) return known.name;
      const name = newName();
      settings.put({ id: "device", name });
      return name;
    });
  }

  /** Stores the keys expected since everything was cleared. */
  #letGo() {
    const held = this.held ?? [];
    this.held = null;
    for (const key of held) void this.expect(key).catch(() => undefined);
  }
}
