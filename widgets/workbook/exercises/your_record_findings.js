/** What the rules find in the words that are about to leave the workbook, each in its sentence. */

import { findMarksAndNames } from "../front/identifiers.js";
import { exerciseTitle, wordsOf } from "./your_record_entries.js";

/**
 * @typedef {import("../front/identifiers.js").Mark} Mark
 * @typedef {import("../front/identifiers.js").Sign} Sign
 * @typedef {import("./your_record_entries.js").Entry} Entry
 * @typedef {import("./your_record_entries.js").Known} Known
 * @typedef {import("./your_record_entries.js").Translate} Translate
 * @typedef {{pieces: {text: string, isMarked: boolean}[], marks: Mark[]}} Passage A sentence with its marks.
 * @typedef {{entry: Entry, title: string, path: string, passages: Passage[]}} Finding What was found in one
 *   answer, and where that can be changed.
 */

/** Exercises whose answers are picked: their words are the workbook's own. */
const PICKED = ["scenario", "boundaries", "offensive", "good_use", "confidence"];

/** Where one sentence ends and another begins. */
const SENTENCE_END = /[.!?]\s+|\n/;

/** How much of a long sentence is shown on each side of a mark, in signs. */
const AROUND = 120;

/**
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Translate} t
 * @returns {Finding[]} Only answers in which something was found.
 */
export function findingsIn(entries, known, t) {
  return entries.flatMap((entry) => {
    const passages = ownTexts(entry).flatMap((text) => passagesIn(text, known.signs));
    if (!passages.length) return [];
    const path = known.pages.find(({ id }) => id === entry.page)?.path ?? "";
    return [{ entry, title: exerciseTitle(entry, t), path, passages }];
  });
}

/** @param {Entry} entry @returns {string[]} What the learner wrote in it, in each of its versions, once. */
function ownTexts(entry) {
  if (["time", "minutes"].includes(entry.kind) || /^plan\/\d+\/(by|standard)$/.test(entry.key))
    return [];
  const texts = [entry, ...(entry.others ?? [])]
    .filter(({ value }) => typeof value === "string" || !PICKED.includes(entry.kind))
    .map((version) => wordsOf(version).join("\n"));
  return [...new Set(texts)].filter(Boolean);
}

/** @param {string} text @param {Sign[]} signs @returns {Passage[]} */
function passagesIn(text, signs) {
  /** @type {Mark[][]} Marks of one sentence stand together. */
  const groups = [];
  for (const mark of findMarksAndNames(text, signs)) {
    const last = groups.at(-1);
    const gap = last ? text.slice(last[last.length - 1].end, mark.start) : "";
    if (last && gap.length < AROUND && !SENTENCE_END.test(gap)) last.push(mark);
    else groups.push([mark]);
  }
  return groups.map((marks) => passageOf(text, marks));
}

/** @param {string} text @param {Mark[]} marks @returns {Passage} */
function passageOf(text, marks) {
  const [first, last] = [marks[0], marks[marks.length - 1]];
  const before = text.slice(Math.max(0, first.start - 2 * AROUND), first.start);
  const head = before.split(SENTENCE_END).at(-1) ?? "";
  const after = text.slice(last.end, last.end + 2 * AROUND);
  const end = SENTENCE_END.exec(after);
  const tail = end ? after.slice(0, end.index + 1).trimEnd() : after;
  const pieces = marks.flatMap((mark, at) => [
    { text: at ? text.slice(marks[at - 1].end, mark.start) : shortHead(head), isMarked: false },
    { text: text.slice(mark.start, mark.end), isMarked: true },
  ]);
  return { pieces: [...pieces, { text: shortTail(tail), isMarked: false }], marks };
}

/** @param {string} head */
function shortHead(head) {
  return head.length > AROUND ? `… ${head.slice(-AROUND)}` : head;
}

/** @param {string} tail */
function shortTail(tail) {
  return tail.length > AROUND ? `${tail.slice(0, AROUND)} …` : tail;
}
