/** Builds the request for a document: the chosen entries, and the data that they need. */

import { isBlank } from "../entries.js";
import { language } from "../../../../widget_host/pages/static/common/language.js";
import { inOrder, isAnswer, planForDocument, questionOf, saysSomething } from "./entries.js";
import { entryUnjudged } from "./verdicts.js";

/**
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("../record.js").Progress} Progress
 * @typedef {"docx" | "pdf" | "html" | "md" | "csv" | "json" | "certificate"} Format
 * @typedef {Format | "print" | "txt"} WayOut
 * @typedef {"activity" | "answers" | "ratings" | "plan"} Part
 * @typedef {{parts: Part[], left: Set<string>}} Choice The included parts; `left` has the excluded keys.
 */

/** @type {Format[]} */
export const FORMATS = ["docx", "pdf", "md", "csv", "json", "certificate"];

/** @type {Part[]} */
export const PARTS = ["activity", "answers", "ratings", "plan"];

/**
 * The default parts: the record of activity already contains every answer.
 * @type {Part[]}
 */
export const USUAL_PARTS = ["activity", "ratings", "plan"];

/**
 * @param {Entry[]} entries The whole record.
 * @param {Format} format
 * @param {Choice} choice
 * @returns {Entry[]} What leaves the device for this document, and no more. A certificate takes no words along.
 */
export function chosenEntries(entries, format, { parts, left }) {
  if (format === "certificate") return entries.filter(saysSomething).map(withoutWords);
  const chosen = entries.filter((entry) => saysSomething(entry) && !left.has(entry.key));
  const has = (/** @type {Part} */ part) => parts.includes(part);
  const isRating = (/** @type {Entry} */ { kind }) => kind === "confidence";
  const isTime = (/** @type {Entry} */ { kind }) => kind === "time" || kind === "minutes";
  // The record of activity says what was learned, so it needs the answers.
  const needsAnswers = has("answers") || has("activity");
  const answers = chosen.filter(
    (entry) => isAnswer(entry) && (isRating(entry) ? has("ratings") : needsAnswers),
  );
  const plan = has("plan") ? chosen.filter(({ kind }) => kind === "plan") : [];
  const time = has("activity") ? timeOf(chosen.filter(isTime), entries, left) : [];
  return [...answers, ...(format === "json" ? plan : planForDocument(plan)), ...time];
}

/**
 * @param {Entry[]} time
 * @param {Entry[]} entries The whole record.
 * @param {Set<string>} left
 * @returns {Entry[]} The time of every page, but for those whose answers were left out one by one.
 */
function timeOf(time, entries, left) {
  const answers = entries.filter(isAnswer);
  const dropped = new Set(answers.map(({ page }) => page));
  for (const { key, page } of answers) if (!left.has(key)) dropped.delete(page);
  return time.filter(({ key }) => {
    const [kind, ...rest] = key.split("/");
    return !dropped.has((kind === "time" ? rest.slice(0, -1) : rest).join("/"));
  });
}

/** @param {Entry} entry @returns {Entry} Its page and day, without anything that the learner wrote. */
function withoutWords(entry) {
  if (entry.kind === "time" || entry.kind === "minutes") return entry;
  const { key, kind, title, standard, page, client, seq, updated, seen, value } = entry;
  const said = isBlank(value) ? "" : "✓";
  return { key, kind, title, standard, page, client, seq, updated, seen, value: said, others: [] };
}

/**
 * @param {object} settings
 * @param {Entry[]} settings.entries What leaves the device (see chosenEntries).
 * @param {Format} settings.format
 * @param {Part[]} settings.parts
 * @param {string} settings.name The learner's, for this document alone; or nothing.
 * @param {Known} settings.known
 * @param {Map<string, Progress>} settings.progress
 * @param {Date} settings.now
 * @returns {Record<string, any>}
 */
export function requestFor({ entries, format, parts, name, known, progress, now }) {
  return {
    labels: known.labels,
    language: language(),
    made: localMoment(now),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    name: name.trim(),
    title: known.labels["documents.title"] ?? "",
    pages: known.pages.map(({ id, title, standard, minutes }) => ({
      id,
      title,
      standard,
      minutes,
    })),
    standards: known.standards.map(({ id, number, short_title: title }) => ({ id, number, title })),
    include: parts,
    // A file to read back in holds what is kept, to the letter.
    entries: inOrder(entries, known).map((one) => (format === "json" ? one : asked(one, known))),
    progress: [...progress].map(([page, { done, total }]) => ({ page, done, total })),
  };
}

/**
 * @param {Entry} entry
 * @param {Known} known
 * @returns {Entry} With today's question, where it kept none of its own, and without the workbook's judgement.
 */
function asked(entry, known) {
  const { asked: question } = questionOf(entry, known);
  const out = entryUnjudged(entry, known);
  return entry.question || !question ? out : { ...out, question };
}

/** @param {Date} now @returns {string} The learner's own time with its distance from UTC, as ISO 8601 has it. */
export function localMoment(now) {
  const away = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + away * 60_000).toISOString().slice(0, 19);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const size = Math.abs(away);
  return `${local}${away < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
