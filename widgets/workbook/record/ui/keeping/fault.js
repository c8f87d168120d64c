/** A recovery code while it is typed: its groups, the caret's place, and what is wrong with it. */

import { readCode } from "../code.js";

/** How many letters and digits a code has, and how many stand in a group. */
const SYMBOLS = 24;
const GROUP = 4;
/**
 * @typedef {object} Fault
 * @property {"empty" | "sign" | "short" | "long" | "check"} what
 * @property {string} [sign] The first sign that no code has.
 * @property {number} [group] Counted from 1: the group where it is, or most likely is.
 * @property {number} count How many letters and digits there are.
 */

/** @param {string} text @returns {string} Its letters and digits alone, as capitals. */
function symbolsOf(text) {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** @param {string} symbols @returns {string} The same in groups of four. */
function inGroups(symbols) {
  return symbols.match(new RegExp(`.{1,${GROUP}}`, "gu"))?.join("-") ?? "";
}

/**
 * A code as it is typed, in groups, and where the caret then stands: behind the same letter or digit.
 * @param {string} text
 * @param {number} caret
 * @param {string} [deleted] The kind of change, where something was deleted: a hyphen that was taken away
 *   takes its neighbour along, since it would come back at once.
 * @param {string} [before] What stood there before.
 * @returns {{text: string, caret: number}}
 */
export function asTyped(text, caret, deleted = "", before = "") {
  let symbols = symbolsOf(text);
  let left = symbolsOf(text.slice(0, caret)).length;
  if (deleted.startsWith("delete") && symbols === symbolsOf(before) && text !== before) {
    const at = deleted.includes("Forward") ? left : left - 1;
    symbols = symbols.slice(0, Math.max(at, 0)) + symbols.slice(at + 1);
    left = Math.max(Math.min(at, left), 0);
  }
  const grouped = inGroups(symbols);
  // At the end of a full group the caret stands before the hyphen, as long as there is one.
  const hyphens = left ? Math.floor((left - 1) / GROUP) : 0;
  return { text: grouped, caret: left + hyphens };
}

/**
 * What is wrong with a code, if anything.
 * @param {string} text
 * @returns {Fault | null}
 */
export function faultOf(text) {
  const symbols = [...symbolsOf(text)];
  const count = symbols.length;
  if (!count) return { what: "empty", count };
  const wrong = symbols.findIndex((one) => !isSymbol(one));
  if (wrong >= 0) return { what: "sign", sign: symbols[wrong], group: groupOf(wrong), count };
  if (count !== SYMBOLS) return { what: count < SYMBOLS ? "short" : "long", count };
  if (isCode(symbols.join(""))) return null;
  return { what: "check", group: likelyGroup(symbols), count };
}

/** @param {string} text */
function isCode(text) {
  return !readCode(text).fault;
}

/** @param {string} sign @returns {boolean} Whether it can stand in a code: alone, it is only too short. */
function isSymbol(sign) {
  return readCode(sign).fault === "short";
}

/** @param {number} at @returns {number} */
function groupOf(at) {
  return Math.floor(at / GROUP) + 1;
}

/**
 * Where a code is most likely mistyped: where two neighbours that change places, or else one other sign,
 * make it right. The check symbols tell any one wrong sign apart; with more, nobody can know.
 * @param {string[]} symbols
 * @returns {number | undefined}
 */
function likelyGroup(symbols) {
  for (let at = 0; at + 1 < SYMBOLS; at += 1) {
    const swapped = [...symbols];
    [swapped[at], swapped[at + 1]] = [symbols[at + 1], symbols[at]];
    if (isCode(swapped.join(""))) return groupOf(at);
  }
  const others = Array.from({ length: 36 }, (_, n) => n.toString(36)).filter(isSymbol);
  for (let at = 0; at < SYMBOLS; at += 1)
    for (const other of others) {
      const changed = [...symbols.slice(0, at), other, ...symbols.slice(at + 1)];
      if (isCode(changed.join(""))) return groupOf(at);
    }
  return undefined;
}
