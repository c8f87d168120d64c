/**
 * A record as the JSON file that any copy of the workbook can read back in, completely or not at all. Its
 * format is that of `record/documents/exchange.py`; the rules for entries are those of `record/merge.py`.
 */

const FORMAT = "workbook learning record";
const VERSION = 1;
const BIGGEST = 50_000_000;
const MOST_NAME = 500;
const MOST_OTHERS = 50;
const MOST_CLIENTS = 50_000;
const MOST_SIGNS = 3_000_000;
const UPDATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
const TEXTS = ["kind", "title", "page"];
const TEXTS_OR_NONE_AT_ALL = ["words", "standard", "question", "frame"];
const LONE = /\p{Surrogate}/gu;

/** @param {any} request @returns {string} */
export function heldBy({ made, entries }) {
  const text = JSON.stringify({ format: FORMAT, version: VERSION, made, entries }, null, 1);
  // An unpaired surrogate can't be encoded: it is written as a JSON escape.
  return `${text.replace(LONE, (half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** @param {string} text @returns {{entries: any[], made: string}} Throws {reason}. */
export function readHeld(text) {
  if (text.length > BIGGEST) throw { reason: "big" };
  const held = parsed(text);
  if (held?.format !== FORMAT || !Number.isInteger(held.version) || held.version < 1)
    throw { reason: "unreadable" };
  if (held.version > VERSION) throw { reason: "newer" };
  const { made, entries } = held;
  if (!Array.isArray(entries) || typeof made !== "string" || Number.isNaN(Date.parse(made)))
    throw { reason: "unreadable" };
  for (const entry of entries) check(entry);
  return { entries, made };
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw { reason: "unreadable" };
  }
}

/** @param {any} entry Throws {reason} where it is not one. */
function check(entry) {
  const { key, others, seen } = entry ?? {};
  if (!isName(key) || !Array.isArray(others) || !isObject(seen)) throw { reason: "unreadable" };
  if (others.length > MOST_OTHERS || Object.keys(seen).length > MOST_CLIENTS)
    throw { reason: "big" };
  if (!Object.entries(seen).every(([client, count]) => isName(client) && isCount(count)))
    throw { reason: "unreadable" };
  const names = new Set();
  for (const version of [entry, ...others]) {
    checkVersion(version);
    const { client, seq } = version;
    if (seq > (seen[client] ?? 0)) throw { reason: "unreadable" };
    names.add(`${client}\u0000${seq}`);
  }
  if (names.size !== 1 + others.length) throw { reason: "unreadable" };
}

/** @param {any} version Throws {reason} where it is not one. */
function checkVersion(version) {
  const { client, seq, updated, value } = version ?? {};
  const isNamed = isName(client) && isCount(seq) && seq >= 1 && value !== undefined;
  const isDated = typeof updated === "string" && UPDATED.test(updated);
  const texts = [
    ...TEXTS.map((name) => version?.[name]),
    ...TEXTS_OR_NONE_AT_ALL.map((name) => version?.[name] ?? ""),
  ];
  if (!isNamed || !isDated || !texts.every((text) => typeof text === "string"))
    throw { reason: "unreadable" };
  if (JSON.stringify(version).length > MOST_SIGNS) throw { reason: "big" };
}

/** @param {any} value @returns {boolean} */
function isName(value) {
  return typeof value === "string" && value.length > 0 && value.length <= MOST_NAME;
}

/** @param {any} value @returns {boolean} */
function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

/** @param {any} value @returns {boolean} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
