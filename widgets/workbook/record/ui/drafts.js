/**
 * Words that are being written, kept at every key (local storage, which is written before the next one) until
 * the record has them.
 */

import { own } from "../../../widget_host/pages/static/storage_namespace.js";

/** @returns {string} What the name of each draft begins with. */
function prefix() {
  return `${own("workbook")}/draft/`;
}

/**
 * @typedef {object} Draft A text that is not yet acknowledged.
 * @property {string} key
 * @property {any} value
 * @property {string} client The opening of the page that it was written in.
 * @property {{client: string, seq: number} | null} [base] The version that it was made from.
 */

/** @param {Draft} draft Where the browser has no room, the record itself is still to come, and says so. */
export function keepDraft(draft) {
  try {
    localStorage.setItem(prefix() + draft.key, JSON.stringify(draft));
  } catch {
    // The record's own answer, which follows, tells the learner.
  }
}

/** @param {string} key @returns {Draft | null} */
export function draftOf(key) {
  try {
    return JSON.parse(localStorage.getItem(prefix() + key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key */
export function dropDraft(key) {
  try {
    localStorage.removeItem(prefix() + key);
  } catch {
    // A browser that has no local storage has no draft either.
  }
}

/** @returns {string[]} The keys of all drafts. */
export function draftKeys() {
  try {
    const start = prefix();
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length));
  } catch {
    return [];
  }
}
