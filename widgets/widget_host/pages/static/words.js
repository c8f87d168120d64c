/** The words that the scripts of a page say, as the server put them into it. */

import { filled, wordOf } from "./sentences.js";

/** @type {Record<string, string> | null} */
let known = null;

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values] What stands for `{name}` in the text.
 * @returns {string}
 */
export function t(name, values = {}) {
  known ??= JSON.parse(document.getElementById("wb-words")?.textContent ?? "{}");
  const text = wordOf(known ?? {}, name, values);
  if (text === undefined) throw new Error(`There are no words for ${name}.`);
  return filled(text, values);
}

/** @param {number} before @returns {string} How many wait before somebody. */
export function placeInLine(before) {
  return before === 0 ? t("serve.full.none") : t("serve.full.before", { count: before });
}
