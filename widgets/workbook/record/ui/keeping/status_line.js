/** The text and buttons of the line near the top, in each state of keeping. Nothing is drawn here. */

import { isBlank } from "../entries.js";

/**
 * @typedef {object} Kept The data for the line.
 * @property {"undecided" | "device" | "code"} mode
 * @property {number} waiting How many answers are waiting to be sent to the database.
 * @property {string} trouble Why the database can't be reached; empty if it can.
 * @property {number} [damaged] How many answers in the database could not be opened.
 * @property {boolean} codes Whether the publisher allows recovery codes.
 * @property {number} answers How many answers this browser has; -1 if it stores nothing for any site.
 * @property {boolean} earlier Whether answers were here before this visit.
 * @property {boolean} [deleted] Whether the record was deleted on another device, and this one emptied.
 * @property {"" | "here" | "pages"} [away] Whether there is no connection, and whether pages opened before still
 *   open.
 * @property {number} [left] How many unsent answers are still here after that.
 */

/**
 * @typedef {"resume" | "choose" | "change" | "not_you" | "new_code" | "device" | "again" | "get" | "left"
 *   | "understood"} Tool
 */
/**
 * @typedef {object} Line
 * @property {string} word The name of its words.
 * @property {number} [count]
 * @property {Tool[]} tools
 * @property {boolean} [caution] Whether it asks for attention.
 */

/** Entries other than answers: time spent, and corrections of it. */
const NO_ANSWERS = ["time", "minutes"];
const KNOWN_TROUBLES = [
  "silent",
  "older",
  "closed",
  "full",
  "newer",
  "off",
  "big",
  "lock",
  "quota",
  "nearly",
  "scarce",
];
/**
 * The possible actions if the database no longer has a record for this device.
 * @type {Map<string, Tool[]>}
 */
const WAYS_OUT = new Map([
  ["restored", ["again", "device"]],
  ["unknown", ["again", "device"]],
  ["changed", ["new_code", "device"]],
  ["wrong", ["new_code", "device"]],
  ["left", ["device", "get"]],
]);
/** Problems that look the same to the learner. */
const SAME_TROUBLE = new Map([
  ["busy", "closed"],
  ["old", "newer"],
]);

/**
 * The entries that are answers and not blank.
 * @template {{kind?: string, value: any}} T
 * @param {T[]} entries
 * @returns {T[]}
 */
export function answersAmong(entries) {
  return entries.filter(({ kind, value }) => !NO_ANSWERS.includes(kind ?? "") && !isBlank(value));
}

/**
 * The line, which says while there is no connection what goes on working.
 * @param {Kept} kept
 * @returns {Line}
 */
export function lineOf(kept) {
  const line = lineConnected(kept);
  const { mode, away = "", codes, trouble } = kept;
  const isOther = ["blocked", "deleted"].some((each) => line.word.includes(`.${each}`));
  const hasCode = mode === "code" && codes;
  if (!away || isOther || (hasCode && !["", "silent"].includes(trouble))) return line;
  const word = `keeping.away.${hasCode ? "code" : "device"}${away === "pages" ? "_pages" : ""}`;
  return { ...line, word, count: undefined, caution: false };
}

/** @param {Kept} kept @returns {Line} */
function lineConnected(kept) {
  const { mode, codes, answers, earlier, deleted, left = 0 } = kept;
  if (answers < 0) return { word: "keeping.line.blocked", tools: [], caution: true };
  if (deleted && left)
    return { word: "keeping.deleted.left", count: left, tools: ["left"], caution: true };
  if (deleted) return { word: "keeping.deleted.line", tools: ["understood"], caution: true };
  /** @type {Tool[]} */
  const whose = earlier ? ["not_you"] : [];
  if (mode === "code") return withCode(kept, whose);
  if (!codes)
    return {
      word: "keeping.line.only",
      tools: answers ? ["change", ...whose] : [],
    };
  if (mode === "device") return { word: "keeping.line.device", tools: ["change", ...whose] };
  if (answers)
    return { word: "keeping.line.undecided", tools: ["choose", "resume", ...whose], caution: true };
  return { word: "keeping.line.none", tools: ["resume"] };
}

/**
 * The first text of the dialog for changing where answers are kept: with a code, any problem.
 * @param {Omit<Kept, "answers" | "earlier">} kept
 * @returns {{word: string, count?: number}}
 */
export function menuLine(kept) {
  if (!kept.codes) return { word: "keeping.menu.off" };
  if (kept.mode !== "code") return { word: `keeping.menu.${kept.mode}` };
  const line = withCode(kept, []);
  return line.caution ? line : { word: "keeping.menu.code" };
}

/**
 * @param {Omit<Kept, "answers" | "earlier">} kept
 * @param {Tool[]} whose
 * @returns {Line}
 */
function withCode({ waiting, trouble, damaged = 0, codes }, whose) {
  const reason = codes ? (SAME_TROUBLE.get(trouble) ?? trouble) : "off";
  const ways = WAYS_OUT.get(reason);
  if (ways) return { word: `keeping.trouble.${reason}`, tools: [...ways, ...whose], caution: true };
  /** @type {Tool[]} */
  const tools = ["change", ...whose];
  if (reason === "damaged") {
    const word = damaged ? "keeping.trouble.damaged_count" : "keeping.trouble.damaged";
    return { word, count: damaged, tools, caution: true };
  }
  if (reason) {
    const known = KNOWN_TROUBLES.includes(reason) ? reason : "other";
    return { word: `keeping.trouble.${known}`, tools, caution: true };
  }
  if (waiting) return { word: "keeping.line.sending", count: waiting, tools };
  return { word: "keeping.line.code", tools };
}
