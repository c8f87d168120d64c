/** What the rules find in a text that is about to be handed on, each in its sentence. */

import { findMarksAndNames } from "./identifiers.js";

/**
 * @typedef {import("./identifiers.js").Mark} Mark
 * @typedef {import("./identifiers.js").Sign} Sign
 * @typedef {object} Written What somebody wrote, and is about to hand on.
 * @property {string} title Where it stands.
 * @property {string} question What it answers, or "".
 * @property {string[]} texts Each of its versions.
 * @property {string} path Where it can be changed, or "".
 * @typedef {{pieces: {text: string, isMarked: boolean}[], marks: Mark[]}} Passage A sentence with its marks.
 * @typedef {Written & {passages: Passage[]}} Finding
 */

/** Where one sentence ends and another begins. */
const SENTENCE_END = /[.!?]\s+|\n/;

/** How much of a long sentence is shown on each side of a mark, in characters. */
const AROUND = 120;

/**
 * @param {Written[]} written
 * @param {Sign[]} signs
 * @returns {Finding[]} Only that in which something was found.
 */
export function findingsIn(written, signs) {
  return written.flatMap((one) => {
    const passages = one.texts.flatMap((text) => passagesIn(text, signs));
    return passages.length ? [{ ...one, passages }] : [];
  });
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
