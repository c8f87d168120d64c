/** A recovery code while it is typed: its groups, the caret's position, and its faults. */

import { readCode } from "../code.js";

/** How many letters and digits a code has, and how many stand in a group. */
const SYMBOLS = 24;
const GROUP = 4;
/**
 * @typedef {object} Fault
 * @property {"empty" | "sign" | "short" | "long" | "check"} what
 * @property {string} [sign] The first invalid character.
 * @property {number} [group] Counted from 1: the group of the fault, or the most likely one.
 * @property {number} count How many letters and digits there are.
 */

/** @param {string} text @returns {string} Only its letters and digits, in upper case. */
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
 * A code as it is typed, in groups, and the caret's position: after the same letter or digit.
 * @param {string} text
 * @param {number} caret
 * @param {string} [deleted] The kind of change, if something was deleted: deleting a hyphen also deletes its
 *   neighbour, since it would reappear immediately.
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
 * The most likely place of a typing mistake: where swapping two neighbours, or else changing one character,
 * makes the code valid. The check symbols locate any one wrong character, but not more.
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
