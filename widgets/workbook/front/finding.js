/**
 * The search in a long list whose parts are folded. Not here: what is in the list, which of it a search leaves,
 * and links that lead into it, which open what they lead into (see server/static/units.js).
 */

import { h, uniqueId } from "./kit.js";

/** With up to so many results, a list opens them: more are a list again. */
export const FEW = 6;

/** How long to wait after a key press until a screen reader is told what was found, in ms. */
const TOLD_AFTER = 500;

/** @param {string} text @returns {string} The text for comparisons: in lower case, without accents. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/**
 * @param {object} settings
 * @param {string} settings.label
 * @param {() => string} settings.onFind Narrows the list, and returns what a screen reader is to say.
 * @param {import("./kit.js").Context} settings.context
 * @returns {{element: HTMLElement, isFound: (text: string) => boolean, isEmpty: () => boolean, clear: () => void}}
 *   `isFound` is whether a text, made plain, has all the words that were typed.
 */
export function searchField({ label, onFind, context: { say, onLeave } }) {
  const id = uniqueId();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const field = h("input", {
    id,
    type: "text",
    autocomplete: "off",
    enterkeyhint: "search",
    on: {
      input: () => {
        const told = onFind();
        clearTimeout(pause);
        pause = setTimeout(() => say(told), TOLD_AFTER);
      },
    },
  });
  onLeave(() => clearTimeout(pause));
  return {
    element: h("div", { class: "wb-field" }, h("label", { for: id }, label), field),
    isFound: (text) =>
      plain(field.value)
        .split(/\s+/)
        .every((part) => text.includes(part)),
    isEmpty: () => !field.value.trim(),
    clear: () => {
      field.value = "";
    },
  };
}
