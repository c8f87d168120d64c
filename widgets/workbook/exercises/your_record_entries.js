/** How the entries of the device's store are sorted, worded and copied for the exercise Your record. */

import { clock, day } from "../front/saving.js";
import { isBlank } from "../front/record.js";

/**
 * @typedef {import("../front/record.js").Entry} Entry
 * @typedef {import("../front/kit.js").Context["t"]} Translate
 * @typedef {{id: string, number: number, short_title: string, page: string,
 *   statements: {id: string, statement: string}[]}} Standard
 * @typedef {{standards: Standard[], order: string[]}} Known What the workbook holds now.
 * @typedef {{title: string, entries: Entry[]}} Group The answers to one exercise.
 * @typedef {{id: string, title: string, groups: Group[]}} Section A standard, or the rest ("").
 * @typedef {{group: string, statement: string, before?: Entry, after?: Entry}} Rating
 */

/** The exercises of a standard's page, in the page's order; others follow by their titles. */
const KINDS = ["scenario", "reflection"];

/**
 * @param {Entry} entry
 * @returns {boolean} Whether there is anything to show: words, or another tab's version of them.
 */
export function saysSomething(entry) {
  return !isBlank(entry.value) || (entry.others ?? []).some((other) => !isBlank(other.value));
}

/**
 * Sorts entries by standard, and within it by exercise; what belongs to no standard comes last. Ratings that
 * the picture shows are left to it.
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Translate} t
 * @returns {Section[]} Only those that hold an entry.
 */
export function inSections(entries, known, t) {
  const places = new Map(known.order.map((id, at) => [id, at]));
  const rated = new Set(ratingsOf(entries, known, t).flatMap((one) => [one.before, one.after]));
  const shown = entries
    .filter(saysSomething)
    .filter((entry) => !rated.has(entry))
    .sort((a, b) => placeOf(a, places) - placeOf(b, places) || a.key.localeCompare(b.key));
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
      statement,
      before: rated(id, "before"),
      after: rated(id, "after"),
    }));
    return rows.some(({ before, after }) => before || after) ? rows : [];
  });
}

/**
 * @param {{value: any, words?: string}} said An entry, or another tab's version of it.
 * @returns {string[]} The answer as a person reads it, line by line.
 */
export function wordsOf({ value, words }) {
  return inLines(words && !isBlank(value) ? words : value);
}

/** @param {any} value @returns {string[]} Whatever was kept, as lines of text; blank ones are left out. */
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
 * Writes the learner's copy as plain text. Its headings are Markdown's, so that it reads well anywhere.
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Translate} t
 * @param {Date} [now]
 * @returns {string}
 */
export function copyOf(entries, known, t, now = new Date()) {
  const iso = now.toISOString();
  const lines = [
    `# ${t("your_record.copy.title")}`,
    t("your_record.copy.saved", { day: day(iso), time: clock(iso) }),
    t("your_record.copy.check"),
  ];
  for (const { title, groups } of inSections(entries, known, t)) {
    lines.push(`## ${title}`);
    for (const group of groups) lines.push(`### ${group.title}`, ...group.entries.flatMap(one));
  }
  const ratings = ratingsOf(entries, known, t);
  if (ratings.length) lines.push(`## ${t("your_record.ratings")}`);
  for (const { statement, before, after } of ratings)
    lines.push(
      [statement, ...[before, after].flatMap((entry) => (entry ? rated(entry) : []))].join("\n"),
    );
  return `${lines.join("\n\n")}\n`;

  /** @param {Entry} entry @returns {string[]} */
  function one(entry) {
    const question = [entry.question, dayAndTime(entry.updated, t)].filter(Boolean).join("\n");
    const others = (entry.others ?? []).flatMap((other) => [
      t("your_record.other", { day: day(other.updated), time: clock(other.updated) }),
      wordsOf(other).join("\n"),
    ]);
    return [question, wordsOf(entry).join("\n") || t("your_record.no_words"), ...others];
  }

  /** @param {Entry} entry */
  function rated(entry) {
    return [`- ${entry.words ?? entry.value} (${dayAndTime(entry.updated, t)})`];
  }
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
    .map((mine) => ({ title: groupTitle(mine[0], t), entries: mine }));
}

/** @param {Entry} entry @returns {number} */
function rank({ kind }) {
  const at = KINDS.indexOf(kind);
  return at < 0 ? KINDS.length : at;
}

/** @param {Entry} entry @param {Translate} t */
function groupTitle({ kind, title }, t) {
  const name = `your_record.kind.${kind}`;
  const known = t(name);
  return known === name ? title : t("your_record.group", { kind: known, title });
}

/** @param {Entry} entry @param {Map<string, number>} places @returns {number} */
function placeOf({ key }, places) {
  const found = key.split("/").find((part) => places.has(part));
  return found === undefined ? places.size : /** @type {number} */ (places.get(found));
}
