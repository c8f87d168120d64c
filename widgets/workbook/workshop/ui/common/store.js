/**
 * A browser's storage for a workshop: its seat, shared by all tabs; uncounted input and unfinished texts,
 * only in this tab. Not here: the workshop itself (see participation.js).
 *
 * Without storage, everything is kept only while the page is open, which `lasts` shows.
 */

import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";

const SEAT = "wb-workshop";
const UNSENT = "wb-workshop-unsent";
const WORDS = "wb-workshop-words";

/**
 * @typedef {object} Seat
 * @property {string} workshop
 * @property {string} seat
 * @property {string} title
 * @property {number} [from] When this browser joined, in ms, by its own clock.
 * @property {number} [seen] When it was last in the workshop, to a minute.
 */

export class RoomStore {
  constructor() {
    /** Whether the seat is kept after the page is left. */
    this.lasts = true;
    /** @type {Map<string, string>} Values that the browser refused to store. */
    this.passing = new Map();
  }

  /** @returns {Seat | null} */
  seat() {
    const seat = this.#read(localOf(), own(SEAT));
    return seat?.workshop && seat.seat ? seat : null;
  }

  /** @param {Seat} seat */
  keepSeat(seat) {
    this.lasts = this.#write(localOf(), own(SEAT), seat);
  }

  /** Forgets the workshop, and everything stored for it in this tab. */
  clear() {
    this.#write(localOf(), own(SEAT), null);
    for (const name of [UNSENT, WORDS]) this.#write(sessionOf(), own(name), null);
  }

  /** @param {string} workshop @returns {any[]} Input of this tab that has not been acknowledged. */
  unsent(workshop) {
    const kept = this.#read(sessionOf(), own(UNSENT));
    return kept?.workshop === workshop && Array.isArray(kept.list) ? kept.list : [];
  }

  /** @param {string} workshop @param {any[]} list */
  keepUnsent(workshop, list) {
    this.#write(sessionOf(), own(UNSENT), list.length ? { workshop, list } : null);
  }

  /** @param {string} step @returns {string} The unfinished text for that step. */
  words(step) {
    const kept = this.#read(sessionOf(), own(WORDS));
    return kept?.step === step ? String(kept.text) : "";
  }

  /** @param {string} step @param {string} text */
  keepWords(step, text) {
    this.#write(sessionOf(), own(WORDS), text ? { step, text } : null);
  }

  /** @param {Event} event @returns {boolean} Whether another tab has changed the seat. */
  isAbout(event) {
    const { key } = /** @type {StorageEvent} */ (event);
    return key === own(SEAT) || key === null;
  }

  /** @param {Storage | null} storage @param {string} name @returns {any} */
  #read(storage, name) {
    try {
      return JSON.parse(this.passing.get(name) ?? storage?.getItem(name) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {Storage | null} storage @param {string} name @param {any} value @returns {boolean} */
  #write(storage, name, value) {
    this.passing.delete(name);
    try {
      if (value === null) storage?.removeItem(name);
      else if (!storage) throw new Error("This browser keeps nothing.");
      else storage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      if (value !== null) this.passing.set(name, JSON.stringify(value));
      return false;
    }
  }
}

/** @returns {Storage | null} A browser may refuse even access to it. */
function localOf() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** @returns {Storage | null} */
function sessionOf() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
