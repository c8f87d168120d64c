/**
 * Has the server render Markdown and formulas that appear while a page is open.
 *
 * Those that existed when the page was created are already rendered in it.
 */

import { xsrfToken } from "../common/xsrf_token.js";
import { after } from "../common/signals.js";

/** Milliseconds. */
const WITHIN = 15_000;
const LONGEST = 20_000;
const FORMULA = /\$[^$]+\$|\\\(|\\\[|\\begin\{/;

/** @typedef {"markdown" | "latex"} Kind */

/** @type {Map<string, Promise<string | null>>} The last requests, cached: a label often repeats the same text. */
const known = new Map();
const MOST = 50;

/**
 * @param {Kind} kind
 * @param {string} text
 * @returns {Promise<string | null>} Inert HTML, or null if it could not be rendered.
 */
export function rendered(kind, text) {
  const name = `${kind} ${text}`;
  let asked = known.get(name);
  if (!asked) {
    if (known.size >= MOST) known.delete(/** @type {string} */ (known.keys().next().value));
    asked = ask(kind, text).catch(() => null);
    known.set(name, asked);
    void asked.then((html) => html === null && known.delete(name));
  }
  return asked;
}

/**
 * Renders the formulas in the texts of an element.
 * @param {HTMLElement} element
 */
export async function setFormulas(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts.filter((one) => FORMULA.test(one.data))) {
    const html = await rendered("latex", text.data);
    // It may have changed meanwhile.
    if (html === null || !text.parentNode) continue;
    // As one element: a label that lays out its parts one by one would lose the spaces between them.
    const whole = document.createElement("span");
    whole.append(fragment(html));
    text.replaceWith(whole);
  }
}

/**
 * @param {string} html From the server: the only place besides outputs where HTML is taken from data.
 * @returns {DocumentFragment}
 */
export function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

/** @param {Kind} kind @param {string} text @returns {Promise<string | null>} */
async function ask(kind, text) {
  if (text.length > LONGEST) return null;
  const response = await fetch(`${document.body.dataset.home}host/rendered`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-XSRFToken": xsrfToken() },
    body: JSON.stringify({ kind, text }),
    signal: after(WITHIN),
  });
  return response.ok ? (await response.json()).html : null;
}
