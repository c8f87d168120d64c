/** How much time the record holds for each page: as it was measured, or as the learner corrected it. */

import { versionsOf } from "../merge.js";

/**
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {object} Spent The time spent with one page.
 * @property {string} page Its name.
 * @property {string} title Nothing for a page that nobody knows any more.
 * @property {string} path Where it is, or nothing for a page that the workbook does not have any more.
 * @property {string[]} days The days on which it was in use, as 2026-11-22, the first one first.
 * @property {number} measured Whole minutes.
 * @property {number | undefined} given Minutes as the learner gave them.
 */

/** The most minutes that a learner can give: more is a slip of the finger. */
export const MOST_MINUTES = 10_000;

/**
 * Sums up what was measured: over devices, and on one device over days. Where two tabs counted the same day
 * apart, the longer count holds.
 * @param {Entry[]} entries All entries; those that are answers add their pages.
 * @param {Known} known
 * @returns {Spent[]} The page that was used first comes first; pages without a day come last.
 */
export function timeSpent(entries, known) {
  /** @type {Map<string, Spent>} */
  const pages = new Map();
  /** @param {string} id @param {string} [title] */
  const spentOn = (id, title = "") => {
    const page = known.pages.find((one) => one.id === id);
    const spent = pages.get(id) ?? {
      page: id,
      title: page?.title ?? title,
      path: page?.path ?? "",
      days: [],
      measured: 0,
      given: undefined,
    };
    spent.title ||= title;
    pages.set(id, spent);
    return spent;
  };
  for (const entry of entries) {
    const [kind, ...rest] = entry.key.split("/");
    if (kind === "time") measure(spentOn(rest.slice(0, -1).join("/"), entry.title), entry);
    else if (kind === "minutes") {
      const spent = spentOn(rest.join("/"), entry.title);
      spent.given = isMinutes(entry.value) ? entry.value : undefined;
    } else if (kind !== "plan" && entry.page) spentOn(entry.page);
  }
  const all = [...pages.values()];
  for (const one of all) one.measured = Math.round(one.measured);
  return all.sort((a, b) => firstDay(a).localeCompare(firstDay(b)) || a.page.localeCompare(b.page));
}

/** @param {Spent} spent @param {Entry} entry Adds what one device measured. */
function measure(spent, entry) {
  /** @type {Map<string, number>} */
  const longest = new Map();
  for (const { value } of versionsOf(entry))
    for (const [date, minutes] of Object.entries(value ?? {}))
      if (/^\d{4}-\d{2}-\d{2}$/.test(date) && minutes > 0)
        longest.set(date, Math.max(longest.get(date) ?? 0, Math.min(minutes, 24 * 60)));
  for (const minutes of longest.values()) spent.measured += minutes;
  spent.days = [...new Set([...spent.days, ...longest.keys()])].sort();
}

/** @param {Spent} spent */
function firstDay({ days }) {
  return days[0] ?? "9";
}

/** @param {Spent} spent @returns {number} The minutes that count: the learner's own word goes first. */
export function minutesOf({ given, measured }) {
  return given ?? measured;
}

/** @param {any} value @returns {value is number} */
export function isMinutes(value) {
  return Number.isInteger(value) && value >= 0 && value <= MOST_MINUTES;
}
