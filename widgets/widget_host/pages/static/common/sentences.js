/** Texts with gaps: what is filled in may end a sentence by itself, and a number chooses the form of the text. */

import { pluralForm } from "./language.js";

const ENDED = /[.!?:…]$/;

/**
 * @param {string} text With `{name}` where a value goes.
 * @param {Record<string, string | number>} values
 * @returns {string} The text with the values in it. After one that ends a sentence, no full stop follows.
 */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}(\.(?![.\w]))?/g, (whole, key, stop = "") => {
    if (values[key] === undefined) return whole;
    const value = String(values[key]);
    return ENDED.test(value) ? value : value + stop;
  });
}

/**
 * @param {Record<string, string>} words By name; what is said of a number has a text for each form, `name.one`.
 * @param {string} name
 * @param {Record<string, string | number>} values Its `count` chooses the form, by the rules of the page's language.
 * @returns {string | undefined}
 */
export function wordOf(words, name, { count }) {
  if (words[name] !== undefined || typeof count !== "number") return words[name];
  return words[`${name}.${pluralForm(count)}`] ?? words[`${name}.other`];
}
