/**
 * Creates the learner's copy as plain text, on the device. Its headings are in Markdown, so that it is
 * readable anywhere.
 */

import { plansIn } from "../plan.js";
import { clock, day } from "../saving.js";
import { dayAndTime, inSections, questionOf, ratingsOf, wordsOf } from "./entries.js";
import { minutesOf, timeSpent } from "./time.js";
import { entryUnjudged } from "./verdicts.js";

/**
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./entries.js").Translate} Translate
 */

/**
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
    for (const group of groups)
      lines.push(
        `### ${group.title}`,
        ...group.entries.flatMap((entry) => copied(entry, known, t)),
      );
  }
  const ratings = ratingsOf(entries, known, t);
  if (ratings.length) lines.push(`## ${t("your_record.ratings")}`);
  for (const { statement, before, after } of ratings)
    lines.push(
      [
        statement,
        ...[before, after].flatMap((entry) => (entry ? copiedRating(entry, t) : [])),
      ].join("\n"),
    );
  return `${[...lines, ...copiedPlan(entries, known, t), ...copiedTime(entries, known, t)].join("\n\n")}\n`;
}

/** @param {Entry} kept @param {Known} known @param {Translate} t @returns {string[]} */
function copied(kept, known, t) {
  const entry = entryUnjudged(kept, known);
  const head = [questionOf(entry, known).asked, dayAndTime(entry.updated, t)];
  const others = (entry.others ?? []).flatMap((other) => [
    t("your_record.other", { day: day(other.updated), time: clock(other.updated) }),
    wordsOf(other).join("\n"),
  ]);
  return [
    head.filter(Boolean).join("\n"),
    wordsOf(entry).join("\n") || t("your_record.no_words"),
    ...others,
  ];
}

/** @param {Entry} entry @param {Translate} t */
function copiedRating(entry, t) {
  return [`- ${entry.words ?? entry.value} (${dayAndTime(entry.updated, t)})`];
}

/** @param {Entry[]} entries @param {Known} known @param {Translate} t @returns {string[]} */
function copiedPlan(entries, known, t) {
  const plans = plansIn(entries);
  if (!plans.length) return [];
  return [
    `## ${t("learning_plan.title")}`,
    ...plans.flatMap(({ parts }, at) => [
      `### ${t("learning_plan.item", { number: at + 1 })}`,
      ...Object.values(parts).flatMap((entry) => copied(entry, known, t)),
    ]),
  ];
}

/** @param {Entry[]} entries @param {Known} known @param {Translate} t @returns {string[]} */
function copiedTime(entries, known, t) {
  const spent = timeSpent(entries, known).filter((one) => minutesOf(one) > 0);
  if (!spent.length) return [];
  const rows = spent.map((one) => {
    const said = one.given === undefined ? "your_record.time.measured" : "your_record.time.given";
    return `- ${one.title || one.page}: ${t(said, { count: minutesOf(one) })}`;
  });
  return [`## ${t("your_record.time.title")}`, rows.join("\n")];
}
