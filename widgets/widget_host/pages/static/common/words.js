/** The words for a page's scripts, which the server embedded in the page. */

import { filled, wordOf } from "./sentences.js";

/** @type {Record<string, string> | null} */
let known = null;

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values] The values of placeholders such as `{name}` in the text.
 * @returns {string}
 */
export function t(name, values = {}) {
  known ??= JSON.parse(document.getElementById("wb-words")?.textContent ?? "{}");
  const text = wordOf(known ?? {}, name, values);
  if (text === undefined) throw new Error(`There are no words for ${name}.`);
  return filled(text, values);
}

/** @param {number} before @returns {string} How many are ahead in the queue, in words. */
export function placeInLine(before) {
  return before === 0 ? t("serve.full.none") : t("serve.full.before", { count: before });
}
