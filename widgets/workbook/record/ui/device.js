/**
 * The browser's own storage (IndexedDB), used so that an answer means that the data is on disk. Not here: the
 * stored data (see record.js).
 */

import { own } from "../../../widget_host/pages/static/common/storage_namespace.js";

const VERSION = 2;

/** Every object store, with its key path. */
const STORES = { entries: "key", unsent: "key", pages: "page", settings: "id" };

/** @typedef {keyof typeof STORES} StoreName */
/** @typedef {Record<StoreName, IDBObjectStore>} Stores */

/**
 * An error of the device's storage, `blocked` (the browser stores nothing) or `full`; or of the workbook's
 * store, with its own reason, or `silent` (no answer).
 */
export class RecordError extends Error {
  /** @param {string} reason @param {number} [seconds] How long to wait, if the reason is `wait`. */
  constructor(reason, seconds) {
    super(`The record is ${reason}.`);
    this.reason = reason;
    this.seconds = seconds;
  }
}

/**
 * Why the device refused. An error from another copy of this module has another class, so it is recognised by
 * its fields and not by its class.
 * @param {unknown} error
 * @returns {"blocked" | "full"}
 */
export function reasonOf(error) {
  const { reason, name } = /** @type {{reason?: string, name?: string}} */ (error ?? {});
  return reason === "full" || name === "QuotaExceededError" ? "full" : "blocked";
}

/** The storage of this browser. It is opened on first use, and again if the browser has closed it. */
export class Device {
  constructor() {
    /** @type {Promise<IDBDatabase> | null} */
    this.database = null;
  }

  /**
   * @template T
   * @param {StoreName[]} names
   * @param {(stores: Stores) => Promise<T>} change May await only the stores' own requests.
   * @returns {Promise<T>} What `change` returned, once all of it is on disk. Rejects with a RecordError.
   */
  async change(names, change) {
    try {
      const database = await this.#open();
      const transaction = database.transaction(names, "readwrite", { durability: "strict" });
      const onDisk = new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(undefined);
        transaction.onabort = () => reject(transaction.error);
      });
      onDisk.catch(() => undefined);
      const stores = names.map((name) => [name, transaction.objectStore(name)]);
      const result = await change(/** @type {Stores} */ (Object.fromEntries(stores)));
      await onDisk;
      return result;
    } catch (error) {
      throw new RecordError(reasonOf(error));
    }
  }

  /**
   * @param {StoreName} name
   * @param {(store: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<any>}
   */
  async read(name, ask) {
    try {
      const database = await this.#open();
      return await answer(ask(database.transaction(name).objectStore(name)));
    } catch (error) {
      throw new RecordError(reasonOf(error));
    }
  }

  /** @returns {Promise<IDBDatabase>} */
  #open() {
    this.database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(own("workbook"), VERSION);
      request.onupgradeneeded = () => {
        const { result } = request;
        for (const [name, keyPath] of Object.entries(STORES))
          if (!result.objectStoreNames.contains(name)) result.createObjectStore(name, { keyPath });
      };
      request.onsuccess = () => {
        // A browser may close the storage at any time (its data removed by hand): reopen it on the next use.
        request.result.onclose = () => (this.database = null);
        request.result.onversionchange = () => {
          request.result.close();
          this.database = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    this.database.catch(() => (this.database = null));
    return this.database;
  }
}

/** @param {IDBRequest} request @returns {Promise<any>} */
export function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
