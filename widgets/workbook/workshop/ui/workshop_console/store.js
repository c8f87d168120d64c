/**
 * This tab's storage for its trainer: the token, the current workshop, a plan being edited, unsent notes, the
 * address for phones. A window that is opened from here gets a copy. It ends with the tab.
 *
 * This browser also stores a token by which the server recognises it as a trainer's device; this signs nobody
 * in, but strangers' attempts to sign in do not make this browser wait.
 */

import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";

const SLOTS = {
  token: "wb-trainer",
  workshop: "wb-trainer-workshop",
  address: "wb-trainer-address",
  plan: "wb-trainer-plan",
  notes: "wb-trainer-notes",
  clock: "wb-trainer-clock",
};

const DEVICE = "wb-trainer-device";

/** @typedef {keyof typeof SLOTS} TrainerSlot */

export class TrainerStore {
  constructor() {
    /** @type {Map<string, string>} Values that the browser refused to store. */
    this.passing = new Map();
  }

  /** @param {TrainerSlot} slot @returns {string} */
  get(slot) {
    const name = own(SLOTS[slot]);
    try {
      return this.passing.get(name) ?? sessionStorage.getItem(name) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {TrainerSlot} slot @param {string} value Empty to forget it. */
  put(slot, value) {
    const name = own(SLOTS[slot]);
    this.passing.delete(name);
    try {
      if (value) sessionStorage.setItem(name, value);
      else sessionStorage.removeItem(name);
    } catch {
      this.passing.set(name, value);
    }
  }

  /** Forgets everything. */
  clear() {
    for (const slot of Object.keys(SLOTS)) this.put(/** @type {TrainerSlot} */ (slot), "");
  }

  /** @returns {string} The device token, or "". */
  device() {
    try {
      return localStorage.getItem(own(DEVICE)) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {string} device */
  keepDevice(device) {
    try {
      localStorage.setItem(own(DEVICE), device);
    } catch {
      // A browser without storage is a new device each time.
    }
  }

  /** @param {Storage} storage That of another window, which gets a full copy. */
  copyTo(storage) {
    for (const [slot, name] of Object.entries(SLOTS))
      storage.setItem(own(name), this.get(/** @type {TrainerSlot} */ (slot)));
  }

  /** @param {TrainerSlot} slot @returns {any} The value stored by `putData`, or null. */
  data(slot) {
    try {
      return JSON.parse(this.get(slot) || "null");
    } catch {
      return null;
    }
  }

  /** @param {TrainerSlot} slot @param {any} value Null to forget it. */
  putData(slot, value) {
    this.put(slot, value === null ? "" : JSON.stringify(value));
  }
}
