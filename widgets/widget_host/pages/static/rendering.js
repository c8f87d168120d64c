/**
 * Has the server set what comes while a page is open and is neither plain text nor HTML: Markdown and formulas.
 *
 * What was there when the page was made is set in it already.
 */

import { xsrfToken } from "./xsrf_token.js";
import { after } from "./signals.js";

/** Milliseconds. */
const WITHIN = 15_000;
const LONGEST = 20_000;
const FORMULA = /\$[^$]+\$|\\\(|\\\[|\\begin\{/;

/** @typedef {"markdown" | "latex"} Kind */

/** @type {Map<string, Promise<string | null>>} What was asked for last: a label says the same again and again. */
const known = new Map();
const MOST = 50;

/**
 * @param {Kind} kind
 * @param {string} text
 * @returns {Promise<string | null>} HTML in which nothing acts, or null where it could not be had.
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
 * Sets the formulas in the texts of an element.
 * @param {HTMLElement} element
 */
export async function setFormulas(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts.filter((one) => FORMULA.test(one.data))) {
    const html = await rendered("latex", text.data);
    // It may say something else by now.
    if (html === null || !text.parentNode) continue;
    // In one piece: where the parts of a label are laid out one by one, the spaces between them are gone.
    const whole = document.createElement("span");
    whole.append(fragment(html));
    text.replaceWith(whole);
  }
}

/**
 * @param {string} html As the server made it: the one place besides outputs where HTML is taken from data.
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
