/**
 * Texts being written, stored at every key press (in local storage, which is written synchronously) until
 * they are in the record.
 */

import { own } from "../../../widget_host/pages/static/common/storage_namespace.js";

/** @returns {string} The prefix of the drafts' names. */
function prefix() {
  return `${own("workbook")}/draft/`;
}

/**
 * @typedef {object} Draft A text that has not been acknowledged yet.
 * @property {string} key
 * @property {any} value
 * @property {string} client The id of the page view in which it was written.
 * @property {{client: string, seq: number} | null} [base] The version on which it is based.
 */

/** @param {Draft} draft If the browser has no space, saving to the record, which follows, reports it. */
export function keepDraft(draft) {
  try {
    localStorage.setItem(prefix() + draft.key, JSON.stringify(draft));
  } catch {
    // The record's own answer, which follows, informs the learner.
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
    // A browser without local storage has no drafts either.
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
