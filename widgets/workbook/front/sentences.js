/** Texts with gaps: what is filled in may end a sentence by itself. */

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
