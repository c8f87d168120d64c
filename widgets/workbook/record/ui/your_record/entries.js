/** Sorts and words the entries of the record for the exercise Your record. */

import { plansIn } from "../plan.js";
import { isBlank } from "../entries.js";
import { clock, day } from "../saving.js";

/**
 * @typedef {import("../merge.js").Entry} Entry
 * @typedef {import("../merge.js").Version} Version
 * @typedef {import("../../../front/identifiers/identifiers.js").Sign} Sign
 * @typedef {import("../../../front/kit.js").Context["t"]} Translate
 * @typedef {{id: string, number: number, title: string, short_title: string, page: string,
 *   statements: {id: string, statement: string}[]}} Standard
 * @typedef {{id: string, title: string, path: string, minutes: number, standard: string}} Page
 * @typedef {{standards: Standard[], order: string[], questions: Record<string, string>, pages: Page[],
 *   signs: Sign[], labels: Record<string, string>, scenario_minutes: string, verdicts: string[]}} Known The workbook's present content.
 * @typedef {{title: string, entries: Entry[]}} Group The answers to one exercise.
 * @typedef {{id: string, title: string, groups: Group[]}} Section A standard, or the rest ("").
 * @typedef {{group: string, standard: string, statement: string, before?: Entry, after?: Entry}} Rating
 */

/** The exercises of a standard's page, in the page's order; others follow by their titles. */
const KINDS = ["scenario", "reflection"];

/** Entries that are not answers: time that was measured, the learner's own minutes, and the learning plan. */
const NO_ANSWERS = ["time", "minutes", "plan"];

/**
 * @param {Entry} entry
 * @returns {boolean} Whether it has anything to show: text, or another version with text.
 */
export function saysSomething(entry) {
  return !isBlank(entry.value) || (entry.others ?? []).some((other) => !isBlank(other.value));
}

/** @param {Entry} entry @returns {boolean} Whether it is an answer to a question of the workbook, with words. */
export function isAnswer(entry) {
  return !NO_ANSWERS.includes(entry.kind) && saysSomething(entry);
}

/**
 * Sorts answers by standard, and within it by exercise; those without a standard come last. Ratings that the
 * picture shows are left out.
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Translate} t
 * @returns {Section[]} Only those with an entry.
 */
export function inSections(entries, known, t) {
  const rated = new Set(ratingsOf(entries, known, t).flatMap((one) => [one.before, one.after]));
  const shown = inOrder(
    entries.filter((entry) => isAnswer(entry) && !rated.has(entry)),
    known,
  );
  const heads = known.standards.map((one) => ({ id: one.id, title: standardTitle(one, t) }));
  const ids = heads.map(({ id }) => id);
  return [...heads, { id: "", title: t("your_record.rest") }]
    .map(({ id, title }) => {
      const mine = shown.filter((entry) =>
        id ? entry.standard === id : !ids.includes(entry.standard ?? ""),
      );
      return { id, title, groups: inGroups(mine, t) };
    })
    .filter(({ groups }) => groups.length > 0);
}

/**
 * @param {Entry[]} entries
 * @param {Known} known
 * @returns {Entry[]} In the order of the workbook's questions; entries without a question come last, by key.
 */
export function inOrder(entries, known) {
  const places = new Map(known.order.map((id, at) => [id, at]));
  return [...entries].sort(
    (a, b) => placeOf(a, places) - placeOf(b, places) || a.key.localeCompare(b.key),
  );
}

/** @param {Standard} standard @param {Translate} t */
export function standardTitle({ number, short_title }, t) {
  return t("your_record.standard", { number, title: short_title });
}

/**
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Translate} t
 * @returns {Rating[]} Every statement of each standard that was rated at all.
 */
export function ratingsOf(entries, known, t) {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  /** @param {string} id @param {string} when */
  const rated = (id, when) => {
    const entry = byKey.get(`confidence/${id}/${when}`);
    return entry && typeof entry.value === "number" ? entry : undefined;
  };
  return known.standards.flatMap((standard) => {
    const rows = standard.statements.map(({ id, statement }) => ({
      group: standardTitle(standard, t),
      standard: standard.id,
      statement,
      before: rated(id, "before"),
      after: rated(id, "after"),
    }));
    return rows.some(({ before, after }) => before || after) ? rows : [];
  });
}

/**
 * Compares an answer's question with the workbook's present one under its key.
 * @param {Entry} entry
 * @param {Known} known
 * @returns {{asked: string, now: string, gone: boolean}} `now` only if the wording has changed; `gone` if the
 *   workbook no longer asks it.
 */
export function questionOf(entry, known) {
  const now = Object.hasOwn(known.questions, entry.key) ? known.questions[entry.key] : "";
  const asked = entry.question || now;
  return { asked, now: now && oneLine(now) !== oneLine(asked) ? now : "", gone: !now };
}

/**
 * @param {{value: any, words?: string}} said An entry, or another version of it.
 * @returns {string[]} The answer in readable form, line by line.
 */
export function wordsOf({ value, words }) {
  return inLines(words && !isBlank(value) ? words : value);
}

/** @param {any} value @returns {string[]} Any stored value, as lines of text without blank ones. */
export function inLines(value) {
  if (value === null || value === undefined) return [];
  if (typeof value === "object") return Object.values(value).flatMap(inLines);
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return [day(text)];
  return text.split(/\n+/).filter((line) => line.trim());
}

/** @param {string} iso @param {Translate} t */
export function dayAndTime(iso, t) {
  return t("your_record.when", { day: day(iso), time: clock(iso) });
}

/**
 * @param {Entry} entry
 * @param {Translate} t
 * @returns {string} The exercise that it belongs to, as a heading.
 */
export function exerciseTitle({ kind, title }, t) {
  const name = `your_record.kind.${kind}`;
  const named = t(name);
  return named === name ? title : t("your_record.group", { kind: named, title });
}

/**
 * The plan with each change's linked standard set on all of its parts, as a document needs it; the link
 * itself is not printed.
 * @param {Entry[]} entries
 * @returns {Entry[]}
 */
export function planForDocument(entries) {
  return plansIn(entries).flatMap(({ parts: { standard, ...texts } }) =>
    Object.values(texts).map((entry) => ({
      ...entry,
      standard: standard?.value || entry.standard || undefined,
    })),
  );
}

/** @param {Entry[]} entries In their order. @param {Translate} t @returns {Group[]} */
function inGroups(entries, t) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of entries) {
    const name = JSON.stringify([entry.kind, entry.title]);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups.values()]
    .sort((a, b) => rank(a[0]) - rank(b[0]))
    .map((mine) => ({ title: exerciseTitle(mine[0], t), entries: mine }));
}

/** @param {Entry} entry @returns {number} */
function rank({ kind }) {
  const at = KINDS.indexOf(kind);
  return at < 0 ? KINDS.length : at;
}

/** @param {Entry} entry @param {Map<string, number>} places @returns {number} */
function placeOf({ key }, places) {
  const found = key.split("/").find((part) => places.has(part));
  return found === undefined ? places.size : /** @type {number} */ (places.get(found));
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}
