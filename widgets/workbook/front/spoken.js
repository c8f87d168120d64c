/**
 * Which parts of a text are English on a page in another language, so that it can say so (WCAG 3.1.2).
 *
 * What no translation has is known beforehand; pages show it whole, in pieces, or within a text of their own.
 * Not here: how a page shows it (see kit.js).
 */

/** In signs. What is shorter counts where it is the whole text alone: it could be a part of any word. */
const LEAST_WITHIN = 8;
const LEAST_PIECE = 12;

/** @type {Set<string>} */
const english = new Set();
/** @type {string[]} The same, the longest first. */
let longestFirst = [];
/** @type {Map<string, [string, boolean][]>} */
let known = new Map();

/** @param {string[]} texts What stands in English; each of its lines does, too. */
export function learnEnglish(texts) {
  for (const text of texts) for (const one of [text, ...text.split(/\n+/)]) english.add(one.trim());
  english.delete("");
  longestFirst = [...english].sort((one, other) => other.length - one.length);
  known = new Map();
}

/**
 * @param {string} text
 * @returns {[string, boolean][]} The text in parts, and whether each is English. No part is empty.
 */
export function partsOf(text) {
  if (!english.size || !text) return text ? [[text, false]] : [];
  const before = known.get(text);
  if (before) return before;
  const parts = isEnglish(text.trim()) ? [both(text, true)] : split(text);
  known.set(text, parts);
  return parts;
}

/** @param {string} text @param {boolean} isIt @returns {[string, boolean]} */
function both(text, isIt) {
  return [text, isIt];
}

/**
 * @param {string} text It may begin with a capital of its own.
 * @returns {boolean} Whether it is an English text, or a piece of one.
 */
function isEnglish(text) {
  const small = text.charAt(0).toLowerCase() + text.slice(1);
  if (english.has(text) || english.has(small)) return true;
  return text.length >= LEAST_PIECE && longestFirst.some((one) => one.includes(text));
}

/** @param {string} text @returns {[string, boolean][]} */
function split(text) {
  const found = longestFirst.find((one) => one.length >= LEAST_WITHIN && startOf(one, text) >= 0);
  if (found === undefined) return [both(text, false)];
  const at = startOf(found, text);
  const rest = text.slice(at + found.length);
  return [...partsOf(text.slice(0, at)), both(found, true), ...partsOf(rest)];
}

/** @param {string} part @param {string} text @returns {number} Where it stands between words, or -1. */
function startOf(part, text) {
  let at = text.indexOf(part);
  while (at >= 0) {
    const beside = `${text.charAt(at - 1)}${text.charAt(at + part.length)}`;
    if (!/[\p{L}\p{N}]/u.test(beside)) return at;
    at = text.indexOf(part, at + 1);
  }
  return at;
}
